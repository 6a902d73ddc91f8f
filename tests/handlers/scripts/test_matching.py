"""Words of an admin are found in what a customer wrote as a reader would find them, however many there are."""

import cProfile
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from handlers.scripts.matching import normal, phrase
from handlers.scripts.phrases import CJK, GAP, WIDEST, Phrases, Said, alphabetic

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


@given(st.lists(normal_texts.filter(bool), min_size=2, max_size=3), normal_texts)
@example(["什么时候", "到"], "什么时候才能把我的东西送到")
@example(["when", "arrive"], "when will it arrive")
@example(["when", "arrive"], "whenever arrived")
@example(["查", "订单"], "查" + "我" * WIDEST + "订单")
@example(["查", "订单"], "查" + "我" * (WIDEST + 1) + "订单")
@example(["查", "查", "查"], "查查")
def test_a_gap_holds_so_much_and_no_more(parts: list[str], text: str) -> None:
    gapped = GAP.join(parts)
    assert Phrases([gapped]).within(Said.of(text)) == ([gapped] if follow(text, parts, 0, len(text)) else [])


def follow(text: str, parts: list[str], begin: int, latest: int) -> bool:
    """Each part stands free, the next one no further behind it than a gap is wide."""
    if not parts:
        return True
    first, *others = parts
    return any(
        text.startswith(first, start)
        and not goes_on(text, start)
        and not goes_on(text, start + len(first))
        and follow(text, others, start + len(first), start + len(first) + WIDEST)
        for start in range(begin, min(latest, len(text)) + 1)
    )


def test_a_gap_takes_no_longer_however_often_its_ends_are_said() -> None:
    """Steps are counted, and not seconds: twice the text, twice the places where a part is looked for."""
    looked_at = [steps("什么" * size, "什么…什么…到") for size in (50, 100, 200)]
    assert looked_at[1] <= 2.2 * looked_at[0]
    assert looked_at[2] <= 2.2 * looked_at[1]


def steps(text: str, gapped: str) -> int:
    profile = cProfile.Profile()
    profile.runcall(Phrases([gapped]).within, Said.of(text))
    return sum(each.callcount for each in profile.getstats())


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("什么时候…到", "什么时候…到"),
        ("什么时候……到！", "什么时候…到"),
        ("When ... arrive", "when…arrive"),
        ("在吗...", "在吗"),
        ("…", ""),
    ],
)
def test_a_gap_is_written_as_admins_write_one(written: str, read: str) -> None:
    assert phrase(written) == read


def stands_in(text: str, phrase: str) -> bool:
    """Wherever it is, letter by letter, and no Latin word goes on beyond either of its ends."""
    ends = [(start, start + len(phrase)) for start in range(len(text)) if text[start:].startswith(phrase)]
    return any(not goes_on(text, start) and not goes_on(text, end) for start, end in ends)


def goes_on(text: str, at: int) -> bool:
    return 0 < at < len(text) and alphabetic(text[at - 1]) and alphabetic(text[at])


def chinese(character: str) -> bool:
    return any(first <= character <= last for first, last in zip(CJK[::3], CJK[2::3], strict=True))
