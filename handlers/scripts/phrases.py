"""Phrases found in a text, both normal as `matching.normal` makes them. Latin words are found whole."""

import re
from collections.abc import Iterable, Iterator
from typing import Self

from storage.records import record

CJK = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff"
FIRST_CJK = "\u2e80"
"""Letters before this one are written side by side in words."""
HEAD = re.compile(rf"[^\W_{FIRST_CJK}-\U0010ffff]+|[^ ]")
"""What a phrase may begin with: a Latin word, or a single character of any other kind."""


def contains(text: str, trigger: str) -> bool:
    """Both normal. Latin words are found whole: "hi" is not in "shipping"."""
    return next(places(text, trigger), None) is not None


def places(text: str, trigger: str) -> Iterator[int]:
    """Where it begins, each time."""
    start = text.find(trigger)
    while start >= 0:
        if stands_free(text, start, start + len(trigger)):
            yield start
        start = text.find(trigger, start + 1)


def stands_free(text: str, start: int, end: int) -> bool:
    return not (welded(text[start - 1 : start], text[start]) or welded(text[end - 1], text[end : end + 1]))


def welded(left: str, right: str) -> bool:
    """Two characters of one word."""
    return bool(left and right) and alphabetic(left) and alphabetic(right)


def alphabetic(character: str) -> bool:
    return character.isalnum() and character < FIRST_CJK


@record(frozen=True, slots=True)
class Said:
    """A text in which many phrases are looked for."""

    text: str
    heads: frozenset[str]

    @classmethod
    def of(cls, text: str) -> Self:
        return cls(text, frozenset(text.split() if text.isascii() else HEAD.findall(text)))


class Phrases:
    """Many at once: looked for are only those that begin as some word of the text does."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_head: dict[str, list[tuple[int, str]]] = {}
        for place, phrase in enumerate(phrases):
            head = HEAD.match(phrase)
            if head is not None:
                self._by_head.setdefault(head[0], []).append((place, phrase))

    def within(self, said: Said) -> list[str]:
        """In the order in which they were given."""
        if self._by_head.keys().isdisjoint(said.heads):  # as in most messages
            return []
        near = self._by_head.keys() & said.heads
        found = (each for head in near for each in self._by_head[head] if each[1] in said.text)
        return [phrase for _, phrase in sorted(found) if contains(said.text, phrase)]
