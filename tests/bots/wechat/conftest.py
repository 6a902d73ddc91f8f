from collections.abc import AsyncIterator

import aiohttp
import pytest

from bots.sandbox.wechat import WeChatPhone, WeChatStandIn
from tests.bots.wechat.shop import Clock, Shop


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def standin(clock: Clock) -> AsyncIterator[WeChatStandIn]:
    standin = WeChatStandIn(clock, cut_after=0.5)
    await standin.start()
    yield standin
    await standin.close()


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
async def shop(standin: WeChatStandIn, clock: Clock, session: aiohttp.ClientSession) -> AsyncIterator[Shop]:
    shop = Shop(standin, clock, session, passive_seconds=0.3, retry_seconds=0.3)
    await shop.open()
    yield shop
    await shop.close()


@pytest.fixture
def li(standin: WeChatStandIn) -> WeChatPhone:
    """A customer."""
    return standin.customer("oLi_aBcDeFgHiJkLmNoPqRsTuVwX")
