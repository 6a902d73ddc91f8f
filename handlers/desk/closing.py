"""The end of a conversation at the desk, and its reopening."""

from handlers import reporting
from handlers.desk.cases import agent_of, case_of, with_agent
from handlers.desk.command import DeskCommand
from handlers.desk.file_words import answered
from handlers.desk.naming import calling
from handlers.desk.owning import card_of, introduced
from handlers.desk.saying import agent, button, entry, line, member, told
from handlers.exchange import Outcome, Turn
from handlers.farewell.ending import By, desk_ended, desk_farewell
from handlers.farewell.visits import unminded
from handlers.farewell.words import Opening
from handlers.questions import form_timer
from handlers.state import left_over
from storage.desk import Case, ContactChange
from storage.records import replace
from storage.results import EntryKind

JUST_NOW = 15.0
"""Seconds: nobody has read, in one of forty topics, what came in so lately."""


async def resolve(turn: Turn, _argument: str) -> Outcome:
    if not turn.at_desk:
        return told(turn, "already_resolved")
    farewell = await desk_farewell(turn, Opening.AGENT, settled=True)
    had = await whose(turn)
    blanks = {"agent": member(turn), "before": had, "spoke": has_just_spoken(turn)}
    word = turn.post(line(turn, "resolved", button(turn, "reopen"), **blanks))
    outcome = await desk_ended(turn, By.AGENT, *word, replies=farewell)
    return replace(outcome, entries=(entry(turn, EntryKind.ACTIVITY, "resolved"),))


def has_just_spoken(turn: Turn) -> bool:
    """What they wrote may have crossed with the command, unread."""
    case, spoke_at = case_of(turn.conversation, turn.now), turn.conversation.last_message_at
    return case.waiting_since is not None and spoke_at > max(case.opened_at, turn.now - JUST_NOW)


async def whose(turn: Turn) -> str:
    """The colleague who has it, or gets it back, and hears so: anybody may end it, and anybody may open it again."""
    owner = agent_of(turn.conversation) or case_of(turn.conversation, turn.now).snoozed_by
    return "" if owner in ("", agent(turn)) else calling(turn, owner, await turn.doors.floor.agents())


async def reopen(turn: Turn, _argument: str) -> Outcome:
    """The conversation is this member's; whatever the bot was asking is dropped."""
    if turn.at_desk:
        return told(turn, "already_open")
    if turn.conversation.banned:
        return answered(turn, "banned")
    outcome = await begun(turn)
    word = turn.post(line(turn, "reopened", button(turn, "resolve"), agent=member(turn)))
    return replace(outcome, posts=(*outcome.posts, *word))


async def begun(turn: Turn) -> Outcome:
    """Staff go to a contact who has not called them."""
    after = with_agent(turn.conversation, begun_anew(turn, await last_case(turn)), agent(turn), turn.now)
    return Outcome(
        replies=await introduced(turn, "", agent(turn)),
        conversation=after.conversation,
        state=left_over(turn.state),
        case=after.case,
        contacts=(ContactChange(last_agent=agent(turn)),),
        posts=await card_of(turn, after),
        cancelled_timers=(*unminded(turn), *form_timer(turn)),
        events=(reporting.reopened(turn, after.case),),
        entries=(entry(turn, EntryKind.ACTIVITY, "reopened"),),
    )


async def last_case(turn: Turn) -> Case | None:
    cases = await turn.doors.floor.cases(turn.conversation.contact_id, 5) if turn.conversation.contact_id else ()
    return next((each for each in cases if each.conversation_id == turn.conversation.id), None)


def begun_anew(turn: Turn, last: Case | None) -> Case:
    """Another case, of the same team and about the same matter. Soon after the end, who waited then waits anew."""
    fresh = Case(opened_at=turn.now, queued_at=turn.now, reason="reopened")
    if last is None:
        return fresh
    waits = last.waited_since is not None and turn.now < turn.state.reopens_until
    return replace(fresh, team=last.team, asked=last.asked, waiting_since=turn.now if waits else None)


COMMANDS = {"resolve": DeskCommand(in_topic=resolve, alone=True), "reopen": DeskCommand(in_topic=reopen, alone=True)}
