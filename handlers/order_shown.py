"""Proven orders as they are told, each with what can be done about it."""

from collections.abc import Sequence

from handlers.exchange import Outcome, Turn, plain
from handlers.order_proof import SCRIPT
from handlers.order_view import order_text, status
from handlers.questions import TIMER
from handlers.state import looked_at
from storage.content import Button, Content
from storage.orders import Order, OrderStatus
from storage.records import factory, replace

ANOTHER = "new"
"""`order_lookup:new` asks for a number although orders are proven."""
LISTED = 8
ARRIVING = frozenset({OrderStatus.SHIPPED, OrderStatus.DELIVERED})
new_outcome = factory(Outcome)


def shown(turn: Turn, order: Order, *more: Button) -> Outcome:
    return told(turn, order_text(turn, order), (order,), (*to_return(turn, order), *more))


def shown_together(turn: Turn, orders: Sequence[Order]) -> Outcome:
    """One answer. Their buttons say which of them is meant."""
    if len(orders) == 1:
        return shown(turn, orders[0])
    buttons = [of_one(turn, order.number) for order in orders if to_return(turn, order)]
    return told(turn, "\n\n".join(order_text(turn, order) for order in orders), orders, buttons)


def of_one(turn: Turn, number: str) -> Button:
    """To return this order, where others are spoken of, too."""
    return Button(label=plain(turn.words("returns").line("order_button", number=number)), goto=f"returns:{number}")


def told(turn: Turn, text: str, orders: Sequence[Order], buttons: Sequence[Button]) -> Outcome:
    """What was being asked for is found: its form, if it is still open, has nothing left to ask."""
    view = Content(text=text, buttons=(*buttons, *turn.script.buttons))
    state = turn.state
    for order in orders:
        state = looked_at(state, order.number)
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
