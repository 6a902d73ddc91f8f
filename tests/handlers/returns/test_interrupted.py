"""A question in the middle of a return is answered, with whatever it asks itself, and the return goes on after it."""

import json

import pytest

from tests.handlers.chat import Chat, library
from tests.handlers.returns.shop import open_shop
from tests.handlers.returns.talk import confirmed, filled, form_of, picture, to_summary
from tests.handlers.shop import NOW

R = "returns"
LOOKUP = "order_lookup"


def back(chat: Chat, line: str, language: str = "zh-CN", /, **blanks: object) -> str:
    """Where they were, after something else."""
    return f"{chat.line('form', 'resumed', language)}\n{chat.line(R, line, language, **blanks)}"


async def test_another_order_is_proven_and_told_and_the_return_goes_on(talk: Chat) -> None:
    await to_summary(talk, "退货 A1001", "1")
    assert await talk.says("我的订单 A10087 到哪了") == talk.line(LOOKUP, "ask_factor", number="A10087")
    said = await talk.says("8000")
    assert "ZT9" in said
    assert said.endswith(back(talk, "ask_reason"))
    assert "不想要了" in talk.labels
    assert filled(talk) == {"order": "A1001", "quantity:0": 1}
    await to_summary(talk, "不想要了", "跳过")
    assert (await confirmed(talk)).order_number == "A1001"


@pytest.mark.parametrize("words", ["where is A10087", "where's A10087?", "Wheres my A10087"])
async def test_who_asks_in_english_where_an_order_is_does_not_return_that_one(talk: Chat, words: str) -> None:
    talk.speaks("en")
    await to_summary(talk, "I want to return A1001", "1")
    assert await talk.says(words) == talk.line(LOOKUP, "ask_factor", "en", number="A10087")
    assert (await talk.says("8000")).endswith(back(talk, "ask_reason", "en"))


@pytest.mark.parametrize("words", ["A10087到哪了", "我的订单 A10087 还没收到", "查一下订单A10087"])
async def test_a_short_question_for_another_order_is_no_note(talk: Chat, words: str) -> None:
    await to_summary(talk, "退货 A1001", "1", "不想要了")
    assert await talk.says(words) == talk.line(LOOKUP, "ask_factor", number="A10087")
    assert (await talk.says("8000")).endswith(back(talk, "ask_note"))


async def test_nor_is_one_for_a_return(talk: Chat) -> None:
    await to_summary(talk, "退货 A1001", "1", "不想要了")
    assert (await talk.says("R10001怎么样了")).endswith(back(talk, "ask_note"))


@pytest.mark.parametrize("words", ["好了", "就这些", "没有别的了"])
async def test_who_has_said_all_has_no_note(talk: Chat, words: str) -> None:
    await to_summary(talk, "退货 A1001", "1", "不想要了", words)
    assert filled(talk)["note"] is None


async def test_who_says_it_again_is_asked_again(talk: Chat) -> None:
    await talk.says("退货 A1001")
    assert await talk.says("退货 A1001") == back(talk, "ask_quantity", item="青瓷杯子", left=2)


async def test_a_note_may_tell_of_another_order(talk: Chat) -> None:
    await to_summary(talk, "退货 A1001", "1", "不想要了")
    await talk.says("这个和订单 A10087 是一起买的，快递送来的时候发现颜色不搭，就不想要了")
    assert "A10087" in str(filled(talk)["note"])


async def test_a_return_goes_on_after_a_question_in_english(talk: Chat) -> None:
    talk.speaks("en")
    await to_summary(talk, "I want to return A1001", "1")
    assert await talk.says("where is my order A10087?") == talk.line(LOOKUP, "ask_factor", "en", number="A10087")
    assert (await talk.says("8000")).endswith(back(talk, "ask_reason", "en"))


