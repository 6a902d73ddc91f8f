"""The quota on disk, as the channel spends it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bots.channel import UsedUp, WindowOver
from bots.wechat.ledger import BY_ACTION, BY_MESSAGE, Windows
from storage.database import Database
from storage.quota import Allowance, Quota
from tests.bots.wechat.shop import NOON

LI = "oLi"


@pytest.fixture
async def windows(tmp_path: Path) -> AsyncIterator[Windows]:
    database = await Database.open(tmp_path / "kefu.db")
    yield Windows(Quota(database))
    await database.close()


async def opened(windows: Windows, allowance: Allowance, at: float) -> None:
    if opening := windows.opened(LI, allowance, at):
        await opening


async def test_a_message_allows_four_and_keeps_one(windows: Windows) -> None:
    await opened(windows, BY_MESSAGE, NOON)
    for _ in range(4):
        await windows.take(LI, NOON + 1, 1)
    with pytest.raises(UsedUp, match="must write first"):
        await windows.take(LI, NOON + 1, 1)


async def test_following_allows_two_within_a_minute(windows: Windows) -> None:
    await opened(windows, BY_ACTION, NOON)
    await windows.take(LI, NOON + 59, 2)
    with pytest.raises(UsedUp, match="must write first"):
        await windows.take(LI, NOON + 59, 1)
    with pytest.raises(WindowOver, match="window is over"):
        await windows.take(LI, NOON + 60, 1)


async def test_an_answer_of_several_messages_is_allowed_whole_or_not_at_all(windows: Windows) -> None:
    await opened(windows, BY_MESSAGE, NOON)
    await windows.take(LI, NOON, 3)
    with pytest.raises(UsedUp):
        await windows.take(LI, NOON, 2)
    await windows.take(LI, NOON, 1)


async def test_a_lively_chat_does_not_write_the_same_window_again_and_again(windows: Windows) -> None:
    await opened(windows, BY_MESSAGE, NOON)
    assert windows.opened(LI, BY_MESSAGE, NOON + 59) is None
    await windows.take(LI, NOON + 59, 4)
    await opened(windows, BY_MESSAGE, NOON + 59)
    await windows.take(LI, NOON + 59, 4)


async def test_a_window_is_at_most_a_minute_too_short(windows: Windows) -> None:
    for second in range(0, 300, 7):
        await opened(windows, BY_MESSAGE, NOON + second)
    await windows.take(LI, NOON + 294 + 48 * 3600 - 61, 1)
