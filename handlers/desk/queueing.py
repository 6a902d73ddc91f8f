"""Into the queue: whoever waits is offered to somebody, and is told the truth."""

from collections.abc import Collection, Iterator

from handlers.desk.cases import DRAW, LATE, OFFER, Owned, in_queue
from handlers.desk.offers import offered, staff_of
from handlers.desk.queue import LEFT_MESSAGE, closing_timer, outlook_of, told_outlook
from handlers.exchange import Turn
from handlers.hours.absence import is_closed
from storage.content import Content
from storage.conversations import Conversation
from storage.desk import Case, Waiting
from storage.records import record, replace
from storage.results import Timer


@record(frozen=True, slots=True, kw_only=True)
class Queued:
    conversation: Conversation
    case: Case
    told: Content
    """For the contact; empty where the admin wants nothing told."""
    timers: tuple[Timer, ...]
    closed: bool = False
    """Nobody is there, and `told` says so."""

    @property
    def owned(self) -> Owned:
        return Owned(self.conversation, self.case)


async def queued(turn: Turn, case: Case, passed: Collection[str] = ()) -> Queued:
    """The conversation waits from now on. `passed`: whom it is not offered to."""
    waiting = in_queue(turn.conversation, replace(case, passed=tuple(passed)), turn.now)
    asked = await asked_of_whom(turn, waiting.case)
    outlook = await outlook_of(turn, asked)
    told = told_outlook(turn, outlook, asked) if case.reason != LEFT_MESSAGE else Content()
    if told.buttons and not outlook.closed:  # they were told that it takes long, and what they can do instead
        asked = replace(asked, told_late=True)
    return Queued(
        conversation=waiting.conversation,
        case=asked,
        told=told,
        timers=tuple(timers(turn, asked)),
        closed=outlook.closed and bool(told.text),
    )


async def asked_of_whom(turn: Turn, case: Case) -> Case:
    """One after the other, where many come at once: the next is to know who was asked, and who is before them."""
    joining = turn.doors.joining
    joining.comes(place_of(turn, case))
    async with joining.one_by_one:
        asked = await offered(turn, case, await staff_of(turn))
        joining.comes(place_of(turn, asked))
    return asked


def place_of(turn: Turn, case: Case) -> Waiting:
    """Without a name: it is kept in memory, where no erasure comes."""
    return Waiting(
        conversation_id=turn.conversation.id,
        name="",
        channel=turn.conversation.identity.channel,
        team=case.team,
        priority=case.priority,
        queued_at=case.queued_at,
        offered_to=case.offered_to,
    )


def timers(turn: Turn, case: Case) -> Iterator[Timer]:
    """They count the time in which people are there."""
    yield from offer_timers(turn, case)
    if case.reason == LEFT_MESSAGE:
        return
    late = turn.hours.after(case.team, turn.now, turn.desk_policy.team(case.team).late_seconds)
    if late is not None and not case.told_late:
        yield Timer(name=LATE, due_at=late)
    yield from closing_timer(turn, case)


def offer_timers(turn: Turn, case: Case) -> Iterator[Timer]:
    """Whoever is called while it is closed has no longer than others; where nobody is, the morning is waited for."""
    if case.offered_to:
        seconds = turn.desk_policy.team(case.team).accept_seconds
        by = None if is_closed(turn, case.team) else turn.hours.after(case.team, turn.now, seconds)
        yield Timer(name=OFFER, due_at=turn.now + seconds if by is None else by, payload=case.offered_to)
    elif is_closed(turn, case.team):
        opens = turn.hours.next_open(case.team, turn.now)
        if opens is not None:
            yield Timer(name=DRAW, due_at=opens)