async def test_a_return_goes_on_after_a_question_in_traditional_chinese(talk: Chat) -> None:
    talk.speaks("zh-TW")
    await to_summary(talk, "退貨 A1001", "1")
    said = await talk.says("訂單 Ａ１００８７ 到哪裡了？")
    assert said == talk.line(LOOKUP, "ask_factor", "zh-TW", number="A10087")
    assert (await talk.says("８０００")).endswith(back(talk, "ask_reason", "zh-TW"))


async def test_a_refused_proof_is_tried_again_and_the_return_still_waits(talk: Chat) -> None:
    await to_summary(talk, "退货 A1001", "1")
    await talk.says("A10087 到哪了")
    assert await talk.says("1234") == talk.line(LOOKUP, "refused")
    assert (await talk.says("8000")).endswith(back(talk, "ask_reason"))


async def test_who_gives_the_question_up_goes_on_with_the_return(talk: Chat) -> None:
    await to_summary(talk, "退货 A1001", "1")
    await talk.says("A10087 到哪了")
    assert await talk.says("取消") == f"{talk.line('cancel', 'cancelled')}\n{back(talk, 'ask_reason')}"
    assert await talk.says("取消") == talk.line("cancel", "cancelled")
    assert form_of(talk) is None


@pytest.mark.parametrize("words", ["取消", "算了"])
async def test_a_return_begun_while_staff_have_the_conversation_can_be_given_up(talk: Chat, words: str) -> None:
    await talk.says("转人工")
    await talk.taps("returns:A1001")
    given_up = await (talk.presses(words) if words in talk.labels else talk.says(words))
    assert given_up == talk.line("cancel", "cancelled_at_desk"), "it may have been meant for staff, and of an order"
    assert form_of(talk) is None
    assert talk.labels == [], "the menu is not answered while staff have the conversation"
    assert words in talk.posted
    assert await talk.says("两个") == "", "that is for staff"


async def test_a_button_of_what_has_ended_is_left_to_staff(talk: Chat) -> None:
    await talk.says("转人工")
    assert await talk.taps("cancel") == ""


async def test_who_cannot_answer_it_goes_on_with_the_return(talk: Chat) -> None:
    await to_summary(talk, "退货 A1001", "1")
    await talk.says("A10087 到哪了")
    for _ in range(6):
        said = await talk.says("忘记了呀")
    assert said == f"{talk.line('form', 'gave_up')}\n{back(talk, 'ask_reason')}"


async def test_who_is_locked_out_goes_on_with_the_return(talk: Chat) -> None:
    await to_summary(talk, "退货 A1001", "1")
    await talk.says("A10087 到哪了")
    for _ in range(6):
        said = await talk.says("1234")
    assert said == f"{talk.line(LOOKUP, 'locked', minutes=15, hours='')}\n{back(talk, 'ask_reason')}"


async def test_asking_for_the_return_again_goes_on_with_it(talk: Chat) -> None:
    await to_summary(talk, "退货 A1001", "1")
    await talk.says("A10087 到哪了")
    assert (await talk.says("我要退货")).endswith(talk.line(R, "ask_reason"))
    assert filled(talk) == {"order": "A1001", "quantity:0": 1}


@pytest.mark.parametrize("words", ["不想要了", "买多了，不喜欢"])
async def test_an_answer_to_the_waiting_question_is_heard_and_the_other_waits_instead(talk: Chat, words: str) -> None:
    await to_summary(talk, "退货 A1001", "1")
    await talk.says("A10087 到哪了")
    assert await talk.says(words) == talk.line(R, "ask_note")
    await to_summary(talk, "跳过")
    said = await talk.presses("确认提交")
    assert said.endswith(f"{talk.line('form', 'resumed')}\n{talk.line(LOOKUP, 'ask_factor', number='A10087')}")
    assert "ZT9" in await talk.says("8000")


async def test_a_button_for_the_return_of_another_order_keeps_the_one_that_waits(talk: Chat) -> None:
    await to_summary(talk, "退货 A1001", "1")
    await talk.says("A10087 到哪了")
    assert await talk.taps("returns:A1006") == talk.line(LOOKUP, "ask_factor", number="A1006")
    await talk.says("取消")
    assert (await talk.says("取消")).endswith(back(talk, "ask_reason"))


