"""The customer has sent the goods back: with whom, and under which number."""

from collections.abc import Sequence

from handlers import order_lookup
from handlers.contract import Policy
from handlers.exchange import Outcome, Turn, plain
from handlers.forms.answers import Answer, Invalid, Json, Parsed, Valid
from handlers.forms.form import Choice, Form, FormState, Slot
from handlers.forms.steps import begin
from handlers.overheard import Line, said_alone
from handlers.questions import FormHandler, proceed
from handlers.returns import moves
from handlers.returns.acting import by_customer, carried_out, terms
from handlers.returns.carriers import carrier_in, carrier_of, name_in, tracking_number_in, usual
from handlers.returns.moves import Refusal
from handlers.returns.numbers import rma_number_in
from handlers.returns.view import NAME, shown
from storage.content import Content
from storage.inbound import Kind
from storage.records import record
from storage.returns import Rma, RmaStatus

FORM = "return_parcel"
IS_PARCEL: Line = (NAME, "heard_is_parcel")
IS_NO_PARCEL: Line = (NAME, "heard_is_no_parcel")
CARRIER = 40
"""Characters of a carrier's name that is not on the list."""
TO_SEND = frozenset({RmaStatus.AWAITING_SHIPMENT, RmaStatus.SHIPPED})


def awaited(own: Sequence[Rma]) -> list[Rma]:
    """Those whose goods are to be sent; where there are none, those that were, as a number may have been wrong."""
    waiting = [rma for rma in own if rma.status is RmaStatus.AWAITING_SHIPMENT]
    return waiting or [rma for rma in own if rma.status is RmaStatus.SHIPPED]


def may_be_meant(turn: Turn) -> bool:
    """They wrote what may be a parcel's number."""
    proven = turn.conversation.proven
    if turn.inbound.kind is not Kind.TEXT or turn.text.upper() in proven:
        return False
    number = tracking_number_in(turn.text)
    return number is not None and number not in proven


async def is_awaited(turn: Turn) -> bool:
    own = await turn.doors.returns.of_identity(turn.conversation.identity)
    return any(rma.status is RmaStatus.AWAITING_SHIPMENT for rma in own)


async def asked(turn: Turn, rmas: Sequence[Rma], *, unsure: bool = False) -> Outcome:
    """`unsure`: they only wrote a number, which may be an order's."""
    handler = HANDLER.at(turn)
    facts: dict[str, Json] = {"rmas": [rma.number for rma in rmas], "unsure": unsure}
    prefilled: dict[str, Json] = {"rma": rmas[0].number} if len(rmas) == 1 else {}
    told = Answer(text=turn.text)
    return await proceed(turn, handler, begin(handler.form, told, turn.policy, turn.now, prefilled, facts))


def form_of(turn: Turn) -> Form:
    return Form(name=FORM, script=NAME, slots=Asking(turn).slots)


@record(frozen=True, slots=True)
class Asking:
    turn: Turn

    def slots(self, state: FormState) -> tuple[Slot, ...]:
        tracking = state.filled.get("tracking")
        guessed = carrier_of(str(tracking)) if tracking else None
        rma = str(state.filled.get("rma", ""))
        slots = [self.rma(state), self.tracking(rma)]
        if state.facts.get("unsure") is True and tracking:
            slots.append(self.sure(rma, str(tracking)))
        if tracking and guessed is None and state.filled.get("sure") is not False:
            slots.append(self.carrier(str(tracking)))
        return tuple(slots)

    def rma(self, state: FormState) -> Slot:
        listed = state.facts.get("rmas")
        numbers = [str(each) for each in listed] if isinstance(listed, list) else []

        def parse(answer: Answer, _policy: Policy) -> Parsed:
            told = answer.text.partition(":")[2] if answer.pressed else rma_number_in(answer.text)
            return Valid(told) if told in numbers else Invalid()

        choices = tuple(Choice(number, f"rma:{number}") for number in numbers)
        return Slot(name="rma", prompt="ask_rma", retry="bad_rma", parse=parse, choices=choices)

    def tracking(self, rma: str) -> Slot:
        return Slot(
            name="tracking",
            prompt="ask_tracking",
            retry="bad_tracking",
            parse=parse_tracking,
            spot=lambda text, _policy: tracking_number_in(text),
            shows={"number": rma},
        )

    def sure(self, rma: str, tracking: str) -> Slot:
        def parse(answer: Answer, _policy: Policy) -> Parsed:
            if answer.pressed:
                return Valid(answer.text == "sure:yes")
            yes, no = (said_alone(self.turn.library, answer.text, line) for line in (IS_PARCEL, IS_NO_PARCEL))
            return Valid(yes) if yes or no else Invalid()

        return Slot(
            name="sure",
            prompt="ask_is_parcel",
            retry="bad_is_parcel",
            parse=parse,
            shows={"number": rma, "tracking_number": tracking},
            choices=(Choice(self._word("is_parcel"), "sure:yes"), Choice(self._word("is_no_parcel"), "sure:no")),
        )

    def carrier(self, tracking: str) -> Slot:
        offered = usual(self.turn.language)

        def parse(answer: Answer, _policy: Policy) -> Parsed:
            if answer.pressed:
                return Valid(offered[int(answer.text.partition(":")[2])])
            return self._carrier(answer.text)

        return Slot(
            name="carrier",
            prompt="ask_carrier",
            retry="bad_carrier",
            parse=parse,
            spot=self._spotted,
            shows={"tracking_number": tracking},
            choices=tuple(Choice(name, f"carrier:{index}") for index, name in enumerate(offered)),
        )

    def _carrier(self, text: str) -> Parsed:
        """One that is not on the list is taken as it was written."""
        found = carrier_in(text)
        if found:
            return Valid(name_in(found, self.turn.language))
        named = " ".join(text.split())
        return Valid(named) if 2 <= len(named) <= CARRIER and not any(map(str.isdecimal, named)) else Invalid()

    def _spotted(self, text: str, _policy: Policy) -> Json:
        found = carrier_in(text)
        return name_in(found, self.turn.language) if found else None

    def _word(self, line: str) -> str:
        return plain(self.turn.words(NAME).line(line))


def parse_tracking(answer: Answer, _policy: Policy) -> Parsed:
    found = tracking_number_in(answer.text)
    return Valid(found) if found else Invalid()


async def sent(turn: Turn, state: FormState) -> Outcome:
    """Everything is known. The request may have moved on meanwhile: then it is shown as it stands."""
    tracking = str(state.filled["tracking"])
    if state.filled.get("sure") is False:
        return await order_lookup.order_lookup(turn.at("order_lookup", tracking))
    own = await turn.doors.returns.of_identity(turn.conversation.identity)
    turn = turn.at(NAME)
    rma = next((each for each in own if each.number == state.filled["rma"]), None)
    if rma is None:
        return Outcome(replies=(turn.content("none", turn.button("returns")),))
    made = moves.ship(rma, by_customer(turn), terms(turn), carrier(turn, state, tracking), tracking)
    if isinstance(made, Refusal):
        return Outcome(replies=(shown(turn, rma),))
    told = turn.script.line("sent", number=rma.number, carrier=made.rma.carrier, tracking_number=tracking)
    return carried_out(turn, made, Content(text=told, buttons=(turn.button(NAME),)))


def carrier(turn: Turn, state: FormState, tracking: str) -> str:
    guessed = carrier_of(tracking)
    return name_in(guessed, turn.language) if guessed else str(state.filled["carrier"])


HANDLER = FormHandler(Form(name=FORM, script=NAME), sent, form_of=form_of)
