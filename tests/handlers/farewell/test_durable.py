"""Ends over the real database: two at once, a customer with several accounts, a case that goes on where it ended."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from handlers.scripts.library import Library
from storage.conversations import Status
from tests.handlers.linking import TELEGRAM, WECHAT, Street, goes_to, opened

HOUR = 3600.0
CASES = "SELECT id, closed_at IS NULL FROM cases ORDER BY id"
EVENTS = "SELECT name FROM reporting_events WHERE name IN ('resolved', 'reopened', 'opened', 'contained') ORDER BY id"
TIMERS = "SELECT name FROM timers ORDER BY name"


@pytest.fixture
async def street(scripts: Library) -> AsyncIterator[Street]:
    """A customer whom 小美 has answered."""
    async with opened(scripts) as street:
        await street.says(WECHAT, "转人工")
        await street.agent_says(WECHAT, "您好，我看一下")
        yield street


async def passes(street: Street, seconds: float) -> None:
    street.now += seconds
    await street.turns.sweep()
    await street.turns.idle()


def farewells(street: Street) -> int:
    rows = [each for each in street.said if goes_to(each, WECHAT) or goes_to(each, TELEGRAM)]
    return sum(each.content.text.startswith(("本次人工服务已结束", "好一会儿没有收到")) for each in rows)


async def names(street: Street, query: str) -> list[str]:
    return [name for (name,) in await street.database.look_up(query)]


async def test_silence_warns_and_ends_over_the_real_store(street: Street) -> None:
    await passes(street, HOUR)
    assert "您还在吗？" in street.told(WECHAT)
    await passes(street, HOUR)
    assert street.told(WECHAT).startswith("好一会儿没有收到您的消息")
    assert (await street.conversation(WECHAT)).status is Status.RESOLVED
    assert await names(street, TIMERS) == []


async def test_staff_resolve_at_the_very_moment_in_which_silence_ends_it(street: Street) -> None:
    await passes(street, HOUR)
    street.now += HOUR
    await asyncio.gather(street.agent_says(WECHAT, "/resolve"), street.turns.sweep())
    await street.turns.idle()
    assert farewells(street) == 1
    assert (await names(street, EVENTS)).count("resolved") == 1


async def test_the_customer_answers_at_the_very_moment_in_which_silence_ends_it(street: Street) -> None:
    await passes(street, HOUR)
    street.now += HOUR
    await asyncio.gather(street.says(WECHAT, "我在，还有一盒也坏了"), street.turns.sweep())
    await street.turns.idle()
    assert (await street.conversation(WECHAT)).status is Status.OPEN, "heard first, or reopened"
    assert await street.database.look_up(CASES) == [(1, 1)]


async def test_a_case_goes_on_where_it_ended(street: Street) -> None:
    await street.agent_says(WECHAT, "/resolve")
    assert "之前的对话同事都看得到" in await street.says(WECHAT, "等等，还有一盒也坏了")
    assert await street.database.look_up(CASES) == [(1, 1)]
    await street.agent_says(WECHAT, "好的")
    await street.agent_says(WECHAT, "/resolve")
    assert await street.database.look_up(CASES) == [(1, 0)]
    assert await names(street, EVENTS) == ["opened", "resolved", "reopened", "resolved"]
    assert farewells(street) == 2


async def test_the_farewell_goes_where_the_customer_wrote_last(street: Street) -> None:
    await street.agent_says(WECHAT, "/resolve")
    await street.link(WECHAT, TELEGRAM)
    await street.says(WECHAT, "转人工")
    await street.says(TELEGRAM, "我换到这边了")
    await street.agent_says(WECHAT, "好的")
    await passes(street, HOUR)
    assert "您还在吗？" in street.told(TELEGRAM)
    before = farewells(street)
    await street.agent_says(WECHAT, "/resolve")
    assert street.told(TELEGRAM).startswith("本次人工服务已结束")
    assert farewells(street) == before + 1


async def test_thanks_on_the_other_account_end_nothing_there(street: Street) -> None:
    await street.agent_says(WECHAT, "/resolve")
    await street.link(WECHAT, TELEGRAM)
    await street.says(WECHAT, "转人工")
    await street.agent_says(WECHAT, "在的")
    assert await street.says(TELEGRAM, "谢谢") == ""
    assert (await street.conversation(WECHAT)).status is Status.OPEN
