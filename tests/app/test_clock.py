"""What is due by the calendar, on a machine whose clock is set, or which was put to sleep."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from bots.app.clock import LOOK_SECONDS, until

HOUR = 3600.0
YEAR = 365 * 24 * HOUR


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
    [([], 8 * HOUR), ([0.0, 7 * HOUR], HOUR), ([24 * HOUR], LOOK_SECONDS), ([-1.0] * 3, 8 * HOUR + LOOK_SECONDS)],
    ids=["left alone", "asleep for seven hours", "set a day forward", "set right by seconds"],
)
async def test_eight_in_the_morning_is_when_the_clock_says_so(set_by: list[float], most: float) -> None:
    clock = SetClock(iter(set_by))
    assert await until(clock, 8 * HOUR)
    assert clock.now >= 8 * HOUR
    assert most - LOOK_SECONDS <= clock.slept <= most


async def test_a_clock_that_is_put_back_is_asked_anew_what_is_next() -> None:
    clock = SetClock(iter([0.0, -10 * YEAR]), now=10 * YEAR)
    assert not await until(clock, 10 * YEAR + 8 * HOUR)
    assert clock.slept == 2 * LOOK_SECONDS
