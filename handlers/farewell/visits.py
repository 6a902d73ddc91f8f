"""What the contact says to the bot: a visit begins with their first message, and ends once."""

from handlers import reporting
from handlers.exchange import Outcome, Turn
from handlers.farewell.silence import BOT_TIMER, begun
from handlers.state import Visit
from storage.conversations import Status
from storage.inbound import SPOKEN, Kind
from storage.records import replace
from storage.results import ReportingEvent, Timer

GREETED = "welcome"
"""Who only opens the door, by following the shop for instance, has said nothing yet."""
LAPSED = 24 * 3600.0
"""Seconds. Where no silence ends a visit, this does."""


def entered(turn: Turn, script: str) -> Turn:
    """The visit has begun before anybody attends to the message, which leads to `script`."""
    visit, kind = turn.state.visit, turn.inbound.kind
    if kind not in SPOKEN or (visit is None and kind is Kind.START and script == GREETED):
        return turn
    known = None if visit is None or has_lapsed(turn, visit) else visit
    now = replace(known, heard_at=turn.now) if known else Visit(since=turn.now, heard_at=turn.now)
    return replace(turn, state=replace(turn.state, visit=now))


def has_lapsed(turn: Turn, visit: Visit) -> bool:
    return not turn.desk_policy.farewell.bot.close_seconds and turn.now - visit.heard_at > LAPSED


def minded(before: Turn, inside: Turn, outcome: Outcome, script: str) -> Outcome:
    """`inside`: the turn as it was attended to. `script`: what the message led to."""
    state = outcome.state if outcome.state is not None else inside.state
    visit = state.visit
    events = (*begins(before, inside, script), *outcome.events)
    if visit is None or not goes_on(inside, outcome):
        cancelled = (*outcome.cancelled_timers, *unminded(before))
        return replace(outcome, state=replace(state, visit=None), events=events, cancelled_timers=cancelled)
    silence = before.desk_policy.farewell.bot
    if visit.due_at or not silence.close_seconds:
        if state is outcome.state and len(events) == len(outcome.events):
            return outcome
        return replace(outcome, state=state, events=events)
    moments = begun(silence, before.now)
    due_at = moments.close_at if moments.warn_at is None else moments.warn_at
    return replace(
        outcome,
        state=replace(state, visit=replace(visit, due_at=due_at)),
        timers=(*outcome.timers, Timer(name=BOT_TIMER, due_at=due_at)),
        events=events,
    )


def unminded(turn: Turn) -> tuple[str, ...]:
    """The timer of the visit, when something else ends it."""
    return (BOT_TIMER,) if turn.state.visit and turn.state.visit.due_at else ()


def goes_on(turn: Turn, outcome: Outcome) -> bool:
    after = outcome.conversation or turn.conversation
    return after.status is Status.PENDING


def begins(before: Turn, inside: Turn, script: str) -> tuple[ReportingEvent, ...]:
    earlier, now = before.state.visit, inside.state.visit
    if now is None or now.since != before.now or (earlier is not None and earlier.since == now.since):
        return ()
    opened = reporting.opened(before, script)
    return (opened,) if earlier is None else (reporting.contained(before, earlier.since, "idle"), opened)


def left(turn: Turn) -> tuple[ReportingEvent, ...]:
    """They are gone, in the middle of it."""
    visit = turn.state.visit
    return (reporting.contained(turn, visit.since, "contact"),) if visit and not turn.at_desk else ()
