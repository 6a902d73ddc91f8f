"""What is due by the calendar, on a machine whose clock is set, or which was put to sleep."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from bots.app.clock import LOOK_SECONDS, until

HOUR = 3600.0


@dataclass
class SetClock:
    """Somebody sets it while we sleep: each sleep takes its seconds, and something comes on top."""

    set_by: Iterator[float]
    now: float = 0.0
    slept: float = 0.0

    def __call__(self) -> float:
        return self.now

    def ticks(self) -> float:
        return self.slept

    async def sleep(self, seconds: float) -> None:
        self.slept += seconds
        self.now += seconds + next(self.set_by, 0.0)


@pytest.mark.parametrize(
    ("set_by", "most"),
    [([], 8 * HOUR), ([0.0, 7 * HOUR], HOUR), ([24 * HOUR], LOOK_SECONDS), ([0.0, -HOUR], 9 * HOUR)],
    ids=["left alone", "asleep for seven hours", "set a day forward", "set an hour back"],
)
async def test_eight_in_the_morning_is_when_the_clock_says_so(set_by: list[float], most: float) -> None:
    clock = SetClock(iter(set_by))
    await until(clock, 8 * HOUR)
    assert clock.now >= 8 * HOUR
    assert most - LOOK_SECONDS <= clock.slept <= most
