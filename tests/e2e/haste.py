"""A clock on which a shop's hours are minutes of ours, the same one for every life of a kefu."""

import asyncio
import time
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HastyClock:
    """A `bots.app.clock.Clock`."""

    began: float
    """Unix seconds at which it showed the real time."""
    speed: float

    def __call__(self) -> float:
        return self.began + (time.time() - self.began) * self.speed

    def ticks(self) -> float:
        return time.monotonic() * self.speed

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds / self.speed)
