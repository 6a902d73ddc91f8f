"""A shop for each test. A test says what it wants to see on several channels, desks or wirings by parametrizing."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bots.sandbox.platforms import DeskName
from tests.e2e.chats import Channel, Customer, Desk, Street
from tests.e2e.program import nursery_closed_at_the_end
from tests.e2e.shop import Plan, Shop, Wiring, open_shop


@pytest.fixture(scope="session", autouse=True)
def nothing_is_brought_to_life_after_the_last_test() -> Iterator[None]:
    with nursery_closed_at_the_end():
        yield


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
def own_scripts() -> bool:
    return False


@pytest.fixture
async def shop(tmp_path: Path, desk_channel: DeskName, wiring: Wiring, own_scripts: bool) -> AsyncIterator[Shop]:
    plan = Plan(folder=tmp_path, desk_channel=desk_channel, wiring=wiring, own_scripts=own_scripts)
    async with open_shop(plan) as opened:
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
