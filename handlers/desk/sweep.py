"""Conversations that have not exactly one owner: found by the sweep, put right by a turn of their own, reported."""

from dataclasses import replace

from handlers.desk.cases import MEND, Owned, agent_of, fault_of, in_queue, is_queued, mended, wakes_at
from handlers.desk.owning import card_of
from handlers.desk.people import among_staff
from handlers.desk.queue_words import queue_content, queue_word
from handlers.desk.queueing import queued
from handlers.desk.snooze import woken
from handlers.exchange import Outcome, Turn
from storage.conversations import Conversation, Status
from storage.results import Entry, EntryKind, ReportingEvent

UNKNOWN_AGENT = "unknown_agent"
OVERSLEPT = "no_wake_up"
GRACE = 60.0
"""Seconds that a wake-up may be late."""


async def mend(turn: Turn) -> Outcome:
    """The sweep says what it saw; the conversation says whether it still is so."""
    why = fault_of(turn.conversation) or await fault_outside(turn)
    if not why:
        return Outcome()
    outcome = await put_right(turn, why)
    after = outcome.conversation or turn.conversation
    report = queue_content(
        turn,
        "mended",
        number=turn.number,
        name=turn.called,
        why=queue_word(turn, "fault", why=why),
        done=await done(turn, after),
    )
    return replace(
        outcome,
        posts=(*outcome.posts, *turn.alert(report)),
        events=(*outcome.events, ReportingEvent(name="mended", at=turn.now, details={"why": why})),
        entries=(Entry(kind=EntryKind.ACTIVITY, author="bot", text=f"mended: {why}", at=turn.now),),
    )


async def fault_outside(turn: Turn) -> str:
    """What the conversation alone does not tell: its agent is nobody, or nothing has woken it."""
    account, until = agent_of(turn.conversation), wakes_at(turn.conversation)
    if account and account not in turn.desk_policy.agents:
        known = {each.account for each in await turn.floor.agents()}
        return "" if account in known else UNKNOWN_AGENT
    return OVERSLEPT if until is not None and turn.now >= until + GRACE else ""


async def put_right(turn: Turn, why: str) -> Outcome:
    if why == OVERSLEPT and wakes_at(turn.conversation) is not None and turn.conversation.case:
        return await woken(turn)
    now = mended(turn.conversation, turn.now)
    if isinstance(now, Conversation):
        return Outcome(conversation=now)
    if why == UNKNOWN_AGENT:
        now = in_queue(turn.conversation, now.case, turn.now)
    if not is_queued(now.conversation):
        return Outcome(conversation=now.conversation, case=now.case)
    waiting = await queued(turn, now.case)
    after = Owned(waiting.conversation, waiting.case)
    return Outcome(
        conversation=after.conversation,
        case=after.case,
        posts=await card_of(turn, after),
        timers=waiting.timers,
    )


async def done(turn: Turn, after: Conversation) -> str:
    account = agent_of(after)
    match after.status:
        case Status.OPEN if account:
            return queue_word(turn, "done_agent", agent=among_staff(turn, account, await turn.floor.agents()))
        case Status.OPEN:
            return queue_word(turn, "done_queue")
        case Status.SNOOZED:
            return queue_word(turn, "done_snoozed")
        case Status.PENDING:
            return queue_word(turn, "done_bot")
    return queue_word(turn, "done_over")


TIMERS = {MEND: mend}
