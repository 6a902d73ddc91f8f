"""Which language a text is written in, as far as it is clear from its characters and small words."""

import re
from collections.abc import Collection, Mapping
from enum import StrEnum
from functools import lru_cache

from handlers.scripts.phrases import FIRST_CJK
from storage.records import record

HAN = re.compile("[\u3400-\u9fff]")
LETTER = rf"[^\W\d_{FIRST_CJK}-\U0010ffff]"
WORD = re.compile(rf"(?<![\w@.]){LETTER}(?:{LETTER}++|')+(?![\w@])")
BESIDE = r"[\w\u0300-\u036f]"
LETTERS = re.compile(rf"(?<!{BESIDE}){LETTER}++(?!{BESIDE})")
"""Without apostrophes; not of A10086, nor what a mark stands over, as the small letter of a Turkish İ."""
ENOUGH = 3
"""Words, from which small ones among them tell the language of all."""
UNDECIDED = frozenset({"ok", "okay", "hi", "hello", "hey", "thanks", "bye", "yes", "no", "vip", "iphone"})
"""English words that people of every language type."""


class Writing(StrEnum):
    """What characters tell. Of any other language its folder is told, by the words that are listed there."""

    SIMPLIFIED = "zh-CN"
    TRADITIONAL = "zh-TW"
    CHINESE = "zh"
    """Chinese, in characters that both ways of writing share."""
    ENGLISH = "en"


@record(frozen=True, slots=True)
class SmallWords:
    """By which languages are known, as their folders list them."""

    of_letters: Mapping[str, frozenset[str]]
    of_signs: Mapping[str, frozenset[str]]
    """Without blanks around them: です. Chinese is one language here. Empty where nothing else is written so: then its
    characters tell it.
    """


def small_words(listed: Mapping[str, Collection[str]]) -> SmallWords:
    of_letters: dict[str, frozenset[str]] = {}
    of_signs: dict[str, frozenset[str]] = {}
    for language, words in listed.items():
        signs = frozenset(word for word in words if word >= FIRST_CJK)
        if letters := frozenset(words) - signs:
            of_letters[language] = letters
        if signs:
            name = Writing.CHINESE if is_chinese(language) else language
            of_signs[name] = of_signs.get(name, frozenset()) | signs
    return SmallWords(of_letters, of_signs if of_signs.keys() - {Writing.CHINESE} else {})


def is_chinese(language: str) -> bool:
    return language.startswith("zh")


def holds_no_word(text: str) -> bool:
    """Letters and digits in one, as in the number of an order."""
    return text.isascii() and text.isalnum() and not text.isalpha()


def is_wordless(text: str) -> bool:
    """Neither a letter nor a digit: "？", "……", an emoji."""
    return not any(map(str.isalnum, text))


def clearly(text: str, listed: SmallWords) -> str | None:
    """The language of a text that leaves no doubt; None for numbers, names, single words and mixtures."""
    han = 0 if text.isascii() else len(HAN.findall(text))
    words = len(WORD.findall(text))
    if han == 0 and words >= ENOUGH:
        said = LETTERS.findall(text.casefold())
        return most({language: len(small.intersection(said)) for language, small in listed.of_letters.items()})
    if han < words:
        return None
    if not listed.of_signs:
        return chinese(text) if han >= 2 else None
    told = most({name: sum(sign in text for sign in signs) for name, signs in listed.of_signs.items()})
    return chinese(text) if told == Writing.CHINESE else told


def most(counts: Mapping[str, int]) -> str | None:
    """Who has more than any other."""
    best = max(counts.values(), default=0)
    first = [name for name, count in counts.items() if count == best]
    return first[0] if best and len(first) == 1 else None


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
