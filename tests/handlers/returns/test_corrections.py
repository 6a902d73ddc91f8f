"""Nobody is held to what they pressed: every step can be corrected, interrupted, left and taken up again."""

import json

import pytest

from tests.handlers.chat import Chat
from tests.handlers.returns.shop import open_shop
from tests.handlers.returns.talk import confirmed, filled, form_of, picture, to_summary

R = "returns"


@pytest.fixture
async def talk(chat: Chat) -> Chat:
    """With somebody who has proven the orders of two cups and of a tea set."""
    open_shop(chat, "A1001", "A1002")
    await chat.says("你好")
    return chat


# Back


async def test_back_goes_through_every_question_to_the_order(talk: Chat) -> None:
    await to_summary(
        talk,
        "退货 A1002",
        "竹茶盘 × 1",
        "就这些",
        "碎了或坏了",
        "跳过",
        picture("p1"),
        picture("p2"),
        "发完了",
        "换货",
        "换同款",
    )
    asked = ["ask_variant", "ask_resolution", "ask_photos", "ask_note", "ask_reason", "ask_items", "ask_order"]
    for line in asked:
        said = await talk.presses("上一步")
        assert said.partition("：")[0] in talk.line(R, line, number="A1002", closed="", least=2, most=10)
    assert "上一步" not in talk.labels


async def test_back_while_several_are_chosen_begins_the_choice_anew(talk: Chat) -> None:
    await talk.says("退货 A1002")
    await talk.presses("竹茶盘 × 1")
    await talk.presses("上一步")
    assert talk.labels[:3] == ["青瓷杯子 × 2", "竹茶盘 × 1", "全部"]


async def test_back_to_the_photographs_takes_new_ones(talk: Chat) -> None:
    await to_summary(talk, "退货 A1001", "1", "碎了或坏了", "跳过", picture("p1"), picture("p2"), "发完了", "退货退款")
    await talk.presses("重发照片")
    await talk.says("", picture("p3"), picture("p4"))
    await talk.says("发完了")
    await confirmed(talk)
    assert talk.returns.rmas["R10001"].photos == ("kept-p3", "kept-p4")


# From the summary


@pytest.mark.parametrize(
    ("button", "line"),
    [("改数量", "ask_quantity"), ("改原因", "ask_reason"), ("换个订单", "ask_order"), ("改处理方式", "ask_resolution")],
)
async def test_every_answer_can_be_changed_from_the_summary(talk: Chat, button: str, line: str) -> None:
    await to_summary(talk, "退货 A1001", "1", "太小", "跳过", "换货", "蓝色的")
    said = await talk.presses(button)
    assert said == talk.line(R, line, item="青瓷杯子", left=2)


@pytest.mark.parametrize(("words", "slot"), [("改原因", "reason"), ("修改数量", "quantity:0"), ("换款式", "variant")])
async def test_or_by_saying_so(talk: Chat, words: str, slot: str) -> None:
    await to_summary(talk, "退货 A1001", "1", "太小", "跳过", "换货", "蓝色的")
    await talk.says(words)
    assert slot not in filled(talk)


async def test_what_was_changed_leads_back_to_the_summary(talk: Chat) -> None:
    await to_summary(talk, "退货 A1001", "1", "太小", "跳过", "换货", "蓝色的")
    await talk.presses("改数量")
    assert "青瓷杯子 × 2" in await talk.presses("2")
    assert filled(talk)["variant"] == "蓝色的"


async def test_another_reason_asks_for_what_it_needs_and_forgets_what_it_does_not_offer(talk: Chat) -> None:
    await to_summary(talk, "退货 A1001", "1", "太小", "跳过", "换货", "蓝色的")
    await talk.presses("改原因")
    assert await talk.presses("有裂纹或缺口") == talk.line(R, "ask_photos", least=1, most=10)
    await talk.says("", picture("p1"))
    assert await talk.presses("发完了") == talk.line(R, "ask_resolution")
    assert "换货" not in talk.labels


async def test_a_correction_in_words_while_something_else_is_asked(talk: Chat) -> None:
    await to_summary(talk, "退货 A1001", "1", "太小")
    assert filled(talk)["sub_reason"] == "too_small"
    await talk.presses("跳过")
    assert await talk.says("不，是太大了") == talk.line(R, "ask_resolution")
    assert filled(talk)["sub_reason"] == "too_large"


async def test_a_button_from_further_up_corrects_its_answer(talk: Chat) -> None:
    await talk.says("退货 A1001")
    await talk.presses("1")
    await talk.presses("不想要了")
    await talk.taps("form:say:quantity:0:2")
    assert filled(talk)["quantity:0"] == 2


async def test_a_button_of_a_question_that_is_not_asked_any_more_does_no_harm(talk: Chat) -> None:
    await talk.says("退货 A1001")
    said = await talk.taps("form:say:resolution:exchange")
    assert said.endswith(talk.line(R, "ask_quantity", item="青瓷杯子", left=2))


# The summary is what is confirmed


async def test_an_old_summary_is_not_confirmed_any_more(talk: Chat) -> None:
    await to_summary(talk, "退货 A1001", "1", "不想要了", "跳过")
    (old,) = (button.goto for button in talk.buttons if button.label == "确认提交")
    await talk.presses("改数量")
    await talk.presses("2")
    assert "青瓷杯子 × 2" in await talk.taps(old)
    assert talk.returns.rmas == {}


