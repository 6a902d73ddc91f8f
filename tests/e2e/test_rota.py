"""Shifts on the desks as they are: exchanged by a button, called to, and handed over at their end."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bots.sandbox.phone import Shown
from bots.sandbox.platforms import DeskName
from tests.e2e.channels import EVERY_DESK
from tests.e2e.chats import Customer, Desk, handed_over, settled
from tests.e2e.rest import rested
from tests.e2e.shop import MINUTE, Plan, Shop, Wiring, open_shop
from tests.resting import RestingClock, all_asleep

MONDAY = datetime(2026, 11, 23, 8, 40, tzinfo=ZoneInfo("Asia/Shanghai")).timestamp()
MEI = {"telegram": "telegram:9001", "slack": "slack:U0AGENT", "wecom": "wecom:xiaomei"}
BO = {"telegram": "telegram:90012", "slack": "slack:U0AGENT2", "wecom": "wecom:xiaomei2"}


def rota(desk: DeskName) -> str:
    return f"""
rota:
  - {{name: 早班, days: [daily], hours: ["09:00-14:00"], agents: ["{MEI[desk]}"]}}
  - {{name: 晚班, days: [daily], hours: ["14:00-23:00"], agents: ["{BO[desk]}"]}}
"""


@pytest.fixture
def clock() -> RestingClock:
    clock = RestingClock()
    clock.moved = MONDAY - clock()
    return clock


@pytest.fixture
async def shop(tmp_path: Path, desk_channel: DeskName, wiring: Wiring, clock: RestingClock) -> AsyncIterator[Shop]:
    plan = Plan(folder=tmp_path, desk_channel=desk_channel, wiring=wiring, clock=clock, hours=rota(desk_channel))
    async with open_shop(plan) as opened:
        yield opened


@dataclass(frozen=True, slots=True)
class Day:
    shop: Shop
    clock: RestingClock
    jobs: int
    """So many sleep when nothing is due."""


@pytest.fixture
async def day(shop: Shop, clock: RestingClock, colleague: Desk) -> Day:
    return Day(shop, clock, await all_asleep(clock))


@pytest.fixture
async def colleague(shop: Shop, desk: Desk) -> Desk:
    """Both are known by name."""
    colleague = Desk(shop, "阿波", "2")
    for each in (desk, colleague):
        each.says_outside("/rota")
        await settled(shop)
    return colleague


async def passes(day: Day, minutes: float) -> None:
    """As a day does: by the minute, so that nothing comes later than it would."""
    for _ in range(int(minutes)):
        day.clock.forward(MINUTE)
        await rested(day.shop, day.clock, day.jobs)


async def seen(day: Day, desk: Desk, part: str, *, since: int, minutes: int = 30) -> Shown:
    """In the group, before so many minutes have gone by."""
    for _ in range(minutes):
        found = next((each for each in desk.screen.shown[since:] if part in each.text and not each.mine), None)
        if found is not None:
            return found
        await passes(day, 1)
    raise AssertionError(f"nobody was told {part!r}")


@EVERY_DESK
async def test_a_shift_is_exchanged_by_a_button_and_its_new_agent_is_called_to_it(
    day: Day, desk: Desk, colleague: Desk
) -> None:
    desk.says_outside("/rota swap 明天 阿波")
    await desk.reads("小美想请")
    await desk.screen.until(lambda each: "同意换班" in each.buttons)
    desk.presses("同意换班")
    await desk.reads("只有阿波或主管可以确认")
    colleague.presses("同意换班")
    await desk.reads("换班定了")
    day.clock.forward(24 * 60 * MINUTE)
    since = len(desk.screen.shown)
    called = await seen(day, desk, "09:00 上班", since=since)
    name = {"telegram": "阿波", "slack": "@阿波", "wecom": "@xiaomei2"}[desk.channel]
    assert called.text == f"⏰ 09:00 上班：\n09:00–14:00 早班：{name}"


@EVERY_DESK
async def test_at_the_end_of_a_shift_the_next_agent_is_asked(
    day: Day, customer: Customer, desk: Desk, colleague: Desk
) -> None:
    await passes(day, 25)
    topic = await handed_over(customer, desk)
    topic.says("您好")
    await customer.reads("我是 小美", "您好")
    since = len(desk.screen.shown)
    day.clock.forward((4 * 60 + 40) * MINUTE)
    await seen(day, desk, "14:00 下班", since=since)
    await seen(day, desk, "小美下班了，会话交回队列", since=since)
    theirs = colleague.topic(topic.id)
    theirs.says("您好，我接着看")
    await customer.eyes.screen.until(lambda each: "您好，我接着看" in each.text)
