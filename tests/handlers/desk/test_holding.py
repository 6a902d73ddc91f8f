"""A member answers in a colleague's conversation: the words wait, and nobody loses them without being told."""

from dataclasses import replace

import pytest

from handlers.desk.policy import AgentProfile
from handlers.state import read_state
from storage.conversations import Owner, OwnerKind, Status
from storage.inbound import Identity, Kind
from storage.results import Action, EntryKind
from tests.handlers.chat import MEI
from tests.handlers.desk.talk import BO, Talk, picture

TAKE_OVER, DISCARD = "接手并发出", "不发了"


def relays(talk: Talk) -> list[str]:
    return [row.relays.message_id for row in talk.for_contact if row.relays]


async def test_words_in_a_colleagues_conversation_wait(mine: Talk) -> None:
    await mine.agent_writes("我来说两句", by=BO)
    assert mine.for_contact == []
    assert mine.posted == mine.line_of_desk("take_over", agent="小美")
    assert [each.label for row in mine.to_desk for each in row.content.buttons] == [TAKE_OVER, DISCARD]
    assert mine.open.owner == Owner(OwnerKind.AGENT, str(MEI))


async def test_taken_over_they_are_sent_once_and_in_order(mine: Talk) -> None:
    written = [await mine.agent_writes(words, by=BO) for words in ("一", "二")]
    await mine.agent_presses_first(TAKE_OVER, by=BO)
    assert mine.open.owner == Owner(OwnerKind.AGENT, str(BO))
    assert mine.read[-2:] == ["一", "二"]
    assert relays(mine) == written
    kept = [each for each in mine.last.entries if each.kind is EntryKind.OUTGOING and each.author == str(BO)]
    assert [each.external_id for each in kept] == written
    await mine.agent_taps(f"desk:takeover:{written[0]}", by=BO)
    assert mine.for_contact == []
    assert mine.posted == mine.line_of_desk("nothing_held")


async def test_the_button_of_a_message_with_a_long_id_fits(mine: Talk) -> None:
    await mine.agent_writes("我来", by=BO, message_id="x" * 200)
    gotos = [each.goto for row in mine.to_desk for each in row.content.buttons]
    assert all(len(goto.encode()) <= 64 for goto in gotos)
    await mine.agent_taps(gotos[1], by=BO)
    assert mine.posted == mine.line_of_desk("discarded", agent="阿波", count=1)


async def test_whoever_takes_it_in_another_way_has_taken_it_for_their_words(mine: Talk) -> None:
    await mine.agent_writes("我来", by=BO)
    await mine.agent_writes("/release")
    assert "我来" not in mine.read
    await mine.agent_writes("/claim", by=BO)
    assert mine.read[-1] == "我来"


async def test_answering_from_the_queue_sends_what_waited_first(mine: Talk) -> None:
    await mine.agent_writes("一", by=BO)
    await mine.agent_writes("/release")
    await mine.agent_writes("二", by=BO)
    assert mine.read[-2:] == ["一", "二"]


@pytest.mark.parametrize("way", ["answer", "button"])
async def test_whoever_is_given_the_conversation_decides_when_their_words_go(mine: Talk, way: str) -> None:
    await mine.agent_writes("一", by=BO)
    mine.conversation = replace(mine.open, owner=Owner(OwnerKind.AGENT, str(BO)))
    await mine.agent_writes("// 知道了", by=BO)
    assert mine.for_contact == []
    await (mine.agent_writes("二", by=BO) if way == "answer" else mine.agent_taps("desk:takeover", by=BO))
    assert mine.read == (["一", "二"] if way == "answer" else ["一"])


