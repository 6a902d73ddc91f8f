from collections.abc import AsyncIterator

import pytest

from bots.sandbox.telegram import TelegramGroup, TelegramPhone, TelegramStandIn
from tests.moments import Clock
from tests.sandbox.telegram.scene import DESK, NOW


@pytest.fixture
def clock() -> Clock:
    return Clock(NOW)


@pytest.fixture
async def platform(clock: Clock) -> AsyncIterator[TelegramStandIn]:
    async with TelegramStandIn(clock) as platform:
        yield platform


@pytest.fixture
def li(platform: TelegramStandIn) -> TelegramPhone:
    phone = platform.customer(5, "Li Lei", "zh-hans")
    phone.start()
    return phone


@pytest.fixture
def desk(platform: TelegramStandIn) -> TelegramGroup:
    return platform.forum_group(DESK, "Desk", [(7, "Ann Lee")])
