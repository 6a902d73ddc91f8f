"""What somebody said is remembered for a while, to be read faster; once people are forgotten, nothing of it is."""

import gc
from collections.abc import Iterator
from functools import lru_cache

import pytest

from storage.remembered import forget_people
from tests.handlers.chat import Chat

CACHED = type(lru_cache(len))
SAID = (
    "我是zhanghuasen，订单 A10086 到哪了",
    "A10086 zhanghuasen@example.com",
    "zhanghuasen说杯子碎了，我要退 A10086",
    "不想要了 zhanghuasen",
    "zhanghuasen好的",
    "转人工 zhanghuasen",
    "zhanghuasen 8000",
)


@pytest.fixture(scope="module", autouse=True)
def whatever_lives_is_looked_through() -> Iterator[None]:
    """Also what the collector passes over, since it has been there from the start: most caches."""
    gc.unfreeze()
    yield
    gc.collect()
    gc.freeze()


def remembered(said: str) -> Iterator[str]:
    """The caches that have it, by the functions that they are over."""
    for cache in gc.get_objects():
        if isinstance(cache, CACHED):
            kept = (each for each in gc.get_referents(cache) if type(each) is dict)
            if any(said in text for keys in kept for key in keys for text in texts(key)):
                yield cache.__wrapped__.__qualname__


def texts(key: object) -> Iterator[str]:
    if isinstance(key, str):
        yield key.casefold()
    elif isinstance(key, tuple):
        for each in key:
            yield from texts(each)


@pytest.mark.parametrize("words", SAID)
async def test_once_people_are_forgotten_no_cache_has_what_they_said(chat: Chat, words: str) -> None:
    await chat.says("A10086")
    await chat.says(words)
    assert [*remembered("zhanghuasen")] != []
    forget_people()
    assert [*remembered("zhanghuasen")] == []
