"""Words of an admin in what a customer wrote: case, width and punctuation aside; Latin words are found whole."""

from collections.abc import Iterable
from functools import lru_cache

from handlers.scripts.matching import contains, normal

LONGEST = 4000
"""Characters: who is angry writes long, and says the worst last."""


def heard(text: str) -> str:
    """A message as words are looked for in it."""
    return normal(text, LONGEST)


def said_in(words: Iterable[str], messages: Iterable[str]) -> bool:
    """`messages`: as `heard` has them."""
    said = tuple(messages)
    return any(contains(each, word) for word in map(wanted, words) if word for each in said)


@lru_cache(maxsize=4096)
def wanted(word: str) -> str:
    return normal(word)
