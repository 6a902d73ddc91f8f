"""The questions of a return request about the order and its goods: which, and how many of them."""

from collections.abc import Sequence

from handlers.contract import Policy
from handlers.formats import listed
from handlers.forms.answers import Answer, Invalid, Json, More, Parsed, Valid
from handlers.forms.form import Choice, FormState, Slot
from handlers.order_numbers import alike, order_number_in
from handlers.returns.choosing import CORRECTED, Chosen, Shown, chosen_in
from handlers.returns.facts import Line
from handlers.returns.given import ALL, Given, quantity
from handlers.returns.places import count_alone, count_left_out
from handlers.returns.reasons import tells_why
from handlers.returns.spotting import quantity_near, says
from handlers.returns.wording import LABEL, Wording
from storage.records import record
from storage.returns import Resolution

COUNTS = 5
"""So many numbers are offered as buttons; more are typed."""


@record(frozen=True, slots=True)
class Goods:
    wording: Wording

    def order(self, given: Given) -> Slot:
        return Slot(
            name="order",
            prompt="ask_order",
            retry="bad_order",
            parse=parse_order,
            spot=lambda text, policy: spot_order(text, policy, given.facts.number),
            choices=tuple(Choice(number, f"order:{number}") for number in given.facts.orders),
            called=self.wording.called("order"),
        )

    def items(self, given: Given, chosen: Sequence[int]) -> Slot:
        offered = given.facts.open
        rest = [line for line in offered if line.line not in chosen]
        choices = [Choice(self._item(line), f"items:{line.line}") for line in rest]
        last = (
            self.wording.choice("items_done", "items:done")
            if chosen
            else self.wording.choice("items_all", f"items:{ALL}")
        )

        def parse(answer: Answer, _policy: Policy) -> Parsed:
            return self._items(answer, offered, chosen)

        def spot(text: str, _policy: Policy) -> Json:
            return self._spotted_items(text, offered, given.lines)

        return Slot(
            name="items",
            prompt="items_more" if chosen else "ask_items",
            retry="bad_items",
            parse=parse,
            spot=spot,
            shows={"number": given.facts.number, "closed": self.closed(given), "items": self._told(offered, chosen)},
            choices=(*choices, last),
            stands=lambda value: stand(value, offered),
            called=self.wording.called("items"),
        )

    def _items(self, answer: Answer, offered: Sequence[Line], before: Sequence[int]) -> Parsed:
        if answer.pressed:
            asked = answer.text.partition(":")[2]
            if asked == ALL:
                return Valid(ALL)
            if asked == "done" and before:
                return Valid(list(before))
            return self._gathered([line.line for line in offered if str(line.line) == asked], offered, before)
        goes_on = tells_more(answer.text, self.wording)
        if before and says(answer.text, self.wording.words("heard_done")):
            return Valid(list(before))
        rest = [line for line in offered if line.line not in before]
        found = self._meant(answer.text, rest, numbers=True)
        if found is None:
            return Valid(list(before)) if before and goes_on else Invalid()
        if found.every_piece:
            return Valid(ALL)
        kept = () if CORRECTED.match(answer.text) else before
        more = self._gathered([rest[index].line for index in found.which], offered, kept)
        return Valid(more.gathered) if isinstance(more, More) and (found.whole or goes_on) else more

    def _meant(
        self, text: str, offered: Sequence[Line], *, numbers: bool = False, now: Sequence[Line] = ()
    ) -> Chosen | None:
        """`now`: what was chosen before, to which 杯子不退了 refers."""
        return chosen_in(
            text,
            Shown(
                items=items_of(offered),
                pieces=[line.left_by_fault for line in offered],
                all_words=self.wording.words("heard_all"),
                left_out_words=self.wording.words("heard_left_out"),
                numbers=numbers,
                now=frozenset(index for index, line in enumerate(offered) if line in now),
            ),
        )

    def _gathered(self, found: Sequence[int], offered: Sequence[Line], before: Sequence[int]) -> Parsed:
        together: list[Json] = [line.line for line in offered if line.line in found or line.line in before]
        if not found:
            return Invalid()
        if len(together) == len(offered):
            return Valid(together)
        return More(together, "items_more", {"items": self._told(offered, together)})

    def _told(self, offered: Sequence[Line], chosen: Sequence[Json]) -> str:
        return listed((line.item for line in offered if line.line in chosen), self.wording.turn.language)

    def _spotted_items(self, text: str, offered: Sequence[Line], now: Sequence[Line]) -> Json:
        found = self._meant(text, offered, now=now)
        if found is None:
            return None
        return ALL if found.every_piece else [offered[index].line for index in sorted(found.which)]

    def quantity(self, line: Line, given: Given) -> Slot:
        counts = [str(count) for count in range(1, min(line.left_by_fault, COUNTS) + 1)]
        together = items_of(given.lines)

        def parse(answer: Answer, policy: Policy) -> Parsed:
            return self._counted(answer, policy, line)

        def spot(text: str, policy: Policy) -> Json:
            count = quantity_near(text, line.item, together, policy)
            return count if count is not None and 1 <= count <= line.left_by_fault else None

        return Slot(
            name=quantity(line),
            prompt="ask_quantity",
            retry="bad_quantity",
            parse=parse,
            spot=spot,
            shows={"item": line.item, "left": line.left_by_fault},
            choices=tuple(Choice(count, f"{quantity(line)}:{count}") for count in counts),
            stands=lambda value: isinstance(value, int) and 1 <= value <= line.left_by_fault,
            called=self.wording.called("quantity"),
            digits=True,
        )

    def _counted(self, answer: Answer, policy: Policy, line: Line) -> Parsed:
        if answer.pressed:
            count: int | None = int(answer.text.rpartition(":")[2])
        elif answer.text.isdecimal() and len(answer.text) <= 6:
            count = int(answer.text)
        else:
            left_out = count_left_out(answer.text)
            count = count_alone(answer.text) or quantity_near(answer.text, line.item, [line.item], policy)
            if 0 < left_out < line.left_by_fault:
                count = line.left_by_fault - left_out
            elif count is None and says(answer.text, self.wording.words("heard_all")):
                count = line.left_by_fault
        if count is None:
            return Invalid()
        if count > line.left_by_fault:
            return Invalid("too_many", {"item": line.item, "left": line.left_by_fault})
        return Valid(count) if count else Invalid()

    def closed(self, given: Given) -> str:
        """What may not be sent back, with the policy's words."""
        told = ((line.item, self.wording.said(line.why_never)) for line in given.facts.closed)
        return "\n".join(self.wording.word("closed_item", item=item, why=why) for item, why in told)

    def _item(self, line: Line) -> str:
        item = line.item if len(line.item) <= LABEL else f"{line.item[: LABEL - 1]}…"
        return self.wording.word("item_choice", item=item, left=line.left_by_fault)


def tells_more(text: str, wording: Wording) -> bool:
    """Why they go back, or what for: whoever has come to that has named all of them."""
    is_why = tells_why(wording.turn.library, text, wording.policy)
    return is_why or any(says(text, wording.words(f"heard_{each}")) for each in Resolution)


def parse_order(answer: Answer, policy: Policy) -> Parsed:
    told = answer.text.partition(":")[2] if answer.pressed else order_number_in(answer.text, policy)
    return Valid(told) if told else Invalid()


def spot_order(text: str, policy: Policy, known: str) -> Json:
    """Beside another question, a number of another kind than the order's own is a telephone, or a date."""
    number = order_number_in(text, policy)
    return number if number and (not known or alike(number, known)) else None


def chosen(state: FormState) -> tuple[int, ...]:
    gathered = state.gathered.get("items")
    return tuple(each for each in gathered if isinstance(each, int)) if isinstance(gathered, list) else ()


def items_of(lines: Sequence[Line]) -> list[str]:
    return [line.item for line in lines]


def stand(value: Json, offered: Sequence[Line]) -> bool:
    lines = {line.line for line in offered}
    return value == ALL or (isinstance(value, list) and bool(value) and all(each in lines for each in value))
