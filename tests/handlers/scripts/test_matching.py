"""Words of an admin are found in what a customer wrote as a reader would find them, however many there are."""

import unicodedata
from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from handlers.scripts.matching import normal
from handlers.scripts.phrases import CJK, Phrases, Said, alphabetic

WORDS = [
    "hi",
    "ship",
    "shipping",
    "i",
    "j&t",
    "查",
    "订单",
    "查订单",
    "運費",
    "a10086",
    "สวัสดี",
    "한국어",
    "İ",
    "no",
    "ß",
]
APART = [" ", "  ", "", "!", "，", "_", "-", "\n", "\u3000", "\u0301", "🙂", "／"]
typed = st.lists(st.sampled_from([*WORDS, *APART]), max_size=8).map("".join) | st.text(max_size=20)
normal_texts = typed.map(normal)
phrases = st.lists(normal_texts.filter(bool), max_size=8, unique=True)


@given(typed)
@example("Ｈello，  查 订单！")
@example("_a_b_")
@example("İstanbul")
def test_a_text_is_read_letter_by_letter_whatever_stands_between(text: str) -> None:
    folded = unicodedata.normalize("NFKC", text).casefold()
    letters = "".join(each if unicodedata.category(each)[0] in "LMN" else " " for each in folded)
    words = letters.split()
    kept = words[:1]
    for before, after in pairwise(words):
        kept += ["" if chinese(before[-1]) or chinese(after[0]) else " ", after]
    assert normal(text) == "".join(kept)


@given(phrases, normal_texts)
@example(["hi", "hi there"], "hi there")
@example(["hi"], "this shipping")
@example(["i", "1"], "i\u0301 1")
def test_of_many_phrases_exactly_those_are_found_that_stand_free_in_the_text(given: list[str], text: str) -> None:
    assert Phrases(given).within(Said.of(text)) == [each for each in given if stands_in(text, each)]


def stands_in(text: str, phrase: str) -> bool:
    """Wherever it is, letter by letter, and no Latin word goes on beyond either of its ends."""
    ends = [(start, start + len(phrase)) for start in range(len(text)) if text[start:].startswith(phrase)]
    return any(not goes_on(text, start) and not goes_on(text, end) for start, end in ends)


def goes_on(text: str, at: int) -> bool:
    return 0 < at < len(text) and alphabetic(text[at - 1]) and alphabetic(text[at])


def chinese(character: str) -> bool:
    return any(first <= character <= last for first, last in zip(CJK[::3], CJK[2::3], strict=True))
