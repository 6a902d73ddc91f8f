"""What a member of the desk means: whatever looks like a note or a command is never words for the customer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.member import PERHAPS_NOTE, Command, Note, Talk, meant
from storage.inbound import Identity, Inbound

blanks = st.text(alphabet=" \t\n\u3000\u00a0\u200b\u200d\u2060\ufeff\u202e", max_size=4)
slashes = st.sampled_from("/／∕⁄⧸、")


ornaments = st.text(alphabet="*_~`> -\"'“”「」()（）[]【】•\u115f\u2800\u3164\ufe0f", max_size=4)
mentions = st.lists(st.sampled_from(["@kefu_bot ", "@阿波：", "<@U0BOT> ", "@a, "]), max_size=2).map("".join)
befores = st.lists(st.one_of(blanks, ornaments, mentions), max_size=3).map("".join)
letters = st.sampled_from("abcXYZａＺ")


def said(text: str) -> Note | Command | Talk:
    return meant(Inbound(identity=Identity("slack", "U7"), key="k", chat_id="desk", text=text, sent_at=0, staff=True))


@given(blanks, slashes, blanks, slashes, st.text(max_size=20))
def test_two_slashes_of_any_kind_begin_a_note(a: str, one: str, b: str, two: str, rest: str) -> None:
    assert isinstance(said(f"{a}{one}{b}{two}{rest}"), Note)


@given(blanks, slashes, st.text(max_size=20))
def test_one_slash_of_any_kind_is_never_relayed(before: str, slash: str, rest: str) -> None:
    assert not isinstance(said(f"{before}{slash}{rest}"), Talk)


@given(st.text(max_size=20), blanks, slashes, slashes, st.text(max_size=20))
def test_a_note_in_a_later_line_is_never_relayed(first: str, blank: str, one: str, two: str, rest: str) -> None:
    assert not isinstance(said(f"{first}\n{blank}{one}{two}{rest}"), Talk)


@given(st.sampled_from(["note", "NOTE", "备注", "備註", "内部"]), blanks, st.sampled_from(":："), st.text(max_size=9))
def test_a_note_by_its_word(word: str, before: str, colon: str, rest: str) -> None:
    assert isinstance(said(f"{before}{word}{colon}{rest}"), Note)


@pytest.mark.parametrize(
    "words",
    [
        "*备注*：x",
        "**備註**: x",
        "_note_: x",
        "【备注】x",
        "[内部] x",
        "（内部备注）x",
        "备注 ∶x",
        "🔒 // x",
        "⚠️备注：x",
    ],
)
def test_a_note_whose_word_stands_out(words: str) -> None:
    assert isinstance(said(words), Note)


@pytest.mark.parametrize(
    "words",
    [
        "备注 他很急",
        "備註，他很急",
        "内部\n这个人常退货",
        "*备注* 他很急",
        "@阿波 内部备注　x",
        "note 他很急",
        "Ｎｏｔｅ，常退货",
    ],
)
def test_the_word_without_its_colon_may_be_a_slip(words: str) -> None:
    assert said(words) == Command(PERHAPS_NOTE)


@pytest.mark.parametrize(
    "words",
    ["备注", "备注栏里写颜色就好", "内部消息说明天到", "Note that it takes two days", "内部的事", "Note 20 有货"],
)
def test_what_only_begins_with_the_word_is_talk(words: str) -> None:
    assert said(words) == Talk(words)


@pytest.mark.parametrize("words", ["👍🏽", "👍 好的", "notebook: 12 页", "备注信息：x", "注意：易碎", "note"])
def test_what_only_resembles_a_note_is_talk(words: str) -> None:
    assert said(words) == Talk(words)


@given(befores, slashes, slashes, st.text(max_size=20))
def test_whatever_stands_before_two_slashes_they_begin_a_note(before: str, one: str, two: str, rest: str) -> None:
    assert isinstance(said(f"{before}{one}{two}{rest}"), Note)


@given(
    befores, st.text("!！ \u200b", max_size=3), st.sampled_from("!！"), blanks, letters | slashes, st.text(max_size=20)
)
def test_bangs_before_a_letter_or_a_slash_begin_a_command(
    before: str, bangs: str, bang: str, blank: str, sign: str, rest: str
) -> None:
    assert not isinstance(said(f"{before}{bangs}{bang}{blank}{sign}{rest}"), Talk)


@given(st.sampled_from("!！"), st.sampled_from(["", " 好", "!!", "好", "1", "?", "，好"]))
def test_a_bang_before_anything_else_is_talk(bang: str, rest: str) -> None:
    assert said(f"{bang}{rest}") == Talk(f"{bang}{rest}")


@pytest.mark.parametrize(
    ("words", "name", "rest"),
    [
        ("/resolve@kefu_bot 谢谢", "resolve", "谢谢"),
        ("@kefu_bot /resolve", "resolve", ""),
        ("/转给@U9 请看", "转给@u9", "请看"),
        ("<@U0BOT>  !Transfer  aftersales 急", "transfer", "aftersales 急"),
        ("／ｒｅｓｏｌｖｅ", "resolve", ""),
        ("*/priority high", "priority", "high"),
        ("、rma\napprove R10042", "rma", "approve R10042"),
        ("/", "", ""),
        ("!!resolve", "resolve", ""),
        ("！ ！resolve", "resolve", ""),
        ("！/resolve", "resolve", ""),
    ],
)
def test_a_command_and_what_follows_it(words: str, name: str, rest: str) -> None:
    assert said(words) == Command(name, rest)


@given(st.text(max_size=60))
def test_whatever_is_written_is_understood_somehow(words: str) -> None:
    assert isinstance(said(words), Note | Command | Talk)


@given(st.text(alphabet=st.characters(categories=["L", "N"]), min_size=1, max_size=30))
def test_plain_words_are_relayed_as_they_are(words: str) -> None:
    assert said(words) == Talk(words)
