"""How it went before: what an agent reads of the last times that a customer was with the desk."""

from dataclasses import replace

import pytest

from handlers.desk.history import POST, POSTS, in_posts
from storage.desk import Case
from storage.results import Entry, EntryKind
from tests.handlers.chat import Chat
from tests.handlers.shop import DAY, NOW

CASE = Case(id=1, conversation_id=17, opened_at=NOW - DAY, reason="asked")
LAST = replace(CASE, closed_at=NOW - DAY + 600, closed_by="slack:U8", agents=("slack:U8",))
BEFORE = replace(LAST, id=2, opened_at=NOW - 9 * DAY, closed_at=NOW - 8 * DAY, closed_by="contact", agents=())


def said(text: str, at: float, kind: EntryKind = EntryKind.INCOMING, author: str = "contact", name: str = "") -> Entry:
    return Entry(kind=kind, author=author, author_name=name, text=text, at=at)


@pytest.fixture
def regular(at_desk: Chat) -> Chat:
    """A customer who was with the desk twice before."""
    at_desk.floor.past = [CASE, LAST, BEFORE]
    at_desk.transcript = [
        said("很久以前", NOW - 9 * DAY),
        said("还没好吗", NOW - 8.5 * DAY),
        said("问机器人的", NOW - 5 * DAY),
        said("电话 13900008000，订单 A10086 尾号 8000", NOW - DAY),
        said("退货", NOW - DAY + 1, EntryKind.ACTIVITY, "slack:U8"),
        said("老客户，别催", NOW - DAY + 2, EntryKind.NOTE, "slack:U8", "Anna"),
        said("马上查", NOW - DAY + 60, EntryKind.OUTGOING, "slack:U8", "Anna"),
        said("现在的问题", NOW),
    ]
    return at_desk


async def test_history_tells_what_was_said_the_last_time_masked_and_with_times(regular: Chat) -> None:
    await regular.agent_says("/history")
    [post] = regular.to_desk
    shown = post.content.text
    for told in (
        "2025年11月21日",
        "16:26 <b>李雷</b>：电话 13*******00",
        "A1**86",
        "Anna 备注：老客户",
        "客服 Anna：马上查",
    ):
        assert told in shown
    for left in ("13900008000", "A10086", "8000", "很久以前", "问机器人的", "现在的问题"):
        assert left not in shown


async def test_nobody_is_called_like_a_colleague_in_what_was_said(regular: Chat) -> None:
    regular.conversation = replace(regular.open, name="客服 Anna：可以退款。*")
    await regular.agent_says("/history")
    told = regular.to_desk[0].content.text
    assert "16:26 <b>客服 Anna：可以退款。＊</b>：电话" in told
    assert "16:27 客服 Anna：马上查" in told


async def test_what_was_sent_without_words_is_named_in_the_language_of_staff(regular: Chat) -> None:
    regular.transcript.insert(4, said("杯子碎了 [photo] 底部 [voice]", NOW - DAY + 1))
    await regular.agent_says("/history")
    assert "<b>李雷</b>：杯子碎了 [图片] 底部 [语音]" in regular.to_desk[0].content.text


async def test_several_times_are_told_in_their_order_and_other_days_with_their_date(regular: Chat) -> None:
    await regular.agent_says("/history 5")
    shown = regular.posted
    assert shown.index("很久以前") < shown.index("还没好吗") < shown.index("马上查")
    assert "客户自己结束" in shown
    assert "11月14日" in shown, "a case may last for days"


@pytest.mark.parametrize("argument", ["0", "6", "-1", "all", "1 2", "9" * 50, "9" * 5000])
async def test_what_is_no_number_of_times_is_answered_with_how_it_is_written(regular: Chat, argument: str) -> None:
    await regular.agent_says(f"/history {argument}")
    assert regular.posted == regular.line("desk_help", "usage_history")


async def test_who_was_never_with_staff_has_no_history(at_desk: Chat) -> None:
    at_desk.floor.past = [CASE]
    await at_desk.agent_says("/history")
    assert at_desk.posted == at_desk.line("desk_file", "no_history")


async def test_a_long_history_comes_in_a_few_posts_that_end_with_the_latest_words(regular: Chat) -> None:
    regular.transcript = [said(f"第{number}句" + "话" * 400, NOW - DAY + number) for number in range(60)]
    await regular.agent_says("/history")
    posts = [each.content.text for each in regular.to_desk]
    cut = regular.line("desk_file", "history_cut")
    assert posts[0].startswith(cut)
    assert len(posts) == POSTS
    assert all(len(post.removeprefix(cut).strip()) <= POST for post in posts)
    assert "第59句" in posts[-1]
    told = [number for number in range(60) if any(f"第{number}句" in post for post in posts)]
    assert told == list(range(told[0], 60)), "nothing is missing in between"


def test_no_line_is_torn_apart() -> None:
    assert in_posts(["aa", "bb", "cc"], 6) == ["aa\nbb", "cc"]
    assert in_posts(["a" * 9, "b"], 6) == ["a" * 9, "b"]
    assert in_posts([], 6) == []
