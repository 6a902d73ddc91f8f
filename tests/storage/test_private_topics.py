"""Where customers wrote last, as the next run finds it."""

import pytest

from storage.database import Database
from storage.private_topics import PrivateTopicBook


@pytest.fixture
def book(database: Database) -> PrivateTopicBook:
    return PrivateTopicBook(database, "telegram")


async def test_the_last_topic_of_each_is_kept_and_the_latest_comes_last(book: PrivateTopicBook) -> None:
    for account, topic in (("lin", "7"), ("wang", "3"), ("lin", "8")):
        await book.keep(account, topic)
    assert [*(await book.latest(10)).items()] == [("wang", "3"), ("lin", "8")]


async def test_whoever_wrote_outside_of_topics_has_none(book: PrivateTopicBook) -> None:
    await book.keep("lin", "7")
    await book.keep("lin", None)
    await book.keep("wang", None)
    assert await book.latest(10) == {}


async def test_only_the_latest_are_kept_and_those_of_another_channel_are_apart(
    book: PrivateTopicBook, database: Database
) -> None:
    other = PrivateTopicBook(database, "another")
    await other.keep("lin", "1")
    for account in ("lin", "wang", "zhao"):
        await book.keep(account, "7")
    assert [*await book.latest(2)] == ["wang", "zhao"]
    assert [*await book.latest(10)] == ["wang", "zhao"]
    assert await other.latest(10) == {"lin": "1"}
