"""Deadlines in chats: reminders, the end, and a shop that is late. Late, early, overtaken, and in whoever's hands."""

from dataclasses import replace

import pytest

from handlers.returns.deadlines import WARNINGS
from storage.conversations import Status
from storage.results import Action
from storage.returns import RmaStatus
from tests.handlers.chat import Chat
from tests.handlers.returns.requests import NEW, STAYS, brought
from tests.handlers.returns.shop import POLICY
from tests.handlers.shop import DAY

S = RmaStatus
DESK = "returns_desk"
HOUR = 3600
REMIND, EXPIRE, LATE = "return:R10001:remind:1", "return:R10001:expire", "return:R10001:refund_late"
LAST_DAY = "2025年12月20日"


@pytest.fixture
async def shop(chat: Chat) -> Chat:
    chat.return_policy = POLICY
    await chat.says("转人工")
    await chat.agent_says("/resolve")
    return chat


def reminder(chat: Chat, language: str = "zh-CN", date: str = LAST_DAY) -> str:
    words = POLICY.address[language]
    return chat.line(DESK, "told_remind", language, number="R10001", date=date, address=words)


async def to(chat: Chat, name: str) -> str:
    """Until this timer is due, and then it rings."""
    chat.now = chat.timers[name].due_at
    return await chat.rings(name)


async def test_who_has_sent_nothing_is_reminded_twice_and_then_it_ends(shop: Chat) -> None:
    brought(shop, S.AWAITING_SHIPMENT)
    assert await shop.waits(13 * DAY) == ""
    assert await shop.waits(DAY) == reminder(shop)
    assert shop.to_desk == []
    assert await shop.waits(11 * DAY) == reminder(shop)
    assert await shop.waits(4 * DAY) == shop.line(DESK, "told_expired", number="R10001", days=28)
    assert "R10001 → 已过期（系统）" in shop.posted
    assert shop.returns.rmas["R10001"].status is S.EXPIRED
    assert shop.timers == {}
    assert [each.name for each in shop.last.events] == ["return_expired"]


async def test_a_reminder_in_the_customers_language(shop: Chat) -> None:
    shop.speaks("en")
    brought(shop, S.AWAITING_SHIPMENT)
    assert await to(shop, REMIND) == reminder(shop, "en", "December 20, 2025")


async def test_after_an_outage_one_word_is_enough(shop: Chat) -> None:
    brought(shop, S.AWAITING_SHIPMENT)
    assert await shop.waits(26 * DAY) == "\n" + reminder(shop)


async def test_after_a_long_outage_it_only_ends(shop: Chat) -> None:
    brought(shop, S.AWAITING_SHIPMENT)
    assert (await shop.waits(60 * DAY)).strip() == shop.line(DESK, "told_expired", number="R10001", days=28)


async def test_goods_sent_on_the_last_evening_are_in_time(shop: Chat) -> None:
    brought(shop, S.AWAITING_SHIPMENT)
    shop.now = shop.timers[EXPIRE].due_at - HOUR
    await shop.agent_says("/rma received R10001")
    assert shop.returns.rmas["R10001"].status is S.RECEIVED
    assert EXPIRE not in shop.timers


@pytest.mark.parametrize("status", [each for each in S if each is not S.AWAITING_SHIPMENT])
@pytest.mark.parametrize("timer", [REMIND, EXPIRE])
async def test_a_timer_that_was_overtaken_says_nothing(shop: Chat, status: S, timer: str) -> None:
    brought(shop, status)
    shop.now += 40 * DAY
    assert await shop.rings(timer) == ""
    assert shop.last.outgoing == ()
    assert shop.returns.rmas["R10001"].status is status


async def test_an_end_that_comes_early_comes_again(shop: Chat) -> None:
    brought(shop, S.AWAITING_SHIPMENT)
    due = shop.timers[EXPIRE].due_at
    shop.now = due - 2 * DAY
    assert await shop.rings(EXPIRE) == ""
    assert shop.timers[EXPIRE].due_at == due
    assert await to(shop, EXPIRE) != ""


async def test_an_end_that_comes_twice_ends_it_once(shop: Chat) -> None:
    brought(shop, S.AWAITING_SHIPMENT)
    assert await to(shop, EXPIRE) != ""
    assert await shop.rings(EXPIRE) == ""
    assert len(shop.returns.books["R10001"]) == 5


