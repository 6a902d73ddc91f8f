"""Words of an admin in what a customer wrote: case, width and punctuation aside; Latin words are found whole."""

from collections.abc import Iterable
from functools import lru_cache

from handlers.scripts.matching import normal
from handlers.scripts.phrases import contains

LONGEST = 4000
"""Characters: who is angry writes long, and says the worst last."""


def heard(text: str) -> str:
    """A message as words are looked for in it."""
    return normal(text, LONGEST)


def said_in(words: tuple[str, ...], messages: Iterable[str]) -> bool:
    """`messages`: as `heard` has them."""
    wanted = all_wanted(words)
    # Every message to the bot is asked for some two hundred words: the cheap question comes first.
    return any(word in each and contains(each, word) for each in messages for word in wanted)


@lru_cache(maxsize=256)
def all_wanted(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(filter(None, map(normal, words)))


def wanted(word: str) -> str:
    """As it is looked for; "": nobody can say that."""
    return normal(word)
