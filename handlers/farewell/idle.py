"""A contact who has fallen silent: warned once, and then bidden farewell. Never while it is staff who owe an answer."""

from math import ceil

from handlers import trace
from handlers.desk.cases import agent_of
from handlers.desk.saying import button, line
from handlers.exchange import Outcome, Turn
from handlers.farewell import matter
from handlers.farewell.ending import (
    By,
    bot_farewell,
    desk_ended,
    desk_farewell,
    may_say,
    said,
    visit_ended,
)
from handlers.farewell.policy import Silence
from handlers.farewell.silence import BOT_TIMER, DESK_TIMER, Moments, Step, begun, step
from handlers.farewell.words import SCRIPT, Opening, warning
from handlers.state import Visit
from handlers.surveys.quiet import is_quiet
from storage.conversations import Conversation, Status
from storage.desk import Case
from storage.records import replace
from storage.results import Entry, EntryKind, Timer

LEFT_TO_SAY = 2
"""A warning is not worth the message that the farewell needs."""
LONG = 120
"""Minutes: beyond these nobody is told a number."""
AGAIN = 6 * 3600.0
"""Seconds after which it is looked whether the shop has moved the request that it owes."""
TOO_LATE = 24 * 3600.0
"""Seconds: whoever was served by the bot the day before is neither warned nor told farewell any more."""
MARGIN = 5 * 60.0
"""Seconds before the platform lets us say nothing any more."""


def is_ours(name: str) -> bool:
    return name in (BOT_TIMER, DESK_TIMER)


async def due(turn: Turn) -> Outcome:
    trace.chose(SCRIPT, SCRIPT)
    return await (of_bot(turn) if turn.inbound.payload == BOT_TIMER else of_desk(turn))


# A visit to the bot


async def of_bot(turn: Turn) -> Outcome:
    visit, silence = turn.state.visit, turn.desk_policy.farewell.bot
    if visit is None or turn.conversation.status is not Status.PENDING:
        return Outcome()
    if not silence.close_seconds:
        return minded_again(turn, visit, 0.0)
    if turn.conversation.banned or turn.conversation.blocked:
        return await visit_ended(turn, By.IDLE)
    what, at = step(bot_moments(visit, silence), turn.now)
    later = at if what is Step.WAIT else await put_off(turn, silence)
    if later is not None:
        return minded_again(turn, visit, later)
    if turn.now - visit.heard_at > silence.close_seconds + TOO_LATE:
        return await visit_ended(turn, By.IDLE)
    return await bot_warned(turn, visit, at) if what is Step.WARN else await bot_closed(turn, visit)


def bot_moments(visit: Visit, silence: Silence) -> Moments:
    moments = begun(silence, visit.heard_at)
    return warned(moments, visit.warned_at) if is_warned(visit) else moments


def is_warned(visit: Visit) -> bool:
    return visit.warned_at > visit.heard_at


async def put_off(turn: Turn, silence: Silence) -> float | None:
    """Until when: a question of ours is open, which runs out by itself, or they wait for us."""
    form, comes_in_at = turn.state.form, turn.state.comes_in_at
    if comes_in_at > turn.now:
        return comes_in_at + silence.close_seconds
    if form is not None and turn.now < form.expires_at:
        return form.expires_at + silence.close_seconds
    return turn.now + AGAIN if await matter.waits_for_us(turn) else None


async def bot_warned(turn: Turn, visit: Visit, at: float) -> Outcome:
    """Where it cannot be said any more, they have their time all the same."""
    speaks = not is_quiet(turn) and await may_say(turn, LEFT_TO_SAY)
    text = warning(turn, "warning_bot", minutes(turn, at)) if speaks else ""
    return replace(minded_again(turn, replace(visit, warned_at=turn.now), at), replies=said(text))


async def bot_closed(turn: Turn, visit: Visit) -> Outcome:
    """Without a word in the night: what they asked is answered, and a phone would ring for nothing."""
    replies = () if is_quiet(turn) else await bot_farewell(turn, expected=is_warned(visit))
    return await visit_ended(turn, By.IDLE, replies)


def minded_again(turn: Turn, visit: Visit, at: float) -> Outcome:
    """`at`: 0: the shop does not mind any more."""
    timers = (Timer(name=BOT_TIMER, due_at=at),) if at else ()
    return Outcome(state=replace(turn.state, visit=replace(visit, due_at=at)), timers=timers)


def warned(moments: Moments, warned_at: float) -> Moments:
    return replace(moments, warn_at=None, close_at=max(moments.close_at, warned_at + moments.notice))


def minutes(turn: Turn, at: float) -> int | None:
    left = ceil((at - turn.now) / 60)
    return left if left <= LONG else None


# A conversation that staff have


