"""What a customer typed, made comparable with what an admin wrote: triggers found, near ones guessed."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from rapidfuzz.fuzz import ratio

from handlers.scripts.phrases import CJK, FIRST_CJK, Phrases, Said
from storage.records import record

LONGEST = 500
"""Characters of a message that are looked at: nobody asks for a script further down."""
APART = re.compile(r"[\W_]+")
"""What is neither a letter nor a digit."""
BESIDE_CJK = re.compile(rf" (?:(?<=[{CJK}] )|(?=[{CJK}]))")
UNIT = re.compile(rf"[{CJK}]|[^\W{CJK}]+")
COMMAND = re.compile(r"\s*[/／]([\w-]+)")
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


def is_word(asked: str) -> bool:
    """A single Latin one, or a number; `asked` is normal."""
    return asked.isascii() and " " not in asked


def weight(text: str) -> int:
    """How much a normal text says: a Chinese character 1, any other word 2."""
    return sum(1 if unit[0] >= FIRST_CJK else 2 for unit in UNIT.findall(text))


@record(frozen=True, slots=True)
class Trigger:
    text: str
    """Normal."""
    script: str
    language: str
    slight: bool
    """A greeting opens most messages, "cancel" may be about an order: it counts where little else is said."""
    broad: bool = False
    """An order is what most questions are about: what else is asked of it counts more."""
    command: bool = False
    """Written with a slash, `/end`: a message that only holds the word, "at the end of May", does not mean it."""


class Triggers:
    def __init__(self, triggers: Iterable[Trigger]) -> None:
        self._whole: dict[str, list[Trigger]] = {}
        self._free: dict[str, list[Trigger]] = {}
        known = list(triggers)
        self._weights = {trigger.text: weight(trigger.text) for trigger in known}
        for trigger in sorted(known, key=lambda trigger: (-self._weights[trigger.text], trigger.text)):
            self._whole.setdefault(trigger.text, []).append(trigger)
            if not trigger.command:
                self._free.setdefault(trigger.text, []).append(trigger)
        self._phrases = Phrases(self._free)

    def find(self, text: str, language: str) -> str | None:
        found = self._found(text)
        return own(found, language) if found else None

    def languages(self, text: str) -> frozenset[str]:
        """In which it is found."""
        return frozenset(trigger.language for trigger in self._found(text) or ())

    def whole(self, text: str, language: str) -> str | None:
        """The text is nothing but a trigger."""
        found = self._whole.get(normal(text))
        return own(found, language) if found else None

    def _found(self, text: str) -> list[Trigger] | None:
        asked = normal(text)
        if not asked:
            return None
        found = self._whole.get(asked)
        if found is None and not is_word(asked):  # nothing stands free in a word
            return self._contained(asked)
        return found

    def _contained(self, asked: str) -> list[Trigger]:
        """The longest triggers in the text, all of one weight."""
        phrases = self._phrases.within(Said.of(asked))
        if not phrases:
            return []
        found = [trigger for phrase in phrases for trigger in self._free[phrase]]
        chosen = [trigger for trigger in found if not trigger.slight] or (found if little_else(asked, found) else [])
        chosen = [trigger for trigger in chosen if not trigger.broad] or chosen
        return [trigger for trigger in chosen if self._weights[trigger.text] == self._weights[chosen[0].text]]


def own(found: list[Trigger], language: str) -> str:
    """The script of the first trigger, those of the reader's language before all."""
    return min(found, key=lambda trigger: trigger.language != language).script


def little_else(asked: str, found: list[Trigger]) -> bool:
    rest = asked
    for trigger in found:
        rest = rest.replace(trigger.text, " ")
    return weight(rest) <= 4


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
