"""What a member quotes is read as what they type is: no number, however it is written, hides a note."""

import itertools

import pytest

from bots.desk_chats import DeskChats
from bots.wecom.frames import Message
from bots.wecom.reading import Us, read_message
from handlers.member import Talk, read

BOT = "客服 机器人"
US = Us(BOT, DeskChats("wrDESK"))
NUMBERS = [
    *("#17 ", "#17", "＃17 ", "#17：", "#17: ", "#17，", "#17\n", "**#17 ", "17 ", "17：", "17, ", "17\n"),
    *("回复 #17 ", "回复#17：", "回覆 17 ", "reply #17 ", "Reply 17: ", "回复 #17\n"),
]
CALLS = ["", f"@{BOT} ", f"@{BOT}\u2005", f"＠{BOT} "]
NOTES = [
    *("// {}", "//{}", "／／{}", "、、{}", "/ / {}", "\\\\{}", "*// {}*", "> // {}", "「// {}」"),
    *("备注：{}", "備註: {}", "内部备注：{}", "note: {}", "NOTE：{}", "【备注】{}", "**note:** {}"),
    *("/note {}", "！note {}", "/transfer 小王 {}", "!ban {}", "、note {}"),
]


def quoted(words: str, kind: str = "text") -> str:
    frame = {
        "msgid": "m1",
        "chatid": "wrDESK",
        "chattype": "group",
        "from": {"userid": "xiaomei"},
        "msgtype": "text",
        "text": {"content": f"@{BOT} #17 我也觉得"},
        "quote": {"msgtype": kind, kind: {"content": words}},
    }
    inbound = read_message(Message.model_validate(frame), US, 1.0)
    assert inbound is not None
    assert (inbound.thread, inbound.text) == ("#17", "我也觉得")
    assert inbound.quote is not None
    return inbound.quote.text


@pytest.mark.parametrize("note", NOTES)
def test_a_quoted_note_reads_like_one_whatever_number_it_begins_with(note: str) -> None:
    for call, number in itertools.product(CALLS, ["", *NUMBERS]):
        if number.endswith("17") and note[:1].lower() == "n":
            continue  # `#17note` is no number
        words = quoted(f"{call}{number}{note.format('他是骗子')}")
        assert not isinstance(read(words), Talk), (call, number)


@pytest.mark.parametrize("number", ["#17 ", "**#17 ", f"@{BOT} 17 ", f"@{BOT} 回复 #17："])
def test_other_words_are_quoted_without_the_number_too(number: str) -> None:
    assert quoted(f"{number}李雷：还在吗") == "李雷：还在吗"


def test_a_voice_message_is_quoted_in_the_words_that_wecom_heard() -> None:
    assert quoted("还在吗", "voice") == "还在吗"
