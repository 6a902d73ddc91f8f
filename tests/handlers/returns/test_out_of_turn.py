"""What is said before it is asked for is heard all the same, and nobody types it twice."""

import pytest

from handlers.returns.presets import preset
from tests.handlers.chat import Chat
from tests.handlers.returns.shop import open_shop
from tests.handlers.returns.talk import filled, form_of, picture, to_summary

R = "returns"


@pytest.fixture
async def stranger(chat: Chat) -> Chat:
    """With somebody who has proven nothing, in a shop with the usual reasons."""
    open_shop(chat)
    chat.return_policy = preset("cn-7day")
    await chat.says("你好")
    return chat


@pytest.fixture
async def household(chat: Chat) -> Chat:
    """With somebody who bought two cups, a tray and a vase."""
    open_shop(chat, "A1008")
    chat.return_policy = preset("cn-7day")
    await to_summary(chat, "你好", "退货")
    return chat


# Before the order is proven


@pytest.mark.parametrize("said", ["碎了", "全碎了", "花瓶碎了，退吧"])
async def test_what_is_wrong_is_no_wrong_number(stranger: Chat, said: str) -> None:
    await stranger.says("我要退货")
    asked = stranger.line("order_lookup", "ask_number")
    assert await stranger.says(said) == f"{stranger.line('form', 'noted')}\n{asked}"


async def test_five_short_messages_make_one_request(stranger: Chat) -> None:
    await to_summary(stranger, "我要退货", "花瓶", "碎了", "A1008")
    assert await stranger.says("8000") == stranger.line(R, "ask_note")
    assert filled(stranger) == {"order": "A1008", "items": [2], "reason": "damaged"}


@pytest.mark.parametrize("proof", ["8000 花瓶碎了要补发", "花瓶碎了要补发，尾号8000"])
async def test_what_comes_with_the_proof_is_heard(stranger: Chat, proof: str) -> None:
    await stranger.says("退货 A1008")
    assert await stranger.says(proof) == stranger.line(R, "ask_note")
    assert filled(stranger) == {"order": "A1008", "items": [2], "reason": "damaged", "resolution": "replacement"}


async def test_so_is_what_comes_with_the_number_and_the_proof(stranger: Chat) -> None:
    await stranger.says("退货")
    assert await stranger.says("A1008 8000 两个杯子都碎了") == stranger.line(R, "ask_note")
    assert filled(stranger) == {"order": "A1008", "items": [0], "quantity:0": 2, "reason": "damaged"}


async def test_a_number_that_was_corrected_is_not_offered_after_the_request(stranger: Chat) -> None:
    await to_summary(stranger, "退货", "A1001", "不对，是A1006", "8000")
    assert filled(stranger) == {"order": "A1006"}, "of 退货 and 不对 nobody makes 货不对"
    await to_summary(stranger, "不想要了", "跳过", "退货退款", "确认提交")
    assert stranger.returns.rmas["R10001"].order_number == "A1006"
    assert not [label for label in stranger.labels if "A1001" in label]


async def test_before_one_of_several_orders_is_chosen(chat: Chat) -> None:
    open_shop(chat, "A1001", "A1006")
    await to_summary(chat, "你好", "退货")
    assert await chat.says("碎了") == f"{chat.line('form', 'noted')}\n{chat.line(R, 'ask_order')}"
    assert await chat.presses("A1006") == chat.line(R, "ask_note")
    assert filled(chat) == {"order": "A1006", "reason": "broken"}


async def test_a_photograph_with_words_counts_with_them(stranger: Chat) -> None:
    await to_summary(stranger, "退货", "A1006")
    await stranger.says("灯罩碎了", picture("p1"))
    await to_summary(stranger, "8000")
    assert filled(stranger)["reason"] == "damaged"
    assert await stranger.says("跳过") == stranger.line(R, "photos_more", count=1, missing=1)


# While goods are chosen


async def test_whoever_says_why_has_named_the_goods(household: Chat) -> None:
    assert await household.says("花瓶碎了") == household.line(R, "ask_note")
    assert filled(household) == {"order": "A1008", "items": [2], "reason": "damaged"}


@pytest.mark.parametrize(("said", "reason"), [("碎了", "damaged"), ("不想要了", "changed_mind"), ("退钱", None)])
async def test_or_says_so_after_that(household: Chat, said: str, reason: str | None) -> None:
    assert await household.says("花瓶") == household.line(R, "items_more", items="花瓶")
    await household.says(said)
    assert (filled(household)["items"], filled(household).get("reason")) == ([2], reason)


async def test_why_may_come_before_which(household: Chat) -> None:
    assert (await household.says("碎了")).startswith(household.line(R, "ask_items", number="A1008", closed=""))
    assert await household.says("只退花瓶") == household.line(R, "ask_note")


# Why, in words of their own


@pytest.mark.parametrize("words", ["按键失灵", "一直闪"])
async def test_words_that_fit_no_reason_go_into_the_request(household: Chat, words: str) -> None:
    await household.says("只退花瓶")
    assert await household.says(words) == household.line(R, "noted_reason")
    await household.presses("与描述不符")
    assert form_of(household)["filled"]["note"] == words
    assert "可以再说说" not in household.replies[0].text


async def test_several_of_them_are_kept_together_each_once(household: Chat) -> None:
    await to_summary(household, "只退花瓶", "一直闪", "还嗡嗡响", "一直闪", "不想要了", "退货退款")
    assert "说明：一直闪\n还嗡嗡响" in household.replies[0].text
    assert "请说说" not in household.replies[0].text


@pytest.mark.parametrize("words", ["选哪个", "这些是什么意思？", "快点", "气死我了", "？？", "跳过", "确认", "退款吧"])
async def test_a_question_or_a_cry_is_no_note(household: Chat, words: str) -> None:
    await household.says("只退花瓶")
    await household.says(words)
    assert "note" not in filled(household)


@pytest.mark.parametrize(
    ("words", "kind"),
    [("充不上电", "not_working"), ("有個洞", "flawed"), ("怪味很大", "spoiled"), ("no sound", "not_working")],
)
async def test_what_opens_a_return_is_a_reason_while_one_is_asked_for(household: Chat, words: str, kind: str) -> None:
    await household.says("只退花瓶")
    assert await household.says(words) == household.line(R, "ask_note")
    assert filled(household)["sub_reason"] == kind


@pytest.mark.parametrize("wish", ["退货退款", "退款吧", "我要退款"])
async def test_a_wish_is_no_note(household: Chat, wish: str) -> None:
    await to_summary(household, "只退花瓶", "不想要了", wish)
    assert (filled(household)["note"], filled(household)["resolution"]) == (None, "refund")


async def test_whoever_never_chooses_a_reason_is_offered_a_person(household: Chat) -> None:
    await to_summary(household, "只退花瓶", "一直闪", "还嗡嗡响")
    assert household.line("form", "too_many") in await household.says("灯也歪")
    assert "转人工" in household.labels
