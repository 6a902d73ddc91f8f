"""Until when goods must be on their way and money must be back, and the timers that watch over both."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from zoneinfo import ZoneInfo

from handlers.returns.policy import ReturnPolicy
from handlers.returns.windows import end_of_day, local_date
from storage.records import record
from storage.results import Timer
from storage.returns import Rma, RmaStatus

PREFIX = "return:"
MORNING = 10
"""The hour, in the shop's zone, at which people are reminded: deadlines end at midnight, when nobody wants to hear."""
WARNINGS = 14
"""So many days in a row is the desk warned that a refund is late."""


@record(frozen=True, slots=True, kw_only=True)
class Terms:
    """What deadlines go by."""

    policy: ReturnPolicy
    zone: ZoneInfo


class Waiting(StrEnum):
    """What a request waits for while time counts."""

    SHIPMENT = "shipment"
    """The customer has to send the goods."""
    REFUND = "refund"
    """The shop has to give what was promised."""


WAITING = {
    RmaStatus.APPROVED: Waiting.REFUND,
    RmaStatus.AWAITING_SHIPMENT: Waiting.SHIPMENT,
    RmaStatus.RECEIVED: Waiting.REFUND,
    RmaStatus.INSPECTED: Waiting.REFUND,
}
"""Every other status has no deadline."""


def remind(number: str, count: int) -> str:
    return f"{PREFIX}{number}:remind:{count}"


def expire(number: str) -> str:
    return f"{PREFIX}{number}:expire"


def refund_late(number: str) -> str:
    return f"{PREFIX}{number}:refund_late"


def send_back_by(at: float, terms: Terms) -> float:
    """The end of the last day on which goods approved now may be sent."""
    return end_of_day(local_date(at, terms.zone) + timedelta(days=terms.policy.send_back_days), terms.zone)


def refund_by(at: float, terms: Terms) -> float:
    return end_of_day(local_date(at, terms.zone) + timedelta(days=terms.policy.refund_days), terms.zone)


def morning_of(day: date, zone: ZoneInfo) -> float:
    return datetime(day.year, day.month, day.day, MORNING, tzinfo=zone).timestamp()


def morning_after(at: float, zone: ZoneInfo) -> float:
    """The first morning from this moment on."""
    morning = morning_of(local_date(at, zone), zone)
    return morning if morning >= at else morning_of(local_date(at, zone) + timedelta(days=1), zone)


def begun(rma: Rma, terms: Terms) -> tuple[Timer, ...]:
    """For a request that begins to wait now (`changed_at`)."""
    match WAITING.get(rma.status):
        case Waiting.SHIPMENT:
            return tuple(of_shipment(rma, terms))
        case Waiting.REFUND:
            return tuple(of_refund(rma, terms))
    return ()


def of_shipment(rma: Rma, terms: Terms) -> Iterator[Timer]:
    """The reminders, and the end. A reminder tells until when it is worth saying: the next one says it better."""
    if rma.send_back_by is None:
        return
    first = local_date(rma.changed_at, terms.zone)
    mornings = [morning_of(first + timedelta(days=days), terms.zone) for days in sorted(set(terms.policy.remind_days))]
    due = [at for at in mornings if rma.changed_at < at < rma.send_back_by]
    for count, (at, until) in enumerate(pairwise([*due, rma.send_back_by]), 1):
        yield timer(rma, remind(rma.number, count), at, str(until))
    yield timer(rma, expire(rma.number), morning_after(rma.send_back_by, terms.zone))


def of_refund(rma: Rma, terms: Terms) -> Iterator[Timer]:
    if rma.refund_by is not None:
        yield timer(rma, refund_late(rma.number), morning_after(rma.refund_by, terms.zone), "1")


def timer(rma: Rma, name: str, at: float, payload: str = "") -> Timer:
    """Of the request's own conversation: staff may have moved it from that of another account of the customer."""
    return Timer(name=name, due_at=at, payload=payload, conversation_id=rma.conversation_id)


def ended(rma: Rma, terms: Terms) -> tuple[str, ...]:
    """The timers of a request that no longer waits for what it waited for.

    They are those of this turn's conversation. Should the request be of another, they ring there for nothing.
    """
    match WAITING.get(rma.status):
        case Waiting.SHIPMENT:
            counts = range(1, len(set(terms.policy.remind_days)) + 1)
            return (*(remind(rma.number, count) for count in counts), expire(rma.number))
        case Waiting.REFUND:
            return (refund_late(rma.number),)
    return ()
