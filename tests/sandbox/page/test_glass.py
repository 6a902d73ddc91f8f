"""What an admin sees under the glass: what became of each message, and how the conversation stands."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bots.sandbox.faults import Fault
from bots.sandbox.page.values import Conversation
from bots.sandbox.platforms import DeskName
from handlers.farewell.silence import BOT_TIMER
from tests.e2e.chats import CHANNELS, Channel, Customer, Topic, handed_over
from tests.e2e.trouble import BadDay, chat_of
from tests.sandbox.page.underneath import Glass, Sandbox, delivered, open_sandbox, waiting

MINUTE, HOUR, DAY = 60.0, 3600.0, 86_400.0


@pytest.fixture
def channel() -> Channel:
    return "telegram"


@pytest.fixture
def desk_channel() -> DeskName:
    return "telegram"


@pytest.fixture
async def sandbox(tmp_path: Path, desk_channel: DeskName) -> AsyncIterator[Sandbox]:
    async with open_sandbox(tmp_path, desk_channel) as opened:
        yield opened


@pytest.fixture
def customer(sandbox: Sandbox, channel: Channel) -> Customer:
    return sandbox.street.customer(channel)


@pytest.fixture
def glass(sandbox: Sandbox, customer: Customer) -> Glass:
    return sandbox.glass_over(customer)


def named(conversation: Conversation) -> set[str]:
    return {timer.name for timer in conversation.timers}


@pytest.mark.parametrize("channel", CHANNELS)
async def test_an_order_lookup_names_its_handler_and_every_line_that_was_said(customer: Customer, glass: Glass) -> None:
    await customer.says("查订单 A20261109")
    asked = await glass.shows_message("查订单 A20261109", delivered)
    assert (asked.handler, asked.script, asked.outcome, asked.staff) == (
        "order_lookup",
        "order_lookup",
        "answered",
        False,
    )
    assert asked.lines[0] == "order_lookup.ask_factor"
    assert "cancel.button" in asked.served
    assert asked.received_at <= asked.committed_at <= asked.sendings[0].settled_at
    assert [(sending.action, sending.to, sending.attempts) for sending in asked.sendings] == [
        ("send", customer.channel, 1)
    ]
    waiting_for = await glass.shows_conversation(lambda each: each.form == "order_lookup: factor")
    assert named(waiting_for) == {"form", BOT_TIMER}
    assert (waiting_for.status, waiting_for.owner, waiting_for.language) == ("pending", "bot", "zh-CN")

    await customer.says("5678")
    told = await glass.shows_message("5678", delivered)
    assert told.handler == "order_lookup"
    assert {"order_lookup.found", "order_lookup.item", "order_lookup.total"} <= set(told.lines)
    assert "护眼台灯" in " ".join(sending.text for sending in told.sendings)
    await glass.shows_conversation(lambda each: each.form == "" and named(each) == {BOT_TIMER})


async def joined(topic: Topic, customer: Customer) -> None:
    """The member takes the conversation, so that nothing comes with what they write next."""
    topic.says("/claim")
    await customer.reads("接下来由我为您服务")


@pytest.mark.parametrize("desk_channel", ["telegram", "slack"])
async def test_what_staff_write_stands_under_the_customer_whom_it_is_about(
    sandbox: Sandbox, customer: Customer, glass: Glass
) -> None:
    topic = await handed_over(customer, sandbox.desk)
    handed = await glass.shows_message("转人工", delivered)
    assert {(sending.action, sending.to) for sending in handed.sendings} == {("send", "telegram"), ("post", "desk")}
    assert "escalation.queued" in handed.lines
    assert "desk.card" in handed.lines
    assert "desk.title" in handed.served
    queued = await glass.shows_conversation(lambda each: each.thread == topic.id)
    assert (queued.status, queued.owner) == ("open", "queue")

    await joined(topic, customer)
    topic.says("您好，我是小美")
    await customer.reads("您好，我是小美")
    written = await glass.shows_message("您好，我是小美", lambda trace: delivered(trace) and len(trace.sendings) == 2)
    assert written.staff
    assert written.handler == "desk"
    assert [(sending.action, sending.to) for sending in written.sendings] == [("send", "telegram"), ("mark", "desk")]
    account = "9001" if sandbox.shop.desk == "telegram" else "U0AGENT"
    await glass.shows_conversation(lambda each: each.owner == f"agent:{sandbox.shop.desk}:{account}")

    await customer.says("好的谢谢")
    relayed = await glass.shows_message("好的谢谢", delivered)
    assert (relayed.handler, [sending.action for sending in relayed.sendings]) == ("relay", ["post"])


@pytest.mark.parametrize("channel", CHANNELS)
async def test_a_message_of_a_bad_day_is_seen_waiting_and_then_delivered(
    sandbox: Sandbox, customer: Customer, glass: Glass, channel: Channel
) -> None:
    topic = await handed_over(customer, sandbox.desk)
    await joined(topic, customer)
    bad_day = BadDay(sandbox.shop.platforms, channel, chat_of(customer), Fault.error())
    bad_day.begins()
    topic.says("今天发出")
    held = await glass.shows_message("今天发出", lambda trace: waiting(trace) is not None)
    (row,) = held.sendings
    assert row.error
    assert row.due_at > held.committed_at
    assert row.settled_at == 0

    bad_day.ends()
    await customer.reads("今天发出")
    out = await glass.shows_message("今天发出", delivered)
    assert out.sendings[0].attempts > 1
    assert out.sendings[0].error == ""
    assert out.sendings[0].settled_at > 0


@pytest.mark.parametrize("channel", ["telegram", "slack"])
async def test_who_moves_the_clock_past_the_platforms_pause_sees_the_message_go_out(
    sandbox: Sandbox, customer: Customer, glass: Glass, channel: Channel
) -> None:
    topic = await handed_over(customer, sandbox.desk)
    await joined(topic, customer)
    bad_day = BadDay(sandbox.shop.platforms, channel, chat_of(customer), Fault.busy(3600))
    bad_day.begins()
    topic.says("今天发出")
    await glass.shows_message("今天发出", lambda trace: waiting(trace) is not None)
    bad_day.ends()
    sandbox.shop.clock.forward(HOUR)
    await customer.reads("今天发出")


@pytest.mark.parametrize("channel", CHANNELS)
async def test_who_moves_the_clock_past_a_form_sees_it_expire(
    sandbox: Sandbox, customer: Customer, glass: Glass
) -> None:
    await customer.says("A20261109")
    await customer.reads("后四位")
    await glass.shows_conversation(lambda each: "form" in named(each))
    sandbox.shop.clock.forward(31 * MINUTE)
    await customer.reads("刚才的填写已经失效")
    expired = await glass.shows_message("form", delivered)
    assert (expired.kind, expired.handler, expired.lines) == ("timer", "form", ("form.expired",))
    await glass.shows_conversation(lambda each: each.form == "" and named(each) == {BOT_TIMER})


@pytest.mark.parametrize("channel", CHANNELS)
async def test_who_moves_the_clock_past_a_proof_is_asked_for_it_again(sandbox: Sandbox, customer: Customer) -> None:
    await customer.says("A20261109")
    await customer.reads("后四位")
    await customer.says("5678")
    await customer.reads("护眼台灯")
    sandbox.shop.clock.forward(31 * DAY)
    await customer.says("A20261109")
    await customer.reads("后四位")


@pytest.mark.parametrize("channel", ["wechat"])
async def test_wechats_window_is_counted_down_and_closes_when_the_clock_passes_it(
    sandbox: Sandbox, customer: Customer, glass: Glass
) -> None:
    topic = await handed_over(customer, sandbox.desk)
    opened = await glass.shows_conversation(lambda each: each.window is not None and each.window.left == 5)
    assert opened.window is not None
    assert opened.window.until > sandbox.shop.clock() + 47 * HOUR

    await joined(topic, customer)
    await glass.shows_conversation(lambda each: each.window is not None and each.window.left == 4)

    sandbox.shop.clock.forward(49 * HOUR)
    await glass.shows_conversation(lambda each: each.window is not None and each.window.left == 0)
    topic.says("还在吗")
    failed = await glass.shows_message("还在吗", lambda trace: any(each.fate == "failed" for each in trace.sendings))
    assert "48-hour window" in failed.sendings[0].error


async def test_other_channels_count_nothing(customer: Customer, glass: Glass) -> None:
    await customer.says("你好")
    assert (await glass.shows_conversation(lambda each: True)).window is None
