"""Words of an admin in what a customer wrote: case, width and punctuation aside; Latin words are found whole."""

from collections.abc import Iterable

from handlers.scripts.matching import normal
from handlers.scripts.phrases import Phrases, Said

LONGEST = 4000
"""Characters: who is angry writes long, and says the worst last."""


def heard(text: str) -> Said:
    """A message as words are looked for in it; `text` is as `Library.meant` makes it."""
    return Said.of(normal(text, LONGEST))


def said_in(words: Phrases, messages: Iterable[Said]) -> bool:
    return any(words.within(each) for each in messages)
