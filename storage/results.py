"""What one turn decided, as values: the store writes them in one transaction."""

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from typing import Any

from storage.campaigns import CampaignChange
from storage.content import Content
from storage.conversations import Conversation
from storage.desk import Agent, Case, ContactChange
from storage.feedback import Feedback
from storage.inbound import Quote
from storage.links import LinkChange
from storage.records import record
from storage.returns import ReturnChange
from storage.surveys import Survey
from storage.swaps import Swap
from storage.tasks import Task


class EntryKind(StrEnum):
    INCOMING = "incoming"
    OUTGOING = "outgoing"
    NOTE = "note"
    ACTIVITY = "activity"


@record(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of a conversation's transcript."""

    kind: EntryKind
    author: str
    """`contact`, `bot`, or the agent's account as `channel:account_id`."""
    text: str
    at: float
    author_name: str = ""
    external_id: str | None = None
    via: str = ""
    """Another identity of the contact, on which it was said, as `channel:account_id`; "": the conversation's own."""


class Action(StrEnum):
    SEND = "send"
    """To the contact."""
    POST = "post"
    """Into the conversation's topic at the desk, which delivery opens when there is none."""
    ALERT = "alert"
    """To the desk's general topic: about no conversation in particular."""
    EDIT = "edit"
    """Change the copies of a message (`of`) on the other side to `content`; where that cannot be, say `instead`."""
    UNSEND = "unsend"
    """Take the copies of a message (`of`) back; where that cannot be, say `instead`."""
    REACT = "react"
    """Put the emoji `content.text` on the copies of a message (`of`); "" takes ours off. A courtesy: it may fail."""
    MARK = "mark"
    """Mark a staff message as delivered or failed."""
    EFFECT = "effect"
    """To the shop's own order system, should it keep return requests."""


ORDER_SYSTEM = "orders"
"""What stands for a channel in an EFFECT."""


class Mark(StrEnum):
    DELIVERED = "delivered"
    FAILED = "failed"


@record(frozen=True, slots=True, kw_only=True)
class StaffMessage:
    """The message in the desk that an outgoing one relays, so that its fate can be marked there."""

    chat_id: str
    message_id: str


class Side(StrEnum):
    """Of a conversation: whose chat."""

    CONTACT = "contact"
    DESK = "desk"


@record(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One row of the outbox."""

    id: int = 0
    action: Action = Action.SEND
    channel: str
    """Where it goes. For POST, ALERT and MARK the desk's channel; for EFFECT the shop's order system."""
    to: str = ""
    """SEND: the contact's chat. MARK: the desk's chat. EFFECT: the RMA. POST, ALERT: a chat of the desk as the shop
    configured it, or empty for the main one; EDIT, UNSEND, REACT: as in SEND or POST, by `side`.

    A POST goes where the conversation's topic is; `to` counts when there is none, and when the row `opens`: then the
    topic is opened anew should it be in another chat.
    """
    conversation_id: int = 0
    """0: the conversation of this turn (the store fills it in)."""
    content: Content = Content()
    thread: str | None = None
    """SEND: the topic or thread of a group, in which it was asked."""
    title: str = ""
    """POST: the topic's name, should it have to be opened (again)."""
    opens: bool = False
    """POST: this is the card, the first post of a topic."""
    answers: int | None = None
    """The inbox id this answers, which the store fills in: a channel with passive replies looks for it."""
    card: bool = False
    """POST: the conversation's card. There is one in a topic: a later one is written over it."""
    relays: StaffMessage | None = None
    """SEND: mark this staff message when it is known how it ended, and keep it as the origin of what was sent.
    MARK: the message to mark."""
    copies: str | None = None
    """POST: the contact's message (its id in their chat) that this shows, kept as the origin of what was posted.
    ALERT: a name under which an EDIT of no conversation (0) finds it.
    """
    copies_chat: str = ""
    """POST, EDIT: the chat of that message, where it is not the one of the conversation's own identity."""
    elsewhere: bool = False
    """SEND, EDIT, UNSEND, REACT: to another of the contact's chats than that one: what was not copied from or to it is
    unknown there.
    """
    quotes: Quote | None = None
    """SEND, POST: shown as an answer to the copy of this message, whose id is one of the origin's side; where the
    channel cannot, or no copy is known, its words stand above."""
    album: str | None = None
    """SEND, POST: goes out in one message with the rows behind it that say the same."""
    final: bool = False
    """SEND: may take the message that is kept in reserve where a platform allows so many; should it not go out at all,
    nobody at the desk has to know.
    """
    survey_id: int = 0
    """SEND: it asks this survey, which is `unsendable` should it not go out."""
    feedback_id: int = 0
    """SEND: it tells what became of this feedback, which is open again should it not go out."""
    side: Side = Side.CONTACT
    """EDIT, UNSEND, REACT: on whose side the copies are that change."""
    of: str = ""
    """EDIT, UNSEND, REACT: the message that was edited, deleted or reacted to, by its id on the other side."""
    instead: Content | None = None
    """EDIT, UNSEND: what is said where it cannot be done; None: nothing is."""
    mark: Mark | None = None
    effect: ReturnChange | None = None
    """EFFECT: what has happened here."""
    created_at: float = 0.0
    attempts: int = 0
    parts_sent: int = 0
    due_at: float = 0.0


@record(frozen=True, slots=True, kw_only=True)
class Timer:
    """Something due later for this conversation. One of a name at a time: a new one replaces the old."""

    name: str
    due_at: float
    payload: str = ""
    conversation_id: int = 0
    """0: this turn's own conversation. Another's timer, due now, is how a turn asks another conversation for one."""


@record(frozen=True, slots=True, kw_only=True)
class ReportingEvent:
    """Something that reports count. `handlers.reporting` makes them, so that each always says the same."""

    name: str
    at: float
    value: float | None = None
    """Mostly seconds."""
    business_value: float | None = None
    """The same, as the opening hours count it."""
    channel: str = ""
    """"": that of the turn's conversation."""
    team: str = ""
    agent: str = ""
    """An account."""
    script: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


@record(frozen=True, slots=True, kw_only=True)
class TurnResult:
    conversation: Conversation | None = None
    """The conversation as it is now; None when the turn concerned none (an unknown desk thread)."""
    entries: tuple[Entry, ...] = ()
    outgoing: tuple[Outgoing, ...] = ()
    timers: tuple[Timer, ...] = ()
    cancelled_timers: tuple[str, ...] = ()
    events: tuple[ReportingEvent, ...] = ()
    returns: tuple[ReturnChange, ...] = ()
    case: Case | None = None
    """The conversation's open case as it is now; with `closed_at`, it is the last of it. None: as it was."""
    agents: tuple[Agent, ...] = ()
    """Each as they are now."""
    contacts: tuple[ContactChange, ...] = ()
    swaps: tuple[Swap, ...] = ()
    """Proposed ones, and such as are decided now: written only if nobody has decided on them before."""
    surveys: tuple[Survey, ...] = ()
    """Each as it is now."""
    tasks: tuple[Task, ...] = ()
    feedback: tuple[Feedback, ...] = ()
    campaigns: tuple[CampaignChange, ...] = ()
    """Written only if all of them still can be."""
    links: tuple[LinkChange, ...] = ()
    """Written only if all of them still can be; see `storage.store.Store.commit`."""
