"""Numbers that nobody of ours has given out: read as unknown, and never as a fault of kefu's."""

from collections.abc import AsyncIterator

import pytest

from handlers.numbers import number_in
from handlers.scripts.library import Library
from tests.handlers.chat import Chat
from tests.handlers.linking import TELEGRAM, Street, opened

FAR_TOO_LONG = ["9" * 20, "9" * 3000]


@pytest.mark.parametrize(("text", "number"), [("17", 17), ("0", 0), ("９", 9), ("", None), ("-1", None), ("1.5", None)])
def test_a_number_is_read_as_it_is_typed(text: str, number: int | None) -> None:
    assert number_in(text) == number


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
