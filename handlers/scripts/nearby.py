"""What is near a message that nothing understood, guessed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property

from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extract

from handlers.scripts.matching import UNIT, normal
from handlers.scripts.phrases import FIRST_CJK

LONGEST = 60
"""Characters of a message that are looked at."""
NEAR_ENOUGH = 0.6
MISSPELT = 0.8
SHORTEST_MISSPELT = 4
"""Letters of a word: a slip makes another word of a shorter one."""


class Nearby:
    """Triggers and labels (normal text: script id) with the places of all their pieces.

    There are thousands, and few have anything in common with a message: those are looked up, not looked for.
    """

    def __init__(self, candidates: Mapping[str, str]) -> None:
        self._words = tuple(candidates)
        self._scripts = tuple(candidates.values())

    def scripts(self, text: str, limit: int) -> list[str]:
        """The scripts, best first, whose words look most like the text."""
        asked = normal(text)[:LONGEST]
        if not asked:
            return []
        scores = self._scores(asked)
        best: dict[str, float] = {}
        for at in sorted(scores):
            best[self._scripts[at]] = max(scores[at], best.get(self._scripts[at], 0.0))
        ranked = sorted(best, key=lambda script: -best[script])
        return ranked[:limit]

    def _scores(self, asked: str) -> dict[int, float]:
        """From 0 to 1, of those that are near enough, by their places."""
        shares = self._shares(pieces(asked))
        covered = {at: score for at, score in shares.items() if score >= NEAR_ENOUGH}
        alike = {at: max(score, covered.get(at, 0.0)) for at, score in likest(asked, self._words, NEAR_ENOUGH)}
        return covered | alike

    def _shares(self, said: frozenset[str]) -> dict[int, float]:
        """How much of an admin's words the customer said, forgiving a typing error in each Latin word."""
        known = dict.fromkeys(self._places.keys() & said, 1.0) | dict.fromkeys(self._misspelt(said), MISSPELT)
        shares: dict[int, float] = defaultdict(float)
        for piece, worth in known.items():
            for at in self._places[piece]:
                shares[at] += worth
        return {at: share / len(self._pieces[at]) for at, share in shares.items()}

    def _misspelt(self, said: frozenset[str]) -> set[str]:
        latin = [each for each in said if each[0] < FIRST_CJK]
        meant = {self._latin[at] for each in latin for at, _ in likest(each, self._latin, MISSPELT)}
        return meant - said

    # Made when somebody is not understood for the first time: most libraries of an afternoon of editing never need it.

    @cached_property
    def _pieces(self) -> tuple[frozenset[str], ...]:
        return tuple(map(pieces, self._words))

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        places: dict[str, list[int]] = defaultdict(list)
        for at, own in enumerate(self._pieces):
            for piece in own:
                places[piece].append(at)
        return dict(places)

    @cached_property
    def _latin(self) -> tuple[str, ...]:
        """What may be misspelt."""
        return tuple(each for each in self._places if len(each) >= SHORTEST_MISSPELT and each[0] < FIRST_CJK)


def pieces(text: str) -> frozenset[str]:
    """What is compared: Latin words, and Chinese characters two by two."""
    found = frozenset(unit for unit in UNIT.findall(text) if unit[0] < FIRST_CJK)
    return found | {text[at : at + 2] for at in range(len(text) - 1) if min(text[at : at + 2]) >= FIRST_CJK}


def likest(text: str, others: Iterable[str], least: float) -> list[tuple[int, float]]:
    """Those that share at least so many of their characters in order, 0 to 1, by their places."""
    found = extract(text, others, scorer=ratio, score_cutoff=least * 100, limit=None)
    return [(at, score / 100) for _, score, at in found]
