"""The line that somebody is typing comes and goes as on Telegram."""

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import pytest

from bots.sandbox.telegram import TelegramPhone, TelegramStandIn
from tests.sandbox.telegram_client import Client


class Naps:
    """Sleeps that end when the test says so."""

    def __init__(self) -> None:
        self.asked: list[float] = []
        self._over = asyncio.Event()

    async def __call__(self, seconds: float) -> None:
        self.asked.append(seconds)
        await self._over.wait()

    async def end(self) -> None:
        self._over.set()
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        self._over = asyncio.Event()


@pytest.fixture
def naps() -> Naps:
    return Naps()


@pytest.fixture
async def platform(naps: Naps) -> AsyncIterator[TelegramStandIn]:
    async with TelegramStandIn(sleep=naps) as platform:
        yield platform


@pytest.fixture
def li(platform: TelegramStandIn) -> TelegramPhone:
    phone = platform.customer(5, "Li Lei")
    phone.start()
    return phone


def seen_by(phone: TelegramPhone) -> list[bool]:
    seen: list[bool] = []
    phone.screen.on_typing = seen.append
    return seen


async def types(bot: Client, chat: int = 5) -> None:
    await bot.result("sendChatAction", chat_id=chat, action="typing")


async def test_it_ends_after_five_seconds(bot: Client, li: TelegramPhone, naps: Naps) -> None:
    seen = seen_by(li)
    await types(bot)
    assert (seen, naps.asked) == ([True], [5.0])
    await naps.end()
    assert seen == [True, False]


async def test_it_ends_with_the_message_and_only_once(bot: Client, li: TelegramPhone, naps: Naps) -> None:
    seen = seen_by(li)
    await types(bot)
    await bot.result("sendMessage", chat_id=5, text="hello")
    await bot.result("sendMessage", chat_id=5, text="and more")
    await naps.end()
    assert seen == [True, False]


async def test_who_goes_on_typing_is_seen_on_and_on(bot: Client, li: TelegramPhone, naps: Naps) -> None:
    seen = seen_by(li)
    await types(bot)
    await types(bot)
    assert (seen, naps.asked) == ([True], [5.0, 5.0])
    await naps.end()
    assert seen == [True, False]


async def test_one_chat_knows_nothing_of_another(
    bot: Client, platform: TelegramStandIn, li: TelegramPhone, naps: Naps
) -> None:
    mei = platform.customer(6, "Mei")
    mei.start()
    seen, by_mei = seen_by(li), seen_by(mei)
    await types(bot)
    await bot.result("sendMessage", chat_id=6, text="hello")
    assert (seen, by_mei) == ([True], [])
    await naps.end()


async def test_who_blocked_the_bot_does_not_see_it_type(bot: Client, li: TelegramPhone) -> None:
    li.block()
    seen = seen_by(li)
    await types(bot)
    assert seen == []


async def test_it_ends_with_the_stand_in() -> None:
    async with TelegramStandIn() as platform, aiohttp.ClientSession() as session:
        platform.customer(5, "Li").start()
        await types(Client(platform, session))
        before = asyncio.all_tasks()
        await platform.close()
        assert [task for task in before if not task.done() and "_end_later" in repr(task)] == []


async def test_a_long_run_neither_shows_nor_waits() -> None:
    async with TelegramStandIn(keep_history=False) as platform, aiohttp.ClientSession() as session:
        li = platform.customer(5, "Li")
        li.start()
        seen = seen_by(li)
        await types(Client(platform, session))
        assert seen == []
        assert not any("_end_later" in repr(task) for task in asyncio.all_tasks())
