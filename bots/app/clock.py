"""The time that kefu goes by. Nothing in it looks at the machine's own but through this."""

import asyncio
import time
from typing import Protocol


class Clock(Protocol):
    def __call__(self) -> float:
        """Unix seconds."""

    def ticks(self) -> float:
        """Seconds since some moment or other, that only ever go forward: for paces."""

    async def sleep(self, seconds: float) -> None:
        """Return when so many seconds have passed by this clock. One that is moved forward ends sleeps it passes."""


LOOK_SECONDS = 30.0


async def until(clock: Clock, due: float) -> bool:
    """Return when the clock shows that time, which may be set meanwhile; and a machine that was put to sleep has
    counted no seconds of it. So it is looked at now and then.

    False: it was put back, perhaps from years ahead. What is due next has to be asked again.
    """
    shown = clock()
    while (left := due - shown) > 0:
        await clock.sleep(min(left, LOOK_SECONDS))
        before, shown = shown, clock()
        if shown < before:
            return False
    return True


class SystemClock:
    __call__ = staticmethod(time.time)
    """As it is: a message asks for the time a dozen times."""
    ticks = staticmethod(time.monotonic)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
