"""`Store` over one SQLite file."""

from collections.abc import Callable, Coroutine, Iterator, Sequence
from typing import Any

from storage.conversations import Conversation
from storage.database import Database, Rows
from storage.inbound import Identity, Inbound
from storage.links import Joined, Undone
from storage.results import Entry, EntryKind, Outgoing, Timer, TurnResult
from storage.sqlite import bookmarks, purging, return_books, timers, turns
from storage.sqlite.campaigns.forgetting import forget_targets
from storage.sqlite.conversations import Conversations
from storage.sqlite.inbox import Inbox
from storage.sqlite.outbox import Outbox
from storage.sqlite.swaps import SqliteSwaps
from storage.store import Accepted, Settlement, Undelivered, ignore

TRANSCRIPT = """
SELECT kind, author, text, at, author_name, external_id, via FROM messages
WHERE conversation_id = ? ORDER BY id DESC LIMIT ?
"""

PING = "ping"


class SqliteStore:
    """See `storage.store.Store`. Raises StorageFailed."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._inbox = Inbox(database)
        self._conversations = Conversations(database)
        self._outbox = Outbox(database)
        self._swaps = SqliteSwaps(database)

    @property
    def swaps(self) -> SqliteSwaps:
        return self._swaps

    def accept(
        self, inbound: Inbound, at: float, begun: Callable[[int], None] = ignore
    ) -> Coroutine[Any, Any, int | None]:
        return self._inbox.accept(inbound, at, begun)

    async def inbox_id(self, channel: str, key: str) -> int | None:
        return await self._inbox.find(channel, key)

    async def unhandled(self) -> list[Accepted]:
        return await self._inbox.unhandled()

    def next_number(self) -> int:
        return self._database.ids.next("conversations")

    def load(self, identity: Identity) -> Coroutine[Any, Any, Conversation | None]:
        return self._conversations.load(identity)

    async def load_by_id(self, conversation_id: int) -> Conversation | None:
        return await self._conversations.load_by_id(conversation_id)

    async def load_by_thread(self, thread: str) -> Conversation | None:
        return await self._conversations.load_by_thread(thread)

    async def load_by_desk_message(self, chat: str, message_id: str) -> Conversation | None:
        return await self._conversations.load_by_desk_message(chat, message_id)

    async def commit(self, inbox_id: int, result: TurnResult, at: float) -> tuple[Outgoing, ...]:
        conversation = result.conversation
        try:
            before = self._conversations.on_disk(conversation.identity) if conversation else None
            turn = turns.turned(self._database, inbox_id, result, before, at)
            won = await self._database.write(*turn.rows, claim=turn.claim, guards=turn.guards)
        except BaseException:
            if conversation:
                self.forget(conversation.identity)  # it may have been written all the same
            raise
        if not won:
            return ()
        if conversation:
            self._conversations.changed(conversation, turn.case)
        if result.swaps:
            self._swaps.written(result.swaps)
        if result.contacts or result.links:
            for contact_id in _changed(result):
                self._conversations.forget_contact(contact_id)
        return turn.outgoing

    async def load_at_desk(self, contact_id: int) -> Conversation | None:
        return await self._conversations.load_at_desk(contact_id)

    def forget(self, identity: Identity) -> None:
        """What is remembered of its conversation is not what is on disk any more."""
        self._conversations.forget(identity)

    async def waiting(self) -> list[Outgoing]:
        return await self._outbox.waiting()

    async def answers_to(self, inbox_id: int) -> list[Outgoing]:
        return await self._outbox.answers_to(inbox_id)

    async def add(self, outgoing: Sequence[Outgoing], at: float) -> tuple[Outgoing, ...]:
        return await self._outbox.add(outgoing, at)

    def settle(self, *settlements: Settlement) -> Coroutine[Any, Any, tuple[Outgoing, ...]]:
        return self._outbox.settle(settlements)

    async def set_thread(self, conversation_id: int, thread: str | None) -> None:
        await self._conversations.set_thread(conversation_id, thread)

    async def thread_of(self, conversation_id: int) -> str | None:
        return await self._conversations.thread_of(conversation_id)

    async def transcript(self, conversation_id: int, limit: int) -> list[Entry]:
        rows = await self._database.look_up(TRANSCRIPT, (conversation_id, limit))
        return [
            Entry(
                kind=EntryKind(kind),
                author=author,
                text=text,
                at=at,
                author_name=name,
                external_id=external_id,
                via=via,
            )
            for kind, author, text, at, name, external_id, via in reversed(rows)
        ]

    async def claim_timers(self, now: float) -> list[Accepted]:
        return await timers.claim(self._database, now)

    async def timers_of(self, conversation_id: int) -> list[Timer]:
        return await timers.of(self._database, conversation_id)

    async def undelivered(self, limit: int) -> list[Undelivered]:
        return await self._outbox.undelivered(limit)

    async def retry(self, ids: Sequence[int] | None, at: float) -> tuple[Outgoing, ...]:
        return await self._outbox.retry(ids, at)

    async def bookmark(self, name: str) -> str | None:
        rows = await self._database.look_up(bookmarks.READ, (name,))
        return rows[0][0] if rows else None

    async def set_bookmark(self, name: str, value: str) -> None:
        await self._database.write(Rows(bookmarks.SET, [(name, value)]))

    async def purge(self, queues_before: float, transcripts_before: float, returns_before: float = 0.0) -> int:
        before = dict.fromkeys(purging.QUEUES, queues_before) | dict.fromkeys(purging.SAID, transcripts_before)
        purged = sum([await purging.purge(self._database, table, time) for table, time in before.items()])
        purged += await forget_targets(self._database, transcripts_before)
        return purged + await return_books.forget(self._database, returns_before)

    @property
    def faults(self) -> int:
        return self._database.faults

    async def ping(self) -> None:
        await self.set_bookmark(PING, "")  # a full disk can still be read

    async def close(self) -> None:
        await self._database.close()


def _changed(result: TurnResult) -> Iterator[int]:
    """Contacts of whom more than this turn's conversation has changed."""
    own = result.conversation.contact_id if result.conversation else 0
    for change in result.contacts:
        if change.banned is not None:
            yield change.contact_id or own
    for link in result.links:
        if isinstance(link, Joined | Undone):
            yield from (link.from_contact, link.into_contact)
