"""Phrases found in a text, as `matching.phrase` and `matching.normal` make them. Latin words are found whole."""

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from typing import Self

from storage.records import record

CJK = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff"
FIRST_CJK = "\u2e80"
"""Letters before this one are written side by side in words."""
HEAD = re.compile(rf"[^\W_{FIRST_CJK}-\U0010ffff]+|[^ ]")
"""What a phrase may begin with: a Latin word, or a single character of any other kind."""


GAP = "…"
"""In a phrase: anything that is said within one breath, or nothing, as in 什么时候…到."""
WIDEST = 16
"""Characters of a gap: more of them, and the two ends have little to do with each other."""


def contains(text: str, phrase: str) -> bool:
    """Latin words are found whole: "hi" is not in "shipping"."""
    return next(places(text, phrase), None) is not None


def places(text: str, phrase: str) -> Iterator[int]:
    """Where it begins, each time."""
    first, *others = phrase.split(GAP)
    for start in places_of(text, first):
        if goes_on(text, {start + len(first)}, others):
            yield start


def goes_on(text: str, ends: Set[int], parts: Sequence[str]) -> bool:
    """The parts follow, one after the other, on what ends at one of these places."""
    for part in parts:
        ends = {
            start + len(part)
            for end in ends
            for start in places_of(text, part, end, min(len(text), end + WIDEST + len(part)))
        }
    return bool(ends)


def places_of(text: str, words: str, begin: int = 0, end: int | None = None) -> Iterator[int]:
    """Where these begin, in a stretch of the text."""
    start = text.find(words, begin, end)
    while start >= 0:
        if stands_free(text, start, start + len(words)):
            yield start
        start = text.find(words, start + 1, end)


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
        self._by_head: dict[str, list[tuple[int, str, str]]] = {}
        """With what they begin with, up to the first gap."""
        for place, phrase in enumerate(phrases):
            head = HEAD.match(phrase)
            if head is not None:
                self._by_head.setdefault(head[0], []).append((place, phrase, phrase.partition(GAP)[0]))

    def within(self, said: Said) -> list[str]:
        """In the order in which they were given."""
        if self._by_head.keys().isdisjoint(said.heads):  # as in most messages
            return []
        near = self._by_head.keys() & said.heads
        found = (each for head in near for each in self._by_head[head] if each[2] in said.text)
        return [phrase for _, phrase, _ in sorted(found) if contains(said.text, phrase)]
