"""A customer wants to send something back: which order, what of it, why, and what they want for it."""

from zoneinfo import ZoneInfo

from handlers.exchange import Outcome, Turn, plain
from handlers.forms.answers import Answer, Json, Press
from handlers.forms.below import RETURNS_PROOF, family
from handlers.forms.form import Form, FormState
from handlers.forms.outcomes import Next
from handlers.forms.steps import begin, onward, step
from handlers.order_numbers import order_number_in
from handlers.order_proof import SCRIPT as PROOF_SCRIPT
from handlers.order_proof import Proof, slots
from handlers.order_shown import LISTED
from handlers.pictures import together
from handlers.questions import FormHandler, proceed
from handlers.returns import facts as facts_
from handlers.returns.facts import Facts, read_facts
from handlers.returns.given import Given, given_in
from handlers.returns.opening import confirmed, opened
from handlers.returns.questions import CARRIED, form_of
from handlers.returns.reasons import tells_why
from handlers.returns.summary import said
from handlers.returns.taking import fetched, taken
from handlers.returns.wording import NAME
from handlers.state import without_pictures
from storage.content import Content
from storage.inbound import Attachment
from storage.orders import Order, Unavailable
from storage.records import replace

SOME_PHOTOS = "some_photos"
"""Those of `photos` that came while more are asked for."""
TOLD = 500
"""Characters of the first words that are remembered while an order is proven."""


async def returns(turn: Turn) -> Outcome:
    if not turn.inbound.private:
        return moved_to_private(turn)
    if not turn.return_policy.enabled:
        return by_a_person(turn)
    try:
        return await begun_or_resumed(turn)
    except Unavailable:
        return unavailable(turn)


def moved_to_private(turn: Turn) -> Outcome:
    """Others read a group along; and what is open in private stays as it is."""
    button, number = turn.button(NAME), order_number_in(turn.text, turn.policy)
    begins = replace(button, goto=f"{NAME}:{number}") if number else button
    invited = (turn.content("in_private", begins),) if turn.inbound.direct_chat_id else ()
    return Outcome(replies=(turn.content("in_group"),), in_private=invited)


def by_a_person(turn: Turn) -> Outcome:
    turn = turn.at(NAME)
    return Outcome(replies=(turn.content("closed", turn.button("escalation")),))


async def begun_or_resumed(turn: Turn) -> Outcome:
    form = turn.state.form
    number = turn.argument.upper() or order_number_in(turn.text, turn.policy)
    if form is not None and is_meant(form, number):
        return await asked_once_more(turn, form)
    switches = form is not None and form.form == NAME and not tells_why(turn.library, turn.text, turn.return_policy)
    carried = carried_in(form) if form is not None and switches else {}
    known = Facts(told=turn.text[:TOLD], pictures=come_before(turn), carried=carried)
    return await about(turn, known, number or asked_about(form))


async def asked_once_more(turn: Turn, form: FormState) -> Outcome:
    """They said again that they want to return it; while it is proven, what they say of it is kept."""
    if form.form == NAME:
        handler = HANDLER.at(turn)
        return await proceed(turn, handler, resume(handler.form, form, turn))
    state, answer = await taken(turn, form, Answer(text=turn.text, attachments=turn.inbound.attachments))
    move = answer if answer.put_by else Press.RESUME
    return await proceed(turn, PROOF.handler, step(PROOF.form, state, move, turn.policy, turn.now))


def is_meant(form: FormState, number: str | None) -> bool:
    """A return is being asked for already, of the order that they name, if they name one."""
    return family(form) == NAME and number in (None, form.filled.get("order"), form.filled.get("number"))


def come_before(turn: Turn) -> tuple[Attachment, ...]:
    """Who shows first what is broken need not show it again. The latest count."""
    earlier = turn.state.visit.pictures if turn.state.visit else ()
    came = together(earlier, turn.inbound.attachments)
    return came[-turn.return_policy.photos_most :]


def asked_about(form: FormState | None) -> str | None:
    """The order that they were to prove when they said that they want to return it."""
    number = form.filled.get("number") if form is not None and form.form == PROOF_SCRIPT else None
    return str(number) if number else None


async def about(turn: Turn, known: Facts, number: str | None) -> Outcome:
    """Go on with the order of this number, or with one of those that were proven. Raises Unavailable."""
    if number:
        order = await turn.doors.orders.one_of_contact(turn.conversation.proven, number, turn.now)
        if order is None:
            return await PROOF.ask(turn, proof_words(known, number), known.as_json())
        return await started(turn, known, order)
    orders = await turn.doors.orders.of_contact(turn.conversation.proven, turn.now)
    if not orders:
        return await PROOF.ask(turn, known.told, known.as_json())
    known = replace(known, orders=tuple(order.number for order in orders[:LISTED]))
    return await started(turn, known, orders[0]) if len(orders) == 1 else await asked(turn, known)


def proof_words(known: Facts, number: str) -> str:
    """What the proof looks for its answers in: a number that is told apart from the first words counts first."""
    return known.told if number in known.told.upper() else f"{number} {known.told}"


async def started(turn: Turn, known: Facts, order: Order) -> Outcome:
    """The questions about an order that is theirs."""
    facts = await current(turn, replace(known, carried={}), order)
    if not facts.open:
        return nothing_left(turn, facts)
    kept = {name: value for name, value in known.carried.items() if name != SOME_PHOTOS}
    photos = {"photos": known.carried[SOME_PHOTOS]} if SOME_PHOTOS in known.carried else {}
    return await asked(turn, facts, {"order": order.number, **kept}, photos)


