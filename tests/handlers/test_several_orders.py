"""Where are my orders? Several numbers in one message are all answered, and what is not proven is asked one by one."""

import pytest

from tests.handlers.chat import Chat
from tests.handlers.shop import PAID, order

LOOKUP = "order_lookup"


@pytest.fixture
async def known(chat: Chat) -> Chat:
    """With somebody who has proven two orders."""
    await chat.says("A10086 8000")
    await chat.says("A10087 8000")
    return chat


@pytest.mark.parametrize(
    "words", ["A10086和A10087到哪了", "Ａ１００８６、a10087", "A10086\nA10087", "A10086 A10087 A10086"]
)
async def test_both_that_are_proven_are_told_in_one_answer(known: Chat, words: str) -> None:
    said = await known.says(words)
    assert [number in said for number in ("SF1234567890", "ZT9")] == [True, True]
    assert len(known.replies) == 1
    assert known.open.state.get("form") is None


async def test_each_of_them_can_be_sent_back_with_its_own_button(known: Chat) -> None:
    await known.says("A10086和A10087")
    assert [each.goto for each in known.buttons][:2] == ["returns:A10086", "returns:A10087"]
    assert known.labels[:2] == ["退换货 A10086", "退换货 A10087"]


async def test_the_one_that_is_proven_is_told_and_the_other_one_asked(chat: Chat) -> None:
    await chat.says("A10087 8000")
    said = await chat.says("A10086和A10087")
    assert "ZT9" in said
    assert said.endswith(chat.line(LOOKUP, "ask_factor", number="A10086"))
    assert "SF1234567890" in await chat.says("8000")


async def test_the_same_digits_prove_both(chat: Chat) -> None:
    assert await chat.says("A10086和A10087到哪了") == chat.line(LOOKUP, "ask_factor", number="A10086")
    said = await chat.says("8000")
    assert [number in said for number in ("SF1234567890", "ZT9")] == [True, True]
    assert chat.open.state.get("form") is None


async def test_they_may_be_told_with_the_numbers(chat: Chat) -> None:
    said = await chat.says("A10086和A10087，尾号8000")
    assert [number in said for number in ("SF1234567890", "ZT9")] == [True, True]


async def test_one_after_the_other_is_asked_where_the_digits_differ(chat: Chat) -> None:
    await chat.says("A10086和A10089")
    said = await chat.says("8000")
    assert "SF1234567890" in said
    assert said.endswith(chat.line(LOOKUP, "ask_factor", number="A10089"))
    assert "A10089" in await chat.says("9999")
    assert chat.open.state.get("form") is None


async def test_a_refusal_says_which_of_them_is_asked(chat: Chat) -> None:
    await chat.says("A10086和A10089")
    said = await chat.says("1234")
    assert said == f"{chat.line(LOOKUP, 'refused')}\n{chat.line(LOOKUP, 'ask_factor', number='A10086')}"


async def test_the_other_one_may_be_proven_first(chat: Chat) -> None:
    await chat.says("A10086和A10089")
    said = await chat.says("A10089 9999")
    assert "¥268.00" in said
    assert said.endswith(chat.line(LOOKUP, "ask_factor", number="A10086"))
    assert "SF1234567890" in await chat.says("8000")


async def test_both_are_an_answer_to_the_question_for_a_number(chat: Chat) -> None:
    await chat.says("查订单")
    assert await chat.says("A10086 和 A10087") == chat.line(LOOKUP, "ask_factor", number="A10086")
    assert "ZT9" in await chat.says("8000")


@pytest.mark.parametrize("words", ["还有A10089", "A10089也查一下", "and A10089 too"])
async def test_another_one_that_is_added_does_not_replace_the_first(chat: Chat, words: str) -> None:
    await chat.says("A10086 到哪了")
    assert await chat.says(words) == chat.line(LOOKUP, "ask_factor", number="A10089")
    said = await chat.says("9999")
    assert "A10089" in said
    assert said.endswith(chat.line(LOOKUP, "ask_factor", number="A10086"))


@pytest.mark.parametrize("words", ["不是A10089，是A10086", "打错了不是A10089是A10086", "订单不是A10089 是A10086"])
async def test_the_one_that_was_not_meant_is_not_asked(chat: Chat, words: str) -> None:
    assert await chat.says(words) == chat.line(LOOKUP, "ask_factor", number="A10086")
    said = await chat.says("8000")
    assert "SF1234567890" in said
    assert chat.open.state.get("form") is None


