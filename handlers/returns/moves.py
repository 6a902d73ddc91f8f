"""What can be done with a return request, as pure moves: each makes the changes, the timers and the reporting events.

Whoever asks for a move that the table does not have, or that would promise what cannot be, gets a Refusal and
nothing has changed.
"""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeAlias

from handlers.reporting import return_moved
from handlers.returns import deadlines
from handlers.returns.deadlines import Terms
from handlers.returns.policy import Ruling
from storage.records import record, replace
from storage.results import ReportingEvent, Timer
from storage.returns import GOODS_STAY, Decision, ReturnChange, Rma, RmaEvent, RmaLine, RmaStatus, permitted

S = RmaStatus
CONTACT, POLICY, TIMER = "contact", "policy", "timer"
"""Who moves a request, when it is not an agent."""


@record(frozen=True, slots=True, kw_only=True)
class Mover:
    actor: str
    """`contact`, `policy`, `timer`, or the agent's account as `channel:account_id`."""
    name: str = ""
    at: float


@record(frozen=True, slots=True, kw_only=True)
class Moved:
    rma: Rma
    """As it is afterwards."""
    changes: tuple[ReturnChange, ...]
    timers: tuple[Timer, ...] = ()
    cancelled_timers: tuple[str, ...] = ()
    events: tuple[ReportingEvent, ...] = ()


class Refusal(StrEnum):
    """Why nothing was changed. Each has a line of its own."""

    NOT_NOW = "not_now"
    """The table has no such move from where it stands."""
    NO_AMOUNT = "no_amount"
    """Nothing, or less than nothing."""
    TOO_MUCH = "too_much"
    """More than the goods cost, and nobody said why."""
    NO_LINE = "no_line"
    """The request has no line of this number."""
    TOO_MANY = "too_many"
    """More pieces than are to come."""
    NO_PIECES = "no_pieces"
    UNCHANGED = "unchanged"
    """So it is already."""


Move: TypeAlias = Moved | Refusal


def opened(rma: Rma, who: Mover, bought: Mapping[int, int]) -> Moved:
    """`rma` is REQUESTED, of version 1."""
    event = RmaEvent(at=who.at, actor=who.actor, actor_name=who.name, before=None, after=rma.status)
    details = {"amount": rma.amount, "currency": rma.currency, "reason": rma.reason, "resolution": rma.resolution}
    return Moved(
        rma=rma,
        changes=(ReturnChange(rma=rma, event=event, bought=bought),),
        events=(return_moved("opened", rma, who.actor, who.at, float(rma.amount), details),),
    )


def decided(rma: Rma, ruling: Ruling, at: float, terms: Terms) -> Move:
    """As the policy says."""
    who = Mover(actor=POLICY, at=at)
    match ruling.decision:
        case Decision.APPROVE:
            return approve(rma, who, terms, ruling.rule)
        case Decision.DECLINE:
            return decline(rma, who, terms, ruling.rule)
        case Decision.REVIEW:
            return review(rma, who, terms, ruling.rule)


def review(rma: Rma, who: Mover, terms: Terms, why: str = "") -> Move:
    return moved(rma, S.IN_REVIEW, who, terms, why)


def approve(rma: Rma, who: Mover, terms: Terms, why: str = "") -> Move:
    """Goods that are to come back are waited for from now on; otherwise what was promised is owed from now on."""
    if rma.resolution in GOODS_STAY:
        return moved(rma, S.APPROVED, who, terms, why, refund_by=deadlines.refund_by(who.at, terms))
    approved = moved(rma, S.APPROVED, who, terms, why)
    if isinstance(approved, Refusal):
        return approved
    return onward(approved, awaited(approved.rma, who, terms))


def awaited(rma: Rma, who: Mover, terms: Terms) -> Move:
    return moved(rma, S.AWAITING_SHIPMENT, who, terms, send_back_by=deadlines.send_back_by(who.at, terms))


def decline(rma: Rma, who: Mover, terms: Terms, because: str) -> Move:
    """`because`: the id of the policy's rule or explanation, or staff's own words."""
    return moved(rma, S.DECLINED, who, terms, because, declined_because=because)


def ship(rma: Rma, who: Mover, terms: Terms, carrier: str, tracking_number: str) -> Move:
    """The customer has sent the goods, or corrects what they said of the parcel."""
    if rma.status is S.SHIPPED and (rma.carrier, rma.tracking_number) == (carrier, tracking_number):
        return Refusal.UNCHANGED
    return moved(rma, S.SHIPPED, who, terms, carrier=carrier, tracking_number=tracking_number)


def receive(rma: Rma, who: Mover, terms: Terms, counted: Mapping[int, int] | None = None) -> Move:
    """`counted`: pieces that are here in all, by the position in `rma.lines`; None: all of them.

    What is not named stays as it was, so a count that is told twice counts once, and a wrong one can be corrected.
    """
    if not permitted(rma.status, S.RECEIVED):
        return Refusal.NOT_NOW
    lines = received(rma, counted)
    if isinstance(lines, Refusal):
        return lines
    if lines == rma.lines:
        return Refusal.UNCHANGED
    promised = rma.refund_by or deadlines.refund_by(who.at, terms)
    return moved(rma, S.RECEIVED, who, terms, lines=lines, refund_by=promised)


def received(rma: Rma, counted: Mapping[int, int] | None) -> tuple[RmaLine, ...] | Refusal:
    if counted is None:
        return tuple(replace(line, received=line.quantity) for line in rma.lines)
    if not counted.keys() <= set(range(len(rma.lines))):
        return Refusal.NO_LINE
    if any(not 0 <= count <= rma.lines[index].quantity for index, count in counted.items()):
        return Refusal.TOO_MANY
    lines = tuple(replace(line, received=counted.get(index, line.received)) for index, line in enumerate(rma.lines))
    return lines if any(line.received for line in lines) else Refusal.NO_PIECES


