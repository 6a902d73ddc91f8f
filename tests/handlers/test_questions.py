"""A form in a chat: interrupted, resumed, cancelled, expired, given up."""

import pytest

from storage.inbound import Attachment
from tests.handlers.chat import Chat, photo, voice

LOOKUP = "order_lookup"


def asked(chat: Chat) -> str:
    return chat.line(LOOKUP, "ask_number")


async def test_a_question_of_theirs_is_answered_and_ours_asked_again(chat: Chat) -> None:
    await chat.says("查订单")
    said = await chat.says("你们几点上班？")
    assert chat.line("business_hours", "text") in said
    assert said.endswith(f"{chat.line('form', 'resumed')}\n{asked(chat)}")
    assert "ask" not in await chat.says("A10086")
    assert chat.open.state["form"]["filled"] == {"number": "A10086"}


async def test_a_pressed_button_interrupts(chat: Chat) -> None:
    await chat.says("你好")
    await chat.says("查订单")
    assert (await chat.taps("menu")).endswith(asked(chat))


async def test_a_command_is_obeyed_in_the_middle_of_a_question(chat: Chat) -> None:
    await chat.says("查订单")
    assert (await chat.says("/help")).endswith(asked(chat))


async def test_a_trigger_typed_whole_interrupts_even_where_it_would_be_an_answer(chat: Chat) -> None:
    await chat.says("查订单")
    await chat.says("转人工")
    assert chat.open.status == "open"
    assert "form" not in chat.timers


async def test_a_greeting_says_once_that_a_question_is_open(chat: Chat) -> None:
    await chat.says("查订单")
    hello = chat.line("welcome", "again", shop="客服小店", name="李雷")
    assert await chat.says("你好") == f"{hello}\n{chat.line('form', 'resumed')}\n{asked(chat)}"


@pytest.mark.parametrize("words", ["取消", "cancel", "/cancel"])
async def test_it_is_cancelled_by_word_and_by_command(chat: Chat, words: str) -> None:
    await chat.says("查订单")
    assert await chat.says(words) == chat.line("cancel", "cancelled")
    assert chat.open.state.get("form") is None
    assert list(chat.timers) == ["idle:bot"]


@pytest.mark.parametrize("words", ["1", "2", "第二个"])
@pytest.mark.parametrize("asked_for", ["查订单", "A10086"])
async def test_a_number_where_digits_are_asked_for_is_never_that_of_a_button(
    chat: Chat, asked_for: str, words: str
) -> None:
    """Most channels show no numbers beside their buttons, and one of these gives everything up."""
    await chat.says(asked_for)
    await chat.says(words)
    assert chat.open.state["form"]["invalid"] == 1
    assert "取消" in chat.labels


@pytest.mark.parametrize("words", ["查订单", "A10086", "A10086 0000"])
async def test_nor_is_a_number_shown_beside_a_button_where_digits_are_asked_for(chat: Chat, words: str) -> None:
    await chat.says(words)
    assert "取消" in chat.labels
    assert [each.numbered for each in chat.replies] == [False]
    await chat.says("查不到")
    assert [each.numbered for each in chat.replies] == [False]


async def test_nor_beside_what_is_answered_in_between_for_a_number_answers_the_question(chat: Chat) -> None:
    await chat.says("A10086")
    await chat.says("运费多少")
    assert ([each.numbered for each in chat.replies], chat.labels[0]) == ([False, False], "查订单")
    assert await chat.says("1") == chat.line(LOOKUP, "bad_factor")


async def test_buttons_are_numbered_where_a_number_chooses_one(chat: Chat) -> None:
    await chat.says("菜单")
    assert [each.numbered for each in chat.replies] == [True]


@pytest.mark.parametrize("words", ["不用了", "不用了，谢谢", "没事了", "不想查了", "算了吧"])
async def test_who_says_in_other_words_that_they_do_not_want_to_go_on_is_understood(chat: Chat, words: str) -> None:
    await chat.says("查订单")
    assert await chat.says(words) == chat.line("cancel", "cancelled")


@pytest.mark.parametrize("words", ["谢谢", "好的", "嗯嗯", "👍", "收到，谢谢"])
async def test_a_word_of_thanks_is_no_wrong_answer(chat: Chat, words: str) -> None:
    await chat.says("查订单")
    for _ in range(4):
        assert await chat.says(words) == f"{chat.line('form', 'resumed')}\n{asked(chat)}"
    assert chat.open.state["form"]["invalid"] == 0


