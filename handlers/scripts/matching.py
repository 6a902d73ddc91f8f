"""What a customer typed, made comparable with what an admin wrote; and what is near it, guessed."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from rapidfuzz.fuzz import ratio

from handlers.scripts.phrases import CJK, FIRST_CJK
from storage.remembered import of_people

LONGEST = 500
"""Characters of a message that are looked at: nobody asks for a script further down."""
APART = re.compile(r"[\W_]+")
"""What is neither a letter nor a digit."""
BESIDE_CJK = re.compile(rf" (?:(?<=[{CJK}] )|(?=[{CJK}]))")
UNIT = re.compile(rf"[{CJK}]|[^\W{CJK}]+")
COMMAND = re.compile(r"\s*[/／]([\w-]+)")
SEPARATED = re.compile("[、,，/]")
NEAR_ENOUGH = 0.6
MISSPELT = 0.8


def normal(text: str, longest: int = LONGEST) -> str:
    """Width, case, punctuation and spaces between Chinese characters do not matter: "查 订单！" is "查订单"."""
    folded = unicodedata.normalize("NFKC", text[:longest]).casefold()
    if folded.isalnum():  # one word, as an order's number is
        return folded
    if folded.isascii():
        return APART.sub(" ", folded).strip()
    return BESIDE_CJK.sub("", " ".join(APART.sub(marks, folded).split()))


def marks(apart: re.Match[str]) -> str:
    """Those of letters belong to them: vowels of Thai, the dot that a small letter keeps of a Turkish İ."""
    return "".join(each if unicodedata.category(each)[0] == "M" else " " for each in apart[0])


def words_of(line: str) -> tuple[str, ...]:
    """A line of a script that lists words: 确认、是的, done. Each is normal."""
    return tuple(word for word in map(normal, SEPARATED.split(line)) if word)


def is_word(asked: str) -> bool:
    """A single Latin one, or a number; `asked` is normal."""
    return asked.isascii() and " " not in asked


def weight(text: str) -> int:
    """How much a normal text says: a Chinese character 1, any other word 2."""
    return sum(1 if unit[0] >= FIRST_CJK else 2 for unit in UNIT.findall(text))


def command(text: str) -> str | None:
    """The word after the slash of `/help` or `/help@shop_bot now`."""
    if "/" not in text and "／" not in text:  # as in most messages
        return None
    found = COMMAND.match(unicodedata.normalize("NFKC", text[:LONGEST]))
    return found[1].casefold().replace("-", "_") if found else None


def nearest(text: str, candidates: Mapping[str, str], limit: int) -> list[str]:
    """The scripts, best first, whose triggers or labels (normal text: script id) look most like the text."""
    asked = normal(text)[:60]
    if not asked:
        return []
    best: dict[str, float] = {}
    for words, score in scored(asked, candidates):
        script = candidates[words]
        best[script] = max(score, best.get(script, 0.0))
    ranked = sorted(best, key=lambda script: -best[script])
    return ranked[:limit]


def scored(asked: str, candidates: Iterable[str]) -> Iterator[tuple[str, float]]:
    said = pieces(asked)
    known: dict[str, float] = {}
    for words in candidates:
        score = max(covered(words, said, known), alike(words, asked, NEAR_ENOUGH))
        if score >= NEAR_ENOUGH:
            yield words, score


@of_people
@lru_cache(maxsize=4096)
def pieces(text: str) -> frozenset[str]:
    """What is compared: Latin words, and Chinese characters two by two. Remembered: triggers are asked every time."""
    found = frozenset(unit for unit in UNIT.findall(text) if unit[0] < FIRST_CJK)
    return found | {text[at : at + 2] for at in range(len(text) - 1) if min(text[at : at + 2]) >= FIRST_CJK}


def covered(words: str, said: frozenset[str], known: dict[str, float]) -> float:
    """How much of an admin's words the customer said, 0 to 1, forgiving a typing error in each Latin word."""
    own = pieces(words)
    for piece in own - known.keys():
        known[piece] = 1.0 if piece in said else misspelt(piece, said)
    return sum(known[piece] for piece in own) / len(own) if own else 0.0


def misspelt(word: str, said: frozenset[str]) -> float:
    if len(word) < 4 or word[0] >= FIRST_CJK:
        return 0.0
    latin = (other for other in said if other[0] < FIRST_CJK)
    return MISSPELT if any(alike(word, other, MISSPELT) for other in latin) else 0.0


def alike(words: str, others: str, least: float) -> float:
    """0 to 1: how many of their characters they share in order; 0 below `least`."""
    return ratio(words, others, score_cutoff=least * 100) / 100
