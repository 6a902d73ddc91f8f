"""Topics in chats with customers, which the bot's owner may have switched on: an answer goes where they wrote last.

They are remembered while kefu runs. Without that, the platform puts an answer into the chat itself.
"""

from collections import OrderedDict

from storage.inbound import Inbound, Kind

KEPT = 10_000


class PrivateTopics:
    def __init__(self) -> None:
        self._last: OrderedDict[str, str] = OrderedDict()

    def note(self, inbound: Inbound) -> None:
        if not inbound.private or inbound.kind is Kind.REACTION:  # no platform tells the topic of a reaction
            return
        if inbound.thread is None:
            self.forget(inbound.chat_id)
            return
        self._last[inbound.chat_id] = inbound.thread
        self._last.move_to_end(inbound.chat_id)
        if len(self._last) > KEPT:
            self._last.popitem(last=False)

    def of(self, chat: str) -> str | None:
        return self._last.get(chat)

    def forget(self, chat: str) -> None:
        self._last.pop(chat, None)
