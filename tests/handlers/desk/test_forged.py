"""Whoever is no member of the desk commands nothing there, however much it looks like a command or a button of the
desk; and nothing that they write reads like something that kefu says there.
"""

import re

import pytest

from handlers.contract import Policy
from handlers.desk.commands import COMMANDS
from handlers.desk.flooding import MOST, SUMMED
from handlers.exchange import script_in
from handlers.scripts.library import Library
from handlers.topic_recap import summed_up
from storage.conversations import Owner, OwnerKind, Status
from storage.inbound import Kind
from storage.records import replace
from storage.results import Action, Entry, EntryKind
from tests.handlers.chat import Chat, photo
from tests.handlers.shop import NOW

BUTTONS = [f"desk:{name}" for name in COMMANDS]
TYPED = [f"{sign}{name} vip" for sign in "/!" for name in COMMANDS]


async def with_an_agent(chat: Chat) -> Owner:
    """What is written then goes to staff as it was written."""
    await chat.says("转人工")
    await chat.agent_says("您好")
    assert chat.conversation
    assert chat.conversation.status is Status.OPEN
    assert chat.conversation.owner
    assert chat.conversation.owner.kind is OwnerKind.AGENT
    return chat.conversation.owner


def nothing_is_commanded(chat: Chat) -> None:
    """No file of a contact changes, nobody is away, nothing is sent on anybody's behalf."""
    assert not chat.last.agents
    assert not chat.last.contacts
    assert not [row for row in chat.last.outgoing if row.relays is not None or row.action is Action.EFFECT]


@pytest.mark.parametrize("goto", BUTTONS)
async def test_a_customer_presses_a_button_of_the_desk(chat: Chat, goto: str) -> None:
    owner = await with_an_agent(chat)
    await chat.taps(goto)
    nothing_is_commanded(chat)
    assert chat.conversation
    assert (chat.conversation.status, chat.conversation.owner) == (Status.OPEN, owner)


@pytest.mark.parametrize("goto", BUTTONS)
async def test_a_customer_of_the_bot_presses_a_button_of_the_desk(chat: Chat, goto: str) -> None:
    await chat.taps(goto)
    nothing_is_commanded(chat)
    assert chat.conversation
    assert chat.conversation.status is Status.PENDING
    assert not chat.to_desk


@pytest.mark.parametrize("typed", TYPED)
async def test_a_customer_types_a_command_of_staff(chat: Chat, typed: str) -> None:
    owner = await with_an_agent(chat)
    await chat.says(typed)
    nothing_is_commanded(chat)
    assert chat.conversation
    assert (chat.conversation.status, chat.conversation.owner) == (Status.OPEN, owner)


async def test_a_customers_reaction_claims_nothing(chat: Chat) -> None:
    await chat.says("转人工")
    assert chat.conversation
    owner = chat.conversation.owner
    await chat.turn(Kind.REACTION, payload="👍", message_id="1")
    assert chat.conversation.owner == owner
    nothing_is_commanded(chat)


FORGED = [
    "小美 结束了会话。",
    "✅ 已送达",
    "// 可以退款",
    "<b>#17 李雷</b>\n问题：退款",
    "</q>小美 转给了小王。",
    "好的\n\n小美 结束了会话。",
]


def of_ours(chat: Chat) -> str:
    """All that the desk reads now without a bar beside it."""
    shown = "\n".join(row.content.text for row in chat.last.outgoing if row.action is not Action.SEND)
    return re.sub("<q>.*?</q>", "", shown, flags=re.DOTALL)


@pytest.mark.parametrize("words", FORGED)
@pytest.mark.parametrize("topics", [True, False])
async def test_a_customer_writes_what_reads_like_one_of_ours(chat: Chat, words: str, topics: bool) -> None:
    chat.topics = topics
    await with_an_agent(chat)
    await chat.says(words, photo())
    assert chat.posted.endswith(words)
    assert of_ours(chat) == ("" if topics else "<b>李雷</b>：")


@pytest.mark.parametrize("words", FORGED)
async def test_a_customer_edits_and_deletes_what_reads_like_one_of_ours(chat: Chat, words: str) -> None:
    await with_an_agent(chat)
    chat.now += 1
    await chat.says("在吗")
    said = chat.last.outgoing[0].copies
    assert said
    await chat.edits(said, words)
    assert of_ours(chat) == "（客户改过）"
    await chat.turn(Kind.DELETED, message_id=said)
    assert of_ours(chat) == "（客户已撤回）"


async def test_a_customer_sends_too_much_that_reads_like_one_of_ours(chat: Chat) -> None:
    await with_an_agent(chat)
    for _ in range(MOST + 3):
        await chat.says("小美 结束了会话。")
    await chat.rings(SUMMED)
    assert "小美 结束了会话。 ×" in chat.posted
    assert "小美" not in of_ours(chat)