async def test_what_they_wrote_before_goes_when_it_is_handed_to_them(mine: Talk) -> None:
    await mine.agent_writes("我来", by=BO)
    await mine.agent_writes("", picture("F1"), by=BO)
    await mine.agent_writes("// 交给你了")
    mine.floor.staff = [replace(each, seen_at=mine.now) for each in mine.floor.staff]
    await mine.agent_writes("/transfer 阿波")
    assert mine.read[-2:] == ["我来", ""]
    assert len(relays(mine)) == 2
    assert [each.author for each in mine.last.entries] == ["bot", str(MEI), str(BO), str(BO)]
    assert mine.open.case is not None
    assert mine.open.case.agents[-1] == str(BO)
    await mine.agent_taps("desk:takeover", by=BO)
    assert mine.for_contact == []


async def test_what_somebody_else_wrote_waits_on_when_it_is_handed_on(mine: Talk) -> None:
    await mine.agent_writes("我来", by=BO)
    await mine.agent_writes("/transfer 小美")
    await mine.agent_writes("/release")
    assert "我来" not in mine.read


async def test_a_colleague_who_takes_over_sends_nobody_elses_words(mine: Talk) -> None:
    await mine.agent_writes("我来", by=BO)
    await mine.agent_writes("/release")
    await mine.agent_writes("/claim")
    assert "我来" not in mine.read
    await mine.agent_taps("desk:takeover", by=BO)
    assert mine.read[-1] == "我来"


async def test_pictures_sent_together_are_asked_about_once_and_sent_together(mine: Talk) -> None:
    await mine.agent_writes("", picture("F1"), by=BO, album="a1")
    assert len(mine.to_desk) == 1
    await mine.agent_writes("", picture("F2"), by=BO, album="a1")
    assert mine.last.outgoing == ()
    await mine.agent_taps("desk:takeover", by=BO)
    sent = [row for row in mine.for_contact if row.relays]
    assert [(row.album, row.content.attachments[0].ref) for row in sent] == [("a1", "F1"), ("a1", "F2")]


async def test_a_note_in_a_colleagues_conversation_is_just_a_note(mine: Talk) -> None:
    await mine.agent_writes("// 他是熟客", by=BO)
    assert mine.last.outgoing == ()
    await mine.agent_taps("desk:takeover", by=BO)
    assert "熟客" not in "".join(mine.read)


# What waits is not sent


async def test_the_author_lets_it_be(mine: Talk) -> None:
    await mine.agent_writes("我来", by=BO)
    await mine.agent_presses_first(DISCARD, by=BO)
    assert mine.for_contact == []
    assert mine.posted == mine.line_of_desk("discarded", agent="阿波", count=1)
    await mine.agent_taps("desk:takeover", by=BO)
    assert "我来" not in mine.read


async def test_whoever_has_a_name_in_the_rules_alone_is_told_by_it(mine: Talk) -> None:
    """WeCom tells nobody's."""
    profile = AgentProfile(account=str(BO), name={"zh-CN": "小波"})
    mine.desk_policy = replace(mine.desk_policy, agents={str(BO): profile})
    await mine.acts(Kind.TEXT, BO, text="我来", name="")
    await mine.agent_writes("/resolve")
    assert mine.line_of_desk("discarded", agent="小波", count=1) in mine.posted


async def test_what_waits_when_the_conversation_ends_is_told(mine: Talk) -> None:
    await mine.agent_writes("我来", by=BO)
    await mine.agent_writes("还有", by=BO)
    await mine.agent_writes("/resolve")
    assert mine.line_of_desk("discarded", agent="阿波", count=2) in mine.posted
    await mine.agent_taps("desk:takeover", by=BO)
    assert mine.for_contact == []


async def test_what_waits_when_the_customer_ends_it_is_told(mine: Talk) -> None:
    await mine.agent_writes("我来", by=BO)
    await mine.says("/end")
    assert mine.open.status is Status.RESOLVED
    assert mine.line_of_desk("discarded", agent="阿波", count=1) in mine.posted


async def test_to_a_customer_who_left_nothing_is_sent_and_nothing_is_lost(mine: Talk) -> None:
    await mine.agent_writes("我来", by=BO)
    await mine.leaves()
    await mine.agent_taps("desk:takeover", by=BO)
    assert mine.for_contact == []
    assert mine.posted == mine.line("desk", "blocked", name="李雷")
    await mine.says("我又来了")
    await mine.agent_taps("desk:takeover", by=BO)
    assert mine.read[-1] == "我来"


