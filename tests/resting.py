"""Sleep that costs a test no time: not waited for, or by a clock that knows when everybody sleeps."""

import asyncio
import time
from collections.abc import Callable

from bots.sandbox.clock import MovableClock

LOOKS = 20


async def at_once(_seconds: float) -> None:
    """A `sleep` that does not wait."""
    await asyncio.sleep(0)


class RestingClock(MovableClock):
    """It knows how many sleep by it."""

    def __init__(self, real: Callable[[], float] = time.time, ticks: Callable[[], float] = time.monotonic) -> None:
        super().__init__(real, ticks)
        self.asleep = 0

    async def sleep(self, seconds: float) -> None:
        self.asleep += 1
        try:
            await super().sleep(seconds)
        finally:
            self.asleep -= 1


async def all_asleep(clock: RestingClock) -> int:
    """How many sleep once nobody else has gone to sleep for long. It is looks that count, and not the time alone: a
    machine that stands still lets nobody go to sleep.
    """
    asleep, looks = clock.asleep, 0
    while looks < LOOKS:
        await asyncio.sleep(0.01)
        looks = looks + 1 if clock.asleep == asleep else 0
        asleep = clock.asleep
    return asleep
