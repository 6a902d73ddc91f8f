"""What becomes due: reminders, the end of a request for which nothing was sent, and what the shop owes for too long.

A timer may come late (kefu was down), early (the deadline has moved) or for nothing (it was overtaken): it says what is
due, and the request says whether it still is.
"""

from datetime import timedelta

from handlers import reporting, trace
from handlers.desk.topic_links import to_topic
from handlers.exchange import Outcome, Turn
from handlers.formats import zone
from handlers.returns import card, deadlines, moves, notices
from handlers.returns.acts import terms
from handlers.returns.deadlines import PREFIX, WAITING, WARNINGS, Waiting
from handlers.returns.desk_words import SCRIPT, staff_content
from handlers.returns.moves import TIMER, Mover, Refusal
from handlers.returns.windows import local_date
from storage.records import replace
from storage.results import Timer
from storage.returns import Rma

DAY = 86400


def is_ours(name: str) -> bool:
    return name.startswith(PREFIX)


async def due(turn: Turn) -> Outcome:
    number, _, what = turn.inbound.payload.removeprefix(PREFIX).partition(":")
    rma = await turn.doors.returns.by_number(number)
    if rma is None or rma not in await turn.doors.returns.of_identity(turn.conversation.identity):
        return Outcome()
    trace.chose(SCRIPT, SCRIPT)
    match what.partition(":")[0], WAITING.get(rma.status):
        case "remind", Waiting.SHIPMENT:
            return reminded(turn, rma)
        case "expire", Waiting.SHIPMENT:
            return expired(turn, rma)
        case "refund_late", Waiting.REFUND:
            return late(turn, rma)
    return Outcome()


def reminded(turn: Turn, rma: Rma) -> Outcome:
    """Not when the next reminder, or the end, is due as well: after an outage one word is enough."""
    until = number_in(turn.inbound.text) or rma.send_back_by or turn.now
    return Outcome(replies=notices.reminder(turn, rma)) if turn.now < until else Outcome()


def expired(turn: Turn, rma: Rma) -> Outcome:
    if rma.send_back_by is not None and turn.now < rma.send_back_by:
        return again(turn, deadlines.morning_after(rma.send_back_by, zone(turn.policy.timezone)))
    moved = moves.expire(rma, Mover(actor=TIMER, at=turn.now), terms(turn))
    return Outcome() if isinstance(moved, Refusal) else notices.carried_out(turn, moved)


def late(turn: Turn, rma: Rma) -> Outcome:
    """The desk is warned, every morning, but not for ever."""
    by, timezone = rma.refund_by or turn.now, zone(turn.policy.timezone)
    if turn.now < by:
        return again(turn, deadlines.morning_after(by, timezone))
    count, days = int(number_in(turn.inbound.text) or 1), int((turn.now - by) // DAY) + 1
    last = count >= WARNINGS
    facts = {"number": rma.number, "days": days, "last": last}
    overdue = staff_content(turn, "overdue", *card.buttons(turn, rma), status=card.status(turn, rma.status), **facts)
    alert = staff_content(
        turn, "late", conversation=turn.number, name=to_topic(turn.conversation.id, turn.called), **facts
    )
    tomorrow = deadlines.morning_of(local_date(turn.now, timezone) + timedelta(days=1), timezone)
    following = again(turn, tomorrow, str(count + 1)) if not last else Outcome()
    event = reporting.return_late(rma, turn.now, turn.now - by, count)
    return replace(following, posts=(*turn.post(overdue), *turn.alert(alert)), events=(event,))


def again(turn: Turn, at: float, remembered: str | None = None) -> Outcome:
    payload = turn.inbound.text if remembered is None else remembered
    return Outcome(timers=(Timer(name=turn.inbound.payload, due_at=at, payload=payload),))


def number_in(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
