"""What a customer does to their own request: written, and told to staff."""

from zoneinfo import ZoneInfo

from handlers.exchange import Outcome, Turn
from handlers.returns import notices
from handlers.returns.deadlines import Terms
from handlers.returns.moves import CONTACT, Moved, Mover
from storage.content import Content


def by_customer(turn: Turn) -> Mover:
    return Mover(actor=CONTACT, name=turn.conversation.name, at=turn.now)


def terms(turn: Turn) -> Terms:
    return Terms(policy=turn.return_policy, zone=ZoneInfo(turn.policy.timezone))


def carried_out(turn: Turn, made: Moved, said: Content) -> Outcome:
    return Outcome(
        replies=(said,),
        returns=made.changes,
        timers=made.timers,
        cancelled_timers=made.cancelled_timers,
        events=made.events,
        posts=notices.announced(turn, made),
    )
