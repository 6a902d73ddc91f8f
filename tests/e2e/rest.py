"""A shop in which nothing is left to do until its clock goes on."""

import asyncio

from tests.e2e.chats import settled
from tests.e2e.shop import Shop
from tests.resting import RestingClock

PATIENCE = 120.0
"""Seconds: the machine may be busy."""


async def rested(shop: Shop, clock: RestingClock, jobs: int) -> None:
    """Whatever was due is done, and delivered. `jobs`: so many sleep when nothing is due."""
    async with asyncio.timeout(PATIENCE):
        for _ in range(3):
            await asyncio.sleep(0)
        while True:
            if await _rests(shop, clock, jobs):
                return
            await asyncio.sleep(0.001)


async def _rests(shop: Shop, clock: RestingClock, jobs: int) -> bool:
    """A job that is awake while kefu settles may give it something more to do, and sleep after that."""
    were_asleep = clock.asleep >= jobs
    await settled(shop)
    return were_asleep and clock.asleep >= jobs
