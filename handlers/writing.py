"""Which language a text is written in, as far as it is clear from its characters and small words."""

import re
from enum import StrEnum
from functools import lru_cache

HAN = re.compile("[\u3400-\u9fff]")
WORD = re.compile(r"(?<![\w@.])[A-Za-z][A-Za-z']+(?![\w@])")
SMALL_WORDS = re.compile(
    r"\b(?:the|an?|my|me|is|are|was|be|it|to|of|in|for|on|i|i'm|you|your|we|can|could|do|does|did|how|what|when|where"
    r"|which|who|why|not|please|want|need|have|has|get|got|with|and|or|this|that|there|help|would|like|from|any)\b",
    re.IGNORECASE,
)
UNDECIDED = frozenset({"ok", "okay", "hi", "hello", "hey", "thanks", "bye", "yes", "no", "vip", "iphone"})
"""English words that people of every language type."""


class Writing(StrEnum):
    SIMPLIFIED = "zh-CN"
    TRADITIONAL = "zh-TW"
    CHINESE = "zh"
    """Chinese, in characters that both ways of writing share."""
    ENGLISH = "en"


def holds_no_word(text: str) -> bool:
    """Letters and digits in one, as in the number of an order."""
    return text.isascii() and text.isalnum() and not text.isalpha()


def is_wordless(text: str) -> bool:
    """Neither a letter nor a digit: "？", "……", an emoji."""
    return not any(map(str.isalnum, text))


def clearly(text: str) -> Writing | None:
    """The language of a text that leaves no doubt; None for numbers, names, single words and mixtures."""
    han = 0 if text.isascii() else len(HAN.findall(text))
    words = len(WORD.findall(text))
    if han >= 2 and han >= words:
        return chinese(text)
    if han == 0 and words >= 3 and SMALL_WORDS.search(text):
        return Writing.ENGLISH
    return None


def perhaps(text: str) -> Writing | None:
    """What a text hints at, where nothing else is known of its author."""
    if HAN.search(text):
        return chinese(text)
    if any(word.lower() not in UNDECIDED for word in WORD.findall(text)):
        return Writing.ENGLISH
    return None


def chinese(text: str) -> Writing:
    difference = sum(map(leaning, set(text)))
    if difference == 0:
        return Writing.CHINESE
    return Writing.SIMPLIFIED if difference > 0 else Writing.TRADITIONAL


@lru_cache(maxsize=8192)
def leaning(character: str) -> int:
    """1 simplified, -1 traditional, 0 either or not Chinese at all.

    GB 2312 holds the simplified characters and Big5 the traditional ones; what both hold decides nothing.
    """
    if not HAN.match(character):
        return 0
    return len(character.encode("gb2312", "ignore")[:1]) - len(character.encode("big5", "ignore")[:1])
