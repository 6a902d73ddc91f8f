"""Topics of the desk that are closed, as the next run finds them."""

import pytest

from storage.closed_topics import ClosedTopicBook
from storage.database import Database


@pytest.fixture
def book(database: Database) -> ClosedTopicBook:
    return ClosedTopicBook(database)


async def test_a_topic_is_closed_until_it_is_opened_and_the_latest_comes_last(book: ClosedTopicBook) -> None:
    for topic in ("7", "8", "9", "7"):
        await book.keep("-100", topic, closed=True)
    await book.keep("-100", "9", closed=False)
    await book.keep("-100", "10", closed=False)
    assert await book.latest(10) == [("-100", "8"), ("-100", "7")]


async def test_the_topics_of_each_chat_are_apart(book: ClosedTopicBook) -> None:
    await book.keep("-100", "7", closed=True)
    await book.keep("-200", "7", closed=True)
    await book.keep("-100", "7", closed=False)
    assert await book.latest(10) == [("-200", "7")]


async def test_only_those_that_were_closed_last_are_kept(book: ClosedTopicBook) -> None:
    for topic in ("7", "8", "9"):
        await book.keep("-100", topic, closed=True)
    assert await book.latest(2) == [("-100", "8"), ("-100", "9")]
    assert await book.latest(10) == [("-100", "8"), ("-100", "9")]