async def test_who_has_no_number_is_told_where_it_stands(chat: Chat) -> None:
    await chat.says("查订单")
    assert await chat.says("没有") == chat.line(LOOKUP, "bad_number")


async def test_a_goodbye_ends_what_was_asked(chat: Chat) -> None:
    await chat.says("查订单")
    assert await chat.says("再见") == chat.line("goodbye", "text")
    assert chat.open.state.get("form") is None
    assert "form" not in chat.timers


async def test_it_is_cancelled_by_the_button(chat: Chat) -> None:
    await chat.says("查订单")
    assert await chat.presses("取消") == chat.line("cancel", "cancelled")


async def test_with_nothing_open_there_is_nothing_to_cancel(chat: Chat) -> None:
    assert await chat.says("取消") == chat.line("cancel", "nothing")


async def test_it_expires_with_a_word(chat: Chat) -> None:
    await chat.says("查订单")
    assert await chat.waits(30 * 60) == chat.line("form", "expired")
    assert chat.open.state.get("form") is None


async def test_an_answer_after_a_late_timer_is_told_that_the_form_expired_and_is_heard_on_its_own(chat: Chat) -> None:
    await chat.says("查订单")
    await chat.waits(30 * 60, sweep=False)
    said = await chat.says("A10086")
    assert said == f"{chat.line('form', 'expired')}\n{chat.line(LOOKUP, 'ask_factor', number='A10086')}"
    assert await chat.rings("form") == ""


async def test_a_form_that_expired_before_its_late_timer_is_closed_by_any_message(chat: Chat) -> None:
    await chat.says("查订单")
    await chat.waits(30 * 60, sweep=False)
    await chat.says("菜单")
    assert chat.open.state.get("form") is None
    assert list(chat.timers) == ["idle:bot"]


async def test_a_timer_that_an_answer_overtook_says_nothing(chat: Chat) -> None:
    await chat.says("查订单")
    await chat.waits(29 * 60)
    await chat.says("A10086")
    chat.now += 60
    assert await chat.rings("form") == ""
    assert chat.open.state["form"]["filled"] == {"number": "A10086"}


async def test_a_timer_nobody_waits_for_says_nothing(chat: Chat) -> None:
    await chat.says("你好")
    assert await chat.rings("form") == ""
    assert await chat.rings("no_such_timer") == ""


async def test_a_timer_of_somebody_never_seen_says_nothing(chat: Chat) -> None:
    assert await chat.rings("form") == ""
    assert chat.conversation is None


async def test_after_several_invalid_answers_a_person_is_offered_and_after_more_it_ends(chat: Chat) -> None:
    await chat.says("查订单")
    for _ in range(2):
        await chat.says("不知道呀")
        assert "转人工" not in chat.labels
    assert chat.line("form", "too_many") in await chat.says("不知道呀")
    assert "转人工" in chat.labels
    for _ in range(2):
        await chat.says("不知道呀")
    assert await chat.says("不知道呀") == chat.line("form", "gave_up")
    assert chat.open.state.get("form") is None
    assert list(chat.timers) == ["idle:bot"]


async def test_going_back_by_its_button(chat: Chat) -> None:
    await chat.says("A10086")
    assert await chat.presses("上一步") == asked(chat)


@pytest.mark.parametrize(("sent", "line"), [(photo(), "received"), (voice(), "voice")])
async def test_who_sends_what_the_bot_cannot_read_is_told_so_and_asked_again(
    chat: Chat, sent: Attachment, line: str
) -> None:
    await chat.says("查订单")
    for _ in range(2):
        assert await chat.says("", sent) == f"{chat.line('media', line)}\n{asked(chat)}"
    await chat.says("", sent)
    assert "转人工" in chat.labels


async def test_choosing_a_language_in_between_asks_again_in_it(chat: Chat) -> None:
    await chat.says("查订单")
    assert (await chat.says("/language en")).endswith(chat.line(LOOKUP, "ask_number", "en"))


async def test_a_button_of_a_form_long_gone_does_no_harm(chat: Chat) -> None:
    assert await chat.taps("form:skip") == chat.line("cancel", "late")