def inspect(rma: Rma, who: Mover, terms: Terms, note: str) -> Move:
    return moved(rma, S.INSPECTED, who, terms, note)


def refund(rma: Rma, who: Mover, terms: Terms, amount: Decimal, reference: str, why: str = "") -> Move:
    """More than the goods cost (their postage, a goodwill) needs a reason."""
    return paid(S.REFUNDED, rma, who, terms, amount, reference, why)


def credit(rma: Rma, who: Mover, terms: Terms, amount: Decimal, reference: str, why: str = "") -> Move:
    return paid(S.CREDITED, rma, who, terms, amount, reference, why)


def paid(status: RmaStatus, rma: Rma, who: Mover, terms: Terms, amount: Decimal, reference: str, why: str) -> Move:
    if not permitted(rma.status, status):
        return Refusal.NOT_NOW
    if amount <= 0:
        return Refusal.NO_AMOUNT
    if amount > rma.amount and not why:
        return Refusal.TOO_MUCH
    return moved(rma, status, who, terms, why, refunded=amount, reference=reference)


def send(rma: Rma, who: Mover, terms: Terms, carrier: str, tracking_number: str) -> Move:
    """The exchange or the replacement is on its way."""
    return moved(rma, S.EXCHANGED, who, terms, sent_carrier=carrier, sent_tracking_number=tracking_number)


def cancel(rma: Rma, who: Mover, terms: Terms, why: str = "") -> Move:
    return moved(rma, S.CANCELLED, who, terms, why)


def expire(rma: Rma, who: Mover, terms: Terms) -> Move:
    return moved(rma, S.EXPIRED, who, terms)


def owed(rma: Rma) -> Decimal:
    """What the pieces cost that have come back; all of it when none has to."""
    if rma.resolution in GOODS_STAY:
        return rma.amount
    here = sum((line.unit_price * line.received for line in rma.lines), Decimal(0))
    return rma.amount if whole(rma) else min(here, rma.amount)


def whole(rma: Rma) -> bool:
    """Every piece has come back."""
    return all(line.received == line.quantity for line in rma.lines)


def moved(rma: Rma, status: RmaStatus, who: Mover, terms: Terms, why: str = "", **facts: Any) -> Move:
    if not permitted(rma.status, status):
        return Refusal.NOT_NOW
    after = replace(rma, status=status, version=rma.version + 1, changed_at=who.at, **facts)
    event = RmaEvent(
        at=who.at,
        actor=who.actor,
        actor_name=who.name,
        before=rma.status,
        after=status,
        why=why,
        details=details(after),
    )
    kept = deadlines.WAITING.get(rma.status) == deadlines.WAITING.get(status)
    return Moved(
        rma=after,
        changes=(ReturnChange(rma=after, event=event),),
        timers=() if kept else deadlines.begun(after, terms),
        cancelled_timers=() if kept else deadlines.ended(rma, terms),
        events=of_move(rma, after, who),
    )


def onward(first: Moved, second: Move) -> Move:
    """Two moves in one turn. What the request would have waited for in between, it does not wait for."""
    if isinstance(second, Refusal):
        return second
    still = tuple(timer for timer in first.timers if timer.name not in second.cancelled_timers)
    return Moved(
        rma=second.rma,
        changes=(*first.changes, *second.changes),
        timers=(*still, *second.timers),
        cancelled_timers=(*first.cancelled_timers, *second.cancelled_timers),
        events=(*first.events, *second.events),
    )


def details(rma: Rma) -> dict[str, Any]:
    """What this move tells that the ones before it did not."""
    match rma.status:
        case S.AWAITING_SHIPMENT:
            return {"send_back_by": rma.send_back_by}
        case S.SHIPPED:
            return {"carrier": rma.carrier, "tracking_number": rma.tracking_number}
        case S.RECEIVED:
            return {"received": {str(line.line): line.received for line in rma.lines}}
        case S.REFUNDED | S.CREDITED:
            return {"amount": rma.refunded, "currency": rma.currency, "reference": rma.reference}
        case S.EXCHANGED:
            return {"carrier": rma.sent_carrier, "tracking_number": rma.sent_tracking_number}
    return {}


REPORTED = {
    S.APPROVED: "decided",
    S.DECLINED: "decided",
    S.SHIPPED: "shipped",
    S.RECEIVED: "received",
    S.INSPECTED: "inspected",
    S.REFUNDED: "refunded",
    S.EXCHANGED: "exchanged",
    S.CREDITED: "credited",
    S.CANCELLED: "cancelled",
    S.EXPIRED: "expired",
}
"""What a move is called in the reports."""


def of_move(before: Rma, after: Rma, who: Mover) -> tuple[ReportingEvent, ...]:
    """Their value: the amount where there is one, otherwise the seconds since the request was opened."""
    name = REPORTED.get(after.status)
    if name is None or before.status is after.status:
        return ()
    if after.status in (S.REFUNDED, S.CREDITED):
        amount = float(after.refunded or 0)
        return (
            return_moved(
                name, after, who.actor, who.at, amount, {"currency": after.currency, "after": who.at - after.opened_at}
            ),
        )
    facts = {"decision": after.status, "rule": after.rule} if name == "decided" else {}
    return (return_moved(name, after, who.actor, who.at, who.at - after.opened_at, facts),)
