"""The stand-in brings updates as Telegram does: in order, again and again, by webhook or getUpdates."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup

from bots.sandbox.telegram import TelegramStandIn
from tests.sandbox.telegram_client import Client

SECRET = "hook-secret"


class Sleeps:
    """Remembers how long the platform would have waited."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.slept.append(seconds)
        await asyncio.sleep(0)


class Receiver:
    """A bot's door that answers as it is told to."""

    def __init__(self) -> None:
        self.statuses: list[int] = []
        self.updates: list[dict[str, Any]] = []
        self.secrets: set[str | None] = set()
        self.open = asyncio.Event()
        self.open.set()
        self.url = ""
        self._arrived = asyncio.Event()
        self._runner: web.ServerRunner | None = None

    async def start(self) -> None:
        self._runner = web.ServerRunner(web.Server(self._take), shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/telegram"

    async def close(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def until(self, count: int) -> list[str]:
        """The texts (or the data of presses) of so many deliveries."""
        async with asyncio.timeout(60):
            while len(self.updates) < count:
                self._arrived.clear()
                await self._arrived.wait()
        return [text_of(update) for update in self.updates]

    async def _take(self, request: web.BaseRequest) -> web.Response:
        self.secrets.add(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        self.updates.append(await request.json())
        self._arrived.set()
        await self.open.wait()
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200)


def text_of(update: dict[str, Any]) -> str:
    match update:
        case {"message": {"text": str(text)}} | {"edited_message": {"text": str(text)}}:
            return text
        case {"callback_query": {"data": str(data)}}:
            return data
    return next(key for key in update if key != "update_id")


@pytest.fixture
def sleeps() -> Sleeps:
    return Sleeps()


@pytest.fixture
async def platform(sleeps: Sleeps) -> AsyncIterator[TelegramStandIn]:
    async with TelegramStandIn(lambda: 1_800_000_000.0, sleep=sleeps) as platform:
        yield platform


@pytest.fixture
async def receiver(bot: Client) -> AsyncIterator[Receiver]:
    receiver = Receiver()
    await receiver.start()
    await bot.result("setWebhook", url=receiver.url, secret_token=SECRET)
    yield receiver
    await receiver.close()


async def test_updates_come_with_the_secret_and_in_the_order_of_the_chat(
    platform: TelegramStandIn, receiver: Receiver
) -> None:
    li = platform.customer(5, "Li")
    for number in range(5):
        li.say(str(number))
    assert await receiver.until(5) == ["0", "1", "2", "3", "4"]
    assert receiver.secrets == {SECRET}
    ids = [update["update_id"] for update in receiver.updates]
    assert ids == sorted(set(ids))


async def test_one_chat_waits_for_the_answer_and_another_does_not(
    platform: TelegramStandIn, receiver: Receiver
) -> None:
    receiver.open.clear()
    platform.customer(5, "Li").say("li 1")
    platform.customer(5, "Li").say("li 2")
    platform.customer(6, "Mei").say("mei 1")
    assert sorted(await receiver.until(2)) == ["li 1", "mei 1"]
    receiver.open.set()
    assert (await receiver.until(3))[-1] == "li 2"


async def test_a_press_does_not_wait_for_the_message_before_it(
    platform: TelegramStandIn, receiver: Receiver, bot: Client
) -> None:
    li = platform.customer(5, "Li")
    li.start()
    await receiver.until(1)
    keyboard = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}
    await bot.result("sendMessage", chat_id=5, text="x", reply_markup=keyboard)
    receiver.open.clear()
    li.say("slow")
    await receiver.until(2)
    li.press("Go")
    assert (await receiver.until(3))[-1] == "go"
    receiver.open.set()


async def test_what_is_not_taken_comes_again_ever_later_and_holds_back_its_chat(
    platform: TelegramStandIn, receiver: Receiver, sleeps: Sleeps
) -> None:
    receiver.statuses = [500, 403, 503, 500, 200, 200]
    platform.customer(5, "Li").say("one")
    platform.customer(5, "Li").say("two")
    assert await receiver.until(6) == ["one"] * 5 + ["two"]
    assert sleeps.slept == [0, 2, 4, 8]
    assert len({update["update_id"] for update in receiver.updates}) == 2


async def test_updates_wait_for_a_webhook_and_go_where_it_points(platform: TelegramStandIn, bot: Client) -> None:
    platform.customer(5, "Li").say("early")
    receiver = Receiver()
    await receiver.start()
    await bot.result("setWebhook", url=receiver.url)
    assert await receiver.until(1) == ["early"]
    assert (await bot.result("getWebhookInfo"))["url"] == receiver.url
    assert "409 Conflict: can't use getUpdates" in await bot.refused("getUpdates")
    await bot.result("deleteWebhook")
    platform.customer(5, "Li").say("late")
    assert [text_of(update) for update in await bot.result("getUpdates", offset=0)][-1] == "late"
    await receiver.close()


async def test_updates_are_fetched_until_they_are_confirmed(platform: TelegramStandIn, bot: Client) -> None:
    li = platform.customer(5, "Li")
    for number in range(3):
        li.say(str(number))
    first = await bot.result("getUpdates", limit=2)
    assert [text_of(update) for update in first] == ["0", "1"]
    assert await bot.result("getUpdates", limit=2) == first
    rest = await bot.result("getUpdates", offset=first[-1]["update_id"] + 1)
    assert [text_of(update) for update in rest] == ["2"]
    assert await bot.result("getUpdates", offset=rest[-1]["update_id"] + 1) == []


async def test_a_long_poll_ends_with_the_first_message(platform: TelegramStandIn, bot: Client) -> None:
    polling = asyncio.create_task(bot.result("getUpdates", timeout=50))
    await platform.called("getUpdates")
    platform.customer(5, "Li").say("hello")
    assert [text_of(update) for update in await polling] == ["hello"]


async def test_a_second_program_ends_the_poll_of_the_first(platform: TelegramStandIn, bot: Client) -> None:
    first = asyncio.create_task(bot.refused("getUpdates", timeout=50))
    await platform.called("getUpdates")
    assert await bot.result("getUpdates") == []
    assert "409 Conflict: terminated by other getUpdates request" in await first


async def test_only_what_was_asked_for_is_told_and_as_it_was_said(platform: TelegramStandIn, bot: Client) -> None:
    await bot.result("getUpdates", allowed_updates=["message"])
    li = platform.customer(5, "Li")
    edited = li.say("one")
    li.edit(edited, "two")
    li.block()
    assert [text_of(update) for update in await bot.result("getUpdates")] == ["one"]
    assert li.screen.shown[0].text == "two"


async def test_what_members_do_in_a_topic_is_told_with_it(platform: TelegramStandIn, bot: Client) -> None:
    desk = platform.forum_group(-100500, "Desk", [(7, "Ann Lee")])
    thread = str((await bot.result("createForumTopic", chat_id=-100500, name="#1"))["message_thread_id"])
    desk.agent(7, "Ann Lee").say("hi", thread=thread)
    desk.agent(8, "Bo", anonymous=True).say("secretly")
    _, in_topic, anonymous = (update["message"] for update in await bot.result("getUpdates"))
    assert (in_topic["message_thread_id"], in_topic["is_topic_message"]) == (int(thread), True)
    assert (anonymous["from"]["username"], anonymous["sender_chat"]["id"]) == ("GroupAnonymousBot", -100500)
    assert [message.text for message in desk.topic(thread).screen.shown] == ["hi"]
    with pytest.raises(LookupError):
        desk.agent(7, "Ann Lee").say("hi", thread="31337")


async def test_a_button_that_is_not_on_the_screen_cannot_be_pressed(platform: TelegramStandIn) -> None:
    with pytest.raises(LookupError, match="no button 'Go'"):
        platform.customer(5, "Li").press("Go")


async def test_python_telegram_bot_as_it_comes_is_understood(platform: TelegramStandIn) -> None:
    """It sends forms, and files as forms of several parts."""
    li = platform.customer(5, "Li Lei")
    li.start()
    url = platform.base_url
    async with Bot(platform.token, base_url=f"{url}/bot", base_file_url=f"{url}/file/bot") as bot:
        markup = InlineKeyboardMarkup([[InlineKeyboardButton("Go", callback_data="go")]])
        sent = await bot.send_message(5, "<b>hi</b> 你好", parse_mode="HTML", reply_markup=markup)
        assert (sent.text, li.screen.shown[-1].text, li.screen.shown[-1].buttons) == ("hi 你好", "hi 你好", ("Go",))
        photo = await bot.send_photo(5, b"\xff\xd8\xff", caption="look")
        file = await bot.get_file(photo.photo[-1].file_id)
        assert await file.download_as_bytearray() == b"\xff\xd8\xff"
        li.press("Go")
        updates = await bot.get_updates(timeout=1)
        assert updates[-1].callback_query is not None
        assert await updates[-1].callback_query.answer()


async def test_a_long_run_keeps_nothing_but_counts() -> None:
    heard: list[int] = []
    async with TelegramStandIn(keep_history=False) as platform, aiohttp.ClientSession() as session:
        platform.on_sent(lambda sent: heard.append(sent.chat_id))
        li = platform.customer(5, "Li")
        li.start()
        for _ in range(3):
            await Client(platform, session).result("sendMessage", chat_id=5, text="x")
        assert (platform.accepted, heard, platform.sent) == (3, [5, 5, 5], [])
        assert (li.screen.shown, li.chat.messages) == ([], {})
