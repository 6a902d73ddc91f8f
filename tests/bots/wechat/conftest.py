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
    standin = WeChatStandIn(clock)
    await standin.start()
    yield standin
    await standin.close()


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
async def shop(standin: WeChatStandIn, clock: Clock, session: aiohttp.ClientSession) -> AsyncIterator[Shop]:
    async with Shop(standin, clock, session).opened() as shop:
        yield shop


@pytest.fixture
async def hasty(standin: WeChatStandIn, clock: Clock, session: aiohttp.ClientSession) -> AsyncIterator[Shop]:
    """One that waits neither long for its own answers nor for a retry."""
    async with Shop(standin, clock, session, passive_seconds=0.2, retry_seconds=0.2).opened() as shop:
        yield shop


@pytest.fixture
async def patient(standin: WeChatStandIn, clock: Clock, session: aiohttp.ClientSession) -> AsyncIterator[Shop]:
    """One whose deadline never comes: a test hangs when something waits for it."""
    async with Shop(standin, clock, session, passive_seconds=3600).opened() as shop:
        yield shop


@pytest.fixture
async def impatient(standin: WeChatStandIn, clock: Clock) -> AsyncIterator[Shop]:
    """One that gives up on the platform at once: for what hangs."""
    async with Shop.beside(standin, clock, standin.credentials, call_timeout=(0.1, 0.1)) as impatient:
        yield impatient


@pytest.fixture
def li(standin: WeChatStandIn) -> WeChatPhone:
    """A customer."""
    return standin.customer("oLi_aBcDeFgHiJkLmNoPqRsTuVwX")


async def silent(_inbound: object) -> None:
    return None


@pytest.fixture
async def wrote(shop: Shop, li: WeChatPhone) -> WeChatPhone:
    """A customer who has just written, so that the window is open."""
    shop.answer = silent
    await li.say("你好")
    return li
