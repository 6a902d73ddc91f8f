"""A week of a shop in seconds: everybody's clock is moved, and nobody goes on before kefu has done what was due."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bots.app import running
from bots.sandbox.phone import Shown
from bots.sandbox.platforms import Platforms
from config.settings import Settings
from tests.e2e.chats import Channel, Customer, Desk, Street, settled
from tests.e2e.rest import rested
from tests.e2e.shop import MINUTE, Plan, Shop, settings_of
from tests.resting import RestingClock, all_asleep

ZONE = ZoneInfo("Asia/Shanghai")
STEP = 10 * MINUTE
"""Nothing in a shop has to be seen to the minute, but reminders come too late when an hour is slept through."""


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
        await rested(self.shop, self.clock, self.jobs)

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
