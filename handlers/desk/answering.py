"""What staff write in a topic: the words for the contact, and the notes that stay inside."""

from dataclasses import replace

from handlers.desk.saying import agent, button, entry, line, told
from handlers.exchange import Outcome, Turn, marked
from handlers.member import Meant, Note
from storage.content import Content
from storage.conversations import Owner, OwnerKind
from storage.results import Action, EntryKind, Outgoing, ReportingEvent, StaffMessage


def noted(turn: Turn, text: str) -> Outcome:
    return Outcome(entries=(entry(turn, EntryKind.NOTE, text),))


def edited(turn: Turn, said: Meant) -> Outcome:
    """What the customer has already read cannot be taken back quietly. Who edits a note need not be told."""
    return Outcome() if isinstance(said, Note) else told(turn, "edit_not_relayed")


def talked(turn: Turn, text: str) -> Outcome:
    if not text.strip() and not turn.inbound.attachments:
        return Outcome()
    if turn.conversation.blocked:
        return told(turn, "blocked", name=turn.called)
    if not turn.at_desk:
        return Outcome(posts=turn.post(line(turn, "not_open", button(turn, "reopen"))))
    return relayed(turn, text)


def relayed(turn: Turn, text: str) -> Outcome:
    """Into the customer's own app. How it ended is marked on the member's message."""
    first = turn.conversation.owner is None or turn.conversation.owner.kind is not OwnerKind.AGENT
    since = turn.state.waiting_since
    waited = turn.now - since if since is not None else None
    answered = ReportingEvent(name="first_response", at=turn.now, value=waited, details={"agent": agent(turn)})
    owner = Owner(OwnerKind.AGENT, agent(turn))
    return Outcome(
        relayed=(outgoing(turn, text),),
        conversation=replace(turn.conversation, owner=owner) if first else None,
        # A number typed from now on answers the agent, and no menu of ours.
        state=replace(turn.state, offered=()) if turn.state.offered else None,
        entries=(entry(turn, EntryKind.OUTGOING, text),),
        events=(answered,) if first else (),
    )


def outgoing(turn: Turn, text: str) -> Outgoing:
    inbound = turn.inbound
    mark = StaffMessage(chat_id=inbound.chat_id, message_id=inbound.message_id or "", thread=inbound.thread)
    return Outgoing(
        action=Action.SEND,
        channel=turn.conversation.identity.channel,
        to=turn.conversation.chat_id,
        conversation_id=turn.conversation.id,
        content=Content(text=marked(text), attachments=inbound.attachments),
        relays=mark if inbound.message_id else None,
        created_at=turn.now,
    )
