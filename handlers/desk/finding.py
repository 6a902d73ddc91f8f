"""A canned reply by a few letters of its name or of its words."""

from collections.abc import Callable, Iterator, Sequence

from rapidfuzz.fuzz import partial_ratio

from handlers.desk.canned_text import Canned
from handlers.scripts.matching import normal

NEAR = 75.0
"""Of 100: how much of it must be there, in order."""


def matching(asked: str, known: Sequence[Canned]) -> list[Canned]:
    """By the first way that finds any: the name itself, its beginning or initials, a piece of it or of the words, and
    last what only looks like it.
    """
    words = normal(asked)
    if not words:
        return []
    return next((found for way in WAYS if (found := [each for each in known if way(words, each)])), [])


def is_name(words: str, canned: Canned) -> bool:
    return canned.name == words.replace(" ", "_")


def begins_name(words: str, canned: Canned) -> bool:
    name = words.replace(" ", "_")
    initials = "".join(part[:1] for part in canned.name.split("_"))
    return canned.name.startswith(name) or (len(initials) > 1 and initials == name)


def is_within(words: str, canned: Canned) -> bool:
    return words.replace(" ", "_") in canned.name or any(words in text for text in texts(canned))


def looks_like(words: str, canned: Canned) -> bool:
    return len(words) > 2 and any(partial_ratio(words, each) >= NEAR for each in (canned.name, *texts(canned)))


def texts(canned: Canned) -> Iterator[str]:
    """Agents search in their own words, or in the contact's."""
    yield normal(canned.text)
    yield normal(canned.for_staff)


WAYS: tuple[Callable[[str, Canned], bool], ...] = (is_name, begins_name, is_within, looks_like)
