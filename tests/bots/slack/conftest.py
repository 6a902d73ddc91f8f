from collections.abc import AsyncIterator

import pytest

from bots.sandbox.slack import SlackStandIn
from tests.bots.inbox import Inbox
from tests.bots.slack.shop import Shop, open_shop, options_for
from tests.resting import at_once


@pytest.fixture(autouse=True)
def slack_takes_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """However slow the machine is. A test of our patience has its own."""
    monkeypatch.setattr("bots.slack.people.PATIENCE", 60.0)
    monkeypatch.setattr("bots.slack.members.PATIENCE", 60.0)


@pytest.fixture
async def standin() -> AsyncIterator[SlackStandIn]:
    standin = SlackStandIn(sleep=at_once, patience=60)
    standin.flood_control = False
    await standin.start()
    yield standin
    await standin.close()


@pytest.fixture
async def shop(standin: SlackStandIn) -> AsyncIterator[Shop]:
    async with open_shop(standin, options_for(standin), Inbox()) as shop:
        yield shop
