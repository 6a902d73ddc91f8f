"""What handlers are told of the windows that a platform opens."""

from collections.abc import AsyncIterator

import pytest

from bots.app.openings import ChannelOpenings
from bots.wechat.ledger import BY_ACTION, BY_MESSAGE
from storage.conversations import Reach
from storage.database import Database
from storage.inbound import Identity
from storage.openings import ALWAYS, Opening
from storage.quota import Quota

NOON = 1_800_000_000.0
LI = Reach(Identity("wechat", "oLi"), "oLi")


@pytest.fixture
async def quota() -> AsyncIterator[Quota]:
    database = await Database.open(":memory:")
    yield Quota(database)
    await database.close()


async def test_elsewhere_whoever_has_not_left_can_always_be_written_to(quota: Quota) -> None:
    openings = ChannelOpenings({"wechat": quota})
    assert await openings.of(Reach(Identity("telegram", "9001"), "9001"), NOON) == ALWAYS


async def test_a_customer_of_wechat_can_be_written_to_for_two_days(quota: Quota) -> None:
    openings = ChannelOpenings({"wechat": quota})
    assert await openings.of(LI, NOON) == Opening(until=0.0, messages=0)
    await quota.opened("oLi", BY_MESSAGE, "act", NOON)
    until = NOON + 48 * 3600
    assert await openings.of(LI, until - 1) == Opening(until=until, messages=5)
    assert await openings.of(LI, until) == Opening(until=0.0, messages=0)


async def test_a_tap_promises_nothing_for_later(quota: Quota) -> None:
    openings = ChannelOpenings({"wechat": quota})
    await quota.opened("oLi", BY_MESSAGE, "act", NOON)
    for _ in range(4):
        await quota.spend("oLi", NOON)
    await quota.opened("oLi", BY_ACTION, "act", NOON)
    assert await openings.of(LI, NOON) == Opening(until=NOON + 48 * 3600, messages=1)


async def test_a_template_is_told_of_where_the_shop_has_one(quota: Quota) -> None:
    openings = ChannelOpenings({"wechat": quota}, with_template=("wechat",))
    assert await openings.of(LI, NOON) == Opening(until=0.0, messages=0, template=True)