async def test_staff_have_the_conversation_and_the_customer_is_reminded_all_the_same(shop: Chat) -> None:
    brought(shop, S.AWAITING_SHIPMENT)
    await shop.says("转人工")
    owner = shop.open.owner
    assert await to(shop, REMIND) == reminder(shop)
    assert await to(shop, EXPIRE) != ""
    assert (shop.open.status, shop.open.owner) == (Status.OPEN, owner)


async def test_a_question_of_the_bot_stays_open_over_a_reminder(shop: Chat) -> None:
    brought(shop, S.AWAITING_SHIPMENT)
    shop.now = shop.timers[REMIND].due_at - 60
    await shop.says("查订单")
    form = shop.open.state["form"]
    await to(shop, REMIND)
    assert shop.open.state["form"] == form
    assert shop.line("order_lookup", "ask_factor", number="A10086") in await shop.says("A10086")


async def test_who_has_left_is_not_written_to_and_the_request_ends(shop: Chat) -> None:
    brought(shop, S.AWAITING_SHIPMENT)
    await shop.leaves()
    assert await to(shop, REMIND) == ""
    assert await to(shop, EXPIRE) == ""
    assert shop.sent == []
    assert shop.returns.rmas["R10001"].status is S.EXPIRED
    assert shop.line(DESK, "left", name="李雷") in shop.posted


# The shop's own promise


async def test_a_late_refund_is_told_the_desk_every_morning_but_not_for_ever(shop: Chat) -> None:
    brought(shop, S.RECEIVED)
    rung = 0
    while LATE in shop.timers:
        assert await to(shop, LATE) == ""
        rung += 1
        post, alert = shop.last.outgoing
        assert (post.action, alert.action) == (Action.POST, Action.ALERT)
        assert f"过了 {rung} 天" in post.content.text
        assert ("不再提醒" in alert.content.text) is (rung == WARNINGS)
        assert post.content.buttons
    assert rung == WARNINGS


async def test_a_late_refund_says_whose_it_is(shop: Chat) -> None:
    brought(shop, S.INSPECTED)
    await to(shop, LATE)
    assert "退货申请 R10001（#17 李雷）答应的日期已经过了 1 天" in shop.posted
    assert [(each.name, each.value) for each in shop.last.events] == [("return_late", 10 * HOUR)]


@pytest.mark.parametrize("status", [S.APPROVED, S.RECEIVED, S.INSPECTED])
async def test_whatever_is_owed_is_watched(shop: Chat, status: S) -> None:
    brought(shop, status)
    await to(shop, LATE)
    assert "客户还在等" in shop.posted


@pytest.mark.parametrize("status", [each for each in S if each not in (S.APPROVED, S.RECEIVED, S.INSPECTED)])
async def test_nothing_is_late_that_is_done_or_not_owed_yet(shop: Chat, status: S) -> None:
    brought(shop, status)
    shop.now += 40 * DAY
    await shop.rings(LATE)
    assert shop.last.outgoing == ()
    assert LATE not in shop.timers


async def test_what_was_refunded_in_time_is_never_late(shop: Chat) -> None:
    brought(shop, S.INSPECTED)
    shop.now += 7 * DAY
    await shop.agent_says("/rma refunded R10001 236 TK1")
    assert LATE not in shop.timers


async def test_a_warning_that_comes_early_comes_again(shop: Chat) -> None:
    brought(shop, S.APPROVED, STAYS)
    due = shop.timers[LATE].due_at
    await shop.rings(LATE)
    assert shop.last.outgoing == ()
    assert shop.timers[LATE].due_at == due


async def test_days_are_counted_from_the_promise_also_after_an_outage(shop: Chat) -> None:
    brought(shop, S.RECEIVED)
    await shop.waits(20 * DAY)
    assert "过了 13 天" in shop.posted
    assert shop.timers[LATE].payload == "2"


# Timers that mean nothing


@pytest.mark.parametrize("name", ["return:R99999:expire", "return:", "return:R10001", "return:R10001:dance"])
async def test_a_timer_of_nothing_does_nothing(shop: Chat, name: str) -> None:
    brought(shop, S.AWAITING_SHIPMENT)
    await shop.rings(name)
    assert shop.last.outgoing == ()
    assert shop.returns.rmas["R10001"].status is S.AWAITING_SHIPMENT


async def test_a_timer_in_somebody_elses_conversation_does_nothing(shop: Chat) -> None:
    brought(shop, S.AWAITING_SHIPMENT, replace(NEW, identity=replace(NEW.identity, account_id="2")))
    shop.now += 40 * DAY
    await shop.rings(EXPIRE)
    assert shop.returns.rmas["R10001"].status is S.AWAITING_SHIPMENT
