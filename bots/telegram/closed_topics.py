"""Topics of the desk that somebody closed by hand.

The bot, an administrator, goes on posting there, but plain members cannot write: nobody could answer what it posts. So
a topic is open again before anything else is posted in it. Known until a restart: Telegram lets nobody ask.
"""

from collections.abc import Mapping
from typing import Any

from storage.latest import Latest

REMEMBERED = 10_000


class ClosedTopics:
    def __init__(self) -> None:
        self._closed: Latest[tuple[str, str], None] = Latest(REMEMBERED)
        """Chat and topic."""

    def note(self, update: Mapping[str, Any]) -> None:
        match update:
            case {"message": {"chat": {"id": int(chat)}, "message_thread_id": int(topic), **happened}}:
                if "forum_topic_closed" in happened:
                    self._closed.keep((str(chat), str(topic)), None)
                elif "forum_topic_reopened" in happened:
                    self.opened(str(chat), str(topic))

    def has(self, chat: str, topic: str) -> bool:
        return bool(self._closed) and (chat, topic) in self._closed

    def opened(self, chat: str, topic: str) -> None:
        self._closed.pop((chat, topic), None)
