"""In a group others read along: no order data, nothing of what is open in private."""

import pytest

from handlers.catalogue import HANDLERS
from storage.inbound import Kind
from storage.tasks import Task, TaskKind
from tests.handlers.chat import Chat
from tests.handlers.shop import NOW

LOOKUP = "order_lookup"


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("A10086 8000", "zh-CN"),
        ("查订单", "zh-CN"),
        ("A10086", "zh-CN"),
        ("my order A10086 lilei@example.com", "en"),
    ],
)
async def test_order_data_is_never_told_in_a_group(chat: Chat, words: str, language: str) -> None:
    await chat.says("A10086 8000")
    assert await chat.says_in_group(words, direct="chat-1") == chat.line(LOOKUP, "in_group", language)
    assert "SF1234567890" not in "".join(each.content.text for each in chat.last.outgoing if each.to == "group")


async def test_the_question_is_asked_in_private(chat: Chat) -> None:
    await chat.says_in_group("查订单", direct="chat-1")
    [group, private] = chat.last.outgoing
    assert (group.to, private.to) == ("group", "chat-1")
    assert private.content.text == chat.line(LOOKUP, "ask_number")
    assert "SF1234567890" in await chat.says("A10086 8000")


async def test_what_was_said_in_the_group_is_not_asked_again_in_private(chat: Chat) -> None:
    await chat.says_in_group("A10086 到哪了", direct="chat-1")
    [group, private] = chat.last.outgoing
    assert group.content.text == chat.line(LOOKUP, "in_group")
    assert private.content.text == chat.line(LOOKUP, "in_private", number="A10086")
    assert await chat.presses("查订单") == chat.line(LOOKUP, "ask_factor", number="A10086")
    assert "SF1234567890" in await chat.says("8000")


async def test_a_proven_order_that_is_asked_about_in_a_group_is_told_in_private(chat: Chat) -> None:
    await chat.says("A10086 8000")
    for words in ("A10086 到哪了", "查订单"):
        await chat.says_in_group(words, direct="chat-1")
        [group, private] = chat.last.outgoing
        assert (group.to, private.to) == ("group", "chat-1")
        assert "SF1234567890" in private.content.text


async def test_several_that_are_asked_about_in_a_group_are_told_or_gone_on_with_in_private(chat: Chat) -> None:
    await chat.says("A10086 8000")
    await chat.says_in_group("A10086和A10087到哪了", direct="chat-1")
    _, told, other = chat.last.outgoing
    assert "SF1234567890" in told.content.text
    assert other.content.text == chat.line(LOOKUP, "in_private", number="A10087")


async def test_of_several_proven_orders_one_is_chosen_in_private(chat: Chat) -> None:
    await chat.says("A10086 8000")
    await chat.says("A10087 8000")
    await chat.says_in_group("查订单", direct="chat-1")
    assert "ZT9" in await chat.presses("A10087 已签收")


async def test_while_the_orders_cannot_be_read_that_is_said_in_private(chat: Chat) -> None:
    await chat.says("A10086 8000")
    chat.shop.down = True
    await chat.says_in_group("查订单", direct="chat-1")
    assert chat.last.outgoing[1].content.text == chat.line(LOOKUP, "unavailable")


async def test_where_nobody_can_be_written_to_first_they_are_asked_to(chat: Chat) -> None:
    assert await chat.says_in_group("查订单") == chat.line(LOOKUP, "in_group_unreachable")
    assert [each.to for each in chat.last.outgoing] == ["group"]


async def test_an_open_private_form_is_neither_answered_nor_touched_from_a_group(chat: Chat) -> None:
    await chat.says("A10086")
    before = chat.open
    for words in ["8000", "取消", "/cancel", "你好", "1", "查订单", "转人工"]:
        await chat.says_in_group(words, direct="chat-1")
        assert chat.open == before
    assert "SF1234567890" in await chat.says("8000")


