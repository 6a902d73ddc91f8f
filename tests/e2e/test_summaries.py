"""The day's and the week's figures come to the desk by themselves, with a picture."""

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bots.sandbox.clock import MovableClock
from bots.sandbox.platforms import DeskName
from tests.e2e.channels import EVERY_DESK
from tests.e2e.chats import Customer, Desk, handed_over
from tests.e2e.shop import MINUTE, Plan, Shop, Wiring, open_shop

DRAWN = 60.0
"""Seconds in which even a busy machine has drawn its first picture."""
SUNDAY_EVENING = datetime(2026, 11, 22, 20, 0, tzinfo=ZoneInfo("Asia/Shanghai")).timestamp()


@pytest.fixture
async def shop(tmp_path: Path, desk_channel: DeskName, wiring: Wiring) -> AsyncIterator[Shop]:
    clock = MovableClock()
    clock.moved = SUNDAY_EVENING - clock()
    reports = '{daily: "09:00", weekly: mon 09:30}'
    async with open_shop(
        Plan(folder=tmp_path, desk_channel=desk_channel, wiring=wiring, clock=clock, reports=reports)
    ) as opened:
        yield opened


async def pictures(desk: Desk, count: int) -> None:
    """In the message itself, or in one of its own where a message has only words."""
    await desk.screen.until(lambda _: [each.media for each in desk.screen.shown if each.media] == [("photo",)] * count)


@EVERY_DESK
async def test_each_morning_the_desk_reads_of_the_day_before(shop: Shop, customer: Customer, desk: Desk) -> None:
    topic = await handed_over(customer, desk)
    topic.says("您好，我在")
    await customer.reads("我是 小美", "您好，我在")
    shop.clock.forward(13 * 60 * MINUTE)
    daily = await desk.screen.until(lambda each: "11月22日周日 小结" in each.text, seconds=DRAWN)
    assert "转人工 1" in daily.text
    await pictures(desk, 1)
    shop.clock.forward(60 * MINUTE)
    await desk.screen.until(lambda each: "一周小结" in each.text, seconds=DRAWN)
    await pictures(desk, 2)
    assert sum("小结" in each.text for each in desk.screen.shown) == 2
