"""A week of a shop in seconds: everybody's clock is moved, and nobody goes on before kefu has done what was due."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bots.app import running
from bots.sandbox.clock import MovableClock
from bots.sandbox.phone import Shown
from bots.sandbox.platforms import Platforms
from config.settings import Settings
from tests.e2e.chats import Channel, Customer, Desk, Street, settled
from tests.e2e.shop import MINUTE, Plan, Shop, settings_of

ZONE = ZoneInfo("Asia/Shanghai")
STEP = 10 * MINUTE
"""Nothing in a shop has to be seen to the minute, but reminders come too late when an hour is slept through."""
PATIENCE = 120.0
"""Seconds: the machine may be busy."""
LOOKS = 20


class RestingClock(MovableClock):
    """It knows how many sleep by it."""

    def __init__(self) -> None:
        super().__init__()
        self.asleep = 0

    async def sleep(self, seconds: float) -> None:
        self.asleep += 1
        try:
            await super().sleep(seconds)
        finally:
            self.asleep -= 1


def at(text: str) -> float:
    """`11-23 09:00`, of this year."""
    return datetime.strptime(f"2026-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=ZONE).timestamp()


@dataclass
class Week:
    shop: Shop
    clock: RestingClock
    street: Street
    mei: Desk
    bo: Desk
    life: AsyncExitStack
    settings: Settings
    jobs: int = 0
    """So many sleep when nothing is due."""
    read_to: int = 0

    async def until(self, when: str) -> None:
        assert self.clock() < at(when), f"it is later than {when}"
        while (left := at(when) - self.clock()) > 0:
            self.clock.forward(min(left, STEP))
            await self.rests()

    async def rests(self) -> None:
        """Whatever was due is done, and delivered."""
        async with asyncio.timeout(PATIENCE):
            for _ in range(3):
                await asyncio.sleep(0)
            while True:
                if await self._rest():
                    return
                await asyncio.sleep(0.001)

    async def _rest(self) -> bool:
        """A job that is awake while kefu settles may give it something more to do, and sleep after that."""
        were_asleep = self.clock.asleep >= self.jobs
        await settled(self.shop)
        return were_asleep and self.clock.asleep >= self.jobs

    async def restarts(self) -> None:
        """On the same database, for the same people."""
        await self.life.aclose()
        kefu = await self.life.enter_async_context(running(self.settings, clock=self.clock))
        self.shop.platforms.connect(kefu.port, calling=False)
        self.shop = replace(self.shop, kefu=kefu)
        self.street.shop = self.mei.shop = self.bo.shop = self.shop
        await self.rests()

    def comes(self, channel: Channel) -> Customer:
        return self.street.customer(channel)

    async def reads(self, *parts: str) -> Shown:
        """Anywhere at the desk, from what was read there last on: several posts may have come as one message."""
        screen = self.mei.screen
        shown = await screen.until(
            lambda each: not each.mine and all(part in each.text for part in parts), since=self.read_to
        )
        self.read_to = next(i for i in range(self.read_to, len(screen.shown)) if screen.shown[i] is shown)
        return shown


async def all_asleep(clock: RestingClock) -> int:
    """How many sleep once nobody else has gone to sleep for long. It is looks that count, and not the time alone: a
    machine that stands still lets nobody go to sleep.
    """
    asleep, looks = clock.asleep, 0
    while looks < LOOKS:
        await asyncio.sleep(0.01)
        looks = looks + 1 if clock.asleep == asleep else 0
        asleep = clock.asleep
    return asleep


@asynccontextmanager
async def open_week(plan: Plan, begins: str) -> AsyncIterator[Week]:
    clock = RestingClock()
    clock.moved = at(begins) - clock()
    platforms = Platforms(clock=clock)
    platforms.slack.flood_control = platforms.group.flood_control = False
    await platforms.start()
    try:
        settings = settings_of(plan, platforms)
        async with AsyncExitStack() as life:
            kefu = await life.enter_async_context(running(settings, clock=clock))
            platforms.connect(kefu.port, calling=False)
            shop = Shop(platforms, kefu, plan.desk_channel, clock, plan.folder)
            mei, bo = Desk(shop, "小美"), Desk(shop, "阿波", "2")
            week = Week(shop, clock, Street(shop), mei, bo, life, settings)
            for each in (mei, bo):  # by which they are known
                each.says_outside("/queue")
            await settled(shop)
            week.jobs = await all_asleep(clock)
            yield week
    finally:
        await platforms.close()
