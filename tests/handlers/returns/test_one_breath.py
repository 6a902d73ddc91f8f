"""Impatient customers say everything in one breath, and correct themselves in the next."""

import pytest

from tests.handlers.chat import Chat
from tests.handlers.returns.shop import open_shop
from tests.handlers.returns.talk import to_summary

R = "returns"


def filled(chat: Chat) -> dict[str, object]:
    return dict(chat.open.state["form"]["filled"])


async def test_order_goods_number_reason_and_wish_at_once(chat: Chat) -> None:
    open_shop(chat, "A1001")
    await chat.says("你好")
    assert await chat.says("A1001 两个杯子碎了，要退款") == chat.line(R, "ask_note")
    assert filled(chat) == {"order": "A1001", "quantity:0": 2, "reason": "broken", "resolution": "refund"}


async def test_the_same_with_the_proof_in_it(chat: Chat) -> None:
    open_shop(chat)
    said = await chat.says("A1001 尾号8000 两个杯子碎了，要退款")
    assert said == chat.line(R, "ask_note")
    assert filled(chat)["quantity:0"] == 2


async def test_what_was_said_is_remembered_through_the_proof(chat: Chat) -> None:
    open_shop(chat)
    await chat.says("A1001 两个杯子碎了，要退款")
    assert await chat.says("8000") == chat.line(R, "ask_note")
    assert filled(chat) == {"order": "A1001", "quantity:0": 2, "reason": "broken", "resolution": "refund"}


async def test_which_goods_of_several_and_how_many_of_them(chat: Chat) -> None:
    open_shop(chat, "A1002")
    await chat.says("你好")
    assert await chat.says("退货，茶盘不想要了") == chat.line(R, "ask_note")
    assert filled(chat)["items"] == [1]


@pytest.mark.parametrize(
    "said",
    [
        "退货，两个杯子和一个茶盘，买多了",
        "退货：杯子2个、茶盘1个。买多了",
        "退货 2个杯子 1个茶盘 买多了",
        "退货 杯子x2，茶盘x1 买多了",
    ],
)
async def test_two_kinds_each_with_its_number(chat: Chat, said: str) -> None:
    open_shop(chat, "A1002")
    await chat.says("你好")
    await chat.says(said)
    assert filled(chat) == {"order": "A1002", "items": [0, 1], "quantity:0": 2, "reason": "changed_mind"}


async def test_more_than_were_bought_is_asked_again(chat: Chat) -> None:
    open_shop(chat, "A1001")
    await chat.says("你好")
    assert await chat.says("五个杯子碎了要退款") == chat.line(R, "ask_quantity", item="青瓷杯子", left=2)


@pytest.mark.parametrize(
    ("said", "count"),
    [
        ("I want to return 2 cups, they are broken", 2),
        ("one of my cups arrived smashed, refund please", 1),
    ],
)
async def test_pieces_and_reason_are_heard_at_once_in_english(chat: Chat, said: str, count: int) -> None:
    open_shop(chat, "A1007")
    chat.locale = "en"
    await chat.starts()
    assert await chat.says(said) == chat.line(R, "ask_note", "en")
    assert (filled(chat)["quantity:0"], filled(chat)["reason"]) == (count, "broken")


async def test_pieces_and_reason_are_heard_at_once_in_traditional_chinese(chat: Chat) -> None:
    open_shop(chat, "A1001")
    chat.locale = "zh-TW"
    await chat.starts()
    assert await chat.says("兩個杯子碎了，我要退款") == chat.line(R, "ask_note", "zh-TW")
    assert filled(chat)["quantity:0"] == 2


async def test_a_phrase_about_money_that_two_wishes_share_is_asked_about(chat: Chat) -> None:
    open_shop(chat, "A1001")
    await chat.says("你好")
    await chat.says("退款，一个杯子有裂纹或缺口")
    assert "resolution" not in filled(chat)


async def test_corrected_in_words_at_a_later_question(chat: Chat) -> None:
    open_shop(chat, "A1001")
    await chat.says("你好")
    await chat.says("退货")
    await chat.presses("1")
    assert await chat.says("改数量") == chat.line(R, "ask_quantity", item="青瓷杯子", left=2)
    await chat.presses("2")
    assert await chat.presses("碎了或坏了") == chat.line(R, "ask_note")
    assert filled(chat)["quantity:0"] == 2


async def test_another_order_in_the_middle(chat: Chat) -> None:
    open_shop(chat, "A1001", "A1006")
    await chat.says("你好")
    await chat.says("退货 A1001")
    await chat.presses("1")
    said = await chat.says("不对，是 A1006 的")
    assert said == chat.line(R, "ask_reason")
    assert filled(chat) == {"order": "A1006"}


async def test_another_order_that_has_to_be_proven(chat: Chat) -> None:
    open_shop(chat, "A1001")
    await chat.says("你好")
    await chat.says("退货，碎了")
    assert await chat.says("其实是 A1006") == chat.line("order_lookup", "ask_factor", number="A1006")
    assert await chat.says("8000") == chat.line(R, "ask_note")
    assert filled(chat) == {"order": "A1006", "reason": "broken"}


@pytest.mark.parametrize("words", ["A1001和A1006都要退，不想要了", "A1001、A1006 我先退掉，不想要了"])
async def test_two_orders_are_sent_back_one_after_the_other(chat: Chat, words: str) -> None:
    open_shop(chat, "A1001", "A1006")
    await chat.says("你好")
    await to_summary(chat, words, "2", "跳过")
    await chat.presses("确认提交")
    assert "退换货 A1006" in chat.labels
    assert await chat.presses("退换货 A1006") == chat.line(R, "ask_reason")


async def test_after_one_order_none_is_offered(chat: Chat) -> None:
    open_shop(chat, "A1001", "A1006")
    await chat.says("你好")
    await to_summary(chat, "A1001要退，不想要了", "2", "跳过")
    await chat.presses("确认提交")
    assert not any("A100" in label for label in chat.labels)
