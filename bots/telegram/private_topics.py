"""Topics in chats with customers, which the bot's owner may have switched on: an answer goes where they wrote last.

They are remembered while kefu runs. Without that, the platform puts an answer into the chat itself.
"""

from storage.inbound import Inbound, Kind
from storage.latest import Latest

KEPT = 10_000


class PrivateTopics:
    def __init__(self) -> None:
        self._last: Latest[str, str] = Latest(KEPT)

    def note(self, inbound: Inbound) -> None:
        if not inbound.private or inbound.kind is Kind.REACTION:  # no platform tells the topic of a reaction
            return
        if inbound.thread is None:
            self.forget(inbound.chat_id)
        else:
            self._last.keep(inbound.chat_id, inbound.thread)

    def of(self, chat: str) -> str | None:
        return self._last.get(chat)

    def forget(self, chat: str) -> None:
        self._last.pop(chat, None)
