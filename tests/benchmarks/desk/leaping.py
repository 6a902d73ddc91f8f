"""Time that stands still until everybody waits for it, and then leaps to when the next of them wakes."""

import asyncio
import heapq
import itertools
import math

GRAIN = 2
"""Parts of a second. Every moment is a whole number of them, so that sums of moments are exact."""

FARTHEST = 1.0


class LeapingClock:
    """A `bots.app.clock.Clock`."""

    def __init__(self, start: int = 1_795_305_600) -> None:
        self._start = start
        self._now = 0.0
        self._order = itertools.count()
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self.naps = 0
        """How often somebody fell asleep: while it grows, something is going on."""

    def __call__(self) -> float:
        return self._start + self._now

    def ticks(self) -> float:
        return self._now

    async def sleep(self, seconds: float) -> None:
        self.naps += 1
        until = math.ceil((self._now + max(seconds, 0.0)) * GRAIN) / GRAIN
        woken = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (until, next(self._order), woken))
        await woken

    def leap(self) -> None:
        """To the next who wakes, and those who wake with them; not far, since who is at work now may sleep for less."""
        while self._sleepers and self._sleepers[0][2].done():
            heapq.heappop(self._sleepers)
        if self._sleepers:
            self._now = max(self._now, min(self._sleepers[0][0], self._now + FARTHEST))
        while self._sleepers and self._sleepers[0][0] <= self._now:
            woken = heapq.heappop(self._sleepers)[2]
            if not woken.done():
                woken.set_result(None)
