"""A sign that an answer is being written, for whoever waits longer than a moment."""

import asyncio
from collections.abc import Iterable, Mapping

from bots.channel import Channel
from storage.inbound import Inbound, Kind
from storage.results import Outgoing

PATIENCE = 1.5
"""Seconds. Most answers are there before; a sign that comes and goes would only flicker."""


class Typing:
    def __init__(self, channels: Mapping[str, Channel], patience: float = PATIENCE) -> None:
        self._channels = channels
        self._patience = patience
        self._waiting: dict[int, asyncio.TimerHandle] = {}
        self._showing: set[asyncio.Task[None]] = set()

    def waits(self, inbox_id: int, inbound: Inbound) -> None:
        """Somebody has written in private, and nothing is answered yet."""
        if inbound.private and not inbound.staff and inbound.kind in (Kind.TEXT, Kind.BUTTON):
            loop = asyncio.get_running_loop()
            self._waiting[inbox_id] = loop.call_later(self._patience, self._show, inbox_id, inbound)

    def answered(self, rows: Iterable[Outgoing]) -> None:
        for row in rows:
            self.over(row.answers)

    def over(self, inbox_id: int | None) -> None:
        """The turn has ended, with or without an answer."""
        if inbox_id is not None and (timer := self._waiting.pop(inbox_id, None)):
            timer.cancel()

    def close(self) -> None:
        for timer in self._waiting.values():
            timer.cancel()
        for task in self._showing:
            task.cancel()

    def _show(self, inbox_id: int, inbound: Inbound) -> None:
        self._waiting.pop(inbox_id, None)
        channel = self._channels.get(inbound.identity.channel)
        if channel is not None:
            task = asyncio.ensure_future(channel.typing(inbound.chat_id))
            self._showing.add(task)
            task.add_done_callback(self._showing.discard)
