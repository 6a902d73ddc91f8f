"""The one place in which a conversation with staff, or a visit to the bot, ends."""

from enum import StrEnum

from handlers import reporting
from handlers.desk.cases import DESK_TIMERS, agent_of, case_of, over
from handlers.desk.naming import for_contacts
from handlers.desk.owning import card_of, drawn
from handlers.desk.saying import agent
from handlers.exchange import Outcome, Turn
from handlers.farewell import matter
from handlers.farewell.silence import DESK_TIMER
from handlers.farewell.visits import unminded
from handlers.farewell.words import Opening, farewell, recap
from handlers.questions import form_timer, joined
from handlers.state import State, left_over
from handlers.surveys.scheduling import after_end
from handlers.tasks.ending import how_it_ended
from storage.content import Content
from storage.conversations import Status
from storage.records import replace
from storage.results import Outgoing

SPOKEN_TO = 1
"""So many messages must be left beside the one that a platform keeps for what is final: the survey's."""


class By(StrEnum):
    """Whose doing the end is."""

    AGENT = "agent"
    CONTACT = "contact"
    """They pressed the button, or left."""
    IDLE = "idle"
    GOODBYE = "goodbye"
    BAN = "ban"
    MENDED = "silent"
    """Found by the sweep: it should have been over before."""


REOPENABLE = frozenset({By.AGENT, By.IDLE})
BY_STAFF = frozenset({By.AGENT, By.BAN})


async def desk_ended(turn: Turn, by: By, *word: Outgoing, replies: tuple[Content, ...] = ()) -> Outcome:
    """`word`: what the topic is told. `replies`: what the contact is told."""
    had = agent_of(turn.conversation)
    after = over(turn.conversation, case_of(turn.conversation, turn.now), closed_by(turn, by), turn.now)
    return Outcome(
        replies=replies,
        conversation=after.conversation,
        state=left_behind(turn, by),
        case=after.case,
        posts=(*await card_of(turn, after), *word, *await how_it_ended(turn)),
        timers=(*(await drawn(turn, had) if had else ()), *after_end(turn, after.case, by)),
        cancelled_timers=(*DESK_TIMERS, DESK_TIMER, *form_timer(turn)),
        events=(reporting.resolved(turn, after.case, by),),
    )


def closed_by(turn: Turn, by: By) -> str:
    if by in BY_STAFF:
        return agent(turn)
    return "contact" if by is By.CONTACT else "timer"


def left_behind(turn: Turn, by: By) -> State:
    """Should they have waited outside when staff took them in, they have been served."""
    grace = turn.desk_policy.farewell.reopen_seconds if by in REOPENABLE else 0.0
    return replace(left_over(turn.state), reopens_until=turn.now + grace if grace else 0.0, comes_in_at=0.0)


async def desk_farewell(turn: Turn, opening: Opening, *, settled: bool) -> tuple[Content, ...]:
    """What staff's end, or the contact's silence, is followed by."""
    case = case_of(turn.conversation, turn.now)
    if not await may_say(turn):
        return ()
    about = await matter.of_case(turn, case, settled=settled)
    had = agent_of(turn.conversation)
    name = for_contacts(turn, had, await turn.doors.floor.agents()) if had else ""
    return said(farewell(turn, opening, about, name))


async def may_say(turn: Turn, messages: int = SPOKEN_TO) -> bool:
    """Unasked: the platform must let us, and so many messages beside the one it keeps must be left."""
    if turn.is_unreachable or turn.conversation.banned:
        return False
    opening = await turn.doors.openings.of(turn.reach, turn.now)
    if opening.until is not None and opening.until <= turn.now:
        return False
    return opening.messages is None or opening.messages > messages


def said(text: str) -> tuple[Content, ...]:
    return (Content(text=text),) if text else ()


# The bot's


async def visit_ended(turn: Turn, by: By, replies: tuple[Content, ...] = ()) -> Outcome:
    """Nobody but the bot was needed."""
    visit = turn.state.visit
    return Outcome(
        replies=replies,
        conversation=replace(turn.conversation, status=Status.RESOLVED, owner=None),
        state=left_over(turn.state),
        timers=after_end(turn, None, by),
        cancelled_timers=(*unminded(turn), *form_timer(turn)),
        events=(reporting.contained(turn, visit.since, by),) if visit else (),
    )


async def bot_farewell(turn: Turn, *, expected: bool) -> tuple[Content, ...]:
    """`expected`: they were warned. Who was only answered something is left in peace."""
    if not await may_say(turn):
        return ()
    about = await matter.of_visit(turn)
    return said(farewell(turn, Opening.IDLE_BOT, about)) if expected or about.has_names else ()


async def kind_farewell(turn: Turn, kindness: str) -> tuple[Content, ...]:
    """They have thanked or taken leave, so the answer is as short as it can be."""
    return said(joined(kindness, recap(turn, await matter.of_visit(turn))))
