"""A confirmed request becomes an RMA: opened by the customer, and decided by the shop's policy in the same turn."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from handlers.exchange import Outcome, Turn
from handlers.order_numbers import order_numbers_in
from handlers.order_shown import of_one
from handlers.questions import joined
from handlers.returns import card, moves, notices
from handlers.returns.deadlines import Terms
from handlers.returns.given import Given
from handlers.returns.moves import CONTACT, Moved, Mover
from handlers.returns.policy import Case, Ruling
from handlers.returns.ruling import ruled
from handlers.returns.view import buttons
from handlers.returns.wording import NAME
from storage.content import Button, Content
from storage.orders import Order
from storage.records import record
from storage.returns import Resolution, Rma, RmaLine, RmaStatus

YEAR = 365 * 86400.0
MOST_OTHERS = 3


@record(frozen=True, slots=True)
class Confirmed:
    """What the customer has confirmed, in full."""

    order: Order
    asked: Given
    case: Case


async def confirmed(turn: Turn, order: Order, now: Given, shown: Mapping[int, int]) -> Confirmed | None:
    """None: of what was on the summary (`shown`), not everything may be sent back any more."""
    reason, resolution = now.reason, now.resolution
    if reason is None or resolution is None or now.pieces != shown or now.too_late_for(reason):
        return None
    earlier = await turn.doors.returns.of_identity(turn.conversation.identity)
    recent = [rma for rma in earlier if rma.opened_at > turn.now - YEAR and rma.status is not RmaStatus.CANCELLED]
    case = Case(
        order=order,
        pieces=now.pieces,
        reason=reason,
        resolution=resolution,
        amount=now.amount,
        earlier_returns=len(recent),
    )
    return Confirmed(order, now, case)


async def opened(turn: Turn, request: Confirmed) -> Outcome:
    """Opened and decided are moves of their own, written together."""
    ruling = ruled(turn.return_policy, request.case)
    terms = Terms(policy=turn.return_policy, zone=ZoneInfo(turn.policy.timezone))
    rma = requested(turn, request, ruling, await own_conversation(turn))
    first = moves.opened(rma, Mover(actor=CONTACT, name=turn.conversation.name, at=turn.now), bought(request))
    match moves.onward(first, moves.decided(rma, ruling, turn.now, terms)):
        case Moved() as made:
            posts = await card.opened(turn, made.rma)
            replies = (said(turn, made, request.asked.facts.told),)
            return Outcome(replies=replies, returns=made.changes, timers=made.timers, events=made.events, posts=posts)
        case refusal:
            raise ValueError(f"a new request cannot be decided: {refusal}")


async def own_conversation(turn: Turn) -> int:
    """Of the account that asked: the request stays with it when it is parted from the one that staff answer."""
    party = await turn.doors.links.party(turn.reach.identity) if turn.is_elsewhere else None
    return party.conversation_id if party else turn.conversation.id


def requested(turn: Turn, request: Confirmed, ruling: Ruling, conversation_id: int) -> Rma:
    asked, case, main = request.asked, request.case, request.asked.main_reason
    return Rma(
        number=turn.doors.returns.next_number(),
        order_number=request.order.number,
        conversation_id=conversation_id,
        identity=turn.reach.identity,
        language=turn.language,
        status=RmaStatus.REQUESTED,
        version=1,
        lines=tuple(lines(request)),
        reason=main.id if main else case.reason.id,
        sub_reason=case.reason.id if main and main.sub_reasons else "",
        note=asked.text("note"),
        photos=asked.photos,
        resolution=case.resolution,
        variant=asked.text("variant") if case.resolution is Resolution.EXCHANGE else "",
        postage=case.reason.postage,
        currency=request.order.currency,
        amount=case.amount,
        rule=ruling.rule,
        decision=ruling.decision,
        opened_at=turn.now,
        changed_at=turn.now,
    )


def lines(request: Confirmed) -> list[RmaLine]:
    return [
        RmaLine(line=index, sku=bought.sku, item=bought.item, quantity=count, unit_price=bought.unit_price)
        for index, count in sorted(request.case.pieces.items())
        for bought in (request.order.lines[index],)
    ]


def bought(request: Confirmed) -> dict[int, int]:
    return {index: request.order.lines[index].quantity for index in request.case.pieces}


def said(turn: Turn, made: Moved, asked: str) -> Content:
    """That it is there, with its number, and what the shop says to it. `asked`: the words it began with."""
    turn = turn.at(NAME)
    waiting = "opened_in_review" if made.rma.status is RmaStatus.IN_REVIEW else "opened"
    told = (content.text for content in notices.told(turn, made))
    text = joined(turn.script.line(waiting, number=made.rma.number), *told)
    return Content(text=text, buttons=(*buttons(turn, made.rma), *others(turn, made.rma, asked)))


def others(turn: Turn, rma: Rma, asked: str) -> list[Button]:
    """A request is about one order: the others that were named with it come after it."""
    numbers = order_numbers_in(asked, turn.policy)
    rest = [number for number in numbers if number != rma.order_number] if rma.order_number in numbers else []
    return [of_one(turn, number) for number in rest[:MOST_OTHERS]]
