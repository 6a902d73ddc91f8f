"""What is heard beside what was asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.contract import Policy
from handlers.returns.spotting import counts_in, named, quantity_near, says
from handlers.scripts.matching import words_of

POLICY = Policy()
ITEMS = ["青瓷杯子", "竹茶盘", "Celadon cup, small"]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("杯子碎了", [0]),
        ("茶盘和杯子", [0, 1]),
        ("两个杯", [0]),
        ("a cup is broken", [2]),
        ("two cups", [2]),
        ("一双鞋", []),
        ("", []),
    ],
)
def test_which_goods_are_spoken_of(said: str, found: list[int]) -> None:
    assert sorted(named(said, ITEMS)) == found


def test_a_word_that_fits_several_names_none_of_them() -> None:
    assert named("杯子碎了", ["大号杯子", "小号杯子"]) == {}
    assert list(named("小号杯子碎了", ["大号杯子", "小号杯子"])) == [1]


SHIRTS = ["红色T恤 M码", "红色T恤 XL码", "红色T恤 XXL码", "蓝色T恤 M码", "蓝色T恤 XL码"]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("红色T恤 XL码", [1]),
        ("红色 xl", [1]),
        ("蓝色M码太小了", [3]),
        ("红色T恤M码和蓝色T恤XL码", [0, 4]),
        ("红色的", []),
        ("M码", []),
    ],
)
def test_of_goods_that_are_nearly_the_same_the_one_that_is_told_apart(said: str, found: list[int]) -> None:
    assert sorted(named(said, SHIRTS)) == found


def test_what_is_said_of_one_of_them_is_not_said_of_the_other() -> None:
    assert sorted(named("大号的杯子和茶盘", ["大号杯子", "小号杯子", "竹茶盘"])) == [0, 2]


def test_where_all_are_meant_they_may_be_several() -> None:
    assert sorted(named("红色的都退", SHIRTS, several=True)) == [0, 1, 2]


def test_goods_of_one_name_are_all_named_by_it() -> None:
    assert sorted(named("围巾", ["羊毛围巾", "羊毛围巾", "手套"])) == [0, 1]


@pytest.mark.parametrize(
    ("said", "counts"),
    [
        ("两个杯子", [2]),
        ("2个", [2]),
        ("x3", [3]),
        ("three cups", [3]),
        ("ſix cups", [6]),  # the long s that IGNORECASE takes for one, too
        ("A1001 两个", [2]),
        ("A10086 99", [99]),
        ("Größe 38 in weiß, A10086 2", [38, 2]),
        ("A 10086 两个", [2]),
        ("A1OO86 两个", [2]),
        ("三天前买的", []),
        ("3.5 折", []),
        ("50%", []),
        ("", []),
    ],
)
def test_numbers_of_pieces_are_heard_and_others_are_not(said: str, counts: list[int]) -> None:
    assert [each.number for each in counts_in(said, POLICY)] == counts


@pytest.mark.parametrize(
    ("said", "cups", "trays"),
    [
        ("两个杯子和一个茶盘", 2, 1),
        ("杯子两个，茶盘一个", 2, 1),
        ("杯子2个茶盘1个", 2, 1),
        ("2 个杯子，茶盘", 2, None),
        ("杯子、茶盘", None, None),
    ],
)
def test_how_many_of_each(said: str, cups: int | None, trays: int | None) -> None:
    items = ITEMS[:2]
    assert [quantity_near(said, item, items, POLICY) for item in items] == [cups, trays]


def test_words_are_told_apart_by_commas_of_every_kind() -> None:
    assert words_of("好的、OK，yes, that's all") == ("好的", "ok", "yes", "that s all")
    assert words_of("") == ()


def test_words_are_heard_whole() -> None:
    assert says("That's ALL!", words_of("that's all"))
    assert not says("hallo", ("all",))


@given(st.text(max_size=40), st.lists(st.text(max_size=12), max_size=4))
def test_whatever_is_said_of_whatever_goods(said: str, items: list[str]) -> None:
    found = named(said, items)
    assert found.keys() <= set(range(len(items)))
    assert all(each.number >= 0 for each in counts_in(said, POLICY))
    for item in items:
        quantity_near(said, item, items, POLICY)
