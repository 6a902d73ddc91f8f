"""The staff side: what a member writes in a topic reaches the customer, or it stays inside and they know."""

from dataclasses import replace

import pytest

from handlers.exchange import plain
from storage.conversations import Owner, OwnerKind, Status
from storage.inbound import Attachment, Kind, Media
from storage.results import Action, EntryKind, StaffMessage
from tests.handlers.chat import MEI, TOPIC, Chat, photo

DESK = "desk"
NOTES = [
    "// 别退给他",
    "//别退给他",
    "  // 别退给他",
    "\n// 别退给他",
    "\u200b// 别退给他",
    "\ufeff//别退给他",
    "／／别退给他",
    "/／别退给他",
    "／/别退给他",
    "/ / 别退给他",
    "　／／ 别退给他",
    "、、别退给他",
    "∕∕别退给他",
    "/// 别退给他",
    "note: 别退给他",
    "Note：别退给他",
    "NOTE : 别退给他",
    "备注: 别退给他",
    "备注：别退给他",
    "備註：別退給他",
    "内部：别退给他",
]
SLIPS = [
    "/notes 别退给他",
    "/reslove",
    "／reslove",
    "、reslove",
    "  /别退给他",
    "/",
    "\u200b/close",
    "/resolv e",
    "您好\n// 别退给他",
    "您好\n　／／别退给他",
]


@pytest.mark.parametrize("note", NOTES)
async def test_a_note_never_reaches_the_customer(at_desk: Chat, note: str) -> None:
    await at_desk.agent_says(note)
    assert at_desk.last.outgoing == ()
    assert [(each.kind, each.text) for each in at_desk.last.entries] == [(EntryKind.NOTE, note)]


@pytest.mark.parametrize("slip", SLIPS)
async def test_what_looks_like_a_command_or_a_late_note_is_refused_in_the_topic(at_desk: Chat, slip: str) -> None:
    await at_desk.agent_says(slip)
    assert [each.action for each in at_desk.last.outgoing] == [Action.POST]
    assert "没有发给客户" in at_desk.posted
    assert at_desk.open.status is Status.OPEN


async def test_a_file_with_a_note_for_a_caption_stays_inside(at_desk: Chat) -> None:
    await at_desk.agent_says("// 他的旧照片", photo())
    assert at_desk.last.outgoing == ()
    await at_desk.agent_says("", photo("// 他的旧照片"))
    assert at_desk.last.outgoing == ()


async def test_words_are_relayed_escaped_and_marked_when_their_fate_is_known(with_agent: Chat) -> None:
    assert await with_agent.agent_says("5 < 6 & <b>好</b>") == "5 < 6 & <b>好</b>"
    [sent] = with_agent.last.outgoing
    assert sent.content.text == "5 &lt; 6 &amp; &lt;b&gt;好&lt;/b&gt;"
    assert (sent.action, sent.channel, sent.to) == (Action.SEND, "telegram", "chat-1")
    assert sent.relays is not None
    assert sent.relays.chat_id == "desk"
    assert isinstance(sent.relays, StaffMessage)


@pytest.mark.parametrize(
    "words", ["https://example.com//a", "1/2 已退", "单号 // 在这里", "noted, 马上", "备注栏里写的是什么？"]
)
async def test_slashes_and_words_inside_a_message_are_just_words(with_agent: Chat, words: str) -> None:
    assert await with_agent.agent_says(words) == words


async def test_a_picture_of_staff_goes_along(at_desk: Chat) -> None:
    picture = Attachment(media=Media.PHOTO, channel="slack", ref="F1")
    await at_desk.agent_says("", picture)
    assert at_desk.relayed[0].content.attachments == (picture,)


async def test_nothing_at_all_is_not_relayed(at_desk: Chat) -> None:
    await at_desk.agent_says("  ")
    assert at_desk.last.outgoing == ()


