"""Topics in chats with customers, which the bot's owner may have switched on: an answer goes where they wrote last.

Where that is not known, the platform puts an answer into the chat itself.
"""

from collections.abc import Awaitable
from typing import Protocol, Self

import structlog

from storage.errors import StorageFailed
from storage.inbound import Inbound, Kind
from storage.latest import Latest

KEPT = 10_000

log = structlog.get_logger(__name__)


class Book(Protocol):
    """storage.private_topics.PrivateTopicBook: what is pushed after a restart goes there, too."""

    async def keep(self, account: str, topic: str | None) -> None: ...

    async def latest(self, most: int) -> dict[str, str]:
        """Topics by account, of so many accounts that wrote last: the latest last."""


class PrivateTopics:
    """By chat. A private chat has the same number as its person."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._last: Latest[str, str] = Latest(KEPT)

    @classmethod
    async def of(cls, book: Book) -> Self:
        """As the last run left them."""
        topics = cls(book)
        topics._last.update(await book.latest(KEPT))
        return topics

    def note(self, inbound: Inbound) -> Awaitable[None] | None:
        """What must be awaited before the message is acknowledged, if anything."""
        if not inbound.private or inbound.kind is Kind.REACTION:  # no platform tells the topic of a reaction
            return None
        known = self._last.use(inbound.chat_id)
        # Of somebody who is not among the latest any more the book may still have a topic.
        if known == inbound.thread and (known is not None or len(self._last) < KEPT):
            return None
        return self._move(inbound.chat_id, inbound.thread)

    def of_chat(self, chat: str) -> str | None:
        """None: answers go into the chat itself."""
        return self._last.get(chat)

    async def gone(self, chat: str) -> None:
        """The topic was deleted."""
        try:
            await self._move(chat, None)
        except StorageFailed as failed:  # the next answer finds it gone once more
            log.warning("a deleted topic is still written down", reason=str(failed))

    def forget(self, chat: str) -> None:
        """The book has nothing of it any more."""
        self._last.pop(chat, None)

    async def _move(self, chat: str, topic: str | None) -> None:
        before = self._last.get(chat)
        self._remember(chat, topic)  # first, as an answer may be quick
        try:
            await self._book.keep(chat, topic)
        except StorageFailed:
            self._remember(chat, before)  # the platform will tell it again
            raise

    def _remember(self, chat: str, topic: str | None) -> None:
        if topic is None:
            self._last.pop(chat, None)
        else:
            self._last.keep(chat, topic)