async def test_an_order_that_is_asked_for_once_more_in_between_is_asked_for_once(talk: Chat) -> None:
    await talk.says("A10087 到哪了")
    await talk.says("退货 A1001")
    assert (await talk.says("查一下 A10087")).endswith(talk.line(LOOKUP, "ask_factor", number="A10087"))
    assert (await talk.says("取消")).endswith(back(talk, "ask_quantity", item="青瓷杯子", left=2))
    assert await talk.says("取消") == talk.line("cancel", "cancelled")


async def test_so_is_its_button(talk: Chat) -> None:
    await to_summary(talk, "退货 A1001", "1")
    reason = next(each.goto for each in talk.buttons if each.label == "不想要了")
    await talk.says("A10087 到哪了")
    assert await talk.taps(reason) == talk.line(R, "ask_note")


async def test_a_second_question_does_not_take_the_place_of_the_first(talk: Chat) -> None:
    await to_summary(talk, "退货 A1001", "1")
    await talk.says("A10087 到哪了")
    await talk.says("不想要了")
    await talk.says("A10088 到哪了")
    assert (await talk.says("8000")).endswith(back(talk, "ask_note"))
    said = await to_summary(talk, "跳过", "确认提交")
    assert said.endswith(talk.line(LOOKUP, "ask_factor", number="A10087"))


async def test_silence_ends_the_question_and_the_return(talk: Chat) -> None:
    await to_summary(talk, "退货 A1001", "1")
    await talk.says("A10087 到哪了")
    assert await talk.waits(30 * 60) == talk.line("form", "expired")
    assert form_of(talk) is None


async def test_the_return_does_not_run_out_while_the_question_is_asked(talk: Chat) -> None:
    await to_summary(talk, "退货 A1001", "1")
    talk.now += 25 * 60
    await talk.says("A10087 到哪了")
    talk.now += 25 * 60
    assert (await talk.says("8000")).endswith(back(talk, "ask_reason"))
    await talk.waits(25 * 60)
    assert form_of(talk)["form"] == R
    assert await talk.waits(5 * 60) == talk.line("form", "expired")


async def test_a_restart_in_between_forgets_neither(talk: Chat) -> None:
    await to_summary(talk, "退货 A1001", "1")
    await talk.says("A10087 到哪了")
    talk.remembers(json.loads(json.dumps(dict(talk.open.state))))
    assert (await talk.says("8000")).endswith(back(talk, "ask_reason"))


async def test_a_person_called_in_between_takes_over_from_both(talk: Chat) -> None:
    await to_summary(talk, "退货 A1001", "1")
    await talk.says("A10087 到哪了")
    await talk.says("转人工")
    assert talk.open.status == "open"
    assert form_of(talk) is None


async def test_whoever_leaves_in_between_leaves_both(talk: Chat) -> None:
    await to_summary(talk, "退货 A1001", "1")
    await talk.says("A10087 到哪了")
    await talk.says("再见")
    assert form_of(talk) is None


async def test_while_the_return_waits_for_its_own_proof_too(chat: Chat) -> None:
    open_shop(chat)
    await chat.says("你好")
    await chat.says("我要退货 A1001，买多了")
    assert await chat.says("A10087 到哪了？") == chat.line(LOOKUP, "ask_factor", number="A10087")
    said = await chat.says("8000")
    assert "ZT9" in said
    assert said.endswith(chat.line(LOOKUP, "ask_factor", number="A1001"))
    assert await chat.says("8000") == chat.line(R, "ask_quantity", item="青瓷杯子", left=2)
    assert filled(chat)["reason"] == "changed_mind"


async def test_who_asks_again_for_a_return_need_not_tell_its_order_again(chat: Chat) -> None:
    open_shop(chat)
    await chat.says("我要退货 A1001")
    assert (await chat.says("我要退货")).endswith(chat.line(LOOKUP, "ask_factor", number="A1001"))


