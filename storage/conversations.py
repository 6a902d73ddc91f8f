"""A conversation: one contact's exchange on one identity, and who owns it."""

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from typing import Any

from storage.desk import Case
from storage.inbound import Identity
from storage.records import record


class Status(StrEnum):
    PENDING = "pending"
    """The bot has it."""
    OPEN = "open"
    """At the desk: in the queue or with an agent."""
    SNOOZED = "snoozed"
    RESOLVED = "resolved"


AT_DESK = frozenset({Status.OPEN, Status.SNOOZED})
"""Staff have it, or will when it wakes."""


class OwnerKind(StrEnum):
    BOT = "bot"
    QUEUE = "queue"
    AGENT = "agent"
    WAKE = "wake"
    """Nobody until a time: `ref` is unix seconds."""


@record(frozen=True, slots=True)
class Owner:
    kind: OwnerKind
    ref: str = ""


BOT = Owner(OwnerKind.BOT)


@record(frozen=True, slots=True)
class Reach:
    """Where somebody can be written to."""

    identity: Identity
    chat_id: str


@record(frozen=True, slots=True, kw_only=True)
class Conversation:
    """A snapshot, with what is known of its contact. Saved whole at the end of a turn."""

    id: int = 0
    """The ticket number staff see."""
    contact_id: int = 0
    """0 until the first turn commits."""
    identity: Identity
    chat_id: str
    name: str = ""
    locale: str | None = None
    """The profile's language, as the platform names it."""
    language: str | None = None
    """The language the contact chose, or was last understood to write. A folder of `scripts/`."""
    status: Status = Status.PENDING
    owner: Owner | None = BOT
    """None once resolved; otherwise exactly one."""
    state: Mapping[str, Any] = field(default_factory=dict)
    """What handlers remember between messages, as JSON: the open form, the buttons last offered."""
    thread: str | None = None
    """The desk's topic or thread. Written by delivery when it opens one, never by a turn."""
    case: Case | None = None
    """What it is with the desk for; None unless it is there. Read only: `TurnResult.case` writes."""
    proven: Mapping[str, float] = field(default_factory=dict)
    """Order numbers the contact has proven, each with the unix time it is forgotten. Read only: `Proofs` writes."""
    messages: int = 0
    """How many messages the contact has ever sent here; 0 is first contact."""
    last_message_at: float = 0.0
    blocked: bool = False
    """The contact left; nothing can be sent until they write again."""
    banned: bool = False
    """Staff do not want to hear of this contact. Read only: `TurnResult.contacts` writes."""
    linked: bool = False
    """The contact has other identities, too. Read only: `TurnResult.links` writes."""

    @property
    def reach(self) -> Reach:
        """Where the contact is answered: on the identity that they wrote on last, while staff have the conversation."""
        case = self.case
        if case is not None and case.answer_via is not None:
            return Reach(case.answer_via, case.answer_chat)
        return Reach(self.identity, self.chat_id)


def called(name: str, account_id: str) -> str:
    """By which staff tell conversations apart: the name of their profile, else the end of their account's id."""
    return name or account_id[-6:]
