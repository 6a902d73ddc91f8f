"""The end of a conversation at the desk, and its reopening."""

from dataclasses import replace

from handlers.desk.command import DeskCommand
from handlers.desk.saying import agent, button, entry, line, member, told
from handlers.end import resolved_event
from handlers.exchange import Outcome, Turn
from handlers.questions import TIMER
from handlers.state import BLANK, State
from storage.content import Content
from storage.conversations import Owner, OwnerKind, Status
from storage.results import EntryKind, ReportingEvent


async def resolve(turn: Turn, _argument: str) -> Outcome:
    if not turn.at_desk:
        return told(turn, "already_resolved")
    farewell = Content(text=turn.words("escalation").line("farewell"))
    return Outcome(
        replies=() if turn.conversation.blocked else (farewell,),
        conversation=replace(turn.conversation, status=Status.RESOLVED, owner=None),
        state=BLANK,
        posts=turn.post(line(turn, "resolved", button(turn, "reopen"), agent=member(turn))),
        events=(resolved_event(turn.now, turn.state.waiting_since, "agent"),),
        entries=(entry(turn, EntryKind.ACTIVITY, "resolved"),),
    )


async def reopen(turn: Turn, _argument: str) -> Outcome:
    """The conversation is this member's; whatever the bot was asking is dropped."""
    if turn.at_desk:
        return told(turn, "already_open")
    return Outcome(
        conversation=replace(turn.conversation, status=Status.OPEN, owner=Owner(OwnerKind.AGENT, agent(turn))),
        state=State(waiting_since=turn.now),
        posts=turn.post(line(turn, "reopened", button(turn, "resolve"), agent=member(turn))),
        cancelled_timers=(TIMER,) if turn.state.form else (),
        events=(ReportingEvent(name="reopened", at=turn.now, details={"agent": agent(turn)}),),
        entries=(entry(turn, EntryKind.ACTIVITY, "reopened"),),
    )


COMMANDS = {"resolve": DeskCommand(in_topic=resolve), "reopen": DeskCommand(in_topic=reopen)}