async def test_a_person_is_not_called_into_a_group(chat: Chat) -> None:
    assert await chat.says_in_group("转人工") == chat.line("escalation", "in_group")
    assert chat.to_desk == []


async def test_questions_anybody_may_ask_are_answered_where_they_are_asked(chat: Chat) -> None:
    expected = chat.line("shipping_fee", "text", shop="客服小店", name="李雷")
    assert await chat.says_in_group("运费多少") == expected


async def test_a_group_is_answered_in_the_thread_in_which_it_asks_and_nobody_in_private(chat: Chat) -> None:
    where = {"chat_id": "group", "private": False, "direct_chat_id": "chat-1", "thread": "T7"}
    await chat.turn(Kind.TEXT, text="查订单", **where)
    [group, private] = chat.last.outgoing
    assert (group.thread, private.thread) == ("T7", None)
    await chat.says("运费多少")
    assert [each.thread for each in chat.last.outgoing] == [None]


@pytest.mark.parametrize("words", ["你好", "哞哞哞", "", "3"])
async def test_anything_else_is_answered_by_how_to_reach_the_bot(chat: Chat, words: str) -> None:
    assert await chat.says_in_group(words) == chat.line("welcome", "in_group", shop="客服小店")


async def test_a_conversation_at_the_desk_hears_nothing_from_groups(at_desk: Chat) -> None:
    await at_desk.says_in_group("大家好，我在等客服")
    assert at_desk.to_desk == []


async def test_what_staff_write_never_goes_to_a_group(at_desk: Chat) -> None:
    await at_desk.says_in_group("你好")
    await at_desk.agent_says("您的地址是？")
    assert [each.to for each in at_desk.relayed] == ["chat-1"]


async def test_a_group_that_moves_moves_no_private_chat(chat: Chat) -> None:
    await chat.says("你好")
    await chat.turn(Kind.MOVED, chat_id="group", payload="supergroup", private=False)
    assert chat.open.chat_id == "chat-1"


async def test_a_failed_turn_in_a_group_is_apologised_for_there(chat: Chat) -> None:
    assert chat.fails("KeyError", private=False, chat_id="group") == chat.line("apology", "sorry")
    assert [each.to for each in chat.sent] == ["group"]


@pytest.fixture
async def asked(at_desk: Chat) -> Chat:
    """Staff asked them whether it is better now."""
    await at_desk.agent_says("/resolve")
    task = Task(
        id=1,
        kind=TaskKind.LOW_SCORE,
        conversation_id=at_desk.open.id,
        opened_at=NOW,
        due_at=NOW,
        remind_at=NOW,
        asked_again_at=NOW,
    )
    at_desk.tasks.written[1] = task
    return at_desk


GROUP = {"chat_id": "group", "private": False, "direct_chat_id": "chat-1"}


async def test_whether_it_is_better_now_is_answered_in_private(asked: Chat) -> None:
    for kind, said in ((Kind.TEXT, {"text": "/better 1:yes"}), (Kind.BUTTON, {"payload": "better:1:yes"})):
        assert await asked.turn(kind, **said, **GROUP) == asked.line("welcome", "in_group", shop="客服小店")
        assert asked.to_desk == []
    await asked.taps("better:1:yes")
    assert len(asked.to_desk) == 1


@pytest.mark.parametrize(
    "argument", ["", ":1", ":1:yes", ":yes:1", ":message", ":1:price", ":A10086", ":R10042:cancel"]
)
@pytest.mark.parametrize("script", sorted(HANDLERS))
async def test_nothing_that_is_pressed_in_a_group_disturbs_the_desk(asked: Chat, script: str, argument: str) -> None:
    """Nothing is kept of it there: what posts one line could post a thousand."""
    await asked.says("转人工")
    await asked.turn(Kind.BUTTON, payload=f"{script}{argument}", **GROUP)
    assert asked.to_desk == []