def carried_in(state: FormState) -> dict[str, Json]:
    """What the answers about one order tell of another."""
    kept = {name: value for name, value in state.filled.items() if name in CARRIED}
    return kept | ({SOME_PHOTOS: state.gathered["photos"]} if "photos" in state.gathered else {})


async def current(turn: Turn, known: Facts, order: Order) -> Facts:
    rmas = await turn.doors.returns.of_order(order.number)
    zone = ZoneInfo(turn.policy.timezone)
    return facts_.of_order(known, order, rmas, turn.return_policy, zone, turn.now)


async def asked(
    turn: Turn, facts: Facts, filled: dict[str, Json] | None = None, gathered: dict[str, Json] | None = None
) -> Outcome:
    handler = HANDLER.at(turn)
    told, since = (Answer(text=facts.told), facts.since) if filled else (Answer(), ())
    following = begin(handler.form, told, turn.policy, turn.now, filled, facts.as_json(), gathered, since)
    return await proceed(turn, handler, following)


async def before_asking(turn: Turn, state: FormState) -> Outcome | None:
    return await another_order(turn, state) or await photographed_before(turn, state)


async def another_order(turn: Turn, state: FormState) -> Outcome | None:
    """The order was chosen, or corrected: its goods are not those that the form knows."""
    known, number = read_facts(state.facts), state.filled.get("order")
    if not isinstance(number, str) or number == known.number:
        return None
    try:
        return await about(turn, replace(known, carried=carried_in(state)), number)
    except Unavailable:
        return unavailable(turn)


async def photographed_before(turn: Turn, state: FormState) -> Outcome | None:
    """The reason turned out to ask for the photographs that came before it."""
    found = await fetched(turn, state)
    if found is None:
        return None
    handler = HANDLER.at(turn)
    outcome = await proceed(turn, handler, onward(handler.form, found.state, turn.policy, turn.now))
    return outcome.after(*(turn.at(NAME).content(line) for line in found.refused[:1]))


async def completed(turn: Turn, state: FormState) -> Outcome:
    """Everything was confirmed: look again, as much may have happened since it was asked."""
    switched = await another_order(turn, state)
    if switched:
        return switched
    if "confirm" not in state.filled:  # the policy offers nothing for this reason any more
        return by_a_person(turn)
    if state.filled["confirm"] is not True:
        return await shown_again(turn, state)
    number = read_facts(state.facts).number
    try:
        order = await turn.doors.orders.one_of_contact(turn.conversation.proven, number, turn.now)
        if order is None:
            return await about(turn, read_facts(state.facts), number)
        facts = await current(turn, read_facts(state.facts), order)
    except Unavailable:
        return kept_open(turn, state, unavailable(turn))
    shown = given_in(state, turn.return_policy).pieces
    request = await confirmed(turn, order, Given(facts, state.filled, turn.return_policy), shown)
    if request is None:
        return await fewer(turn, facts, state)
    return replace(await opened(turn, request), state=without_pictures(turn.state))


async def shown_again(turn: Turn, state: FormState) -> Outcome:
    """A button under an older summary was pressed: this is what it is now."""
    handler = HANDLER.at(turn)
    return await proceed(turn, handler, resume(handler.form, without_confirmation(state), turn))


def resume(form: Form, state: FormState, turn: Turn) -> Next:
    return step(form, state, Press.RESUME, turn.policy, turn.now)


def kept_open(turn: Turn, state: FormState, outcome: Outcome) -> Outcome:
    """What was confirmed can be confirmed again."""
    waiting = without_confirmation(state)
    return replace(outcome, state=replace(turn.state, form=waiting))


def without_confirmation(state: FormState) -> FormState:
    return replace(state, filled={name: value for name, value in state.filled.items() if name != "confirm"})


async def fewer(turn: Turn, facts: Facts, state: FormState) -> Outcome:
    """Another request took pieces of this order in the meantime, or the last day has passed."""
    before = turn.at(NAME).content("taken_meanwhile", number=facts.number)
    if not facts.open:
        return nothing_left(turn, facts).after(before)
    kept = {name: value for name, value in state.filled.items() if name in CARRIED}
    again = await asked(turn, replace(facts, told="", since=()), {"order": facts.number, **kept})
    return again.after(before)


def nothing_left(turn: Turn, facts: Facts) -> Outcome:
    turn = turn.at(NAME)
    told = ((line.item, said(turn, line.why_never)) for line in facts.closed)
    closed = "\n".join(plain(turn.script.line("closed_item", item=item, why=why)) for item, why in told)
    buttons = (turn.button("my_returns"), turn.button("escalation"))
    return Outcome(replies=(turn.content("nothing_left", *buttons, number=facts.number, closed=closed),))


def unavailable(turn: Turn) -> Outcome:
    words = turn.words(PROOF_SCRIPT).line("unavailable")
    return Outcome(replies=(Content(text=words, buttons=(turn.button("escalation"),)),))


async def of_number(turn: Turn, number: str, state: FormState) -> Outcome | None:
    order = await turn.doors.orders.one_of_contact(turn.conversation.proven, number, turn.now)
    return await started(turn, read_facts(state.facts), order) if order else None


async def proven(turn: Turn, order: Order, state: FormState) -> Outcome:
    return await started(turn, read_facts(state.facts), order)


HANDLER = FormHandler(Form(name=NAME), completed, before_asking, form_of, taken)
PROOF = Proof(Form(name=RETURNS_PROOF, script=PROOF_SCRIPT, slots=slots), of_number, proven, taken)
