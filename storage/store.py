"""The door to the database that the engine and delivery use. One test class runs over every implementation."""

import sqlite3
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Protocol

from storage.conversations import Conversation
from storage.copies import Copy
from storage.inbound import Identity, Inbound
from storage.records import record
from storage.results import Entry, Outgoing, Timer, TurnResult
from storage.swaps import SwapDoor


@record(frozen=True, slots=True)
class Accepted:
    """A row of the inbox that waits for its turn."""

    inbox_id: int
    inbound: Inbound


class Fate(StrEnum):
    DELIVERED = "delivered"
    FAILED = "failed"
    """Permanently: nobody will try again unless an operator says so."""
    POSTPONED = "postponed"


@record(frozen=True, slots=True, kw_only=True)
class Settlement:
    """How one attempt at an outbox row ended."""

    outgoing: Outgoing
    fate: Fate
    at: float
    external_id: str = ""
    error: str = ""
    """FAILED, POSTPONED: what happened, in words an operator can act on; never a secret, never content."""
    due_at: float = 0.0
    """POSTPONED: when to try again."""
    parts_sent: int = 0
    copies: tuple[Copy, ...] = ()
    """DELIVERED: what was sent is a copy of what somebody wrote on the other side."""
    follow_up: tuple[Outgoing, ...] = ()
    """New rows that become due with this end: a mark on the staff message, a word to the desk."""


@record(frozen=True, slots=True, kw_only=True)
class Undelivered:
    """A row of `kefu outbox list`."""

    id: int
    action: str
    channel: str
    to: str
    conversation_id: int
    fate: str
    attempts: int
    error: str
    created_at: float
    due_at: float


PASSING = (OSError, sqlite3.OperationalError)


def will_pass(error: BaseException) -> bool:
    """Whether the database could not do it now (full, locked, away), and the same call may work later.

    Anything else that a store raises, or that its StorageFailed was raised from, is about the data it was given.
    """
    return isinstance(error, PASSING) or isinstance(error.__cause__, PASSING)


def ignore(_inbox_id: int) -> None:
    """For whoever needs to know no sooner than it is durable."""


class Store(Protocol):
    """Every method returns only when what it wrote is durable."""

    @property
    def swaps(self) -> SwapDoor:
        """Kept with the store: a swap counts with the commit that agrees on it."""

    async def accept(self, inbound: Inbound, at: float, begun: Callable[[int], None] = ignore) -> int | None:
        """Put it in the inbox: its inbox id, or None when this delivery was accepted before.

        `begun` gets the id of a new one a moment before it is durable, in the order in which messages were given,
        whether or not the caller still waits. The turn may begin then: what it commits is durable at the same time or
        later. Should the message fail to become durable after all, that commit writes nothing and returns nothing.
        """

    async def inbox_id(self, channel: str, key: str) -> int | None:
        """The inbox id a delivery was accepted under."""

    async def unhandled(self) -> list[Accepted]:
        """What was accepted but not handled when the process died, oldest first."""

    def next_number(self) -> int:
        """A number for a conversation that begins with this turn. One that is never committed leaves a gap."""

    async def load(self, identity: Identity) -> Conversation | None: ...

    async def load_by_id(self, conversation_id: int) -> Conversation | None: ...

    async def load_at_desk(self, contact_id: int) -> Conversation | None:
        """The conversation of this contact that staff have, on whatever identity; the oldest case's, of several."""

    async def load_by_thread(self, thread: str) -> Conversation | None:
        """The conversation whose topic at the desk this is, or once was: then its `thread` is another."""

    async def load_by_desk_message(self, chat: str, message_id: str) -> Conversation | None:
        """The conversation with a copy of this message, or which this message is a copy of. `chat`: as in `Copy`."""

    def forget(self, identity: Identity) -> None:
        """Something of its conversation was written by somebody else: read it anew."""

    async def commit(self, inbox_id: int, result: TurnResult, at: float) -> tuple[Outgoing, ...]:
        """Write a turn whole, mark its message handled, and return the outbox rows with their ids; those that are sent
        in the turn's own conversation with the message that they answer, too.

        A turn whose message was handled before writes nothing and returns nothing. Raises Conflict, having written
        nothing, when a return request or a link that it changes is not as it saw it any more, when it opens a case
        beside an open one, or changes one that is over, or asks a contact how it was who was just asked elsewhere.
        """

    async def waiting(self) -> list[Outgoing]:
        """Every outbox row neither delivered nor failed, oldest first."""

    async def answers_to(self, inbox_id: int) -> list[Outgoing]:
        """The outbox rows that answer this inbox row and wait, oldest first."""

    async def add(self, outgoing: Sequence[Outgoing], at: float) -> tuple[Outgoing, ...]:
        """Put rows into the outbox that no turn asked for, such as a word to the admin; returns them with their ids."""

    async def settle(self, *settlements: Settlement) -> tuple[Outgoing, ...]:
        """Record how attempts ended and insert the follow-up, all of it or nothing; returns the follow-up of all of
        them with ids, in their order.
        """

    async def set_thread(self, conversation_id: int, thread: str | None) -> None: ...

    async def thread_of(self, conversation_id: int) -> str | None: ...

    async def transcript(self, conversation_id: int, limit: int) -> list[Entry]:
        """The latest entries, oldest first."""

    async def claim_timers(self, now: float) -> list[Accepted]:
        """Move due timers into the inbox (Kind.TIMER), each once, whatever crashes: as many as one transaction may
        hold, those first that are due longest. None are left when there are none to return.
        """

    async def timers_of(self, conversation_id: int) -> list[Timer]:
        """What is due later, the soonest first."""

    async def undelivered(self, limit: int) -> list[Undelivered]: ...

    async def retry(self, ids: Sequence[int] | None, at: float) -> tuple[Outgoing, ...]:
        """Make failed rows wait again (None: all of them) and return them."""

    async def bookmark(self, name: str) -> str | None:
        """A small fact that must survive a restart: the desk's chat id after a group moved."""

    async def set_bookmark(self, name: str, value: str) -> None: ...

    async def purge(self, queues_before: float, transcripts_before: float, returns_before: float = 0.0) -> int:
        """Forget handled inbox rows and settled outbox rows, what was said in transcripts, ended cases and notes on
        contacts, and who asked for returns that have ended; returns how many rows. The cases stay, and so does what
        became of the returns.
        """

    @property
    def faults(self) -> int:
        """So many times the disk has failed us since the start: a small write may succeed where a large one did not."""

    async def ping(self) -> None:
        """Raise unless the database takes a write."""

    async def close(self) -> None: ...