async def test_confirming_twice_makes_one_request(talk: Chat) -> None:
    await to_summary(talk, "退货 A1001", "1", "不想要了", "跳过")
    (confirm,) = (button.goto for button in talk.buttons if button.label == "确认提交")
    await talk.taps(confirm)
    said = await talk.taps(confirm)
    assert list(talk.returns.rmas) == ["R10001"]
    assert "R10001" in said


@pytest.mark.parametrize("words", ["确认提交", "确认", "提交"])
async def test_so_does_typing_it_twice(talk: Chat, words: str) -> None:
    await to_summary(talk, "退货 A1001", "1", "不想要了", "跳过")
    await talk.says(words)
    assert "R10001" in await talk.says(words)
    assert list(talk.returns.rmas) == ["R10001"]


@pytest.mark.parametrize("words", ["确认", "确认提交", "是的", "OK", "好的！", "1"])
async def test_the_summary_is_confirmed_in_words_too(talk: Chat, words: str) -> None:
    await to_summary(talk, "退货 A1001", "1", "不想要了", "跳过")
    await talk.says(words)
    assert list(talk.returns.rmas) == ["R10001"]


@pytest.mark.parametrize("words", ["嗯哼", "再想想", "不"])
async def test_what_is_no_yes_confirms_nothing(talk: Chat, words: str) -> None:
    await to_summary(talk, "退货 A1001", "1", "不想要了", "跳过")
    assert await talk.says(words) == talk.line(R, "bad_confirm")
    assert talk.returns.rmas == {}


# Interrupted, cancelled, expired, restarted


async def test_a_question_of_theirs_is_answered_and_the_return_goes_on(talk: Chat) -> None:
    await talk.says("退货 A1001")
    said = await talk.says("运费怎么算？")
    assert talk.line("shipping_fee", "text", shop="客服小店", name="李雷") in said
    assert said.endswith(talk.line(R, "ask_quantity", item="青瓷杯子", left=2))
    assert await talk.presses("2") == talk.line(R, "ask_reason")


async def test_a_question_is_no_note(talk: Chat) -> None:
    await to_summary(talk, "退货 A1001", "1", "不想要了")
    assert talk.line("business_hours", "text") in await talk.says("你们几点上班？")
    assert "note" not in filled(talk)


async def test_an_order_is_looked_up_in_between(talk: Chat) -> None:
    await talk.says("退货 A1001")
    said = await talk.taps("order_lookup:A1002")
    assert "竹茶盘" in said
    assert said.endswith(talk.line(R, "ask_quantity", item="青瓷杯子", left=2))


async def test_asking_again_for_a_return_goes_on_with_it(talk: Chat) -> None:
    await talk.says("退货 A1001")
    await talk.presses("1")
    assert (await talk.says("我要退货")).endswith(talk.line(R, "ask_reason"))


@pytest.mark.parametrize("words", ["取消", "算了", "/cancel", "取消退货", "不退了"])
async def test_a_return_is_cancelled_by_a_word(talk: Chat, words: str) -> None:
    await to_summary(talk, "退货 A1001", "1", "不想要了", "跳过")
    assert await talk.says(words) == talk.line("cancel", "cancelled")
    assert form_of(talk) is None
    assert talk.returns.rmas == {}


async def test_a_person_is_called_in_the_middle(talk: Chat) -> None:
    await talk.says("退货 A1001")
    await talk.says("转人工")
    assert talk.open.status == "open"
    assert form_of(talk) is None


async def test_a_return_that_nobody_finishes_expires_politely(talk: Chat) -> None:
    await to_summary(talk, "退货 A1001", "1", "不想要了", "跳过")
    assert await talk.waits(30 * 60) == talk.line("form", "expired")
    assert form_of(talk) is None


async def test_half_a_request_survives_a_restart(talk: Chat) -> None:
    await to_summary(talk, "退货 A1001", "1", "碎了或坏了", "跳过", picture("p1"))
    talk.remembers(json.loads(json.dumps(dict(talk.open.state))))
    talk.now += 10
    assert await talk.says("", picture("p2")) == talk.line(R, "photos_more", count=2, missing=0)


async def test_several_wrong_answers_bring_a_person(talk: Chat) -> None:
    await talk.says("退货 A1001")
    for _ in range(3):
        said = await talk.says("不知道呀")
    assert talk.line("form", "too_many") in said
    assert "转人工" in talk.labels


async def test_another_language_in_the_middle(talk: Chat) -> None:
    await talk.says("退货 A1001")
    await talk.presses("1")
    assert (await talk.says("/language en")).endswith(talk.line(R, "ask_reason", "en"))
    assert "Changed my mind" in talk.labels


async def test_who_asks_where_another_order_is_does_not_return_that_one(talk: Chat) -> None:
    await to_summary(talk, "退货 A1001", "1")
    said = await talk.says("A1002到哪了")
    assert "A1002" in said
    assert said.endswith(f"{talk.line('form', 'resumed')}\n{talk.line(R, 'ask_reason')}")
    assert filled(talk)["order"] == "A1001"


@pytest.mark.parametrize("words", ["A1002", "是订单A1002", "换订单 A1002", "订单号：A1002"])
async def test_who_names_another_order_means_that_one(talk: Chat, words: str) -> None:
    await to_summary(talk, "退货 A1001", "1")
    await talk.says(words)
    assert filled(talk)["order"] == "A1002"
