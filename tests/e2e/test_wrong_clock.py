"""The machine's clock is set back an hour, as after a power cut with an empty battery: people notice nothing."""

import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bots.sandbox.clock import MovableClock
from tests.e2e.channels import EVERY_CHANNEL
from tests.e2e.chats import Channel, Desk, Street, handed_over, settled
from tests.e2e.shop import Plan, Shop, open_shop

HOUR = 3600.0


class Mainspring:
    """Of a clock: the machine's time, less what it was set back."""

    def __init__(self) -> None:
        self.slow = 0.0

    def __call__(self) -> float:
        return time.time() - self.slow


@pytest.fixture
def mainspring() -> Mainspring:
    return Mainspring()


@pytest.fixture
async def shop(tmp_path: Path, mainspring: Mainspring) -> AsyncIterator[Shop]:
    async with open_shop(Plan(folder=tmp_path, clock=MovableClock(real=mainspring))) as shop:
        yield shop


@EVERY_CHANNEL
async def test_a_clock_that_is_set_back_amid_a_conversation_holds_nothing_up(
    street: Street, desk: Desk, shop: Shop, mainspring: Mainspring, channel: Channel
) -> None:
    customer = street.customer(channel)
    await customer.says("A20261109")
    await customer.reads("后四位")
    mainspring.slow = HOUR
    await customer.says("5678")
    await customer.reads("护眼台灯")
    topic = await handed_over(customer, desk)
    mainspring.slow = 2 * HOUR
    await customer.says("还在吗")
    await topic.reads("还在吗")
    await topic.sees_delivered(topic.says("在的"))
    await customer.reads("我是 小美", "在的")
    await settled(shop)
