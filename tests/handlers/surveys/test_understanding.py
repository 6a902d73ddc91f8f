"""What a customer's words say of how it was, whatever they write."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.scripts.library import Library
from handlers.scripts.matching import normal
from handlers.surveys.policy import Scale
from handlers.surveys.understanding import FACES, Known, counting, numbers_listed, plain_score, score_and_rest, score_in
from handlers.surveys.words import RANKS

NUMBERS = ("零 〇,一,二 两 兩,三,四,五,六,七,八,九,十", "zero,one,two,three,four,five,six,seven,eight,nine,ten")
POINTS = ("分", "星", "颗星", "顆星", "star", "stars", "point", "points")
KNOWN = Known(
    {
        **{
            rank: frozenset({normal(word)})
            for rank, word in zip(RANKS, ("很差", "bad", "一般", "满意", "perfect"), strict=True)
        },
        "yes": frozenset({"yes", "解决了"}),
        "no": frozenset({"no", "没有解决"}),
    },
    counting(numbers_listed(NUMBERS[0]) | numbers_listed(NUMBERS[1]), POINTS),
)
POLITE = frozenset({"谢谢", "thanks", "thank you"})
SCALES = st.sampled_from(Scale)
CHINESE = "零一二三四五六七八九十"
ENGLISH = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
COUNTED = [each for each in Scale if each is not Scale.YES_NO]


def understood(text: str, scale: Scale) -> int | None:
    return score_in(text, scale, KNOWN, POLITE.__contains__)


def plainly(text: str, scale: Scale) -> int | None:
    return plain_score(text, scale, KNOWN, POLITE.__contains__)


@settings(deadline=None)
@given(st.text(), SCALES)
def test_whatever_is_written_is_on_the_scale_or_no_answer(text: str, scale: Scale) -> None:
    found, plain = understood(text, scale), plainly(text, scale)
    assert found is None or found in scale.values
    assert plain in (None, found), "what is plainly a score is one in any case"


@settings(deadline=None)
@given(st.text(alphabet="0123456789五十two/分星⭐*☆😍👍 ,。!谢thanks很满意\ufe0f", max_size=24), SCALES)
def test_nor_do_their_likes_confuse_it(text: str, scale: Scale) -> None:
    found = understood(text, scale)
    assert found is None or found in scale.values


@settings(deadline=None)
@given(st.data(), st.sampled_from(COUNTED))
def test_a_number_is_understood_however_it_is_written(data: st.DataObject, scale: Scale) -> None:
    value = data.draw(st.sampled_from(scale.values))
    number = data.draw(
        st.sampled_from([str(value), chr(0xFF10 + value) if value < 10 else "１０", CHINESE[value], ENGLISH[value]])
    )
    most = data.draw(st.sampled_from(["", f"/{scale.highest}", f" / {scale.highest}", f" out of {scale.highest}"]))
    unit = data.draw(st.sampled_from(["", "分", "星", " stars", " points", "分吧"])) if not most else ""
    before = data.draw(st.sampled_from(["", "给", "我打", "打个", "I'd give it ", "I say "]))
    after = data.draw(st.sampled_from(["", "!", "。", "，谢谢", " ,thanks!", "~"]))
    assert understood(f"{before}{number}{most}{unit}{after}", scale) == value


@settings(deadline=None)
@given(st.integers(0, 100), st.sampled_from(COUNTED))
def test_tenths_count_as_the_nearest_number_and_halves_up(tenths: int, scale: Scale) -> None:
    nearest = int(tenths / 10 + 0.5)
    expected = nearest if nearest in scale.values and tenths <= scale.highest * 10 else None
    assert plainly(f"{tenths // 10}.{tenths % 10}", scale) == expected


@settings(deadline=None)
@given(st.sampled_from(RANKS), SCALES, st.data())
def test_listed_words_are_the_same_with_thanks_or_without(rank: str, scale: Scale, data: st.DataObject) -> None:
    (word,) = KNOWN.words[rank]
    alone = understood(word, scale)
    thanks = data.draw(st.sampled_from(["谢谢", "，谢谢", " thanks", "吧 thank you"]))
    assert understood(f"{word}{thanks}", scale) == alone
    assert understood(f"给个{word}", scale) == alone


@settings(deadline=None)
@given(
    st.lists(st.sampled_from([*(word for rank in RANKS for word in KNOWN.words[rank]), "5", "一星", "谢谢", "的"])),
    SCALES,
)
def test_praise_and_blame_in_one_breath_are_no_score(words: list[str], scale: Scale) -> None:
    ranks = {RANKS.index(rank) for rank in RANKS for word in words if word in KNOWN.words[rank]}
    if ranks and max(ranks) - min(ranks) >= 2:
        assert understood("".join(words), scale) is None


@settings(deadline=None)
@given(st.data(), st.sampled_from([Scale.STARS, Scale.FIVE, Scale.FACES]))
def test_stars_are_counted_and_empty_ones_are_not(data: st.DataObject, scale: Scale) -> None:
    value = data.draw(st.sampled_from(scale.values))
    star = data.draw(st.sampled_from(["⭐", "*", "★", "🌟", "⭐\ufe0f"]))
    empty = data.draw(st.sampled_from(["", "☆"])) * (scale.highest - value)
    assert plainly(star * value + empty, scale) == value
    assert plainly(star * 6, scale) is None


@settings(deadline=None)
@given(st.from_regex(re.compile(r"[A-Z]{1,3}-?[0-9]{4,12}|[0-9]{3,20}", re.ASCII), fullmatch=True), SCALES)
def test_an_order_number_is_no_answer(number: str, scale: Scale) -> None:
    assert understood(number, scale) is None


@settings(deadline=None)
@given(st.sampled_from(RANKS), SCALES, st.integers(1, 4))
def test_a_face_says_how_good_it_was(rank: str, scale: Scale, times: int) -> None:
    share = RANKS.index(rank) / 4
    for face in FACES[rank]:
        found = understood(face * times, scale)
        if scale is Scale.YES_NO and rank == "middling":
            assert found is None
        else:
            assert found is not None
            assert abs(scale.score(found) - share) <= 0.51 / (scale.highest - scale.lowest)


def test_two_different_faces_say_nothing() -> None:
    assert understood("😍😡", Scale.STARS) is None


@pytest.mark.parametrize(
    ("said", "scale", "value"),
    [
        ("8/10", Scale.STARS, 4),
        ("3/5", Scale.TEN, 6),
        ("0/10", Scale.STARS, 1),
        ("11/10", Scale.TEN, None),
        ("6", Scale.STARS, None),
        ("0", Scale.STARS, None),
        ("Perfect, thanks!", Scale.TEN, 10),
        ("谢谢。满意", Scale.FIVE, 4),
        ("满意，就是慢", Scale.FIVE, None),
        ("满意 5 分", Scale.FIVE, None),
        ("谢谢", Scale.FIVE, None),
        ("", Scale.FIVE, None),
        ("5" * 100, Scale.FIVE, None),
        ("解决了！", Scale.YES_NO, 1),
        ("No", Scale.YES_NO, 0),
        ("no", Scale.STARS, None),
        ("十分吧", Scale.TEN, 10),
        ("十分不好", Scale.TEN, None),
    ],
)
def test_words_digits_and_signs_are_ratings_where_they_can_be_meant_as_one(
    said: str, scale: Scale, value: int | None
) -> None:
    assert understood(said, scale) == value


def test_the_words_of_the_scripts_are_each_in_one_list(scripts: Library) -> None:
    for language in scripts.languages:
        script = scripts.script(language, "survey")
        assert script is not None
        words = [normal(word) for rank in RANKS for word in re.split("[、,]", script.line(rank))]
        assert len(words) == len(set(words)), language
        assert all(words), language


FRENCH = counting(numbers_listed("zéro,un une,deux,trois,quatre,cinq,six,sept,huit,neuf,dix"), ("étoile", "étoiles"))


@pytest.mark.parametrize(
    ("said", "value"), [("cinq", 5), ("5 étoiles", 5), ("Une étoile !", 1), ("quatre étoiles", 4), ("étoiles", None)]
)
def test_a_rating_is_known_in_the_words_that_a_language_lists(said: str, value: int | None) -> None:
    known = Known(KNOWN.words, FRENCH)
    assert score_in(said, Scale.STARS, known, POLITE.__contains__) == value


def test_so_it_is_with_more_words_behind_it() -> None:
    known = Known(KNOWN.words, FRENCH)
    assert score_and_rest("5 étoiles, mais c'était lent", Scale.STARS, known) == (5, "mais c'était lent")
    assert score_and_rest("Quatre étoiles, mais c'était lent", Scale.STARS, known) == (4, "mais c'était lent")
    assert score_and_rest("5 étoiles, mais c'était lent", Scale.STARS, KNOWN) is None


def test_without_any_words_digits_are_known() -> None:
    known = Known(KNOWN.words, counting({}, ()))
    assert [score_in(said, Scale.STARS, known, POLITE.__contains__) for said in ("5", "4/5", "five", "")] == [
        5,
        4,
        None,
        None,
    ]
