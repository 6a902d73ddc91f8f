"""Bad days: of a platform, of a handler, of the disk. They delay, and nothing is lost or said twice."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Literal

import pytest

from bots.app import running
from bots.sandbox.clock import MovableClock
from bots.sandbox.faults import Fault
from bots.sandbox.platforms import Platforms
from bots.sandbox.shop import sample_orders
from storage.database import Database, Rows
from tests.e2e.channels import BOTH_DESKS, EVERY_CHANNEL
from tests.e2e.chats import CHANNELS, Channel, Customer, Desk, Street, handed_over, settled
from tests.e2e.shop import Plan, Shop, Wiring, settings_of
from tests.e2e.trouble import TROUBLES, BadDay, chat_of

GREETING = "客服小店"
NO_LIMIT = 1_073_741_823
JOINED = "我是 小美，接下来由我为您服务。"


@pytest.mark.parametrize("fault", TROUBLES, ids=str)
@EVERY_CHANNEL
async def test_a_platform_that_fails_delays_only_whom_it_fails(
    shop: Shop, street: Street, desk: Desk, channel: Channel, fault: Fault
) -> None:
    unlucky, lucky = street.customer(channel), street.customer(channel)
    topic = await handed_over(unlucky, desk)
    bad_day = BadDay(shop.platforms, channel, chat_of(unlucky), fault)
    bad_day.begins()
    first, second = topic.says("您的包裹今天发出"), topic.says("明天就到")
    await lucky.says("你好")
    await lucky.reads(GREETING)
    for other in CHANNELS:
        neighbour = street.customer(other)
        await neighbour.says("你好")
        await neighbour.reads(GREETING)
    assert bad_day.has_struck()
    assert "您的包裹今天发出" not in unlucky.everything

    bad_day.ends()
    await unlucky.reads(JOINED, "您的包裹今天发出", "明天就到")
    await topic.sees_delivered(first)
    await topic.sees_delivered(second)
    await settled(shop)
    assert [unlucky.everything.count(text) for text in ("您的包裹今天发出", "明天就到")] == [1, 1]


@pytest.mark.parametrize("fault", TROUBLES, ids=str)
@BOTH_DESKS
async def test_a_desk_that_fails_delays_no_customer_and_misses_nothing(
    shop: Shop, street: Street, desk: Desk, desk_channel: Literal["telegram", "slack"], fault: Fault
) -> None:
    customer = street.customer("wechat")
    await handed_over(customer, desk)
    group = shop.platforms.forum.id if desk_channel == "telegram" else shop.platforms.channel.id
    bad_day = BadDay(shop.platforms, desk_channel, group, fault)
    bad_day.begins()
    await customer.says("我的杯子碎了")
    await customer.says("照片稍后发")
    other = street.customer(desk_channel)
    await other.says("你好")
    await other.reads(GREETING)
    assert bad_day.has_struck()

    bad_day.ends()
    await desk.reads("我的杯子碎了")
    await desk.reads("照片稍后发")
    await settled(shop)
    assert [desk.count(text) for text in ("我的杯子碎了", "照片稍后发")] == [1, 1]


class Cellar:
    """The database under the shop, to be spoiled and filled."""

    database: Database

    async def opened(self, path: Path) -> Database:
        self.database = await Database.open(path)
        return self.database

    async def spoil_orders(self) -> None:
        """Not an outage, which is known and has its words, but what nobody has thought of."""
        await self.database.write(Rows("UPDATE orders SET lines = ?", [("{",)]))

    async def fill(self) -> None:
        """Not a page more than there is."""
        await self._allow(1)

    async def empty(self) -> None:
        await self._allow(NO_LIMIT)

    async def _allow(self, pages: int) -> None:
        def limit(connection: sqlite3.Connection) -> None:
            connection.execute(f"PRAGMA max_page_count = {pages}").close()

        await self.database.transact(limit)


@asynccontextmanager
async def shop_over_cellar(folder: Path, wiring: Wiring) -> AsyncIterator[tuple[Shop, Cellar]]:
    clock, cellar = MovableClock(), Cellar()
    platforms = Platforms(clock=clock)
    platforms.slack.flood_control = False
    await platforms.start()
    settings = settings_of(Plan(folder=folder, wiring=wiring, clock=clock), platforms)
    try:
        async with running(settings, clock=clock, open_database=cellar.opened) as kefu:
            platforms.connect(kefu.port)
            await kefu.book.import_orders(sample_orders("Asia/Shanghai"))
            yield Shop(platforms, kefu, "telegram", clock, folder), cellar
    finally:
        await platforms.close()


@EVERY_CHANNEL
async def test_a_handler_that_breaks_is_apologised_for_and_the_conversation_goes_on(
    tmp_path: Path, channel: Channel
) -> None:
    async with shop_over_cellar(tmp_path, "called") as (shop, cellar):
        customer, desk = Street(shop).customer(channel), Desk(shop)
        order = sample_orders("Asia/Shanghai")[0]
        await cellar.spoil_orders()
        await customer.says(f"查订单 {order.number}")
        await customer.reads(order.number)
        await customer.says(order.phone[-4:])
        await customer.reads("抱歉")
        await desk.reads("处理出错")
        await customer.says("你好")
        await customer.reads("欢迎回来")
        await settled(shop)
        assert desk.count("处理出错") == 1


class Retries:
    """The platforms' retries of what was refused: they wait for word that there is space again."""

    def __init__(self, platforms: Platforms) -> None:
        self.refused = asyncio.Event()
        self.space = asyncio.Event()
        platforms.telegram.updates.sleep = self.wait
        platforms.slack.http.sleep = self.wait
        platforms.wechat.callbacks.before_retry = self.wait

    async def wait(self, _seconds: float = 0) -> None:
        self.refused.set()
        await self.space.wait()


@EVERY_CHANNEL
async def test_a_full_disk_is_not_acknowledged_and_once_there_is_space_everything_is_answered(
    tmp_path: Path, channel: Channel
) -> None:
    async with shop_over_cellar(tmp_path, "called") as (shop, cellar):
        customer, retries = Street(shop).customer(channel), Retries(shop.platforms)
        await customer.says("你好")
        await customer.reads(GREETING)
        await cellar.fill()
        said = asyncio.create_task(says_all(customer, numbers := [f"A2{number:04}" for number in range(40)]))
        async with asyncio.timeout(60):
            await retries.refused.wait()

        await cellar.empty()
        retries.space.set()
        await said
        for number in numbers:
            await answered(customer, number)
        await settled(shop)
        answers = [text for text in customer.everything if "A2" in text]
        assert len(answers) == len(numbers)
        if channel != "slack":  # whose retries come whenever they come
            assert [number in text for number, text in zip(numbers, answers, strict=True)] == [True] * len(numbers)


async def answered(customer: Customer, number: str) -> None:
    await customer.screen.until(lambda shown: not shown.mine and number in shown.text)


async def says_all(customer: Customer, numbers: list[str]) -> None:
    for number in numbers:
        await customer.says(f"查订单 {number}")
