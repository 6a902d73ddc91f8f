"""What a turn does to the promises of its case: clocks start, stop and end as the case stands after it."""

from collections.abc import Iterator, Sequence
from enum import Enum, auto

from handlers import reporting, trace
from handlers.desk.cases import is_queued
from handlers.exchange import Outcome, Turn
from handlers.promises import clocks
from handlers.promises.choosing import terms_of
from handlers.promises.clocks import Watch
from handlers.promises.policy import MISSED
from storage.conversations import Conversation, Status
from storage.desk import PRIORITIES, Case, ContactChange, Promise, Promised
from storage.records import replace
from storage.results import Entry, EntryKind, ReportingEvent, Timer

DUE = "promise:due"
"""The next stage of whichever promise of the case comes first."""


class Need(Enum):
    """What a contact waits for, as the case stands."""

    RUNNING = auto()
    STILL = auto()
    """It is owed, but not now: we wait for the contact, or cannot reach them."""
    OVER = auto()


def is_ours(name: str) -> bool:
    return name == DUE


async def due(_turn: Turn) -> Outcome:
    """`kept` looks at the clocks after every turn; this one is for nothing else."""
    trace.chose("desk", "desk")
    return Outcome()


async def kept(turn: Turn, outcome: Outcome) -> Outcome:
    """`outcome`: what the turn decided otherwise."""
    conversation, case = outcome.conversation or turn.conversation, outcome.case or turn.conversation.case
    if case is None or not has_promises(turn, case):
        return outcome
    after = await promised(turn, conversation, case, outcome.contacts)
    if after == case and not is_ours(turn.inbound.payload):
        return outcome
    at = next_moment(turn, after)
    return replace(
        outcome,
        case=outcome.case if after == case else after,
        timers=outcome.timers if at is None else (*outcome.timers, Timer(name=DUE, due_at=at)),
        cancelled_timers=(*outcome.cancelled_timers, DUE) if at is None else outcome.cancelled_timers,
        events=(*outcome.events, *events(turn, case, after)),
        entries=(*outcome.entries, *noted(turn, after)),
    )


def has_promises(turn: Turn, case: Case) -> bool:
    """Or had them, until the admin took them back."""
    return bool(turn.desk_policy.promises.rules or case.promises)


def next_moment(turn: Turn, case: Case) -> float | None:
    watch, stages = watch_of(turn, case.team), turn.desk_policy.promises.stages
    moments = (clocks.next_stage_at(each, watch, stages) for each in case.promises)
    return min((each for each in moments if each is not None), default=None)


def watch_of(turn: Turn, team: str) -> Watch:
    return Watch(turn.hours, team, turn.now)


async def promised(turn: Turn, conversation: Conversation, case: Case, changes: Sequence[ContactChange] = ()) -> Case:
    """The case with its promises as they are after this turn, which decided `conversation`, `case` and `changes`."""
    before = turn.conversation.case
    known = carried(turn, before, case)
    if before is None:
        case = replace(case, priority=case.lifted_from or case.priority, lifted_from=None)
    elif case.priority is not before.priority:
        case = replace(case, lifted_from=None)  # whoever sets it, means it
    seconds = await within(turn, conversation, case, known, changes)
    found = (one(turn, case, need(what, conversation, case), what, known, seconds) for what in Promised)
    after = replace(case, promises=tuple(each for each in found if each is not None))
    return lifted(turn, conversation, after)


Known = dict[Promised, Promise]
Seconds = dict[Promised, float]


def carried(turn: Turn, before: Case | None, case: Case) -> Known:
    """As another team may have left them. A case that goes on after its end is promised anew."""
    if before is None:
        return {each.what: each for each in case.promises if each.ended_at is not None}
    of_team = watch_of(turn, before.team)
    is_moved = case.team != before.team
    return {each.what: clocks.carried(each, of_team) if is_moved else each for each in before.promises}


def open_one(known: Known, what: Promised) -> Promise | None:
    promise = known.get(what)
    return promise if promise is not None and promise.ended_at is None else None


