"""The sandbox's time, and who sleeps by it."""

import asyncio

import pytest

from bots.sandbox.clock import FURTHEST, MovableClock


class Wall:
    """Time that stands still."""

    def __call__(self) -> float:
        return 1_000.0


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(Wall(), Wall())


async def test_a_move_ends_the_sleeps_that_it_passes_and_no_others(clock: MovableClock) -> None:
    short, long = asyncio.create_task(clock.sleep(60)), asyncio.create_task(clock.sleep(3600))
    await asyncio.sleep(0)
    clock.forward(60)
    await short
    assert clock() == 1_060
    assert not long.done()
    clock.forward(3540)
    await long


async def test_what_sleeps_for_no_time_lets_others_run(clock: MovableClock) -> None:
    ran = asyncio.create_task(clock.sleep(0))
    await clock.sleep(-1)
    await ran


async def test_who_wants_to_know_of_a_move_is_told_after_it(clock: MovableClock) -> None:
    told: list[float] = []
    clock.on_moved.append(lambda: told.append(clock()))
    clock.forward(5)
    assert told == [1_005]


@pytest.mark.parametrize("seconds", [0, -1, float("nan"), float("inf"), FURTHEST + 1])
async def test_time_goes_forward_and_not_too_far(clock: MovableClock, seconds: float) -> None:
    with pytest.raises(ValueError, match=r"clock|time"):
        clock.forward(seconds)
    assert clock.moved == 0
