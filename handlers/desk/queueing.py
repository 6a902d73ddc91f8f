"""Into the queue: whoever waits is offered to somebody, and is told the truth."""

from collections.abc import Collection, Iterator
from dataclasses import replace

from handlers.desk.cases import LATE, OFFER, Owned, in_queue
from handlers.desk.offers import offered, staff_of
from handlers.desk.queue import LEFT_MESSAGE, outlook_of, told_outlook
from handlers.exchange import Turn
from storage.content import Content
from storage.conversations import Conversation
from storage.desk import Case
from storage.records import record
from storage.results import Timer


@record(frozen=True, slots=True, kw_only=True)
class Queued:
    conversation: Conversation
    case: Case
    told: Content
    """For the contact; empty where the admin wants nothing told."""
    timers: tuple[Timer, ...]


async def queued(turn: Turn, case: Case, passed: Collection[str] = ()) -> Queued:
    """The conversation waits from now on. `passed`: whom it is not offered to."""
    waiting = in_queue(turn.conversation, replace(case, passed=tuple(passed)), turn.now)
    asked = await offered(turn, waiting.case, await staff_of(turn))
    outlook = await outlook_of(turn, asked)
    told = told_outlook(turn, outlook, asked) if case.reason != LEFT_MESSAGE else Content()
    if told.buttons:  # they were told that it takes long, and what they can do instead
        asked = replace(asked, told_late=True)
    return Queued(
        conversation=waiting.conversation,
        case=asked,
        told=told,
        timers=tuple(timers(turn, asked)),
    )


def timers(turn: Turn, case: Case) -> Iterator[Timer]:
    team = turn.desk_policy.team(case.team)
    if case.offered_to:
        yield Timer(name=OFFER, due_at=turn.now + team.accept_seconds, payload=case.offered_to)
    if not case.told_late and case.reason != LEFT_MESSAGE:
        yield Timer(name=LATE, due_at=turn.now + team.late_seconds)


def owned(queued: Queued) -> Owned:
    return Owned(queued.conversation, queued.case)
