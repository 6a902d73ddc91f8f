"""The first words: a new contact, an opened door, a greeting; and what is open for one who returns."""

from handlers.desk.queue import whereabouts
from handlers.exchange import Outcome, Turn
from handlers.hours.absence import is_unattended
from handlers.order_view import status
from handlers.scripts.declaration import declare
from storage.content import Content
from storage.orders import Order, OrderStatus, Unavailable

DECLARATION = declare(
    "welcome",
    script="welcome",
    with_buttons="first again",
    first="shop name",  # to a contact who was never here; `name` may be ""
    again="shop name",  # to one who was; `name` may be ""
    open_order="number status",  # under `again`, for each proven order that is under way
    at_desk="",  # under `again`: staff have this conversation
    in_group="shop",  # in a group: how to reach the bot in private
    may_be_empty="open_order at_desk",
    retired="open_form",
)
UNDER_WAY = {OrderStatus.PENDING, OrderStatus.PAID, OrderStatus.SHIPPED}


async def welcome(turn: Turn) -> Outcome:
    if not turn.inbound.private:
        return Outcome(replies=(turn.content("in_group", shop=turn.policy.shop_name),))
    if is_unattended(turn):
        return await whereabouts(turn)
    if turn.at_desk:
        return Outcome(replies=tuple(Content(text=line) for line in [turn.script.line("at_desk")] if line))
    return Outcome(replies=(greeting(turn, await under_way(turn)),))


def greeting(turn: Turn, orders: list[Order]) -> Content:
    first = turn.conversation.messages <= 1
    hello = turn.script.line("first" if first else "again", shop=turn.policy.shop_name, name=turn.conversation.name)
    underway = [turn.script.line("open_order", number=each.number, status=status(turn, each)) for each in orders]
    text = "\n".join(line for line in (hello, *underway) if line)
    return Content(text=text, buttons=turn.script.buttons)


async def under_way(turn: Turn) -> list[Order]:
    if not turn.conversation.proven:
        return []
    try:
        orders = await turn.doors.orders.of_contact(turn.conversation.proven, turn.now)
    except Unavailable:  # a greeting can do without: whoever asks for the order is told that it cannot be read
        return []
    return [order for order in orders if order.status in UNDER_WAY]