async def test_what_a_customer_wrote_when_a_turn_failed_reads_like_one_of_ours(chat: Chat) -> None:
    await with_an_agent(chat)
    chat.fails("case-1", "好的\n小美 结束了会话。")
    assert "小美 结束了会话。" in chat.posted
    assert "小美" not in of_ours(chat)


SENTENCE = "小美（客服）：可以退款。* 小美 结束了会话。"
BOLD = "<b>小美（客服）：可以退款。＊ 小美 结束了会话。</b>"


async def test_a_customer_is_called_like_a_sentence_of_ours(chat: Chat) -> None:
    """In words of ours it is shown where the name begins and ends; a title begins with the number."""
    await with_an_agent(chat)
    chat.conversation = replace(chat.open, name=SENTENCE)
    await chat.turn(Kind.TEXT, text="结束会话", name=SENTENCE)
    (note,) = (row for row in chat.to_desk if not row.card)
    assert note.content.text == f"客户 {BOLD} 自己结束了会话。"
    assert note.title.startswith("#17 ")


async def test_nothing_that_a_customer_wrote_or_is_called_can_be_tapped_in_lines_of_ours(chat: Chat) -> None:
    """In Telegram a command is one tap away, and whoever is named is called."""
    await chat.turn(Kind.TEXT, text="请 /resolve 一下，@ann 见 https://a.cn/@b", name="@ann /ban")
    await chat.turn(Kind.TEXT, text="转人工", name="@ann /ban")
    (card,) = (row.content.text for row in chat.to_desk if row.card)
    assert "请 ／resolve 一下" in card
    assert "＠ann ／ban" in card
    assert "https://a.cn/@b" in card, "an address stays one"
    await chat.turn(Kind.TEXT, text="结束会话", name="@ann /ban")
    assert chat.posted.startswith("客户 ＠ann ／ban ")


async def test_nothing_that_a_customer_wrote_turns_our_words_round(chat: Chat) -> None:
    await chat.says("看看\u202e这个\u2067吧")
    await chat.says("转人工")
    (card,) = (row.content.text for row in chat.to_desk if row.card)
    assert "看看 这个 吧" in card


def test_nor_when_it_is_summed_up_for_a_topic_in_place_of_another(scripts: Library) -> None:
    said = Entry(
        kind=EntryKind.INCOMING, author="contact", author_name="@ann", text="请 /resolve\u202e\n小美：好", at=NOW
    )
    desk, notices = (script_in(scripts, "zh-CN", each) for each in ("desk", "notices"))
    told = summed_up([said], desk, notices, Policy(), contact="@ann")
    assert [*told] == ["<b>＠ann</b>: 请 ／resolve 小美：好"]


def test_nor_is_a_telephone_in_their_name_told_there(scripts: Library) -> None:
    said = Entry(kind=EntryKind.INCOMING, author="contact", author_name="小王13800001234", text="在吗", at=NOW)
    desk, notices = (script_in(scripts, "zh-CN", each) for each in ("desk", "notices"))
    (told,) = summed_up([said], desk, notices, Policy(), contact="小王13800001234")
    assert "1234" not in told
    assert "小王" in told


async def test_before_words_in_a_group_without_topics_the_name_is_ours(chat: Chat) -> None:
    chat.topics = False
    await with_an_agent(chat)
    await chat.turn(Kind.TEXT, text="在吗", name="李雷：在吗\n✅ 已送达")
    assert chat.to_desk[-1].content.text == "<b>李雷：在吗 ✅ 已送达</b>：<q>在吗</q>"


async def test_a_customer_presses_a_button_that_reads_like_one_of_ours(chat: Chat) -> None:
    """A client of their own may press what nobody has shown them."""
    await with_an_agent(chat)
    await chat.taps("x”。\n小美 结束了会话。")
    assert chat.to_desk[-1].content.text == "客户点了按钮“<b>x”。 小美 结束了会话。</b>”"


async def test_a_question_leaves_no_room_for_a_line_that_reads_like_one_of_ours(chat: Chat) -> None:
    await chat.says(f"我要退款{'⠀' * 60}{'ㅤ' * 60}\u2028小美 结束了会话。")
    chat.now += 1
    await chat.says("转人工")
    assert "问题：我要退款 小美 结束了会话。" in chat.posted.splitlines()


async def test_a_forged_buttons_name_is_a_few_words_of_theirs(chat: Chat) -> None:
    """Of a button that nobody knows staff read where it leads to, amid words of ours."""
    await with_an_agent(chat)
    await chat.taps("\u202e。话会了束结 美小\u2066 \u3164" + "您好" * 30_000)
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u3164]", chat.posted)
    assert len(chat.posted) < 300
    await chat.taps("gone:1")
    assert "gone:1" in chat.posted
