"""What a member means by `/rma ...`, whatever they type."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.returns.acts import counts_in
from handlers.returns.commands import CHINESE, COMMANDS, Asked, Unknown, read_command, read_press

blanks = st.text(alphabet=" \t\n\u3000", min_size=1, max_size=3)
numbers = st.integers(10_001, 9_999_999).map("R{}".format)


@given(st.sampled_from(sorted(COMMANDS)), numbers, blanks, st.text(max_size=20))
def test_the_number_may_stand_before_or_behind_the_command(command: str, number: str, blank: str, rest: str) -> None:
    meant = Asked(command=command, number=number, rest=rest.strip())
    assert read_command(f"{command}{blank}{number}{blank}{rest}") == meant
    assert read_command(f"{number.lower()}{blank}{command.upper()}{blank}{rest}") == meant


@pytest.mark.parametrize(
    "written",
    ["R 10042", "r-10042", "R - 10042", "#R10042", "＃Ｒ１００４２", "r10042:", "R10042，", "R10042：", "#r-10042,"],
)
@pytest.mark.parametrize(("command", "rest"), [("show", ""), ("decline", "包装拆了 R 10050")])
def test_the_number_is_known_however_it_is_written(written: str, command: str, rest: str) -> None:
    meant = Asked(command=command, number="R10042", rest=rest)
    assert read_command(f"{command} {written} {rest}") == meant
    assert read_command(f"{written} {command} {rest}") == meant


@pytest.mark.parametrize("written", ["R10042-3", "R100423456", "R0042", "R10042A", "RR10042", "A10042"])
def test_what_only_looks_like_a_number_is_none(written: str) -> None:
    assert read_command(f"decline {written} x") == Asked(command="decline", rest=f"{written} x")


@pytest.mark.parametrize(
    ("written", "command"), [("同意", "approve"), ("拒絕", "decline"), ("收到", "received"), ("已退款", "refunded")]
)
def test_what_is_done_may_be_said_in_chinese(written: str, command: str) -> None:
    meant = Asked(command=command, number="R10042", rest="外包装破了")
    assert read_command(f"{written} R10042 外包装破了") == meant
    assert read_command(f"R10042 {written} 外包装破了") == meant
    assert set(CHINESE.values()) <= COMMANDS


def test_a_refund_that_may_be_a_wish_is_none_that_was_made() -> None:
    assert read_command("退款 R10042 299") == Unknown("退款 R10042 299")


def test_a_reason_may_stand_right_behind_the_number() -> None:
    assert read_command("decline R10042已拆封") == Asked(command="decline", number="R10042", rest="已拆封")


@given(st.text(max_size=40))
def test_anything_else_is_nothing_that_moves(words: str) -> None:
    meant = read_command(words)
    if isinstance(meant, Asked):
        assert meant.command in COMMANDS | {"list", "show"}
        assert meant.number is None or meant.number in words.upper() or not words.isascii()


@pytest.mark.parametrize(
    ("goto", "meant"),
    [
        ("rma:approve:R10042", Asked(command="approve", number="R10042")),
        ("rma:decline:R10042:used", Asked(command="decline", number="R10042", rest="used")),
        ("rma:decline:R10042:a:b", Asked(command="decline", number="R10042", rest="a:b")),
        ("rma:show:R10042", Asked(command="show", number="R10042")),
        ("rma:approve", Unknown("rma:approve")),
        ("rma:approve:A10086", Unknown("rma:approve:A10086")),
        ("rma:destroy:R10042", Unknown("rma:destroy:R10042")),
        ("rma:", Unknown("rma:")),
    ],
)
def test_a_button_says_which_request_and_what_to_do(goto: str, meant: Asked | Unknown) -> None:
    assert read_press(goto) == meant


@pytest.mark.parametrize(
    ("typed", "counted"),
    [
        ("1=2", {0: 2}),
        ("1=2 3=1", {0: 2, 2: 1}),
        ("１＝２，３＝１", {0: 2, 2: 1}),
        ("1:2;2x1", {0: 2, 1: 1}),
        ("1=2、", {0: 2}),
        ("1", None),
        ("=2", None),
        ("1=two", None),
        ("1=1 1=1", None),
    ],
)
def test_pieces_are_counted_by_the_numbers_of_their_lines(typed: str, counted: dict[int, int] | None) -> None:
    assert counts_in(typed) == counted
