"""Where customers wrote last, as the next run finds it."""

import pytest

from storage.database import Database
from storage.private_topics import TopicBook


@pytest.fixture
def book(database: Database) -> TopicBook:
    return TopicBook(database, "telegram")


async def test_the_last_topic_of_each_is_kept_and_the_latest_comes_last(book: TopicBook) -> None:
    for account, topic in (("lin", "7"), ("wang", "3"), ("lin", "8")):
        await book.keep(account, topic)
    assert [*(await book.latest(10)).items()] == [("wang", "3"), ("lin", "8")]


async def test_whoever_wrote_outside_of_topics_has_none(book: TopicBook) -> None:
    await book.keep("lin", "7")
    await book.keep("lin", None)
    await book.keep("wang", None)
    assert await book.latest(10) == {}


async def test_only_the_latest_are_kept_and_those_of_another_channel_are_apart(
    book: TopicBook, database: Database
) -> None:
    other = TopicBook(database, "another")
    await other.keep("lin", "1")
    for account in ("lin", "wang", "zhao"):
        await book.keep(account, "7")
    assert [*await book.latest(2)] == ["wang", "zhao"]
    assert [*await book.latest(10)] == ["wang", "zhao"]
    assert await other.latest(10) == {"lin": "1"}
