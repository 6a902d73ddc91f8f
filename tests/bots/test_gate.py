"""The way to a platform, by a clock that goes on while it is looked at, as every real one does."""

import asyncio
from itertools import count

from bots.delivery.gate import Gate
from bots.delivery.retry import DeliveryLimits
from tests.bots.posting import able
from tests.engine_fakes import Clock


async def test_a_mark_goes_at_once_where_nobody_waits_for_the_desk() -> None:
    looks, slept = count(), list[float]()

    async def pause(seconds: float) -> None:
        slept.append(seconds)

    gate = Gate(able(pace_desk=(20, 60)), DeliveryLimits(), lambda: next(looks) / 1000, pause)
    async with asyncio.timeout(5):
        await gate.let_others_pass("desk")
    assert not slept


async def test_staff_wait_with_everybody_when_the_platform_tells_the_whole_bot_to() -> None:
    clock = Clock()
    begun = clock.now
    gate = Gate(able(pace_desk=(20, 60)), DeliveryLimits(), clock.ticks, clock.sleep)
    gate.hold_bot(30)
    await gate.pass_desk("desk")
    assert clock.now - begun == 30


async def test_what_staff_read_counts_for_the_whole_bot_as_what_customers_read_does() -> None:
    clock = Clock()
    begun = clock.now
    gate = Gate(able(pace_bot=(2, 1)), DeliveryLimits(), clock.ticks, clock.sleep)
    await gate.pass_desk("desk")
    await gate.pass_chat("ann")
    assert clock.now == begun
    await gate.pass_desk("desk")
    assert clock.now - begun == 1
