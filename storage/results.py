"""What one turn decided, as values: the store writes them in one transaction."""

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from typing import Any

from storage.content import Content
from storage.conversations import Conversation
from storage.records import record
from storage.returns import ReturnChange


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


class Action(StrEnum):
    SEND = "send"
    """To the contact."""
    POST = "post"
    """Into the conversation's topic at the desk, which delivery opens when there is none."""
    ALERT = "alert"
    """To the desk's general topic: about no conversation in particular."""
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
    thread: str | None = None


@record(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One row of the outbox."""

    id: int = 0
    action: Action = Action.SEND
    channel: str
    """Where it goes. For POST, ALERT and MARK the desk's channel; for EFFECT the shop's order system."""
    to: str = ""
    """SEND: the contact's chat. MARK: the desk's chat. POST, ALERT: empty, delivery knows the desk. EFFECT: the RMA."""
    conversation_id: int = 0
    """0: the conversation of this turn (the store fills it in)."""
    content: Content = Content()
    title: str = ""
    """POST: the topic's name, should it have to be opened (again)."""
    opens: bool = False
    """POST: this is the card, the first post of a topic."""
    answers: int | None = None
    """The inbox id this answers, set by the turn: a channel with passive replies looks for it."""
    relays: StaffMessage | None = None
    """SEND: mark this staff message when it is known how it ended. MARK: the message to mark."""
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


@record(frozen=True, slots=True, kw_only=True)
class ReportingEvent:
    name: str
    at: float
    value: float | None = None
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