async def within(
    turn: Turn, conversation: Conversation, case: Case, known: Known, changes: Sequence[ContactChange]
) -> Seconds:
    """What is promised stays, unless something may have changed it. Whoever takes all of it back is obeyed at once."""
    if not turn.desk_policy.promises.rules:
        return {}
    under_way = {what: each.seconds for what in Promised if (each := open_one(known, what)) is not None}
    begins = any(what not in under_way and need(what, conversation, case) is not Need.OVER for what in Promised)
    if begins or is_ours(turn.inbound.payload) or is_another_subject(turn.conversation.case, case, changes):
        return dict(await terms_of(turn, case, changes))
    return under_way


def is_another_subject(before: Case | None, case: Case, changes: Sequence[ContactChange]) -> bool:
    """For the rules."""
    if before is None or case.team != before.team:
        return True
    if (case.lifted_from or case.priority) is not (before.lifted_from or before.priority):
        return True
    return any(each.tier is not None or each.tag or each.untag for each in changes)


def one(turn: Turn, case: Case, need: Need, what: Promised, known: Known, seconds: Seconds) -> Promise | None:
    """None: it is not promised."""
    watch, under_way = watch_of(turn, case.team), open_one(known, what)
    if need is Need.OVER:
        return clocks.seen(clocks.ended(under_way, watch), watch) if under_way else known.get(what)
    if what not in seconds:
        return None if under_way else known.get(what)
    promise = under_way or clocks.begun(what, seconds[what], since(turn, case, what))
    promise = replace(promise, seconds=seconds[what])
    promise = clocks.resumed(promise, watch) if need is Need.RUNNING else clocks.stopped(promise, watch)
    return clocks.seen(clocks.planned(promise, watch, turn.desk_policy.promises.stages), watch)


def since(turn: Turn, case: Case, what: Promised) -> float:
    """Of a case that was there before its promise, nobody knows how long we waited for the contact."""
    if what is Promised.RESOLUTION or case.waiting_since is None:
        return turn.now
    return case.waiting_since


def need(what: Promised, conversation: Conversation, case: Case) -> Need:
    if case.closed_at is not None:
        return Need.OVER
    waits, answered = case.waiting_since is not None, case.first_response_at is not None
    match what:
        case Promised.FIRST_RESPONSE:
            owed = runs = waits and not answered
        case Promised.NEXT_RESPONSE:
            owed = runs = waits and answered
        case Promised.RESOLUTION:
            owed, runs = True, conversation.status is not Status.SNOOZED and (waits or not answered)
    if not owed:
        return Need.OVER
    return Need.RUNNING if runs and not is_unreachable(conversation, case) else Need.STILL


def is_unreachable(conversation: Conversation, case: Case) -> bool:
    """Whoever left one account may be spoken to on another."""
    return conversation.blocked and case.answer_via in (None, conversation.identity)


def lifted(turn: Turn, conversation: Conversation, case: Case) -> Case:
    """Whoever has been promised something and is still in the queue is taken before others who were not. Once a case:
    what staff say of its priority later stays.
    """
    before = turn.conversation.case
    late_before = before is not None and is_late(before)
    is_news = not late_before or not is_queued(turn.conversation)
    step = PRIORITIES.index(case.priority) - 1
    if case.lifted_from or step < 0 or not (is_late(case) and is_queued(conversation) and is_news):
        return case
    return replace(case, priority=PRIORITIES[step], lifted_from=case.priority)


def is_late(case: Case) -> bool:
    return any(each.ended_at is None and each.stage >= MISSED for each in case.promises)


def noted(turn: Turn, case: Case) -> Iterator[Entry]:
    before = turn.conversation.case
    if case.lifted_from and not (before and before.lifted_from):
        yield Entry(kind=EntryKind.ACTIVITY, author="bot", text=f"lifted to {case.priority}", at=turn.now)


def events(turn: Turn, case: Case, after: Case) -> Iterator[ReportingEvent]:
    """Of the promises that end, or are seen to be missed, with this turn."""
    before = (turn.conversation.case or case).promises
    over = {each.what for each in before if each.ended_at is None}
    known = {(each.what, each.begun_at) for each in before if clocks.was_missed(each)}
    for promise in after.promises:
        if promise.what is Promised.RESOLUTION and promise.ended_at is not None and promise.what in over:
            yield reporting.resolution(turn, after, promise)
        if promise.missed_at is not None and (promise.what, promise.begun_at) not in known:
            yield reporting.breach(turn, after, promise)
