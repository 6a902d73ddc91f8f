"""A staff group without topics, where the bot hears only what is said to it."""

import pytest

from handlers.scripts.library import Library
from storage.inbound import Kind
from storage.results import Action
from tests.handlers.chat import Chat, photo


@pytest.fixture
async def group(scripts: Library) -> Chat:
    """A customer whom staff have."""
    chat = Chat(scripts, topics=False)
    await chat.says("茶叶受潮了怎么办啊")
    await chat.says("转人工")
    return chat


async def addressed(chat: Chat, text: str, kind: Kind = Kind.TEXT) -> str:
    """Said to the bot, and to no conversation; returns what the group reads."""
    await chat.staff(kind, text=text, addressed=True, thread=None)
    assert not chat.relayed
    return chat.posted


async def test_a_customers_words_say_whose_they_are(group: Chat) -> None:
    await group.says("还在吗")
    assert group.posted == "李雷：还在吗"
    await group.says("", photo())
    assert group.posted == "李雷："
    assert len(group.to_desk[-1].content.attachments) == 1


async def test_where_there_are_topics_the_words_stand_alone(chat: Chat) -> None:
    await chat.says("转人工")
    await chat.says("还在吗")
    assert chat.posted == "还在吗"


async def test_a_desk_that_works_in_english_leaves_a_blank_behind_the_name(scripts: Library) -> None:
    chat = Chat(scripts, topics=False, locale="en")
    chat.policy = type(chat.policy)(default_language="en")
    await chat.says("talk to a human")
    await chat.says("are you there?")
    assert chat.posted == "李雷: are you there?"


@pytest.mark.parametrize("words", ["马上发货", "// 客户很急", "#99 在吗", "/17 在吗", "/resolve", "", "🙂"])
async def test_words_that_name_no_conversation_are_answered_with_how_to_name_one(group: Chat, words: str) -> None:
    assert "没有发给任何客户" in await addressed(group, words)
    assert [row.action for row in group.to_desk] == [Action.ALERT]


async def test_commands_about_no_conversation_work_as_ever(group: Chat) -> None:
    assert "没有发给任何客户" not in await addressed(group, "/queue")
    assert group.to_desk


async def test_talk_among_staff_where_the_bot_hears_everything_is_left_alone(at_desk: Chat) -> None:
    await at_desk.staff(Kind.TEXT, text="中午吃什么", thread=None)
    assert not at_desk.to_desk
