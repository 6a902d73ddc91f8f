"""Where is my order: a number, a proof that it is theirs, and then what the shop knows of it."""

from handlers.exchange import Outcome, Turn, plain
from handlers.forms.form import Form, FormState
from handlers.order_numbers import order_number_in
from handlers.order_proof import SCRIPT, SLOTS, Proof, unavailable
from handlers.order_view import order_text, status
from handlers.questions import TIMER
from handlers.scripts.declaration import declare
from handlers.state import looked_at
from storage.content import Button, Content
from storage.orders import Order, OrderStatus, Unavailable
from storage.records import factory, replace

DECLARATION = declare(
    "order_lookup",
    script="order_lookup",
    with_buttons="found",
    button="",  # the label of a button that leads here
    ask_number="",
    bad_number="",
    ask_factor="number",  # last four digits of the phone, or the e-mail address
    bad_factor="",  # neither four digits nor an e-mail address
    refused="",  # not there, or not theirs: never say which
    locked="hours minutes",  # `hours`: "" for an hour or less
    unavailable="",  # the order source does not answer; a button to a person is shown under it
    pick="count",  # several proven orders; a button each under it
    pick_button="number status",  # the label of such a button, short
    other_button="",  # the label of the button under them: another order
    # An order is told by these, each on a line of its own, in this order:
    found="number status placed",
    item="item quantity price",  # for each line of the order; `price` is a line's whole price
    total="total payment",  # `payment` is one of payment_... or ""
    not_shipped="",
    shipment="carrier tracking_number",  # for each parcel, followed by its dates and events
    shipped="date",
    expected="date",
    delivered="date",
    event="date place text",  # `place` may be ""; the newest comes first
    status_pending="",
    status_paid="",
    status_shipped="",
    status_delivered="",
    status_cancelled="",
    status_refunded="",
    payment_open="",
    payment_paid="",
    payment_refunded="",
    in_group="",  # in a group: we have written to you in private
    in_private="number",  # then, in private: a button that goes on with the order is under it
    in_group_unreachable="",  # in a group, when we cannot write first: please write to us in private
    may_be_empty="not_shipped shipped expected event",
)

ANOTHER = "new"
"""`order_lookup:new` asks for a number although orders are proven."""
LISTED = 8
ARRIVING = frozenset({OrderStatus.SHIPPED, OrderStatus.DELIVERED})
new_outcome = factory(Outcome)


async def order_lookup(turn: Turn) -> Outcome:
    if not turn.inbound.private:
        return await moved_to_private(turn)
    told = turn.text if turn.argument in ("", ANOTHER) else turn.argument.upper()
    number = order_number_in(told, turn.policy)
    try:
        return await known(turn, number) or await PROOF.ask(turn, told)
    except Unavailable:
        return unavailable(turn)


async def moved_to_private(turn: Turn) -> Outcome:
    """Order data is never told where others read it, and what is open in private stays as it is."""
    if turn.inbound.direct_chat_id is None:
        return Outcome(replies=(turn.content("in_group_unreachable"),))
    return Outcome(replies=(turn.content("in_group"),), in_private=await told_in_private(turn))


async def told_in_private(turn: Turn) -> tuple[Content, ...]:
    """Nobody is asked in private what they have said in the group, nor for what they have proven."""
    number = order_number_in(turn.text, turn.policy)
    try:
        found = await known(turn, number)
    except Unavailable:
        return unavailable(turn).replies
    if found is not None:
        return found.replies
    if number is None:
        return (turn.content("ask_number"),)
    go_on = Button(label=plain(turn.script.line("button")), goto=f"{SCRIPT}:{number}")
    return (turn.content("in_private", go_on, number=number),)


async def known(turn: Turn, number: str | None) -> Outcome | None:
    """What needs no proof any more; None when something has to be asked first."""
    proven = turn.conversation.proven
    if number:
        order = await turn.doors.orders.one_of_contact(proven, number, turn.now) if proven else None
        return shown(turn, order) if order else None
    if not proven or turn.argument == ANOTHER:
        return None
    orders = await turn.doors.orders.of_contact(proven, turn.now)
    if len(orders) > 1:
        return picked_from(turn, orders)
    return shown(turn, orders[0], other(turn)) if orders else None


def shown(turn: Turn, order: Order, *more: Button) -> Outcome:
    """What was being asked for is found: its form, if it is still open, has nothing left to ask."""
    view = Content(text=order_text(turn, order), buttons=(*to_return(turn, order), *more, *turn.script.buttons))
    state = looked_at(turn.state, order.number)
    if turn.state.form is None or turn.state.form.form != SCRIPT:
        return new_outcome(replies=(view,), state=state)
    return Outcome(replies=(view,), state=replace(state, form=None), cancelled_timers=(TIMER,))


def to_return(turn: Turn, order: Order) -> tuple[Button, ...]:
    """Whether its goods may still be sent back is told when it is asked for."""
    if not turn.return_policy.enabled or order.status not in ARRIVING:
        return ()
    return (Button(label=plain(turn.words("returns").line("button")), goto=f"returns:{order.number}"),)


def picked_from(turn: Turn, orders: list[Order]) -> Outcome:
    listed = [pick_button(turn, order) for order in orders[:LISTED]]
    return Outcome(replies=(turn.content("pick", *listed, other(turn), count=len(orders)),))


def pick_button(turn: Turn, order: Order) -> Button:
    label = turn.script.line("pick_button", number=order.number, status=status(turn, order))
    return Button(label=plain(label), goto=f"order_lookup:{order.number}")


def other(turn: Turn) -> Button:
    return Button(label=plain(turn.script.line("other_button")), goto=f"order_lookup:{ANOTHER}")


async def of_number(turn: Turn, number: str, _state: FormState) -> Outcome | None:
    return await known(turn, number)


async def proven(turn: Turn, order: Order, _state: FormState) -> Outcome:
    return shown(turn, order)


PROOF = Proof(Form(name=SCRIPT, slots=SLOTS), of_number, proven)
HANDLER = PROOF.handler
