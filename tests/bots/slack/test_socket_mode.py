"""The same conversations over Socket Mode: no address of our own, acknowledged after the inbox, reconnecting."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest

from bots.sandbox.faults import Fault
from bots.sandbox.slack import SlackStandIn
from bots.sandbox.slack.web_api import refused
from storage.content import Button, Content
from storage.inbound import Kind
from tests.bots.inbox import Inbox
from tests.bots.slack.shop import DESK, Shop, open_shop, options_for
from tests.resting import at_once

SOON = 0.3
"""Seconds after which Slack tells again what was not acknowledged."""


@pytest.fixture
async def standin() -> AsyncIterator[SlackStandIn]:
    standin = SlackStandIn(sleep=at_once, patience=60)
    await standin.start()
    yield standin
    await standin.close()


@asynccontextmanager
async def running(shop: Shop) -> AsyncIterator[None]:
    task = asyncio.create_task(shop.slack.run(shop.inbox.accept))
    try:
        async with asyncio.timeout(60):
            await shop.standin.sockets.connected.wait()
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@pytest.fixture
async def shop(standin: SlackStandIn) -> AsyncIterator[Shop]:
    async with open_shop(standin, options_for(standin, "socket"), Inbox()) as shop:
        yield shop


@pytest.fixture
async def shaky(standin: SlackStandIn) -> AsyncIterator[Shop]:
    """One whose connections break: both sides soon find out."""
    standin.sockets.patience = SOON
    async with open_shop(standin, options_for(standin, "socket", ping_seconds=0.2), Inbox()) as shop:
        yield shop


async def test_forms_open_tell_what_is_missing_and_close(shop: Shop) -> None:
    async with running(shop):
        han = shop.desk.agent("U0HAN", "韩梅梅")
        thread, _ = await shop.slack.open_thread(DESK, "#7", Content(text="card"), number=7)
        han.shortcut(thread)
        form = await han.form()
        form.choose("what", "do_transfer")
        await form.until(lambda form: "person" in form.fields)
        form.submit()
        await form.until(lambda form: bool(form.errors))
        form.pick("person", "U0BO")
        form.submit()
        assert (await shop.inbox.next()).text == "/transfer slack:U0BO"
        await form.until(lambda form: not form.form.is_open)


async def test_a_command_that_nobody_can_vouch_for_is_refused_in_words(shop: Shop) -> None:
    async with running(shop):
        shop.desk.agent("U0HAN", "韩梅梅")
        han = shop.standin.customer("U0HAN", "韩梅梅")
        shop.standin.faults.next("conversations.members", Fault.error(), 1)
        han.command("queue", channel=DESK)
        assert (await han.screen.until(lambda shown: shown.notice)).text == "not_done"
    assert shop.inbox.offered == 0


async def test_messages_buttons_and_commands_arrive(shop: Shop) -> None:
    async with running(shop):
        li = shop.customer()
        li.say("A10086")
        await shop.slack.send("D0LI", Content(text="您好", buttons=(Button(label="查订单", goto="order_lookup"),)))
        await li.screen.until(lambda shown: bool(shown.buttons))
        li.press("查订单")
        li.command("hello")
        kinds = [(await shop.inbox.next(number)).kind for number in (1, 2, 3)]
        assert kinds == [Kind.TEXT, Kind.BUTTON, Kind.TEXT]
        li.open_home()
        await li.home.until(lambda shown: shown.buttons == ("查订单",))
        await shop.standin.settled()
        assert all(delivery.acknowledged for delivery in shop.standin.deliveries)


async def test_nothing_is_acknowledged_before_the_inbox_has_it(shop: Shop) -> None:
    shop.standin.sockets.patience = SOON
    async with running(shop):
        shop.inbox.failing = True
        ts = shop.customer().say("A10086")
        await shop.standin.settled()
        assert not shop.standin.deliveries[0].acknowledged
        shop.inbox.failing = False
        assert (await shop.inbox.next()).message_id == ts


async def test_a_message_that_comes_again_keeps_its_key(shop: Shop) -> None:
    async with running(shop):
        shop.customer().say("A10086")
        await shop.inbox.next()
        delivery = shop.standin.deliveries[0]
        await shop.standin.settled()
        shop.standin.telling.tell(delivery.sort, delivery.payload, "again")
        await shop.standin.settled()
        assert (shop.inbox.offered, len(shop.inbox.taken)) == (2, 1)


async def test_slack_asks_to_reconnect_and_no_message_is_lost(shop: Shop) -> None:
    async with running(shop):
        li = shop.customer()
        await shop.standin.sockets.ask_to_reconnect()
        li.say("meanwhile")
        assert (await shop.inbox.next()).text == "meanwhile"
        assert shop.standin.calls["apps.connections.open"] == 2


async def test_the_network_breaks_and_the_bot_comes_back(shaky: Shop) -> None:
    async with running(shaky):
        shaky.standin.faults.next("apps.connections.open", Fault.error())
        shaky.standin.sockets.drop()
        shaky.customer().say("still there?")
        assert (await shaky.inbox.next()).text == "still there?"


async def test_a_slack_that_is_down_at_the_start_is_waited_for(shaky: Shop) -> None:
    shaky.standin.faults.next("apps.connections.open", refused("invalid_auth"))
    shaky.standin.faults.next("apps.connections.open", Fault.busy(0))
    shaky.standin.faults.next("apps.connections.open", Fault.nonsense())
    shaky.standin.faults.next("apps.connections.open", Fault.answer(200, b'{"ok":true}'))
    async with running(shaky):
        shaky.customer().say("hello")
        await shaky.inbox.next()


async def test_no_secret_reaches_the_log(shaky: Shop, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with running(shaky):
        li = shaky.customer()
        li.say("my number is 13800138000")
        await shaky.inbox.next()
        shaky.standin.sockets.refused = True
        shaky.standin.sockets.drop()
        async with asyncio.timeout(60):
            await shaky.standin.sockets.refusing.wait()
        shaky.standin.sockets.refused = False
        li.say("again")
        await shaky.inbox.next(2)
    assert "Failed to connect" in caplog.text
    for secret in ("xapp-", "xoxb-", "ticket=", "13800138000"):
        assert secret not in caplog.text


async def test_stopping_leaves_nothing_behind(standin: SlackStandIn) -> None:
    before = asyncio.all_tasks()
    async with open_shop(standin, options_for(standin, "socket"), Inbox()) as shop, running(shop):
        shop.customer().say("hello")
        await shop.inbox.next()
        await shop.standin.settled()
    await asyncio.sleep(0)
    left = {task for task in asyncio.all_tasks() - before if "slack_sdk" in repr(task) or "bots/slack" in repr(task)}
    assert not left


@pytest.mark.parametrize("name", ["HTTP_PROXY", "https_proxy"])
async def test_a_proxy_for_other_programs_keeps_nobody_from_slack(
    standin: SlackStandIn, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "http://127.0.0.1:9")
    async with open_shop(standin, options_for(standin, "socket"), Inbox()) as shop, running(shop):
        assert (await shop.slack.open_thread(DESK, "#7", Content(text="card"), number=7))[0]
