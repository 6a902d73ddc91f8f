"""A yes is one with thanks around it, in whichever language, and as a thumb."""

import pytest

from tests.handlers.chat import Chat, library, sayings
from tests.handlers.returns.shop import open_shop
from tests.handlers.returns.talk import filled, to_summary

TO_NOTE = ("你好", "退货 A1001", "1", "不想要了")
YES = """
    确认，谢谢|确认谢谢|谢谢，确认|麻烦了，确认提交|好的谢谢
    嗯嗯|确定|没错|行|可以，辛苦了|確認送出|確認，謝謝您|對，麻煩了|yes|yes please, thanks
    OK thanks|确认👌|👍|👌🏻|yep!|correct, thank you|looks good|go ahead
"""
NOT_YET = "谢谢|不好|不可以|可以吗？|确认什么？|好像不对|对不起|再等等|👎|🙂|no|ok?|确认，再见"


async def at_summary() -> Chat:
    chat = open_shop(Chat(library()), "A1001")
    await to_summary(chat, *TO_NOTE, "跳过")
    return chat


@pytest.mark.parametrize("words", sayings(YES))
async def test_who_says_yes_has_sent_it(words: str) -> None:
    chat = await at_summary()
    await chat.says(words)
    assert chat.open.state.get("form") is None
    assert len(chat.returns.rmas) == 1


@pytest.mark.parametrize("words", sayings(NOT_YET))
async def test_who_says_something_else_has_not(words: str) -> None:
    chat = await at_summary()
    await chat.says(words)
    assert not chat.returns.rmas


@pytest.mark.parametrize("words", ["没有了，谢谢", "no, thanks", "nothing", "沒有了", "不用了谢谢", "skip"])
async def test_nothing_to_add_is_said_in_any_language(words: str) -> None:
    chat = open_shop(Chat(library()), "A1001")
    await to_summary(chat, *TO_NOTE)
    await chat.says(words)
    assert filled(chat)["note"] is None


@pytest.mark.parametrize("words", ["refund please", "退款", "I want a refund", "退錢"])
async def test_what_is_wanted_too(words: str) -> None:
    chat = open_shop(Chat(library()), "A1001")
    await to_summary(chat, "你好", "退货 A1001", "1", "尺寸不合适", "太小", "跳过")
    await chat.says(words)
    assert filled(chat)["resolution"] == "refund"


@pytest.mark.parametrize("words", ["等一下", "等等我看看", "hold on", "one moment please"])
async def test_who_asks_to_wait_has_added_no_note(words: str) -> None:
    chat = open_shop(Chat(library()), "A1001")
    await to_summary(chat, *TO_NOTE)
    await chat.says(words)
    assert "note" not in filled(chat)


@pytest.mark.parametrize(
    ("words", "changed"), [("原因错了", "reason"), ("数量不对", "quantity:0"), ("wrong reason", "reason")]
)
async def test_what_is_wrong_at_the_end_is_asked_again(words: str, changed: str) -> None:
    chat = await at_summary()
    await chat.says(words)
    assert changed not in filled(chat)
