"""A photograph is often the first thing that somebody sends; it is not asked for twice."""

import json

import pytest

from handlers.state import MOST_PICTURES, read_state
from storage.inbound import Attachment, Media
from tests.handlers.chat import Chat, sticker, voice
from tests.handlers.returns.shop import open_shop
from tests.handlers.returns.talk import filled, form_of, picture, to_summary

R = "returns"
DAY = 86400


@pytest.fixture
async def talk(chat: Chat) -> Chat:
    """With somebody who has proven two orders."""
    open_shop(chat, "A1001", "A1002")
    await chat.says("你好")
    return chat


async def to_photographs(talk: Chat) -> str:
    return await to_summary(talk, "退货 A1001", "1", "碎了或坏了", "跳过")


def counted(talk: Chat, count: int) -> str:
    return talk.line(R, "photos_more", count=count, missing=2 - count)


async def test_what_was_shown_before_a_return_had_begun_counts(talk: Chat) -> None:
    assert await talk.says("", picture("p1")) == talk.line("media", "received")
    assert await to_photographs(talk) == counted(talk, 1)
    await talk.says("", picture("p2"))
    await talk.presses("发完了")
    assert filled(talk)["photos"] == ["kept-p1", "kept-p2"]


async def test_so_does_the_very_first_message_of_a_new_customer(chat: Chat) -> None:
    open_shop(chat, "A1001")
    await chat.says("", picture("p1"))
    assert await to_photographs(chat) == counted(chat, 1)


async def test_a_sticker_is_no_photograph(talk: Chat) -> None:
    await to_photographs(talk)
    assert await talk.says("", sticker()) == talk.line(R, "bad_photos")
    assert talk.photos.of == {}


async def test_it_is_remembered_over_other_questions(talk: Chat) -> None:
    await talk.says("", picture("p1"))
    await talk.says("运费多少")
    await talk.says("", picture("p2"))
    assert await to_photographs(talk) == counted(talk, 2)


async def test_how_many_came_early_is_not_told_twice(talk: Chat) -> None:
    await to_summary(talk, "退货 A1001", "1")
    assert talk.line("form", "put_by") in await talk.says("", picture("p1"))
    assert await talk.says("", picture("p2")) == ""
    assert await to_summary(talk, "碎了或坏了", "跳过") == counted(talk, 2)
    assert await talk.waits(3) == ""


async def test_stragglers_of_an_album_are_counted_after_the_answer_as_before_it(talk: Chat) -> None:
    await to_summary(talk, "退货 A1001", "1")
    await talk.says("", picture("p1"))
    await talk.says("", picture("p2"))
    assert await to_summary(talk, "碎了或坏了", "跳过") == counted(talk, 2)
    assert await talk.says("", picture("p3")) == ""
    assert await talk.waits(3) == talk.line(R, "photos_more", count=3, missing=0)


async def test_nothing_is_fetched_for_a_reason_that_needs_no_photograph(talk: Chat) -> None:
    await talk.says("", picture("p1"))
    await to_summary(talk, "退货 A1001", "1", "不想要了", "跳过")
    assert talk.photos.of == {}


async def test_the_latest_are_remembered_and_nothing_but_pictures(talk: Chat) -> None:
    for number in range(MOST_PICTURES + 2):
        await talk.says("", picture(f"p{number}"))
    await talk.says("", voice())
    visit = read_state(json.loads(json.dumps(talk.open.state))).visit
    assert visit is not None
    assert [each.ref for each in visit.pictures] == [f"p{number}" for number in range(2, MOST_PICTURES + 2)]


async def test_a_picture_that_came_as_a_file_is_one(talk: Chat) -> None:
    await talk.says("", Attachment(media=Media.FILE, channel="telegram", ref="p1", mime="image/png", size=10))
    assert await to_photographs(talk) == counted(talk, 1)


async def test_they_are_forgotten_with_the_visit(talk: Chat) -> None:
    await talk.says("", picture("p1"))
    await talk.waits(8 * DAY)
    await talk.says("你好")
    assert await to_photographs(talk) == talk.line(R, "ask_photos", least=2, most=10)


async def test_the_next_return_is_not_about_them(talk: Chat) -> None:
    await talk.says("", picture("p1"), picture("p2"))
    await to_summary(talk, "退货 A1001", "1", "碎了或坏了", "跳过", "发完了", "退货退款", "确认提交")
    assert len(talk.returns.rmas) == 1
    said = await to_summary(talk, "退货 A1001", "碎了或坏了", "跳过")
    assert said == talk.line(R, "ask_photos", least=2, most=10)


async def test_a_return_that_was_given_up_leaves_them_for_another_try(talk: Chat) -> None:
    await talk.says("", picture("p1"))
    await to_summary(talk, "退货 A1001", "1", "取消")
    assert await to_photographs(talk) == counted(talk, 1)


async def test_the_right_order_after_a_wrong_one_keeps_what_was_shown(talk: Chat) -> None:
    await to_photographs(talk)
    await talk.says("", picture("p1"))
    await talk.says("是订单A1002")
    assert await to_summary(talk, "1", "就这些", "1") == counted(talk, 1)
    assert form_of(talk)["gathered"] == {"photos": ["kept-p1"]}
