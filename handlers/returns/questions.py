"""The questions of a return request: which depend on the order, the shop's policy, and the answers before."""

from collections.abc import Iterator
from zlib import crc32

from handlers.contract import Policy
from handlers.exchange import Turn
from handlers.forms.answers import Answer, Invalid, Parsed, Valid
from handlers.forms.form import Choice, Form, FormState, Slot
from handlers.returns.given import Given, given_in
from handlers.returns.goods import Goods, chosen
from handlers.returns.pictures import Pictures, photographed
from handlers.returns.reasons import Reasons
from handlers.returns.summary import summary
from handlers.returns.wishes import Wishes
from handlers.returns.wording import NAME, Wording
from storage.codec import dumps
from storage.records import record
from storage.returns import Resolution

CHANGED_FROM_SUMMARY = ("items", "quantity", "reason", "photos", "resolution", "variant", "order")


CARRIED = ("reason", "sub_reason", "note", "photos", "resolution", "variant")
"""Answers that are as good for another order, or for fewer pieces."""


def form_of(turn: Turn) -> Form:
    return Form(name=NAME, slots=Asking(Wording(turn)).slots)


@record(frozen=True, slots=True)
class Asking:
    """The form's questions in one turn."""

    wording: Wording

    def slots(self, state: FormState) -> tuple[Slot, ...]:
        return tuple(self._each(state, given_in(state, self.wording.policy)))

    def _each(self, state: FormState, given: Given) -> Iterator[Slot]:
        goods = Goods(self.wording)
        yield goods.order(given)
        if state.filled.get("order") != given.facts.number:
            yield from (answered(name) for name in CARRIED if name in state.filled)
            return
        if len(given.facts.open) > 1:
            yield goods.items(given, chosen(state))
        for line in given.uncounted:
            yield goods.quantity(line, given)
        yield Reasons(self.wording).reason(given)
        yield from self._after_reason(state, given)

    def _after_reason(self, state: FormState, given: Given) -> Iterator[Slot]:
        main, reasons, wishes = given.main_reason, Reasons(self.wording), Wishes(self.wording)
        if main is None:
            return
        if main.sub_reasons:
            yield reasons.sub_reason(given, main)
        if given.reason is None:
            return
        yield reasons.note()
        if given.reason.photos:
            yield Pictures(self.wording).photos(given.reason.photos, photographed(state))
        if len(given.resolutions) > 1:
            yield wishes.resolution(given.resolutions)
        if given.resolution is None:
            return
        if given.resolution is Resolution.EXCHANGE:
            yield wishes.variant()
        yield self.confirm(state, given)

    def confirm(self, state: FormState, given: Given) -> Slot:
        """Only what is shown can be confirmed: a button under an older summary is none of it."""
        token = f"confirm:{crc32(dumps(dict(state.filled)).encode()):08x}"

        def parse(answer: Answer, _policy: Policy) -> Parsed:
            if answer.pressed:
                return Valid(answer.text == token)
            return Valid(True) if self.wording.agreed(answer.text) else Invalid()

        return Slot(
            name="confirm",
            prompt="summary",
            retry="bad_confirm",
            parse=parse,
            shows=summary(self.wording.turn, given),
            choices=(self.wording.choice("confirm", token),),
            changes=tuple(self._changes(state)),
        )

    def _changes(self, state: FormState) -> Iterator[Choice]:
        for name in CHANGED_FROM_SUMMARY:
            asked = next((each for each in state.filled if each.partition(":")[0] == name), None)
            if asked is not None and (name != "quantity" or "items" not in state.filled):
                yield self.wording.choice(f"change_{name}", asked)


def answered(name: str) -> Slot:
    """While the order is changed, what was said about the other one is kept, and not asked."""
    return Slot(name=name, prompt="ask_order", retry="bad_order", parse=lambda _answer, _policy: Invalid())
