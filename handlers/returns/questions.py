"""The questions of a return request: which depend on the order, the shop's policy, and the answers before."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from zlib import crc32

from handlers.contract import Policy
from handlers.exchange import Turn, plain
from handlers.forms import Answer, Choice, Form, FormState, Invalid, Json, More, Parsed, Slot, Valid
from handlers.order_numbers import order_number_in
from handlers.returns.facts import Line
from handlers.returns.given import ALL, Given, given_in, quantity
from handlers.returns.policy import Reason, ReturnPolicy, Words, words_in
from handlers.returns.spotting import named, only_one, quantity_near, says, words_of
from handlers.returns.summary import summary
from handlers.scripts.library import Script
from handlers.scripts.matching import normal
from storage.codec import dumps
from storage.returns import Resolution

NAME = "returns"
COUNTS = 5
"""So many numbers are offered as buttons; more are typed."""
NOTE = 500
LABEL = 40
CHANGED_FROM_SUMMARY = ("items", "quantity", "reason", "photos", "resolution", "variant", "order")


def form_of(turn: Turn) -> Form:
    return Form(name=NAME, slots=Asking(turn).slots)


@dataclass(frozen=True, slots=True)
class Asking:
    """The form's questions in one turn."""

    turn: Turn

    @property
    def script(self) -> Script:
        return self.turn.words(NAME)

    @property
    def policy(self) -> ReturnPolicy:
        return self.turn.return_policy

    def slots(self, state: FormState) -> tuple[Slot, ...]:
        given = given_in(state, self.policy)
        return tuple(self._each(state, given))

    def _each(self, state: FormState, given: Given) -> Iterator[Slot]:
        yield self.order(given)
        if state.filled.get("order") != given.facts.number:
            return
        if len(given.facts.open) > 1:
            yield self.items(given, chosen(state))
        if not given.lines:
            return
        for line in given.uncounted:
            yield self.quantity(line, given)
        yield self.reason(given)
        yield from self._after_reason(state, given)

    def _after_reason(self, state: FormState, given: Given) -> Iterator[Slot]:
        main = given.main_reason
        if main is None:
            return
        if main.sub_reasons:
            yield self.sub_reason(given, main)
        if given.reason is None:
            return
        yield self.note()
        if given.reason.photos:
            yield self.photos(given.reason.photos, photographed(state))
        if len(given.resolutions) > 1:
            yield self.resolution(given.resolutions)
        if given.resolution is None:
            return
        if given.resolution is Resolution.EXCHANGE:
            yield self.variant()
        yield self.confirm(state, given)

    def order(self, given: Given) -> Slot:
        return Slot(
            name="order",
            prompt="ask_order",
            retry="bad_order",
            parse=parse_order,
            spot=order_number_in,
            choices=tuple(Choice(number, f"order:{number}") for number in given.facts.orders),
            called=self._called("order"),
        )

    def items(self, given: Given, chosen: Sequence[int]) -> Slot:
        offered = given.facts.open
        rest = [line for line in offered if line.line not in chosen]
        choices = [Choice(self._item(line), f"items:{line.line}") for line in rest]
        last = self._choice("items_done", "items:done") if chosen else self._choice("items_all", f"items:{ALL}")

        def parse(answer: Answer, policy: Policy) -> Parsed:
            return self._items(answer, policy, offered, chosen)

        def spot(text: str, policy: Policy) -> Json:
            return self._spotted_items(text, policy, offered)

        return Slot(
            name="items",
            prompt="ask_items",
            retry="bad_items",
            parse=parse,
            spot=spot,
            shows={"number": given.facts.number, "closed": self.closed(given)},
            choices=(*choices, last),
            stands=lambda value: stand(value, offered),
            called=self._called("items"),
        )

    def _items(self, answer: Answer, policy: Policy, offered: Sequence[Line], before: Sequence[int]) -> Parsed:
        if answer.pressed:
            told = answer.text.partition(":")[2]
            if told == ALL:
                return Valid(ALL)
            found = [line.line for line in offered if str(line.line) == told]
            if told == "done" and before:
                return Valid(list(before))
        elif before and says(answer.text, self._words("heard_done")):
            return Valid(list(before))
        elif says(answer.text, self._words("heard_all")):
            return Valid(ALL)
        else:
            rest = [line for line in offered if line.line not in before]
            found = numbered(answer.text, rest) or [rest[i].line for i in named(answer.text, items_of(rest), policy)]
        return self._gathered(found, offered, before)

    def _gathered(self, found: Sequence[int], offered: Sequence[Line], before: Sequence[int]) -> Parsed:
        together: list[Json] = [line.line for line in offered if line.line in found or line.line in before]
        if not found:
            return Invalid()
        if len(together) == len(offered):
            return Valid(together)
        told = "、".join(line.item for line in offered if line.line in together)
        return More(together, "items_more", {"items": told})

    def _spotted_items(self, text: str, policy: Policy, offered: Sequence[Line]) -> Json:
        if says(text, self._words("heard_all")):
            return ALL
        found: list[Json] = [offered[index].line for index in named(text, items_of(offered), policy)]
        return found or None

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
            called=self._called("quantity"),
            digits=True,
        )

    def _counted(self, answer: Answer, policy: Policy, line: Line) -> Parsed:
        if answer.pressed:
            count: int | None = int(answer.text.rpartition(":")[2])
        elif answer.text.isdecimal() and len(answer.text) <= 6:
            count = int(answer.text)
        elif says(answer.text, self._words("heard_all")):
            count = line.left_by_fault
        else:
            count = quantity_near(answer.text, line.item, [line.item], policy)
        if count is None:
            return Invalid()
        if count > line.left_by_fault:
            return Invalid("too_many", {"item": line.item, "left": line.left_by_fault})
        return Valid(count) if count else Invalid()

    def reason(self, given: Given) -> Slot:
        return self._of_reasons("reason", self.policy.reasons, given)

    def sub_reason(self, given: Given, main: Reason) -> Slot:
        return self._of_reasons("sub_reason", main.sub_reasons, given)

    def _of_reasons(self, name: str, reasons: Sequence[Reason], given: Given) -> Slot:
        def fits(reason_id: Json) -> bool:
            found = next((each for each in reasons if each.id == reason_id), None)
            return found is not None and not (found.sub_reasons == () and given.too_late_for(found))

        def parse(answer: Answer, _policy: Policy) -> Parsed:
            meant = answer.text.partition(":")[2] if answer.pressed else self._reason_in(answer.text, reasons)
            found = next((each for each in reasons if each.id == meant), None)
            return self._reason_that_fits(found, given) if found else Invalid()

        def spot(text: str, _policy: Policy) -> Json:
            found = self._reason_in(text, reasons)
            return found if fits(found) else None

        return Slot(
            name=name,
            prompt=f"ask_{name}",
            retry="bad_reason",
            parse=parse,
            spot=spot,
            choices=tuple(Choice(self._said(each.labels)[:LABEL], f"{name}:{each.id}") for each in reasons),
            stands=fits,
            called=self._called("reason"),
        )

    def _reason_that_fits(self, reason: Reason, given: Given) -> Parsed:
        late = None if reason.sub_reasons else given.too_late_for(reason)
        if late is None:
            return Valid(reason.id)
        return Invalid("too_late", {"item": late.item, "why": self._said(late.why)})

    def _reason_in(self, text: str, reasons: Sequence[Reason]) -> str | None:
        """By its label, or by what customers say who mean it or one of its sub-reasons."""
        asked = normal(text)
        if not asked:
            return None
        whole = [each.id for each in reasons if asked in map(normal, each.labels.values())]
        return only_one(whole or [each.id for each in reasons if says(text, spoken(each))])

    def note(self) -> Slot:
        return Slot(
            name="note",
            prompt="ask_note",
            retry="bad_note",
            parse=lambda answer, _policy: Valid(answer.text[:NOTE]) if answer.text else Invalid(),
            optional=True,
            free=True,
            called=self._called("note"),
        )

    def photos(self, least: int, kept: Sequence[str]) -> Slot:
        most = max(least, self.policy.photos_most)
        done = (self._choice("photos_done", "photos:done"),) if len(kept) >= least else ()
        so_far = unique(kept)

        def parse(answer: Answer, _policy: Policy) -> Parsed:
            return self._photographed(answer, kept, least, most)

        return Slot(
            name="photos",
            prompt="ask_photos",
            retry="bad_photos",
            parse=parse,
            shows={"least": least, "most": most},
            choices=done,
            stands=lambda value: isinstance(value, list) and len(value) >= least,
            called=self._called("photos"),
            media=True,
            early="photos_early",
            progress=gathered_photos(so_far, least) if so_far else None,
        )

    def _photographed(self, answer: Answer, before: Sequence[str], least: int, most: int) -> Parsed:
        if (
            not answer.kept
            and len(before) >= least
            and (answer.pressed or says(answer.text, self._words("heard_done")))
        ):
            return Valid(list(before))
        kept = unique((*before, *answer.kept))[:most]
        done = len(kept) == most or (len(kept) >= least and says(answer.text, self._words("heard_done")))
        refused = f"photo_{answer.refused[0]}" if answer.refused else ""
        if answer.kept:
            return Valid(kept) if done else gathered_photos(kept, least, refused)
        return Invalid(refused, {})

    def resolution(self, offered: Sequence[Resolution]) -> Slot:
        def meant(text: str) -> str | None:
            words = {each: (self._word(f"resolution_{each}"), *self._words(f"heard_{each}")) for each in offered}
            whole = [each for each in offered if normal(text) == normal(words[each][0])]
            return only_one(whole or [each for each in offered if says(text, words[each])])

        def parse(answer: Answer, _policy: Policy) -> Parsed:
            found = answer.text.partition(":")[2] if answer.pressed else meant(answer.text)
            return Valid(found) if found else Invalid()

        return Slot(
            name="resolution",
            prompt="ask_resolution",
            retry="bad_resolution",
            parse=parse,
            spot=lambda text, _policy: meant(text),
            choices=tuple(self._choice(f"resolution_{each}", f"resolution:{each}") for each in offered),
            stands=lambda value: value in offered,
            called=self._called("resolution"),
        )

    def variant(self) -> Slot:
        def parse(answer: Answer, _policy: Policy) -> Parsed:
            if answer.pressed:
                return Valid("")
            return Valid(answer.text[:NOTE]) if answer.text else Invalid()

        return Slot(
            name="variant",
            prompt="ask_variant",
            retry="bad_variant",
            parse=parse,
            choices=(self._choice("variant_same", "variant:same"),),
            free=True,
            called=self._called("variant"),
        )

    def confirm(self, state: FormState, given: Given) -> Slot:
        """Only what is shown can be confirmed: a button under an older summary is none of it."""
        token = f"confirm:{crc32(dumps(dict(state.filled)).encode()):08x}"

        def parse(answer: Answer, _policy: Policy) -> Parsed:
            if answer.pressed:
                return Valid(answer.text == token)
            return Valid(True) if normal(answer.text) in self._words("heard_yes") else Invalid()

        return Slot(
            name="confirm",
            prompt="summary",
            retry="bad_confirm",
            parse=parse,
            shows=summary(self.turn, given),
            choices=(self._choice("confirm", token),),
            changes=tuple(self._changes(state)),
        )

    def _changes(self, state: FormState) -> Iterator[Choice]:
        for name in CHANGED_FROM_SUMMARY:
            asked = next((each for each in state.filled if each.partition(":")[0] == name), None)
            if asked is not None and (name != "quantity" or "items" not in state.filled):
                yield self._choice(f"change_{name}", asked)

    def closed(self, given: Given) -> str:
        """What may not be sent back, with the policy's words."""
        told = ((line.item, self._said(line.why_never)) for line in given.facts.closed)
        return "\n".join(plain(self.script.line("closed_item", item=item, why=why)) for item, why in told)

    def _item(self, line: Line) -> str:
        item = line.item if len(line.item) <= LABEL else f"{line.item[: LABEL - 1]}…"
        return self._word("item_choice", item=item, left=line.left_by_fault)

    def _choice(self, line: str, value: str) -> Choice:
        return Choice(self._word(line), value)

    def _word(self, line: str, /, **blanks: object) -> str:
        return plain(self.script.line(line, **blanks))

    def _words(self, line: str) -> tuple[str, ...]:
        return words_of(self._word(line))

    def _called(self, slot: str) -> tuple[str, ...]:
        return (self._word(f"change_{slot}").casefold(), *self._words(f"called_{slot}"))

    def _said(self, words: Words) -> str:
        return words_in(words, self.turn.language, self.turn.policy.default_language)


