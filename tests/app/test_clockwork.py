"""What happens because time passes: on time, and at once when time is moved."""

import asyncio

from structlog.testing import capture_logs

from bots.app.background import background
from bots.app.clockwork import SWEEP_SECONDS, Clockwork
from bots.sandbox.clock import MovableClock
from storage.errors import StorageFailed
from tests import engine_fakes
from tests.engine_fakes import until


async def test_due_timers_are_looked_for_every_two_seconds() -> None:
    clock, swept = engine_fakes.Clock(), list[float]()
    began = clock.now

    async def sweep() -> None:
        swept.append(clock.now - began)

    async with background(Clockwork(clock).again_and_again(SWEEP_SECONDS, sweep)):
        await until(lambda: len(swept) == 3)
    assert swept == [SWEEP_SECONDS, 2 * SWEEP_SECONDS, 3 * SWEEP_SECONDS]


async def test_whoever_moves_the_clock_need_not_wait_for_what_becomes_due() -> None:
    clock, swept = MovableClock(lambda: 1_800_000_000.0, ticks=lambda: 0.0), list[float]()

    async def sweep() -> None:
        swept.append(clock())

    async with background(Clockwork(clock).again_and_again(SWEEP_SECONDS, sweep)):
        await asyncio.sleep(0)
        clock.forward(3 * 86_400.0)
        await until(lambda: bool(swept))
    assert swept == [1_800_000_000.0 + 3 * 86_400.0]


async def test_what_fails_once_is_done_all_the_same_when_it_is_due_again() -> None:
    clock, tries = engine_fakes.Clock(), list[float]()

    async def fails_once() -> None:
        tries.append(clock.now)
        if len(tries) == 1:
            raise OSError("the database is away")

    async with background(Clockwork(clock).again_and_again(SWEEP_SECONDS, fails_once)):
        await until(lambda: len(tries) == 2)


async def test_of_work_for_which_the_disk_has_no_room_the_log_says_just_that() -> None:
    clock, tries = engine_fakes.Clock(), list[float]()

    async def finds_no_room() -> None:
        tries.append(clock.now)
        raise StorageFailed("make room on its disk")

    with capture_logs() as logs:
        async with background(Clockwork(clock).again_and_again(SWEEP_SECONDS, finds_no_room)):
            await until(lambda: len(tries) == 2)
    assert logs[0]["reason"] == "make room on its disk"
