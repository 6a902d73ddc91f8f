"""A shop for each test. A test says what it wants to see on several channels, desks or wirings by parametrizing."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bots.sandbox.platforms import DeskName
from tests.e2e.chats import Channel, Customer, Desk, Street
from tests.e2e.shop import Plan, Shop, Wiring, open_shop


@pytest.fixture(autouse=True)
def slack_takes_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is asked for here is what people read. That nobody waits long for a name is proved beside the channel."""
    monkeypatch.setattr("bots.slack.people.PATIENCE", 10.0)


@pytest.fixture
def channel() -> Channel:
    return "telegram"


@pytest.fixture
def desk_channel() -> DeskName:
    return "telegram"


@pytest.fixture
def wiring() -> Wiring:
    return "polling"


@pytest.fixture
async def shop(tmp_path: Path, desk_channel: DeskName, wiring: Wiring) -> AsyncIterator[Shop]:
    async with open_shop(Plan(folder=tmp_path, desk_channel=desk_channel, wiring=wiring)) as opened:
        yield opened


@pytest.fixture
def street(shop: Shop) -> Street:
    return Street(shop)


@pytest.fixture
def desk(shop: Shop) -> Desk:
    return Desk(shop)


@pytest.fixture
def customer(street: Street, channel: Channel) -> Customer:
    return street.customer(channel)
