"""A shop on Telegram: the production channel over real HTTP, and the stand-in at the other end."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from bots.sandbox.telegram import TelegramPhone, TelegramStandIn
from tests.bots.telegram.shop import Shop


@pytest.fixture
async def platform() -> AsyncIterator[TelegramStandIn]:
    platform = TelegramStandIn()
    await platform.start()
    yield platform
    await platform.close()


@pytest.fixture
async def shop(platform: TelegramStandIn) -> AsyncIterator[Shop]:
    async with aiohttp.ClientSession() as session:
        shop = Shop(platform, session)
        yield shop
        await shop.close()


@pytest.fixture
def li(platform: TelegramStandIn) -> TelegramPhone:
    phone = platform.customer(5, "Li Lei")
    phone.start()
    return phone
