"""Customers who say nothing, press, or scold: no bare "I did not get that" for them, and soon a person."""

import pytest

from handlers.desk.policy import DeskPolicy
from tests.handlers.chat import Chat, library
from tests.handlers.returns.shop import open_shop
from tests.handlers.returns.talk import filled

LANGUAGES = ("zh-CN", "zh-TW", "en")
SAID = {
    "wordless": ("?", "？", "？？？", "...", "。", "!!!", "1", "9", "666", "❓", "🤔?"),
    "upset": (
        "呵呵",
        "你们真行",
        "无语",
        "垃圾",
        "什么情况",
        "你們真行",
        "傻眼",
        "wtf",
        "great service lol",
        "😡",
        "😭😭",
        "👎",
    ),
    "hurry": ("急", "急急急", "很急！", "快点", "趕快啦", "URGENT!!!", "asap", "hurry up"),
}


@pytest.mark.parametrize(("line", "words"), [(line, words) for line, said in SAID.items() for words in said])
@pytest.mark.parametrize("language", LANGUAGES)
async def test_who_says_nothing_that_asks_anything_is_met_where_they_are(language: str, line: str, words: str) -> None:
    chat = Chat(library(), locale=language)
    said = await chat.says(words)
    assert said == chat.line("fallback", line, chat.open.language or language)
    assert "escalation" in [button.goto for button in chat.buttons]


async def test_a_number_without_a_menu_shows_one_and_then_chooses(chat: Chat) -> None:
    await chat.says("1")
    assert await chat.says("1") == chat.line("order_lookup", "ask_number")


async def test_who_presses_and_says_what_for_is_told_just_that(chat: Chat) -> None:
    assert await chat.says("急急急，我的快递到哪了") == chat.line("order_lookup", "ask_number")


async def test_who_scolds_and_says_nearly_what_for_finds_it_below(chat: Chat) -> None:
    assert await chat.says("wtf my address is all wrong") == chat.line("fallback", "upset", "en")
    assert "order_changes" in [button.goto for button in chat.buttons]


async def test_the_third_in_a_row_goes_to_a_person(chat: Chat) -> None:
    chat.desk_policy = DeskPolicy(misunderstood=3)
    await chat.says("？")
    await chat.says("呵呵")
    assert chat.line("escalation", "not_understood") in await chat.says("急")
    assert chat.open.status == "open"


@pytest.mark.parametrize("words", ["？", "???", "......", "快点啊", "asap"])
async def test_who_only_waits_for_us_is_asked_again_and_at_last_offered_a_person(chat: Chat, words: str) -> None:
    await chat.says("查订单")
    again = f"{chat.line('form', 'resumed')}\n{chat.line('order_lookup', 'ask_number')}"
    assert await chat.says(words) == again
    assert await chat.says(words) == again
    assert chat.line("form", "too_many") in await chat.says(words)
    assert "转人工" in chat.labels


@pytest.mark.parametrize("words", ["你们真行", "😡", "wtf"])
async def test_who_scolds_in_the_middle_of_it_is_offered_a_person_at_once(chat: Chat, words: str) -> None:
    await chat.says("查订单")
    assert await chat.says(words) == f"{chat.line('fallback', 'upset')}\n{chat.line('order_lookup', 'ask_number')}"
    assert "转人工" in chat.labels
    assert chat.open.state["form"]["invalid"] == 1


async def test_a_question_mark_is_no_note(chat: Chat) -> None:
    open_shop(chat, "A1001")
    for words in ("你好", "退货 A1001", "1", "不想要了"):
        await chat.says(words)
    assert await chat.says("？？") == f"{chat.line('form', 'resumed')}\n{chat.line('returns', 'ask_note')}"
    assert "note" not in filled(chat)