@pytest.mark.parametrize("beside", ["20251120买的", "单号 75123456789012", "13900007777", "没有 SF1234567890123"])
async def test_what_only_looks_like_some_order_is_none(chat: Chat, beside: str) -> None:
    await chat.says(f"A10086 {beside}")
    assert "SF1234567890" in await chat.says("8000")
    assert chat.open.state.get("form") is None


async def test_who_corrects_a_number_at_the_question_for_the_proof_is_understood(chat: Chat) -> None:
    await chat.says("A10089")
    assert await chat.says("不是A10089，是A10086") == chat.line(LOOKUP, "ask_factor", number="A10086")
    assert "SF1234567890" in await chat.says("8000")
    assert chat.open.state.get("form") is None


async def test_wrong_digits_for_several_cost_no_more_than_one_try_each(chat: Chat) -> None:
    chat.shop.orders |= {each: order(each, PAID.status, phone="13900007777") for each in ("A20001", "A20002", "A20003")}
    await chat.says("A10086 A20001 A20002 A20003")
    said = await chat.says("8000")
    assert said.endswith(chat.line(LOOKUP, "ask_factor", number="A20001"))
    assert len(chat.shop.attempts) == 2
    said = await chat.says("7777")
    assert [each in said for each in ("A20001", "A20002", "A20003")] == [True] * 3


async def test_when_the_source_fails_in_between_what_was_found_is_told(known: Chat) -> None:
    known.shop.orders.pop("A10087")
    known.shop.proven[known.identity].pop("A10087")
    said = await known.says("A10086和A10087")
    assert "SF1234567890" in said
    known.shop.down = True
    assert await known.says("8000") == known.line(LOOKUP, "unavailable")


async def test_more_than_can_be_read_are_not_told_at_once(chat: Chat) -> None:
    numbers = [f"A2000{each}" for each in range(9)]
    chat.shop.orders |= {each: order(each, PAID.status) for each in numbers}
    left_out = chat.line(LOOKUP, "too_many", most=4, rest=", ".join(numbers[4:]))
    assert (await chat.says(" ".join(numbers))).startswith(left_out)
    said = await chat.says("8000")
    assert [each in said for each in numbers] == [True] * 4 + [False] * 5


async def test_nor_where_one_number_was_asked_for(chat: Chat) -> None:
    numbers = [f"A2000{each}" for each in range(6)]
    chat.shop.orders |= {each: order(each, PAID.status) for each in numbers}
    await chat.says("查订单")
    left_out = chat.line(LOOKUP, "too_many", most=4, rest="A20004, A20005")
    assert (await chat.says("、".join(numbers))).startswith(left_out)
    said = await chat.says("8000")
    assert [each in said for each in numbers] == [True] * 4 + [False] * 2


async def test_nor_where_they_were_added_one_after_the_other(chat: Chat) -> None:
    numbers = [f"A2000{each}" for each in range(6)]
    chat.shop.orders |= {each: order(each, PAID.status) for each in numbers}
    await chat.says(numbers[0])
    for number in numbers[1:4]:
        await chat.says(f"还有{number}")
    left_out = chat.line(LOOKUP, "too_many", most=4, rest="A20004")
    assert (await chat.says("还有A20004")).startswith(left_out)
    assert (await chat.says("还有 A20005")).startswith(chat.line(LOOKUP, "too_many", most=4, rest="A20005"))
    said = await chat.says("8000")
    assert [each in said for each in numbers] == [True] * 4 + [False] * 2


async def test_the_one_that_was_not_meant_is_not_asked_in_english(chat: Chat) -> None:
    chat.locale = "en"
    said = await chat.says("My order is not A10089 but A10086")
    assert said == chat.line(LOOKUP, "ask_factor", "en", number="A10086")


async def test_a_question_that_reads_like_a_denial_is_about_its_order(chat: Chat) -> None:
    assert await chat.says("订单号不是A10086吗") == chat.line(LOOKUP, "ask_factor", number="A10086")


async def test_several_are_asked_for_in_english_too(chat: Chat) -> None:
    chat.locale = "en"
    said = await chat.says("Where are my orders A10086 and A10087?")
    assert said == chat.line(LOOKUP, "ask_factor", "en", number="A10086")
    assert "ZT9" in await chat.says("8000")
