from collections.abc import AsyncIterator

import pytest

from bots.sandbox.slack import SlackStandIn
from bots.sandbox.slack.delivery import never
from tests.bots.slack.shop import Inbox, Shop, open_shop, options_for


@pytest.fixture
async def standin() -> AsyncIterator[SlackStandIn]:
    standin = SlackStandIn(sleep=never)
    standin.flood_control = False
    await standin.start()
    yield standin
    await standin.close()


@pytest.fixture
async def shop(standin: SlackStandIn) -> AsyncIterator[Shop]:
    async with open_shop(standin, options_for(standin), Inbox()) as shop:
        yield shop