async def of_desk(turn: Turn) -> Outcome:
    case = turn.conversation.case
    if case is None or case.silence_due_at is None:
        return Outcome()
    if not waits_for_contact(turn.conversation, case):
        return unminded(case)
    silence = turn.desk_policy.farewell.of(case.team)
    moments = await moments_of(turn, case, silence)
    if moments is None:
        return unminded(case)
    what, at = step(moments, turn.now)
    if what is not Step.WAIT and await matter.waits_for_us(turn):
        return desk_minded(case, turn.now + AGAIN)
    match what:
        case Step.WAIT:
            return desk_minded(case, at)
        case Step.WARN if await may_say(turn, LEFT_TO_SAY):
            return desk_warned(turn, case, at)
        case Step.WARN:
            return desk_minded(replace(case, warned_at=turn.now), at)
    return await desk_closed(turn)


def waits_for_contact(conversation: Conversation, case: Case) -> bool:
    """Staff have it, spoke last, and did not set it aside."""
    return bool(agent_of(conversation)) and case.answered_at is not None and case.waiting_since is None


async def moments_of(turn: Turn, case: Case, silence: Silence) -> Moments | None:
    """Counted in the time in which people are there, so that somebody reads the answer to a warning; but no longer than
    the platform lets us say farewell. None: nobody is there within a year, or the shop does not mind silence.
    """
    since = silent_since(turn, case)
    if not silence.close_seconds or since is None:
        return None
    close_at = turn.hours.after(case.team, since, silence.close_seconds)
    warn_at = turn.hours.after(case.team, since, silence.warn_seconds) if silence.warns else None
    if close_at is None:
        return None
    close_at = await in_reach(turn, close_at, since + silence.close_seconds)
    if was_warned(case, since):
        return warned(Moments(warn_at=None, close_at=close_at, notice=silence.notice), case.warned_at or 0.0)
    if warn_at is not None:
        warn_at = min(warn_at, close_at - silence.notice)
    is_spoken = turn.conversation.last_message_at > (case.answered_at or 0.0)
    return Moments(warn_at=None if is_spoken else warn_at, close_at=close_at, notice=silence.notice)


def silent_since(turn: Turn, case: Case) -> float | None:
    """Whoever only thanked since has spoken as well, and is not asked whether they are still there."""
    if case.answered_at is None:
        return None
    return max(case.answered_at, min(turn.conversation.last_message_at, turn.now))


def was_warned(case: Case, since: float) -> bool:
    return case.warned_at is not None and case.warned_at >= since


async def in_reach(turn: Turn, close_at: float, earliest: float) -> float:
    """Sooner, where the platform would let us say nothing by then; never sooner than by the clock."""
    until = (await turn.doors.openings.of(turn.reach, turn.now)).until
    return close_at if until is None or close_at <= until - MARGIN else max(earliest, until - MARGIN)


def unminded(case: Case) -> Outcome:
    """Until staff speak again."""
    return Outcome(case=replace(case, silence_due_at=None))


def desk_minded(case: Case, at: float) -> Outcome:
    return Outcome(case=replace(case, silence_due_at=at), timers=(Timer(name=DESK_TIMER, due_at=at),))


def desk_warned(turn: Turn, case: Case, at: float) -> Outcome:
    text = warning(turn, "warning", minutes(turn, at))
    minded = desk_minded(replace(case, warned_at=turn.now), at)
    told = line(turn, "idle_warned") if text else None
    return replace(minded, replies=said(text), posts=turn.post(told) if told and told.text else ())


async def desk_closed(turn: Turn) -> Outcome:
    replies = await desk_farewell(turn, Opening.IDLE, settled=False)
    word = turn.post(line(turn, "idle_closed", button(turn, "reopen")))
    ended = await desk_ended(turn, By.IDLE, *word, replies=replies)
    return replace(ended, entries=(Entry(kind=EntryKind.ACTIVITY, author="bot", text="closed: silence", at=turn.now),))


def listening(turn: Turn, case: Case) -> tuple[Case, tuple[Timer, ...]]:
    """Staff have spoken: from now on the contact's silence is minded. The timer, once set, stays as it is.

    Where nobody is there for long it rings sooner, as what the platform lets us say may end before.
    """
    after = replace(case, answered_at=turn.now)
    silence = turn.desk_policy.farewell.of(case.team)
    if case.silence_due_at is not None or not silence.close_seconds:
        return after, ()
    seconds = silence.warn_seconds if silence.warns else silence.close_seconds
    at = turn.hours.after(case.team, turn.now, seconds)
    if at is None:
        return after, ()
    at = min(at, turn.now + silence.close_seconds)
    return replace(after, silence_due_at=at), (Timer(name=DESK_TIMER, due_at=at),)
