"""Which conversation a member means, and what is left to be said there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.wecom.tickets import addressed, number_above, unmentioned

BOT = "客服 机器人"


@pytest.mark.parametrize(
    ("text", "number", "left"),
    [
        ("@客服 机器人 17 马上发货", 17, "马上发货"),
        ("@客服 机器人 #17 马上发货", 17, "马上发货"),
        ("@客服 机器人\u2005#17马上发货", 17, "马上发货"),
        ("@客服 机器人 ＃17：马上发货", 17, "马上发货"),
        ("@客服 机器人 回复 #17 马上发货", 17, "马上发货"),
        ("@客服 机器人 回覆 17 馬上出貨", 17, "馬上出貨"),
        ("@客服 机器人 reply #17 It is on its way", 17, "It is on its way"),
        ("#17 马上发货 @客服 机器人", 17, "马上发货"),
        ("@客服 机器人 #17 /resolve", 17, "/resolve"),
        ("@客服 机器人 17 // 他很急", 17, "// 他很急"),
        ("@客服 机器人 17 、、他很急", 17, "、、他很急"),
        ("@客服 机器人 #17\n第一行\n\n第二行", 17, "第一行\n\n第二行"),
        ("@客服 机器人 #17 #17 // 他很急", 17, "// 他很急"),
        ("#17 @客服 机器人 #17：回复 #17 // 他很急", 17, "// 他很急"),
        ("@客服 机器人 17 #17 马上发货", 17, "马上发货"),
        ("@客服 机器人 #17 #18 都发了", None, "#17 #18 都发了"),
        ("@客服 机器人 /queue", None, "/queue"),
        ("@客服 机器人 马上发货", None, "马上发货"),
        ("@客服 机器人 17.5 元", None, "17.5 元"),
        ("@客服 机器人 2件都有", None, "2件都有"),
        ("@客服 机器人 #17a 不是编号", None, "#17a 不是编号"),
        ("@客服 机器人 #1234567890 太长", None, "#1234567890 太长"),
        ("@客服 机器人二号 17 好", None, "@客服 机器人二号 17 好"),
        ("@客服 机器人", None, ""),
    ],
)
def test_the_number_is_read_from_the_words(text: str, number: int | None, left: str) -> None:
    assert (addressed(text, "", BOT).number, addressed(text, "", BOT).text) == (number, left)


@pytest.mark.parametrize(
    ("quoted", "text", "number", "left"),
    [
        ("#17 李雷：还在吗", "@客服 机器人 在的", 17, "在的"),
        ("**#17 李雷**，来自微信", "@客服 机器人 在的", 17, "在的"),
        ("#17 李雷：还在吗", "@客服 机器人 2 件都有", 17, "2 件都有"),
        ("#17 李雷：还在吗", "@客服 机器人 #17 在的", 17, "在的"),
        ("#17 李雷：还在吗", "@客服 机器人 #17 #17 // 他很急", 17, "// 他很急"),
        ("#17 李雷：还在吗", "@客服 机器人 #18 在的", None, "#18 在的"),
        ("#17 李雷：#18 的快递", "@客服 机器人 在的", 17, "在的"),
        ("@客服 机器人 17 马上发货", "@客服 机器人 已经发了", 17, "已经发了"),
        ("@客服 机器人 #17 马上发货", "@客服 机器人 已经发了", 17, "已经发了"),
        ("17 点开会", "@客服 机器人 好的", None, "好的"),
        ("中午吃什么", "@客服 机器人 17 在的", 17, "在的"),
        ("· #17 排第一", "@客服 机器人 我来", None, "我来"),
    ],
)
def test_the_quote_says_what_is_answered(quoted: str, text: str, number: int | None, left: str) -> None:
    assert (addressed(text, quoted, BOT).number, addressed(text, quoted, BOT).text) == (number, left)


@given(st.integers(1, 999_999_999), st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_whatever_is_written_behind_the_number_is_left_as_it_was(number: int, words: str) -> None:
    said = words.strip()
    if said[:1] in ":：,，#＃" or BOT in said:
        return
    read = addressed(f"@{BOT} #{number} {said}", "", BOT)
    assert (read.number, read.text) == (number, said)


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_words_whatever_break_the_reading(text: str, quoted: str) -> None:
    read = addressed(text, quoted, BOT)
    assert read.text in unmentioned(text, BOT)


def test_a_post_is_known_by_the_number_at_its_beginning_only() -> None:
    assert number_above("#17 李雷") == 17
    assert number_above("关于 #17") is None
