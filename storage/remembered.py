"""Caches that hold words of people, and how they are emptied: who is erased is not left behind in memory either."""

from typing import Protocol, TypeVar


class Cache(Protocol):
    def cache_clear(self) -> None: ...


Cached = TypeVar("Cached", bound=Cache)

OF_PEOPLE: list[Cache] = []


def of_people(cached: Cached) -> Cached:
    """Over `@lru_cache`, where what it keeps may be what somebody wrote, bought or was told."""
    OF_PEOPLE.append(cached)
    return cached


def forget_people() -> None:
    """Of everybody: a cache does not know whose its words are, and is soon filled again."""
    for cache in OF_PEOPLE:
        cache.cache_clear()
