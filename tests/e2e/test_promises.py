"""Promises on the desks as they are: the card tells them, staff are reminded in the group, and an answer ends it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bots.sandbox.platforms import DeskName
from tests.e2e.channels import EVERY_DESK
from tests.e2e.chats import Customer, Desk, handed_over, settled
from tests.e2e.shop import MINUTE, Plan, Shop, Wiring, open_shop

PROMISES = """
promises:
  rules: [{first_response: 10m, next_response: 20m, resolution: 4h}]
"""


@pytest.fixture
async def shop(tmp_path: Path, desk_channel: DeskName, wiring: Wiring) -> AsyncIterator[Shop]:
    async with open_shop(Plan(folder=tmp_path, desk_channel=desk_channel, wiring=wiring, desk=PROMISES)) as opened:
        yield opened


@EVERY_DESK
async def test_staff_are_reminded_until_they_have_answered(shop: Shop, customer: Customer, desk: Desk) -> None:
    topic = await handed_over(customer, desk)
    await desk.reads("首次回复：")
    for minutes, seen in ((7, "首次回复还剩 3 分钟"), (2.5, "首次回复还剩 1 分钟"), (3, "首次回复已超时 2 分钟")):
        shop.clock.forward(minutes * MINUTE)
        await desk.reads(seen)
    topic.says("我来看看")
    await customer.screen.until(lambda each: each.text == "我来看看")
    reminders = desk.count("首次回复已超时")
    shop.clock.forward(30 * MINUTE)
    await settled(shop)
    assert desk.count("首次回复已超时") == reminders
