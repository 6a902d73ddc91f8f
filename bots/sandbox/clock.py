"""The sandbox's own time: real time, and ahead of it by as much as somebody has moved it."""

import asyncio
import time
from collections.abc import Callable

FURTHEST = 400 * 86_400.0
"""Seconds ahead of real time: past every expiry that a shop may configure."""


class MovableClock:
    """A `bots.app.clock.Clock`."""

    def __init__(self, real: Callable[[], float] = time.time, ticks: Callable[[], float] = time.monotonic) -> None:
        self.moved = 0.0
        """Seconds ahead of real time."""
        self.on_moved: list[Callable[[], None]] = []
        """Told after each move, in the order in which they came."""
        self._real = real
        self._ticks = ticks
        self._moving = asyncio.Event()

    def __call__(self) -> float:
        return self._real() + self.moved

    def ticks(self) -> float:
        return self._ticks() + self.moved

    async def sleep(self, seconds: float) -> None:
        """A move forward ends the sleeps that it passes, and shortens the others."""
        until = self.ticks() + seconds
        while (left := until - self.ticks()) > 0:
            try:
                async with asyncio.timeout(left):
                    await self._moving.wait()
            except TimeoutError:
                return
        await asyncio.sleep(0)

    def forward(self, seconds: float) -> None:
        """Raises ValueError for a step back, and for one too far."""
        if not seconds > 0:
            raise ValueError("time moves forward only: give a number of seconds above 0")
        if self.moved + seconds > FURTHEST:
            raise ValueError(f"the clock may stand at most {FURTHEST / 86_400:.0f} days ahead")
        self.moved += seconds
        self._moving.set()
        self._moving = asyncio.Event()
        for told in self.on_moved:
            told()
