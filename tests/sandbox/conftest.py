from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bots.sandbox.platforms import DeskName, Platforms
from bots.sandbox.slack import SlackStandIn
from bots.sandbox.telegram import TelegramStandIn
from bots.sandbox.wechat import WeChatPhone
from tests.resting import at_once
from tests.sandbox.slack_app import App
from tests.sandbox.telegram_client import Client
from tests.sandbox.wechat_account import Account, opened_account

BRISK = "[1000, 1]"


@pytest.fixture(autouse=True)
def no_shop_keeps_to_the_platforms_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    """That is proved beside the channels; here it would only make everybody wait."""
    as_ever = Platforms.environment

    def brisk(
        platforms: Platforms, desk: DeskName, database: Path, *, port: int = 0, calling: bool = False
    ) -> dict[str, str]:
        platforms.slack.flood_control = False
        paces = {f"KEFU_{channel}__PACE__{of}": BRISK for channel in ("TELEGRAM", "SLACK") for of in ("CHAT", "DESK")}
        return as_ever(platforms, desk, database, port=port, calling=calling) | paces

    monkeypatch.setattr(Platforms, "environment", brisk)


@pytest.fixture
async def standin() -> AsyncIterator[SlackStandIn]:
    standin = SlackStandIn(sleep=at_once)
    await standin.start()
    yield standin
    await standin.close()


@pytest.fixture
async def client(standin: SlackStandIn) -> AsyncIterator[AsyncWebClient]:
    async with aiohttp.ClientSession() as session:
        yield AsyncWebClient(token=standin.bot_token, base_url=standin.api_base, session=session, retry_handlers=[])


@pytest.fixture
async def app(standin: SlackStandIn) -> AsyncIterator[App]:
    app = App()
    standin.events_url = await app.start()
    yield app
    await app.runner.cleanup()


@pytest.fixture
async def bot(platform: TelegramStandIn) -> AsyncIterator[Client]:
    """Of the `platform` of each module: what is tried there needs one of its own kind."""
    async with aiohttp.ClientSession() as session:
        yield Client(platform, session)


@pytest.fixture
async def account() -> AsyncIterator[Account]:
    async with opened_account() as account:
        yield account


@pytest.fixture
def li(account: Account) -> WeChatPhone:
    return account.standin.customer("oLi")
