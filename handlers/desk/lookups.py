"""What staff look up about the contact of a topic: orders, return requests, and how it went before."""

from unicodedata import normalize

from handlers import reporting
from handlers.desk.command import GOTO_LIMIT, DeskCommand
from handlers.desk.file_words import answered, file_line, staff_day
from handlers.desk.saying import entry
from handlers.desk.usage import misused
from handlers.exchange import Outcome, Turn
from handlers.formats import money
from handlers.masking import masked_email, masked_number
from handlers.order_numbers import order_number_in
from handlers.order_view import order_text, status
from handlers.questions import joined
from handlers.returns.commands import Asked
from handlers.returns.desk import which
from storage.content import Button, Content
from storage.orders import Order, Unavailable
from storage.records import replace
from storage.results import EntryKind

LISTED = 10
LONGEST = 64
"""Characters of a number that are said back."""


async def order(turn: Turn, argument: str) -> Outcome:
    """Only those that this contact has proven: staff see no order of anybody else."""
    try:
        return await shown(turn, argument) if argument else await listed(turn)
    except Unavailable:
        return answered(turn, "orders_down")


async def listed(turn: Turn) -> Outcome:
    orders = await turn.doors.orders.of_contact(turn.conversation.proven, turn.now)
    if not orders:
        return answered(turn, "no_orders")
    lines = (listed_order(turn, each) for each in orders[:LISTED])
    text = joined(file_line(turn, "order_list", count=len(orders)), *lines)
    buttons = (Button(label=masked_number(each.number), goto=f"desk:order:{each.number}") for each in orders[:LISTED])
    fitting = (each for each in buttons if len(each.goto.encode()) <= GOTO_LIMIT)
    return Outcome(posts=turn.post(Content(text=text, buttons=tuple(fitting))))


def listed_order(turn: Turn, each: Order) -> str:
    own = speaking_to_staff(turn)
    return file_line(
        turn,
        "listed_order",
        number=masked_number(each.number),
        status=status(own, each),
        date=staff_day(turn, each.placed_at),
        total=money(each.total, each.currency, own.language),
    )


async def shown(turn: Turn, asked: str) -> Outcome:
    """In full, and whoever asked is on record."""
    found = await turn.doors.orders.one_of_contact(turn.conversation.proven, numbered(turn, asked), turn.now)
    if found is None:
        return answered(turn, "not_their_order", number=asked[:LONGEST])
    text = joined(order_text(speaking_to_staff(turn), found), buyer(turn, found))
    viewed = masked_number(found.number)
    return Outcome(
        posts=turn.post(Content(text=text)),
        entries=(entry(turn, EntryKind.ACTIVITY, f"order_viewed {viewed}"),),
        events=(reporting.order_viewed(turn, viewed),),
    )


def numbered(turn: Turn, asked: str) -> str:
    text = normalize("NFKC", asked[:LONGEST]).strip()
    return order_number_in(text, turn.policy) or text.upper()


def buyer(turn: Turn, found: Order) -> str:
    """Their phone and address book are the second factor of the proof: staff recognise them, and no more."""
    return file_line(
        turn,
        "buyer",
        name=found.name,
        phone=masked_number(found.phone),
        email=masked_email(found.email) if found.email else "",
    )


def speaking_to_staff(turn: Turn) -> Turn:
    return replace(turn, language=turn.policy.default_language).at("order_lookup")


async def returns(turn: Turn, argument: str) -> Outcome:
    if argument:
        return misused(turn, "returns")
    rmas = await turn.doors.returns.of_identity(turn.conversation.identity)
    return Outcome(posts=turn.post(await which(turn, rmas, Asked(command="list"))))


COMMANDS = {"order": DeskCommand(in_topic=order), "returns": DeskCommand(in_topic=returns)}
