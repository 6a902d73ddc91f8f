"""A sign that an answer is being written, for whoever waits longer than a moment."""

import asyncio
from collections.abc import Iterable, Mapping

from bots.channel import Channel
from handlers.patience import Patience
from storage.inbound import Inbound, Kind
from storage.results import Outgoing

ASKING = frozenset({Kind.TEXT, Kind.BUTTON})
"""The kinds of messages that are answered."""
PATIENCE = 1.5
"""Seconds. Most answers are there before; a sign that comes and goes would only flicker."""


class Typing:
    def __init__(self, channels: Mapping[str, Channel], patience: float = PATIENCE) -> None:
        self._channels = channels
        self._patience = Patience(patience, self._show)
        self._waiting: dict[int, Inbound] = {}
        self._showing: set[asyncio.Task[None]] = set()

    def waits(self, inbox_id: int, inbound: Inbound) -> None:
        """Somebody has written in private, and nothing is answered yet."""
        if inbound.private and not inbound.staff and inbound.kind in ASKING:
            self._waiting[inbox_id] = inbound
            self._patience.began(inbox_id)

    def answered(self, rows: Iterable[Outgoing]) -> None:
        for row in rows:
            self.over(row.answers)

    def over(self, inbox_id: int | None) -> None:
        """The turn has ended, with or without an answer."""
        if inbox_id is not None and self._waiting.pop(inbox_id, None) is not None:
            self._patience.ended(inbox_id)

    def close(self) -> None:
        self._patience.close()
        for task in self._showing:
            task.cancel()

    def _show(self, inbox_id: int) -> None:
        inbound = self._waiting.pop(inbox_id)
        channel = self._channels.get(inbound.identity.channel)
        if channel is not None:
            task = asyncio.ensure_future(channel.typing(inbound.chat_id))
            self._showing.add(task)
            task.add_done_callback(self._showing.discard)