async def test_who_wants_to_return_another_order_than_they_were_asking_about_does_both(chat: Chat) -> None:
    open_shop(chat, "A1001")
    await chat.says("你好")
    await chat.says("A10087 到哪了")
    assert await chat.says("先退货A1001") == chat.line(R, "ask_quantity", item="青瓷杯子", left=2)
    said = await to_summary(chat, "1", "不想要了", "跳过", "确认提交")
    assert said.endswith(f"{chat.line('form', 'resumed')}\n{chat.line(LOOKUP, 'ask_factor', number='A10087')}")
    assert "ZT9" in await chat.says("8000")


async def test_who_wants_to_return_the_order_they_were_asking_about_need_not_tell_its_number_again(chat: Chat) -> None:
    open_shop(chat)
    await chat.says("A1001 到哪了")
    assert await chat.says("我要退货") == chat.line(LOOKUP, "ask_factor", number="A1001")
    assert await chat.says("8000") == chat.line(R, "ask_quantity", item="青瓷杯子", left=2)


@pytest.mark.parametrize("words", ["电话13800138000", "我的电话是13800138000", "收到日期20261120"])
@pytest.mark.parametrize("steps", [(), ("不想要了", "跳过")])
async def test_a_telephone_beside_a_question_is_no_other_order(talk: Chat, steps: tuple[str, ...], words: str) -> None:
    await to_summary(talk, "退货 A1001", "1", *steps)
    await talk.says(words)
    assert filled(talk)["order"] == "A1001"


@pytest.mark.parametrize(
    "words", ["上次订单A1002也是坏的", "订单A1003也是破损的", "my other order A1002 was broken too"]
)
async def test_what_was_wrong_with_another_order_is_a_note(talk: Chat, words: str) -> None:
    await to_summary(talk, "退货 A1001", "1", "不想要了")
    await talk.says(words)
    assert "A100" in str(filled(talk)["note"])


@pytest.mark.parametrize("words", ["假货", "拍错了", "发错货", "尺寸不对"])
async def test_a_reason_is_a_note_though_it_could_open_a_chat(words: str) -> None:
    chat = Chat(library())
    chat.shop.proven[chat.identity] = {"A10087": NOW + 86400.0}
    await to_summary(chat, "你好", "退货 A10087", "1", "不想要了", words)
    assert filled(chat)["note"] == words


@pytest.mark.parametrize("words", ["我不想退了", "不退了", "我不退了", "不想退了", "算了不退了"])
async def test_who_does_not_want_to_go_on_writes_no_note(talk: Chat, words: str) -> None:
    await to_summary(talk, "退货 A1001", "1", "不想要了")
    assert await talk.says(words) == talk.line("cancel", "cancelled")
    assert form_of(talk) is None


async def test_nor_does_who_keeps_it_after_all(talk: Chat) -> None:
    await to_summary(talk, "language en", "return A1001", "1", "不想要了")
    assert await talk.says("I'll keep it") == talk.line("cancel", "cancelled", "en")
    assert form_of(talk) is None


@pytest.mark.parametrize("words", ["帮我转人工", "我要投诉", "找经理"])
async def test_nor_does_who_wants_a_person(talk: Chat, words: str) -> None:
    await to_summary(talk, "退货 A1001", "1", "不想要了")
    await talk.says(words)
    assert talk.open.status == "open"


@pytest.mark.parametrize("words", ["退款多久到", "退款退到哪里", "退款什么时候到账"])
async def test_when_the_money_comes_is_asked_and_not_chosen(talk: Chat, words: str) -> None:
    await to_summary(talk, "退货 A1001", "1", "碎了或坏了", "跳过", picture("p1"), picture("p2"), "没有了")
    assert (await talk.says(words)).endswith(back(talk, "ask_resolution"))
    assert "resolution" not in filled(talk)
