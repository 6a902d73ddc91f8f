"""Somebody notices that it is about another order: what they have said of the return as a whole is not asked again."""

import json

import pytest

from tests.handlers.chat import Chat
from tests.handlers.returns.shop import open_shop
from tests.handlers.returns.talk import confirmed, filled, form_of, picture, to_summary

R = "returns"
LOOKUP = "order_lookup"
MUG = "Celadon cup, small"


async def test_the_reason_outlives_the_proof_of_the_other_order(talk: Chat) -> None:
    await to_summary(talk, "退货 A1001", "1", "不想要了", "颜色不搭", "换个订单")
    assert await talk.says("A1007") == talk.line(LOOKUP, "ask_factor", number="A1007")
    assert await talk.says("8000") == talk.line(R, "ask_quantity", item=MUG, left=2)
    said = await talk.presses("2")
    assert "不想要了" in said
    assert "颜色不搭" in said
    rma = await confirmed(talk)
    assert (rma.order_number, rma.reason, rma.note) == ("A1007", "changed_mind", "颜色不搭")


@pytest.mark.parametrize("words", ["是订单A1007", "不是A1001，是A1007", "我要退A1007", "退货 A1007"])
@pytest.mark.parametrize("steps", [("不想要了",), ("不想要了", "跳过")])
async def test_it_is_said_wherever_they_notice(talk: Chat, words: str, steps: tuple[str, ...]) -> None:
    """Also where any words would be a note: it is none about the cups."""
    await to_summary(talk, "退货 A1001", "1", *steps)
    assert await talk.says(words) == talk.line(LOOKUP, "ask_factor", number="A1007")
    await to_summary(talk, "8000", "1")
    assert (filled(talk)["order"], filled(talk)["reason"]) == ("A1007", "changed_mind")


@pytest.mark.parametrize(
    "note",
    [
        "杯盖裂了, 打 13900005678 找我",
        "裂了, 跟 A1007 那次一样",
        "it is cracked, like A1007 was",
        "碎了;上次A1003也这样",
    ],
)
async def test_what_a_note_tells_of_another_number_stays_a_note(talk: Chat, note: str) -> None:
    await to_summary(talk, "退货 A1001", "1", "不想要了", note)
    assert (filled(talk)["order"], filled(talk)["note"]) == ("A1001", note)


async def test_a_proven_order_needs_only_its_own_questions(chat: Chat) -> None:
    open_shop(chat, "A1001", "A1007")
    await chat.says("你好")
    await to_summary(chat, "退货 A1001", "1", "不想要了", "跳过", "换个订单", "A1007")
    assert "不想要了" in await chat.presses("1")
    assert (await confirmed(chat)).order_number == "A1007"


async def test_photographs_come_along(talk: Chat) -> None:
    await to_summary(talk, "退货 A1001", "1", "碎了或坏了", "跳过", picture("p1"), "不是A1001，是A1007", "8000", "1")
    assert form_of(talk)["gathered"] == {"photos": ["kept-p1"]}


async def test_a_reason_for_which_it_is_too_late_is_asked_again(talk: Chat) -> None:
    await to_summary(talk, "退货 A1001", "1", "不想要了", "跳过", "换个订单", "A1003", "8000")
    assert await talk.presses("1") == talk.line(R, "ask_reason")


async def test_another_reason_that_is_said_with_the_order_counts(talk: Chat) -> None:
    await to_summary(talk, "退货 A1001", "1", "不想要了")
    await to_summary(talk, "我要退A1007，杯子碎了", "8000", "1")
    assert filled(talk)["reason"] == "broken"


async def test_a_restart_while_it_is_proven_forgets_nothing(talk: Chat) -> None:
    await to_summary(talk, "退货 A1001", "1", "不想要了", "跳过", "换个订单", "A1007")
    talk.remembers(json.loads(json.dumps(dict(talk.open.state))))
    await to_summary(talk, "8000", "1")
    assert filled(talk)["reason"] == "changed_mind"
