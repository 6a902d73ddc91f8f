"""A clock that knows when everybody waits for it."""

import time
from collections.abc import Callable

from bots.sandbox.clock import MovableClock


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
