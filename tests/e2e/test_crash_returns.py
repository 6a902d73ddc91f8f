"""kefu is killed (SIGKILL) in every step of return requests, and started again on the same database."""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import pytest

from bots.sandbox.platforms import Platforms
from storage.database import Database
from storage.order_book import OrderBook
from storage.orders import Order, OrderLine, OrderStatus, Shipment
from tests.e2e.crash.apps import CHANNELS, Apps
from tests.e2e.crash.chronicle import Chronicle
from tests.e2e.crash.fate import last_words
from tests.e2e.crash.returned import Reckoning
from tests.e2e.crash.returning import STEPS, Shop, Step
from tests.e2e.crash.stage import SETTINGS, hurry, troubles
from tests.e2e.doom import Doom
from tests.e2e.program import Life, Zygote, free_port, listens, nothing_waits, zygote

DAY = 86_400.0
PHONE = "13800005678"
CUPS = OrderLine(sku="CUP-500-GN", item="保温杯 500 毫升 绿色", quantity=3, unit_price=Decimal(99))
RUNS = {
    "of messages": ("after accept", "before commit", "after commit"),
    "of answers": ("before settle", "after settle", "before keeping", "after keeping"),
}
"""When kefu is killed in each step. Those of one test run side by side."""


def doom_of(moment: str, number: int, step: Step) -> Doom | None:
    """Three customers say the same at the same time: another one's turn is hit in each step."""
    if not moment.endswith("keeping"):
        return Doom(moment, 1 + number % 2, on_signal=True)
    return Doom(moment.replace("keeping", step.keeps), 1, on_signal=True) if step.keeps else None


def delivered(number: str, now: float) -> Order:
    parcel = Shipment(carrier="顺丰", tracking_number="SF1", shipped_at=now - 3 * DAY, delivered_at=now - 2 * DAY)
    return Order(
        number=number,
        placed_at=now - 4 * DAY,
        status=OrderStatus.DELIVERED,
        currency="CNY",
        total=Decimal(297),
        phone=PHONE,
        lines=(CUPS,),
        shipments=(parcel,),
    )


async def sell(database: Path, shop: Shop) -> None:
    opened = await Database.open(database)
    await OrderBook(opened).import_orders([delivered(each.order, time.time()) for each in shop.customers])
    await opened.close()


@dataclass(slots=True)
class Run:
    """A shop in which kefu is killed at this moment of every step."""

    folder: Path
    moment: str
    platforms: Platforms
    shop: Shop
    port: int = field(default_factory=lambda: free_port(random.Random()))
    chronicle: Chronicle = field(default_factory=Chronicle)
    life: Life | None = None
    """The newest."""

    @property
    def database(self) -> Path:
        return self.folder / "kefu.db"

    @property
    def log(self) -> Path:
        return self.folder / "log"

    async def lived(self) -> None:
        self.platforms.connect(self.port)
        environment = self.platforms.environment("telegram", self.database, port=self.port, calling=True) | SETTINGS
        await sell(self.database, self.shop)
        async with zygote(self.folder / "kefu.yaml", environment, self.log) as mother:
            try:
                await self._killed_in_every_step(mother)
            finally:
                # pytest shows it with a failure
                print(f"{self.moment}, {len(self.chronicle.deaths)} kills: {self.log.read_text()}")  # noqa: T201

    async def _killed_in_every_step(self, mother: Zygote) -> None:
        """What is left of a step when kefu dies is done in the next life, before the next step."""
        dooms = [doom_of(self.moment, number, step) for number, step in enumerate(STEPS)]
        life = await self._born(mother, dooms[0])
        for step, doom, following in zip(STEPS, dooms, [*dooms[1:], None], strict=True):
            await nothing_waits(self.port)  # WeChat counts it before the customer's next message, and not after it
            if doom:
                life.arm()
            taken = asyncio.create_task(self.shop.take(step))
            await asyncio.wait([taken, life.dead], return_when=asyncio.FIRST_COMPLETED)
            if life.dead.done() or following != doom:
                await self._dies(life)
                life = await self._born(mother, following)
            await taken
        life.stop()
        assert await life.dead == 0, "kefu did not stop as it should"

    async def _born(self, mother: Zygote, doom: Doom | None) -> Life:
        self.life = life = await mother.bear(doom)
        assert await listens(self.port, life)
        return life

    async def _dies(self, life: Life) -> None:
        life.kill()
        assert await life.dead == -9, "kefu ended by itself"
        await last_words()
        self.chronicle.died(self.shop.screens())

    async def tried_again(self, _seconds: float = 0.0) -> None:
        """WeChat tries three times and Slack four: not before kefu is there again, however busy the machine is."""
        while True:
            await asyncio.sleep(0.1)
            if self.life and await listens(self.port, self.life):
                return


@asynccontextmanager
async def prepared(folder: Path, moment: str) -> AsyncIterator[Run]:
    await asyncio.to_thread(furnish, folder)
    platforms = Platforms()
    await platforms.start()
    try:
        hurry(platforms)
        apps = Apps(platforms)
        run = Run(folder, moment, platforms, Shop.of(platforms.forum, [apps.of(channel, 1000) for channel in CHANNELS]))
        platforms.slack.http.sleep = run.tried_again
        platforms.wechat.callbacks.before_retry = run.tried_again
        yield run
    finally:
        await platforms.close()


def furnish(folder: Path) -> None:
    folder.mkdir()
    (folder / "kefu.yaml").touch()


@pytest.mark.crash
@pytest.mark.timeout(900)
@pytest.mark.parametrize("kind", RUNS)
async def test_no_return_request_is_lost_doubled_or_stuck_whenever_kefu_is_killed(
    tmp_path: Path, record_property: Callable[[str, object], None], kind: str
) -> None:
    async with AsyncExitStack() as stack:
        runs = [
            await stack.enter_async_context(prepared(tmp_path / str(number), moment))
            for number, moment in enumerate(RUNS[kind])
        ]
        async with asyncio.TaskGroup() as all_of_them:
            for run in runs:
                all_of_them.create_task(run.lived())
    wrong = [f"killed {run.moment}: {each}" for run in runs for each in (*reckoned(run), *troubles(run.log))]
    deaths = sum(len(run.chronicle.deaths) for run in runs)
    record_property("summary", f"crash test of returns ({kind}): {deaths} kills")
    assert deaths > len(STEPS)
    assert not wrong, "\n".join(wrong)


def reckoned(run: Run) -> list[str]:
    reckoning = Reckoning(run.shop, run.chronicle, run.database)
    reckoning.reach()
    return reckoning.wrong
