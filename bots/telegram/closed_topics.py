"""Topics of the desk that somebody closed by hand.

The bot, an administrator, goes on posting there, but plain members cannot write: nobody could answer what it posts. So
a topic is open again before anything else is posted in it. Telegram tells of it once, and lets nobody ask.
"""

from collections.abc import Awaitable, Mapping
from typing import Any, Protocol, Self

import structlog

from bots.desk_chats import DeskChats
from storage.errors import StorageFailed
from storage.latest import Latest

REMEMBERED = 10_000

log = structlog.get_logger(__name__)


class Book(Protocol):
    """storage.closed_topics.ClosedTopicBook: a topic is closed over a restart, too."""

    async def keep(self, chat: str, topic: str, *, closed: bool) -> None: ...

    async def latest(self, most: int) -> list[tuple[str, str]]:
        """Chats and topics, so many that were closed last: the latest last."""


class ClosedTopics:
    def __init__(self, book: Book) -> None:
        self._book = book
        self._closed: Latest[tuple[str, str], None] = Latest(REMEMBERED)
        """Chat and topic."""

    @classmethod
    async def of(cls, book: Book) -> Self:
        """As the last run left them."""
        topics = cls(book)
        topics._closed.update(dict.fromkeys(await book.latest(REMEMBERED)))
        return topics

    def note(self, update: Mapping[str, Any], desk: DeskChats) -> Awaitable[None] | None:
        """What must be awaited before the update is acknowledged, if anything."""
        match update:
            case {"message": {"chat": {"id": int(chat)}, "message_thread_id": int(topic), **happened}}:
                is_closed = "forum_topic_closed" in happened
                if (is_closed or "forum_topic_reopened" in happened) and str(chat) in desk:
                    return self._keep(str(chat), str(topic), closed=is_closed)
        return None

    def has(self, chat: str, topic: str) -> bool:
        return bool(self._closed) and (chat, topic) in self._closed

    async def opened(self, chat: str, topic: str) -> None:
        """By us."""
        try:
            await self._keep(chat, topic, closed=False)
        except StorageFailed as failed:  # after a restart it is opened once more, which it is already
            log.warning("an open topic is still written down as closed", reason=str(failed))

    async def _keep(self, chat: str, topic: str, *, closed: bool) -> None:
        # Known at once: a post may be quick. Where it cannot be written down, Telegram tells of it again.
        if closed:
            self._closed.keep((chat, topic), None)
        else:
            self._closed.pop((chat, topic), None)
        await self._book.keep(chat, topic, closed=closed)
