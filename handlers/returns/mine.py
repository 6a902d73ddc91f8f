"""Where is my return: a customer's own requests, and what they can do about them themselves."""

from handlers import order_lookup
from handlers.exchange import Outcome, Turn, plain
from handlers.forms.below import family
from handlers.forms.outcomes import Ending
from handlers.order_numbers import order_number_in
from handlers.overheard import heard_words
from handlers.questions import over
from handlers.returns import parcel
from handlers.returns.acting import by_customer, carried_out, terms
from handlers.returns.carriers import carrier_in, tracking_number_in
from handlers.returns.moves import Refusal, cancel
from handlers.returns.numbers import rma_number_in
from handlers.returns.spotting import says
from handlers.returns.view import NAME, NEXT, pick_button, shown
from handlers.returns.wording import NAME as RETURN
from handlers.scripts.declaration import declare
from storage.content import Button
from storage.returns import ENDED, Rma, RmaStatus, permitted

DECLARATION = declare(
    NAME,
    script=NAME,
    button="",  # the label of a button that leads here
    none="",  # no requests yet
    unknown="number",  # not there, or not theirs: never say which
    pick="count",  # above a button for each
    pick_button="number status",  # the label of such a button, short
    # A request is told by these, each on a line of its own, in this order:
    heading="number order status opened",
    item="item quantity",
    wanted="resolution variant amount",  # `variant` may be ""
    # Then what comes next, or how it ended:
    **{f"next_{status}": blanks for status, blanks in NEXT.items()},
    **{f"status_{status}": "" for status in RmaStatus},
    # The customer sends the goods
    sent_button="",
    correct_button="",  # the parcel's number was wrong
    ask_rma="",  # several wait for their goods; a button for each is under it
    bad_rma="",
    ask_tracking="number",
    bad_tracking="number",
    ask_carrier="tracking_number",
    bad_carrier="tracking_number",
    ask_is_parcel="number tracking_number",  # a number was written without a word: is it the parcel's?
    bad_is_parcel="number tracking_number",
    is_parcel="",
    is_no_parcel="",  # then it is looked up as an order's
    sent="number carrier tracking_number",
    # The customer gives up
    cancel_button="",
    sure="number",  # before cancelling
    sure_button="",
    keep_button="",
    cancelled="number",
    in_group="",  # asked in a group: please write to us in private
    # What customers say, several words with 、 or a comma between them
    heard_sent="",
    heard_is_parcel="",
    heard_is_no_parcel="",
    heard_cancel="",
    may_be_empty="wanted heard_sent heard_is_parcel heard_is_no_parcel heard_cancel "
    + " ".join(f"next_{status}" for status in RmaStatus),
)
LISTED = 8


async def my_returns(turn: Turn) -> Outcome:
    if not turn.inbound.private:
        return Outcome(replies=(turn.content("in_group"),))
    own = await turn.doors.returns.of_identity(turn.conversation.identity)
    action, _, number = turn.argument.rpartition(":")
    wanted = number or rma_number_in(turn.text)
    if not wanted:
        return await without_number(turn, own)
    found = next((rma for rma in own if rma.number == wanted), None)
    if found is None and order_number_in(turn.text, turn.policy) == turn.text.upper():  # R-10042 may be an order's, too
        return await order_lookup.order_lookup(turn.at("order_lookup"))
    if found is None:
        return Outcome(replies=(turn.content("unknown", turn.button("escalation"), number=wanted),))
    return await acted(turn, found, action or meant(turn))


async def acted(turn: Turn, rma: Rma, action: str) -> Outcome:
    match action:
        case "sent" if rma.status in parcel.TO_SEND:
            return await parcel.asked(turn, [rma])
        case "cancel" if permitted(rma.status, RmaStatus.CANCELLED):
            return sure(turn, rma)
        case "cancelled":
            return cancelled(turn, rma)
        case _:
            return Outcome(replies=(shown(turn, rma),))


def meant(turn: Turn) -> str:
    """What they want of it, by their words."""
    if tracking_number_in(turn.text) or heard(turn, "heard_sent"):
        return "sent"
    return "cancel" if heard(turn, "heard_cancel") else ""


def heard(turn: Turn, line: str) -> bool:
    return says(turn.text, heard_words(turn.library, NAME, line))


async def without_number(turn: Turn, own: list[Rma]) -> Outcome:
    if turn.state.form is not None and family(turn.state.form) == RETURN and meant(turn) == "cancel":
        return over(turn, Ending.CANCELLED)  # the one they are about to ask for
    waiting = parcel.awaited(own)
    if waiting and meant(turn) == "sent":
        unsure = not heard(turn, "heard_sent") and carrier_in(turn.text) is None
        return await parcel.asked(turn, waiting, unsure=unsure)
    under_way = [rma for rma in own if rma.status not in ENDED] or own[:LISTED]
    if len(under_way) == 1:
        return await acted(turn, under_way[0], meant(turn))
    return listed(turn, under_way)


def listed(turn: Turn, several: list[Rma]) -> Outcome:
    if not several:
        return Outcome(replies=(turn.content("none", turn.button("returns"), turn.button("escalation")),))
    picks = (pick_button(turn, rma) for rma in several[:LISTED])
    return Outcome(replies=(turn.content("pick", *picks, count=len(several)),))


def sure(turn: Turn, rma: Rma) -> Outcome:
    yes = Button(label=plain(turn.script.line("sure_button")), goto=f"{NAME}:cancelled:{rma.number}")
    no = Button(label=plain(turn.script.line("keep_button")), goto=f"{NAME}:{rma.number}")
    return Outcome(replies=(turn.content("sure", yes, no, number=rma.number),))


def cancelled(turn: Turn, rma: Rma) -> Outcome:
    """Pressed twice, or too late, it tells how the request stands."""
    made = cancel(rma, by_customer(turn), terms(turn))
    if isinstance(made, Refusal):
        return Outcome(replies=(shown(turn, rma),))
    said = turn.content("cancelled", turn.button("returns"), turn.button("menu"), number=rma.number)
    return carried_out(turn, made, said)
