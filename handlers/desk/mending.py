"""Conversations that have not exactly one owner: found by the sweep, put right by a turn of their own, reported."""

from handlers import reporting
from handlers.desk.cases import MEND, WAKE, agent_of, case_of, fault_of, is_queued, mended, wakes_at
from handlers.desk.owning import card_of
from handlers.desk.people import among_staff
from handlers.desk.queue_words import queue_content, queue_word
from handlers.desk.queueing import queued
from handlers.desk.snooze import woken
from handlers.exchange import Outcome, Turn
from handlers.farewell.ending import By, desk_ended
from storage.content import Content
from storage.conversations import Conversation, Status
from storage.desk import Case
from storage.records import replace
from storage.results import Entry, EntryKind, Timer

UNKNOWN_AGENT = "unknown_agent"
NO_WAKE_UP = "no_wake_up"


async def mend(turn: Turn) -> Outcome:
    """The sweep says what it saw; the conversation says whether it still is so."""
    why = fault_of(turn.conversation) or await fault_beside(turn)
    if not why:
        return Outcome()
    outcome = await put_right(turn)
    report = await reported(turn, why, outcome.conversation or turn.conversation)
    return replace(
        outcome,
        posts=(*outcome.posts, *turn.alert(report)),
        events=(*outcome.events, reporting.mended(turn, why)),
        entries=(Entry(kind=EntryKind.ACTIVITY, author="bot", text=f"mended: {why}", at=turn.now),),
    )


async def fault_beside(turn: Turn) -> str:
    """What the conversation alone does not tell: its agent is nobody, or no timer would wake it."""
    if await is_nobodys(turn):
        return UNKNOWN_AGENT
    return NO_WAKE_UP if wakes_at(turn.conversation) is not None and turn.inbound.text == NO_WAKE_UP else ""


async def is_nobodys(turn: Turn) -> bool:
    account = agent_of(turn.conversation)
    return bool(account) and account not in {each.account for each in await turn.doors.floor.agents()}


async def put_right(turn: Turn) -> Outcome:
    """Of all that may be wrong with it at once."""
    until = wakes_at(turn.conversation)
    if until is not None:
        return await woken(turn) if turn.now >= until else still_asleep(turn, until)
    now = mended(turn.conversation, turn.now)
    if isinstance(now, Conversation):
        return Outcome(conversation=now)
    if now.case.closed_at is not None:
        return await desk_ended(turn, By.MENDED)
    if is_queued(now.conversation) or await is_nobodys(turn):
        return await into_queue(turn, now.case)
    return Outcome(conversation=now.conversation, case=now.case)


def still_asleep(turn: Turn, until: float) -> Outcome:
    return Outcome(case=case_of(turn.conversation, turn.now), timers=(Timer(name=WAKE, due_at=until),))


async def into_queue(turn: Turn, case: Case) -> Outcome:
    waiting = await queued(turn, case)
    return Outcome(
        conversation=waiting.conversation,
        case=waiting.case,
        posts=await card_of(turn, waiting.owned),
        timers=waiting.timers,
    )


async def reported(turn: Turn, why: str, after: Conversation) -> Content:
    what = queue_word(turn, "fault", why=why)
    return queue_content(turn, "mended", number=turn.number, name=turn.named, why=what, done=await done(turn, after))


async def done(turn: Turn, after: Conversation) -> str:
    account = agent_of(after)
    match after.status:
        case Status.OPEN if account:
            return queue_word(turn, "done_agent", agent=among_staff(turn, account, await turn.doors.floor.agents()))
        case Status.OPEN:
            return queue_word(turn, "done_queue")
        case Status.SNOOZED:
            return queue_word(turn, "done_snoozed")
        case Status.PENDING:
            return queue_word(turn, "done_bot")
    return queue_word(turn, "done_over")


TIMERS = {MEND: mend}
