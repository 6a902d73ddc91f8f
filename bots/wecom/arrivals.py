"""What has come over the connection and is not persisted yet. It comes once, so nothing here is let go before that."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

import structlog

from bots.wecom.frames import Event, Message
from storage.records import record

log = structlog.get_logger(__name__)

MOST = 1000
"""With so many waiting the connection is not read any further."""
DRAIN_SECONDS = 3.0


@record(frozen=True, slots=True)
class Arrival:
    body: Message | Event
    req_id: str
    """What an answer to it has to name."""
    at: float


Take = Callable[[Arrival], Awaitable[None]]


class Arrivals:
    def __init__(self) -> None:
        self._waiting: deque[Arrival] = deque()
        self._news = asyncio.Event()
        self._room = asyncio.Event()

    async def put(self, arrival: Arrival) -> None:
        while len(self._waiting) >= MOST:
            self._room.clear()
            await self._room.wait()
        self._waiting.append(arrival)
        self._news.set()

    async def take_each(self, take: Take) -> None:
        """One after the other, until cancelled."""
        while True:
            await self._news.wait()
            self._news.clear()
            await self._take_waiting(take)

    async def drain(self, take: Take) -> None:
        """Nothing comes any more."""
        try:
            async with asyncio.timeout(DRAIN_SECONDS):
                await self._take_waiting(take)
        except TimeoutError:
            log.critical("messages of staff lost at the stop", channel="wecom", count=len(self._waiting))

    async def _take_waiting(self, take: Take) -> None:
        while self._waiting:
            await take(self._waiting[0])
            self._waiting.popleft()
            self._room.set()
