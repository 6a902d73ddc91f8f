"""Typing errors in words of Latin letters: refnd, retrun, shiping."""

import re
from collections.abc import Iterable

from rapidfuzz.distance import OSA

from handlers.scripts.phrases import GAP

WORD = re.compile("[a-z]{4,}")
STRETCHED = re.compile(r"([a-z])\1{2,}")
"""No word has a letter three times in a row: whoever writes helloooo means it."""
LEAST = 5
"""Letters from which a word is known though it was mistyped."""
LONG = 9
"""Letters from which one may be wrong, too: shopping is not shipping."""
OWN = frozenset(
    WORD.findall(
        """
        compliant custom emil explode fault filed frida hell klara late latter layer manage manger merger prom receiver
        reuse root sock star stat stollen tack three tracing wong
        """
    )
)
"""Words and names of their own, though a letter away from one of ours: a double layer is no lawyer's matter."""


class Vocabulary:
    """The words of these phrases."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._all = frozenset(word for text in texts for word in text.replace(GAP, " ").split())
        known = {word for text in self._all for word in WORD.findall(text) if len(word) >= LEAST}
        self._known = frozenset(known)
        self._by_head: dict[str, list[str]] = {}
        for word in sorted(known):
            self._by_head.setdefault(word[0], []).append(word)

    def mended(self, text: str) -> str:
        """With the words for those that are nearly one of them."""
        return WORD.sub(lambda found: self._meant(found[0]), text)

    def _meant(self, word: str) -> str:
        if STRETCHED.search(word):
            twice = STRETCHED.sub(r"\1\1", word)
            word = twice if twice in self._all else STRETCHED.sub(r"\1", word)
        if word in self._known or word in OWN:
            return word
        return next((known for known in self._by_head.get(word[0], ()) if is_slip(word, known)), word)


def is_slip(word: str, known: str) -> bool:
    """One letter was left out or typed twice, two changed places; in a long word one may be another."""
    if abs(len(word) - len(known)) > 1 or OSA.distance(word, known, score_cutoff=1) > 1:
        return False
    if len(word) == len(known):
        return sorted(word) == sorted(known) or len(known) >= LONG
    return len(word) < len(known) or len(set(word)) == len(set(known))