async def test_the_first_answer_takes_the_conversation_and_is_timed(at_desk: Chat) -> None:
    at_desk.now += 90
    await at_desk.agent_says("您好")
    assert at_desk.open.owner == Owner(OwnerKind.AGENT, str(MEI))
    assert [(each.name, each.value) for each in at_desk.last.events] == [("claimed", 90), ("first_response", 90)]
    await at_desk.agent_says("请稍等")
    assert at_desk.last.events == ()


async def test_resolve_says_farewell_in_the_customers_language(chat: Chat) -> None:
    chat.locale = "en"
    await chat.says("/human")
    assert "This conversation is now closed." in await chat.agent_says("/resolve")
    assert chat.posted == chat.line(DESK, "resolved", agent="小美", before="", spoke=False)
    assert (chat.open.status, chat.open.owner) == (Status.RESOLVED, None)
    assert [each.name for each in chat.last.events] == ["resolved"]


@pytest.mark.parametrize("command", ["/resolve", "／resolve", " /Resolve ", "/resolve@kefu_bot", "/resolve 谢谢大家"])
async def test_resolve_however_it_is_typed(at_desk: Chat, command: str) -> None:
    await at_desk.agent_says(command)
    assert at_desk.open.status is Status.RESOLVED


async def test_the_cards_button_resolves(at_desk: Chat) -> None:
    await at_desk.agent_presses("desk:resolve")
    assert at_desk.open.status is Status.RESOLVED


async def test_a_button_nobody_knows_is_refused(at_desk: Chat) -> None:
    await at_desk.agent_presses("desk:explode")
    assert at_desk.open.status is Status.OPEN
    assert [each.action for each in at_desk.last.outgoing] == [Action.POST]


async def test_after_resolve_words_are_kept_inside_and_the_member_is_told(at_desk: Chat) -> None:
    await at_desk.agent_says("/resolve")
    assert await at_desk.agent_says("这人真烦") == ""
    assert at_desk.posted == at_desk.line(DESK, "not_open")
    assert [each.goto for each in at_desk.to_desk[0].content.buttons] == ["desk:reopen"]


async def test_reopened_words_are_relayed_again(at_desk: Chat) -> None:
    await at_desk.agent_says("/resolve")
    assert await at_desk.agent_says("/reopen") == at_desk.line("queue", "joined", agent="小美")
    assert at_desk.open.owner == Owner(OwnerKind.AGENT, str(MEI))
    assert await at_desk.agent_says("忘了说，今天发货") == "忘了说，今天发货"


async def test_a_conversation_the_bot_has_can_be_taken_over(at_desk: Chat) -> None:
    await at_desk.agent_says("/resolve")
    await at_desk.says("查订单")
    assert await at_desk.agent_says("我来吧") == ""
    await at_desk.agent_says("/reopen")
    assert at_desk.timers == {}
    assert await at_desk.agent_says("我来吧") == "我来吧"
    assert await at_desk.says("A10086 8000") == ""


async def test_resolving_twice_and_reopening_twice_are_told(at_desk: Chat) -> None:
    await at_desk.agent_says("/reopen")
    assert at_desk.posted == at_desk.line(DESK, "already_open")
    await at_desk.agent_says("/resolve")
    assert await at_desk.agent_says("/resolve") == ""
    assert at_desk.posted == at_desk.line(DESK, "already_resolved")


async def test_help_lists_the_commands_in_the_topic(at_desk: Chat) -> None:
    assert await at_desk.agent_says("/help") == ""
    assert at_desk.line("desk_help", "in_topic") in at_desk.posted
    assert at_desk.line("desk_help", "usage_resolve") in at_desk.posted


async def test_an_edit_is_not_relayed_and_they_are_told(at_desk: Chat) -> None:
    assert await at_desk.agent_edits("改过的") == ""
    assert at_desk.posted == at_desk.line(DESK, "edit_not_relayed")


async def test_an_edited_note_stays_a_note(at_desk: Chat) -> None:
    await at_desk.agent_edits("// 改过的")
    assert at_desk.last.outgoing == ()


