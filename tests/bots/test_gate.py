"""The way to a platform, by a clock that goes on while it is looked at, as every real one does."""

import asyncio
from itertools import count

from bots.delivery.gate import Gate
from bots.delivery.retry import DeliveryLimits
from tests.bots.posting import able


async def test_a_mark_goes_at_once_where_nobody_waits_for_the_desk() -> None:
    looks, slept = count(), list[float]()

    async def pause(seconds: float) -> None:
        slept.append(seconds)

    gate = Gate(able(pace_desk=(20, 60)), DeliveryLimits(), lambda: next(looks) / 1000, pause)
    async with asyncio.timeout(5):
        await gate.let_others_pass("desk")
    assert not slept