async def test_too_much_to_keep_is_refused_at_once(mine: Talk) -> None:
    for _ in range(4):
        await mine.agent_writes("话" * 5000, by=BO)
    await mine.agent_writes("还有", by=BO)
    assert mine.posted == mine.line_of_desk("too_much_held", agent="小美")
    await mine.agent_taps("desk:takeover", by=BO)
    assert "还有" not in mine.read


async def test_too_many_to_keep_are_refused_at_once(mine: Talk) -> None:
    for number in range(21):
        await mine.agent_writes(f"第 {number} 条", by=BO)
    assert mine.posted == mine.line_of_desk("too_much_held", agent="小美")


# Changed while it waits


async def test_an_edit_of_what_waits_changes_what_will_be_sent(mine: Talk) -> None:
    written = await mine.agent_writes("今天发货", by=BO)
    await mine.agent_rewrites(written, "明天发货", by=BO)
    assert mine.last.outgoing == ()
    await mine.agent_taps("desk:takeover", by=BO)
    assert mine.read[-1] == "明天发货"
    assert relays(mine) == [written]


async def test_an_edit_of_one_of_several_that_wait_changes_that_one(mine: Talk) -> None:
    await mine.agent_writes("您好", by=BO)
    written = await mine.agent_writes("今天发货", by=BO)
    await mine.agent_writes("请放心", by=BO)
    await mine.agent_rewrites(written, "明天发货", by=BO)
    await mine.agent_taps("desk:takeover", by=BO)
    assert mine.read[-3:] == ["您好", "明天发货", "请放心"]


@pytest.mark.parametrize("now", ["// 他是熟客", "/resolve", "!release"])
async def test_an_edit_into_a_note_or_a_command_takes_it_out(mine: Talk, now: str) -> None:
    written = await mine.agent_writes("我来", by=BO)
    await mine.agent_rewrites(written, now, by=BO)
    assert mine.posted == mine.line_of_desk("discarded", agent="阿波", count=1)
    await mine.agent_taps("desk:takeover", by=BO)
    assert relays(mine) == []


async def test_deleted_it_is_gone(mine: Talk) -> None:
    written = await mine.agent_writes("我来", by=BO)
    await mine.agent_deletes(written, by=BO)
    assert mine.posted == mine.line_of_desk("discarded", agent="阿波", count=1)
    assert [row.action for row in mine.last.outgoing] == [Action.POST]


async def test_of_several_that_wait_the_one_that_is_deleted_is_gone(mine: Talk) -> None:
    await mine.agent_writes("您好", by=BO)
    await mine.agent_deletes(await mine.agent_writes("我来", by=BO), by=BO)
    assert mine.posted == mine.line_of_desk("discarded", agent="阿波", count=1)
    await mine.agent_taps("desk:takeover", by=BO)
    assert mine.read[-1] == "您好"


async def test_anybody_may_see_that_a_colleagues_words_are_not_needed_any_more(mine: Talk) -> None:
    await mine.agent_writes("我来", by=BO)
    [row] = mine.to_desk
    await mine.agent_taps(next(each.goto for each in row.content.buttons if each.label == DISCARD))
    assert mine.posted == mine.line_of_desk("discarded", agent="阿波", count=1)
    assert read_state(mine.open.state).held == ()


async def test_whoever_sends_one_not_drops_no_other_whose_number_ends_alike(mine: Talk) -> None:
    """Telegram numbers messages by counting them."""
    await mine.agent_writes("这条要发", by=BO, message_id="1114")
    another = Identity("slack", "U3")
    await mine.agent_writes("这条不要", by=another, message_id="114")
    await mine.agent_taps("desk:discard:114", by=another)
    assert [each.text for each in read_state(mine.open.state).held] == ["这条要发"]