async def test_to_a_customer_who_left_nothing_is_sent_and_they_are_told(at_desk: Chat) -> None:
    await at_desk.leaves()
    assert at_desk.posted == at_desk.line(DESK, "left", name="李雷")
    assert await at_desk.agent_says("还在吗") == ""
    assert at_desk.posted == at_desk.line(DESK, "blocked", name="李雷")
    assert await at_desk.agent_says("/resolve") == ""
    assert at_desk.open.status is Status.RESOLVED


@pytest.mark.parametrize("thread", [None, "lunch"])
async def test_outside_of_topics_talk_is_ignored(at_desk: Chat, thread: str | None) -> None:
    await at_desk.agent_says("中午吃什么", thread=thread)
    await at_desk.agent_says("// 中午吃什么", thread=thread)
    assert at_desk.last.outgoing == ()
    assert at_desk.last.conversation is None


@pytest.mark.parametrize("thread", [None, "lunch"])
async def test_outside_of_topics_commands_are_answered(at_desk: Chat, thread: str | None) -> None:
    await at_desk.agent_says("/help", thread=thread)
    assert at_desk.line("desk_help", "outside") in at_desk.posted
    assert at_desk.line("desk_help", "usage_resolve") not in at_desk.posted
    await at_desk.agent_says("/resolve", thread=thread)
    assert at_desk.posted == at_desk.line(DESK, "only_in_topic", command="/resolve")
    await at_desk.agent_says("/reslove", thread=thread)
    assert [each.action for each in at_desk.to_desk] == [Action.ALERT]
    assert at_desk.open.status is Status.OPEN


async def test_a_customer_reaches_no_command_of_the_desk(at_desk: Chat) -> None:
    for words in ["/resolve", "/reopen", "// note"]:
        await at_desk.says(words)
        assert at_desk.open.status is Status.OPEN
    for goto in ["desk:resolve", "desk:reopen", "desk", "form", "apology"]:
        await at_desk.taps(goto)
        assert at_desk.open.status is Status.OPEN


async def test_the_desks_words_are_in_the_shops_language_whoever_the_customer_is(chat: Chat) -> None:
    chat.policy = replace(chat.policy, default_language="en")
    chat.locale = "zh-TW"
    await chat.says("/human")
    await chat.agent_says("/help")
    assert chat.line("desk_help", "in_topic", "en") in chat.posted


async def test_a_departure_in_the_desk_chat_concerns_no_customer(at_desk: Chat) -> None:
    await at_desk.staff(Kind.LEFT, thread=TOPIC)
    assert not at_desk.open.blocked
    assert at_desk.last.outgoing == ()


async def test_staff_read_that_the_bot_is_no_administrator_any_more(at_desk: Chat) -> None:
    await at_desk.staff(Kind.DEMOTED, thread=None)
    [alert] = at_desk.last.outgoing
    assert plain(alert.content.text) == at_desk.line("desk", "demoted")
    assert at_desk.last.agents == (), "who changed that need not be one of them"


async def test_a_group_that_moves_makes_nobody_a_member_of_staff(at_desk: Chat) -> None:
    await at_desk.staff(Kind.MOVED, thread=None, payload="desk2")
    assert at_desk.last.outgoing == ()
    assert at_desk.last.agents == ()


async def test_a_number_typed_after_an_agent_asked_is_an_answer_to_the_agent(at_desk: Chat) -> None:
    await at_desk.agent_says("要几盒？")
    assert await at_desk.says("1") == ""
    assert at_desk.posted == "1"
    assert at_desk.open.status is Status.OPEN


async def test_a_members_message_that_failed_is_told_where_it_was_written(at_desk: Chat) -> None:
    expected = at_desk.line(DESK, "member_failed", case="KeyError")
    before = at_desk.open
    assert at_desk.fails_staff("KeyError") == ""
    assert [(each.action, each.content.text) for each in at_desk.to_desk] == [(Action.POST, expected)]
    assert at_desk.open == before
    assert at_desk.fails_staff("KeyError", thread=None) == ""
    assert [each.action for each in at_desk.to_desk] == [Action.ALERT]
