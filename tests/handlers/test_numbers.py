"""Numbers that nobody of ours has given out: read as unknown, and never as a fault of kefu's."""

from collections.abc import AsyncIterator

import pytest

from handlers.numbers import number_in, place_in
from handlers.scripts.library import Library
from tests.handlers.chat import Chat
from tests.handlers.linking import TELEGRAM, Street, opened

FAR_TOO_LONG = ["9" * 20, "9" * 3000]


@pytest.mark.parametrize(("text", "number"), [("17", 17), ("0", 0), ("９", 9), ("", None), ("-1", None), ("1.5", None)])
def test_a_number_is_read_as_it_is_typed(text: str, number: int | None) -> None:
    assert number_in(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "2",
        "2.",
        "2、",
        "(2)",
        "2号",
        "二",
        "第二个",
        "第2個",
        "选2",
        "我选第二项",
        "option 2",
        "No. 2",
        "the second one",
    ],
)
def test_an_entry_of_a_menu_is_chosen_as_people_type_it(text: str) -> None:
    assert place_in(text) == 2


@pytest.mark.parametrize(
    "text", ["", "200", "2个", "两个", "两", "2件", "第二天", "2-3", "二十", "a second", "#A2", "22 44"]
)
def test_what_counts_something_else_chooses_nothing(text: str) -> None:
    assert place_in(text) == 0


@pytest.fixture
async def street(scripts: Library) -> AsyncIterator[Street]:
    """Before the real store, which holds no such number."""
    async with opened(scripts) as street:
        yield street


@pytest.mark.parametrize("number", FAR_TOO_LONG)
@pytest.mark.parametrize(
    "typed", ["/feedback {}:price", "/link yes:{}", "/better {}:yes", "/survey {}:5", "/survey 1:{}", "/unlink {}"]
)
async def test_a_customer_who_types_one_meets_no_fault(street: Street, typed: str, number: str) -> None:
    await street.says(TELEGRAM, "你好")
    assert await street.says(TELEGRAM, typed.format(number))
    assert "出了点问题" not in street.told(TELEGRAM)


@pytest.mark.parametrize("number", FAR_TOO_LONG)
@pytest.mark.parametrize("typed", ["/task {}", "/task #{} done", "/feedback {}", "/feedback F{} 改好了", "/link {}"])
async def test_a_member_who_types_one_meets_no_fault(at_desk: Chat, typed: str, number: str) -> None:
    await at_desk.agent_says(typed.format(number))
    assert at_desk.posted
