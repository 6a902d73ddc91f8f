"""A campaign from the desk's command to the customers' phones, and the one post that tells how far it is."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bots.sandbox.platforms import DeskName
from tests.e2e.channels import EVERY_DESK
from tests.e2e.chats import CHANNELS, Customer, Desk, Street, settled
from tests.e2e.shop import MINUTE, Plan, Shop, open_shop

HOUR = 60 * MINUTE
SURVEYS = """
surveys: {nps: {scale: 0-10, ask: {zh-CN: 您会推荐我们吗？, zh-TW: 您會推薦我們嗎？, en: Would you recommend us?}}}
quiet: {hours: []}
every_days: 1
campaigns: {nps: {survey: nps, cron: "0 10 1 1 *"}}
"""


@pytest.fixture
async def shop(tmp_path: Path, desk_channel: DeskName) -> AsyncIterator[Shop]:
    (tmp_path / "surveys.yaml").write_text(SURVEYS, "utf-8")
    async with open_shop(Plan(folder=tmp_path, desk_channel=desk_channel)) as opened:
        yield opened


@pytest.fixture
async def customers(shop: Shop, street: Street) -> list[Customer]:
    """One in each app, who wrote some hours ago."""
    found = [street.customer(channel) for channel in CHANNELS]
    for each in found:
        await each.says("你好")
        await each.reads_next()
    await settled(shop)
    await goes_by(shop, 3 * HOUR)
    return found


async def goes_by(shop: Shop, seconds: float) -> None:
    shop.clock.forward(seconds)
    await asyncio.sleep(0.02)  # whatever was to be looked at by then is looked at
    await settled(shop)


async def begins(shop: Shop, desk: Desk) -> None:
    desk.says_outside("/campaign start nps")
    asked = await desk.reads("会问 3 位客户")
    assert all(name in asked.text for name in ("微信：1", "Telegram：1", "Slack：1"))
    desk.presses("开始")
    await desk.reads("nps 开始了")


@EVERY_DESK
async def test_customers_of_every_channel_are_asked_once_and_the_desk_reads_the_result(
    shop: Shop, desk: Desk, customers: list[Customer]
) -> None:
    await begins(shop, desk)
    for each in customers:
        await each.eyes.screen.until(lambda shown: not shown.mine and "推荐" in shown.text)
    while not desk.count("✅ nps 结束，共 3 位"):
        await goes_by(shop, MINUTE)
    for each in customers:
        assert sum("推荐" in said for said in each.everything) == 1
    assert desk.count("nps 结束") == 1
