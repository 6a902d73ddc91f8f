"""The quota on disk, as the channel spends it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bots.wechat.ledger import BY_ACTION, BY_MESSAGE, Ledger, take
from storage.database import Database
from storage.quota import Quota
from tests.bots.wechat.shop import NOON

LI = "oLi"


@pytest.fixture
async def ledger(tmp_path: Path) -> AsyncIterator[Ledger]:
    database = await Database.open(tmp_path / "kefu.db")
    yield Quota(database)
    await database.close()


async def test_a_message_allows_four_and_keeps_one(ledger: Ledger) -> None:
    await ledger.opened(LI, BY_MESSAGE, NOON)
    assert [await take(ledger, LI, NOON + 1, 1) for _ in range(4)] == [""] * 4
    assert "must write first" in await take(ledger, LI, NOON + 1, 1)


async def test_following_allows_two_within_a_minute(ledger: Ledger) -> None:
    await ledger.opened(LI, BY_ACTION, NOON)
    assert await take(ledger, LI, NOON + 59, 2) == ""
    assert "must write first" in await take(ledger, LI, NOON + 59, 1)
    assert "window is over" in await take(ledger, LI, NOON + 60, 1)


async def test_an_answer_of_several_messages_is_allowed_whole_or_not_at_all(ledger: Ledger) -> None:
    await ledger.opened(LI, BY_MESSAGE, NOON)
    assert await take(ledger, LI, NOON, 3) == ""
    assert await take(ledger, LI, NOON, 2) != ""
    assert await take(ledger, LI, NOON, 1) == ""
