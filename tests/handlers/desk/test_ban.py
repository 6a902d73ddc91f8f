"""Customers whom staff have shut out: told so once, and then nothing of theirs reaches the bot or the desk."""

from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest

from handlers.catalogue import DECLARATIONS
from handlers.desk.policy import AgentProfile, DeskPolicy
from handlers.scripts.loading import fresh
from storage.conversations import Status
from storage.inbound import Kind
from storage.results import EntryKind
from tests.handlers.chat import SCRIPTS, Chat

SUPERVISED = DeskPolicy(agents={"slack:U8": AgentProfile(account="slack:U8", supervisor=True)})


@pytest.fixture
async def banned(at_desk: Chat) -> Chat:
    await at_desk.agent_says("/ban 辱骂同事")
    return at_desk


async def test_a_ban_is_on_the_card_with_its_reason_and_on_record(at_desk: Chat) -> None:
    assert await at_desk.agent_says("/ban 辱骂同事") == ""
    [change] = at_desk.last.contacts
    assert (change.banned, change.note and change.note.text) == (True, "辱骂同事")
    assert [(each.name, each.agent) for each in at_desk.last.events][-1] == ("banned", "slack:U7")
    assert (EntryKind.ACTIVITY, "banned 辱骂同事") in [(each.kind, each.text) for each in at_desk.last.entries]
    card, _ = at_desk.to_desk
    assert "已拉黑" in card.content.text
    assert "小美：辱骂同事" in card.content.text


async def test_whoever_opens_it_again_is_told_that_nothing_would_come_of_it(banned: Chat) -> None:
    assert await banned.agent_says("/reopen") == "", "who is banned is not told that somebody is there for them"
    assert banned.posted == banned.line("desk_file", "banned")
    assert banned.open.status is Status.RESOLVED
    await banned.agent_says("/unban")
    await banned.agent_says("/reopen")
    assert banned.open.case is not None


async def test_the_conversation_of_who_is_banned_waits_for_nobody_any_more(at_desk: Chat) -> None:
    assert await at_desk.agent_says("/ban") == "", "no farewell"
    assert (at_desk.open.status, at_desk.open.owner, at_desk.open.case) == (Status.RESOLVED, None, None)
    assert "resolved" in [each.name for each in at_desk.last.events]
    assert "已结束" in at_desk.to_desk[0].content.text


async def test_who_is_with_the_bot_can_be_banned_too(at_desk: Chat) -> None:
    await at_desk.agent_says("/resolve")
    await at_desk.says("你好")
    await at_desk.agent_says("/ban")
    assert [each.name for each in at_desk.last.events] == ["banned"]
    assert await at_desk.says("查订单") == at_desk.line("banned", "told", shop="客服小店")
    assert await at_desk.says("查订单") == ""


async def test_who_is_banned_is_told_once_and_nothing_comes_through(banned: Chat) -> None:
    assert await banned.says("还在吗") == banned.line("banned", "told", shop="客服小店")
    assert banned.to_desk == []
    for again in ("骗子", "转人工", "A10086 8000", "/order"):
        assert await banned.says(again) == ""
        assert banned.last.outgoing == ()
    assert await banned.taps("escalation") == ""
    assert await banned.starts() == ""
    assert await banned.edits("m1", "改一改") == ""
    await banned.turn(Kind.REACTION, payload="👎")
    assert banned.last.outgoing == ()


async def test_who_is_banned_stays_with_the_bot_which_says_nothing(banned: Chat) -> None:
    await banned.says("你好")
    assert await banned.says("查订单") == ""
    assert banned.open.status is Status.PENDING
    assert banned.open.state == {"told_of_ban": True}


async def test_in_a_group_nobody_reads_that_somebody_is_banned(banned: Chat) -> None:
    assert await banned.says_in_group("运费多少") == ""
    assert banned.last.outgoing == ()


async def test_a_shop_may_say_nothing_at_all_to_who_is_banned(banned: Chat, tmp_path: Path) -> None:
    copytree(SCRIPTS, tmp_path, dirs_exist_ok=True)
    (tmp_path / "zh-CN" / "banned.yaml").write_text("handler: banned\nlines:\n  told:\n", "utf-8")
    banned.words = fresh(tmp_path, DECLARATIONS).loaded
    assert await banned.says("在吗") == ""
    assert banned.last.outgoing == ()


async def test_a_ban_is_lifted_and_the_customer_is_heard_again(banned: Chat) -> None:
    await banned.says("在吗")
    await banned.agent_says("/unban")
    assert [change.banned for change in banned.last.contacts] == [False]
    assert "已拉黑" not in banned.to_desk[0].content.text
    assert await banned.says("菜单") != ""
    await banned.says("转人工")
    await banned.says("谢谢")
    assert "谢谢" in banned.posted


async def test_who_is_banned_a_second_time_is_told_a_second_time(banned: Chat) -> None:
    await banned.says("在吗")
    await banned.agent_says("/unban")
    await banned.agent_says("/ban")
    assert banned.last.contacts[0].note is None
    assert await banned.says("在吗") == banned.line("banned", "told", shop="客服小店")


async def test_what_they_wrote_is_still_on_record(banned: Chat) -> None:
    await banned.says("我要报复")
    assert "我要报复" in [each.text for each in banned.last.entries if each.kind is EntryKind.INCOMING]


@pytest.mark.parametrize("command", ["/ban 乱说", "/unban"])
async def test_where_supervisors_are_named_nobody_else_may_ban(at_desk: Chat, command: str) -> None:
    at_desk.desk_policy = SUPERVISED
    await at_desk.agent_says(command)
    assert at_desk.posted == at_desk.line("desk_file", "supervisors_only")
    assert at_desk.last.contacts == ()


async def test_where_only_supervisors_may_shut_out_a_supervisor_does(at_desk: Chat) -> None:
    at_desk.desk_policy = SUPERVISED
    supervisor = replace(at_desk.identity, channel="slack", account_id="U8")
    await at_desk.staff(Kind.TEXT, text="/ban", thread=at_desk.open.thread, identity=supervisor, name="Anna")
    assert [change.banned for change in at_desk.last.contacts] == [True]


async def test_banning_twice_or_lifting_what_is_not_there_says_so(at_desk: Chat) -> None:
    await at_desk.agent_says("/unban")
    assert at_desk.posted == at_desk.line("desk_file", "not_banned")
    await at_desk.agent_says("/ban")
    await at_desk.agent_says("/ban")
    assert at_desk.posted == at_desk.line("desk_file", "banned_already")
    assert at_desk.last.contacts == ()


async def test_timers_of_who_is_banned_still_end_what_they_began(chat: Chat) -> None:
    await chat.says("查订单")
    chat.conversation = replace(chat.open, banned=True)
    await chat.waits(31 * 60)
    assert chat.open.state.get("form") is None
