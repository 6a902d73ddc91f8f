"""A shop that has no staff group: the bots answer, and nobody is promised a person."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bots.app.running import running
from bots.sandbox.platforms import Platforms
from tests.e2e.channels import EVERY_CHANNEL
from tests.e2e.chats import Customer, Street
from tests.e2e.shop import Plan, Shop, settings_of


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Shop]:
    """It says how else to reach it."""
    plan = Plan(folder=tmp_path, own_scripts=True)
    platforms = Platforms(clock=plan.clock)
    platforms.slack.flood_control = False
    platforms.slack.sockets.used = True  # what is said before kefu has connected waits
    await platforms.start()
    try:
        settings = settings_of(plan, platforms).model_copy(update={"desk": None})
        for script in (tmp_path / "scripts").glob("*/escalation.yaml"):
            words = script.read_text("utf-8")
            script.write_text(re.sub("no_desk: .*", "no_desk: 请拨打 400-123", words), "utf-8")
        async with running(settings, clock=plan.clock) as kefu:
            platforms.connect(kefu.port, calling=False)
            yield Shop(platforms, kefu, plan.desk_channel, plan.clock, tmp_path)
    finally:
        await platforms.close()


@EVERY_CHANNEL
async def test_who_asks_for_a_person_is_told_how_else_to_reach_the_shop(customer: Customer) -> None:
    await customer.says("转人工")
    await customer.reads("请拨打 400-123")
    await customer.says("菜单")
    await customer.reads("可以")


async def test_staff_words_in_a_group_of_the_bot_reach_nobody(street: Street, shop: Shop) -> None:
    customer = street.customer("telegram")
    await customer.says("转人工")
    await customer.reads("请拨打 400-123")
    shop.platforms.forum.agent(77, "小王").say("我来看看", thread=None)
    await customer.says("你好")
    await customer.reads("欢迎")
    assert not any("我来看看" in said for said in customer.everything)