def parse_order(answer: Answer, policy: Policy) -> Parsed:
    told = answer.text.partition(":")[2] if answer.pressed else order_number_in(answer.text, policy)
    return Valid(told) if told else Invalid()


def chosen(state: FormState) -> tuple[int, ...]:
    gathered = state.gathered.get("items")
    return tuple(each for each in gathered if isinstance(each, int)) if isinstance(gathered, list) else ()


def photographed(state: FormState) -> tuple[str, ...]:
    gathered = state.gathered.get("photos")
    return tuple(map(str, gathered)) if isinstance(gathered, list) else ()


def unique(photos: Sequence[str]) -> list[Json]:
    return [*dict.fromkeys(photos)]


def gathered_photos(kept: list[Json], least: int, refused: str = "") -> More:
    return More(kept, "photos_more", {"count": len(kept), "missing": max(0, least - len(kept))}, refused)


def items_of(lines: Sequence[Line]) -> list[str]:
    return [line.item for line in lines]


def numbered(text: str, offered: Sequence[Line]) -> list[int]:
    """`1 3`, `1、3`: numbers of the buttons, and nothing else; none when one of them has no button."""
    numbers = normal(text).split()
    if not numbers or not all(each.isdecimal() and 1 <= int(each[:4]) <= len(offered) for each in numbers):
        return []
    return [offered[int(each) - 1].line for each in numbers]


def stand(value: Json, offered: Sequence[Line]) -> bool:
    lines = {line.line for line in offered}
    return value == ALL or (isinstance(value, list) and bool(value) and all(each in lines for each in value))


def spoken(reason: Reason) -> Iterator[str]:
    for each in (reason, *reason.sub_reasons):
        yield from (*each.labels.values(), *each.heard)
