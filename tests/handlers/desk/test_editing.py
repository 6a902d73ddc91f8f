"""Messages that were sent already are changed or taken back, on either side."""

from dataclasses import replace

import pytest

from storage.conversations import Owner, OwnerKind, Status
from storage.inbound import Kind
from storage.results import Action, EntryKind, Side
from tests.handlers.chat import TOPIC
from tests.handlers.desk.talk import BO, Talk, picture
from tests.handlers.shop import NOW

EDIT, UNSEND = (Action.EDIT, Side.CONTACT), (Action.UNSEND, Side.CONTACT)

# Staff


async def test_a_correction_reaches_the_customer(mine: Talk) -> None:
    written = await mine.agent_writes("今天 < 明天")
    await mine.agent_rewrites(written, "明天 < 后天")
    [row] = mine.for_contact
    assert (row.action, row.side, row.of, row.content.text) == (*EDIT, written, "明天 &lt; 后天")
    assert (row.channel, row.to) == ("telegram", "chat-1")
    assert row.instead is not None
    assert row.instead.text == "（已更正）明天 &lt; 后天"


async def test_in_the_customers_language_where_it_can_only_be_said(mine: Talk) -> None:
    mine.speaks("en")
    written = await mine.agent_writes("today")
    await mine.agent_rewrites(written, "tomorrow")
    assert [row.instead and row.instead.text for row in mine.for_contact] == ["(corrected) tomorrow"]


async def test_the_transcript_keeps_both(mine: Talk) -> None:
    written = await mine.agent_writes("今天发货")
    await mine.agent_rewrites(written, "明天发货")
    said = [each.text for each in mine.transcript if each.external_id == written]
    assert said == ["今天发货", "明天发货"]


async def test_an_edit_that_changes_nothing_is_nothing(mine: Talk) -> None:
    written = await mine.agent_writes("今天发货")
    await mine.agent_rewrites(written, "今天发货")
    assert mine.last.outgoing == ()


async def test_an_edit_that_makes_a_note_of_it_takes_it_back(mine: Talk) -> None:
    written = await mine.agent_writes("他又来了")
    await mine.agent_rewrites(written, "// 他又来了")
    assert mine.changes == [(*UNSEND, written, "")]
    assert [row.instead for row in mine.for_contact] == [None]
    assert mine.posted == mine.line_of_desk("became_note")
    await mine.agent_rewrites(written, "他又来了")
    assert mine.for_contact == []
    assert mine.posted == mine.line("desk", "edit_not_relayed")


async def test_what_was_sent_last_is_taken_back_by_a_word(mine: Talk) -> None:
    first = await mine.agent_writes("明天到")
    second = await mine.agent_writes("这是给别人的")
    await mine.agent_writes("// 发错了")
    await mine.agent_writes("/undo")
    assert mine.changes == [(*UNSEND, second, "")]
    assert [row.instead and row.instead.text for row in mine.for_contact] == [mine.line("conversation", "taken_back")]
    assert mine.posted == mine.line_of_desk("undone", text="这是给别人的", waits=False)
    await mine.agent_writes("/undo")
    assert mine.changes == [(*UNSEND, first, "")], "once more takes back what was before it"


@pytest.mark.parametrize("word", ["/undo", "/撤回", "！！收回"])
async def test_the_same_word_in_place_of_a_message_takes_that_one_back(mine: Talk, word: str) -> None:
    first = await mine.agent_writes("这是给别人的")
    await mine.agent_writes("明天到")
    await mine.agent_rewrites(first, word)
    assert mine.changes == [(*UNSEND, first, "")]
    assert mine.posted == mine.line_of_desk("undone", text="这是给别人的", waits=False)
    await mine.agent_rewrites(first, "明天到")
    assert mine.for_contact == []
    assert mine.posted == mine.line("desk", "edit_not_relayed")


async def test_nobody_takes_back_what_a_colleague_sent_or_what_is_gone(mine: Talk) -> None:
    await mine.agent_writes("/undo", by=BO)
    assert mine.for_contact == []
    assert mine.posted == mine.line_of_desk("nothing_sent")
    await mine.agent_writes("/undo")
    await mine.agent_writes("/undo")
    assert mine.for_contact == [], "您好 was all there was"


async def test_from_somebody_who_has_blocked_us_nothing_can_be_taken_back_and_that_is_said(mine: Talk) -> None:
    await mine.leaves()
    await mine.agent_writes("/undo")
    assert mine.for_contact == []
    assert mine.posted == mine.line("desk", "blocked", name="李雷")


async def test_what_was_sent_days_ago_is_no_slip_any_more(mine: Talk) -> None:
    """Who types /undo in the wrong one of forty topics spoils nothing there."""
    await mine.agent_writes("明天到")
    mine.now += 24 * 3600
    await mine.agent_writes("/undo")
    assert mine.for_contact == []
    assert mine.posted == mine.line_of_desk("nothing_sent")


async def test_what_waits_for_a_take_over_is_undone_as_well(mine: Talk) -> None:
    await mine.agent_writes("我来吧", by=BO)
    await mine.agent_writes("/undo", by=BO)
    assert mine.for_contact == []
    assert mine.posted == mine.line_of_desk("discarded", agent="阿波", count=1)


async def test_of_several_that_wait_the_last_one_is_undone(mine: Talk) -> None:
    for words in ("您好", "我来吧"):
        await mine.agent_writes(words, by=BO)
    await mine.agent_writes("/undo", by=BO)
    assert mine.posted == mine.line_of_desk("discarded", agent="阿波", count=1)
    await mine.agent_taps("desk:takeover", by=BO)
    assert mine.read[-1] == "您好"


async def test_an_album_that_waits_is_undone_whole_and_nothing_before_it(mine: Talk) -> None:
    await mine.agent_writes("您好", by=BO)
    for number in range(3):
        await mine.agent_writes("", picture(f"p{number}"), album="a", by=BO)
    await mine.agent_writes("/undo", by=BO)
    assert mine.posted == mine.line_of_desk("discarded", agent="阿波", count=3)
    await mine.agent_taps("desk:takeover", by=BO)
    assert mine.read[-1] == "您好"
    assert [row.content.attachments for row in mine.for_contact if row.content.attachments] == []


async def test_an_album_is_taken_back_whole(mine: Talk) -> None:
    sent = [await mine.agent_writes("", picture(f"p{number}"), album="a") for number in range(3)]
    await mine.agent_writes("/undo")
    assert sorted(of for _, _, of, _ in mine.changes) == sorted(sent)
    instead = [row.instead.text for row in mine.for_contact if row.instead]
    assert instead == [mine.line("conversation", "taken_back")], "where it cannot be done, once for all of it"
    await mine.agent_writes("/undo")
    assert all(of not in sent for _, _, of, _ in mine.changes)


@pytest.mark.parametrize("now", ["/resolve", "!release", "您好\n// 别退给他", "@kefu_bot /note 他是同行"])
async def test_an_edit_that_looks_like_a_command_changes_nothing(mine: Talk, now: str) -> None:
    written = await mine.agent_writes("您好")
    await mine.agent_rewrites(written, now)
    assert mine.for_contact == []
    assert mine.posted == mine.line_of_desk("edit_refused")
    assert mine.open.status is Status.OPEN


@pytest.mark.parametrize("before", ["// 他是同行", "/clami", "您好\n// 同行", "!clami", "note: 同行"])
async def test_an_edit_of_what_was_not_sent_sends_nothing(mine: Talk, before: str) -> None:
    written = await mine.agent_writes(before)
    await mine.agent_rewrites(written, "您好")
    assert mine.for_contact == []
    assert mine.posted == mine.line("desk", "edit_not_relayed")


async def test_an_edited_note_stays_a_note_and_is_kept(mine: Talk) -> None:
    written = await mine.agent_writes("// 他是同行")
    await mine.agent_rewrites(written, "// 他是熟客")
    assert mine.last.outgoing == ()
    assert [(each.kind, each.text) for each in mine.last.entries] == [(EntryKind.NOTE, "// 他是熟客")]


async def test_what_was_refused_is_not_sent_by_an_edit_later(mine: Talk) -> None:
    await mine.agent_writes("/resolve")
    written = await mine.agent_writes("这人真烦")
    await mine.agent_writes("/reopen")
    await mine.agent_rewrites(written, "这人真烦人")
    assert mine.for_contact == []
    assert mine.posted == mine.line("desk", "edit_not_relayed")


async def test_after_the_end_nothing_is_corrected(mine: Talk) -> None:
    written = await mine.agent_writes("今天发货")
    await mine.agent_writes("/resolve")
    await mine.agent_rewrites(written, "明天发货")
    assert mine.for_contact == []
    assert mine.posted == mine.line("desk", "not_open")


async def test_a_deletion_takes_it_back_also_after_the_end(mine: Talk) -> None:
    written = await mine.agent_writes("今天发货")
    await mine.agent_writes("/resolve")
    await mine.agent_deletes(written)
    assert mine.changes == [(*UNSEND, written, "")]
    assert [row.instead and row.instead.text for row in mine.for_contact] == [mine.line("conversation", "taken_back")]
    await mine.agent_deletes(written)
    assert mine.last.outgoing == ()


async def test_a_deletion_in_the_topic_that_was_left_takes_it_back_too(mine: Talk) -> None:
    written = await mine.agent_writes("今天发货")
    mine.conversation = replace(mine.open, thread="topic-2")
    await mine.agent_deletes(written, thread=TOPIC)
    assert mine.changes == [(*UNSEND, written, "")]


@pytest.mark.parametrize("before", ["// 他是同行", "/help"])
async def test_a_note_or_a_command_is_deleted_without_a_word(mine: Talk, before: str) -> None:
    written = await mine.agent_writes(before)
    await mine.agent_deletes(written)
    assert mine.last.outgoing == ()


async def test_from_a_customer_who_left_nothing_can_be_taken_back(mine: Talk) -> None:
    written = await mine.agent_writes("今天发货")
    await mine.leaves()
    await mine.agent_deletes(written)
    assert mine.last.outgoing == ()


async def test_a_colleague_corrects_what_they_wrote_before_it_was_taken_over(mine: Talk) -> None:
    written = await mine.agent_writes("今天发货")
    await mine.agent_taps("desk:takeover", by=BO)
    await mine.agent_rewrites(written, "明天发货")
    assert mine.changes == [(*EDIT, written, "明天发货")]


# Albums with a slip in them


async def test_a_note_on_the_first_picture_keeps_the_others_inside(mine: Talk) -> None:
    await mine.agent_writes("// 他的旧照片", picture("F1"), album="a1")
    for ref in ("F2", "F3"):
        await mine.agent_writes("", picture(ref), album="a1")
        assert mine.last.outgoing == ()
    await mine.agent_writes("", picture("F4"), album="a2")
    assert [row.content.attachments[0].ref for row in mine.for_contact] == ["F4"]


async def test_a_note_on_a_later_picture_takes_the_others_back(mine: Talk) -> None:
    sent = [await mine.agent_writes("", picture(ref), album="a1") for ref in ("F1", "F2")]
    await mine.agent_writes("// 他的旧照片", picture("F3"), album="a1")
    assert mine.changes == [(*UNSEND, each, "") for each in sent]
    assert mine.posted == mine.line_of_desk("album_inside")
    await mine.agent_writes("", picture("F4"), album="a1")
    assert mine.last.outgoing == ()


async def test_a_picture_that_becomes_a_note_takes_the_others_of_its_album_along(mine: Talk) -> None:
    sent = [await mine.agent_writes(words, picture(words), album="a1") for words in ("正面", "背面", "侧面")]
    await mine.agent_rewrites(sent[1], "// 背面")
    assert sorted(mine.changes) == [(*UNSEND, each, "") for each in sent]
    assert mine.posted == mine.line_of_desk("album_inside")
    await mine.agent_writes("", picture("F4"), album="a1")
    assert mine.last.outgoing == ()


async def test_a_command_on_one_picture_keeps_the_others_inside(mine: Talk) -> None:
    await mine.agent_writes("/clami", picture("F1"), album="a1")
    await mine.agent_writes("", picture("F2"), album="a1")
    assert mine.last.outgoing == ()


async def test_two_albums_at_once_are_two(mine: Talk) -> None:
    await mine.agent_writes("// 旧照片", picture("F1"), album="a1")
    await mine.agent_writes("", picture("G1"), album="a2")
    await mine.agent_writes("", picture("F2"), album="a1")
    assert mine.last.outgoing == ()
    await mine.agent_writes("", picture("G2"), album="a2")
    assert [row.content.attachments[0].ref for row in mine.for_contact] == ["G2"]


async def test_a_note_on_a_picture_that_waits_keeps_them_all(mine: Talk) -> None:
    await mine.agent_writes("", picture("F1"), by=BO, album="a1")
    await mine.agent_writes("// 旧照片", picture("F2"), by=BO, album="a1")
    assert mine.posted == mine.line_of_desk("discarded", agent="阿波", count=1)
    await mine.agent_taps("desk:takeover", by=BO)
    assert [row.content.attachments for row in mine.for_contact if row.content.attachments] == []


# The customer


async def test_a_customers_edit_is_marked_where_it_stands(mine: Talk) -> None:
    await mine.turn(Kind.TEXT, text="要两盒", message_id="c1")
    await mine.edits("c1", "要<三>盒")
    assert mine.changes == [(Action.EDIT, Side.DESK, "c1", "<q>要&lt;三&gt;盒</q>（客户改过）")]
    assert [row.instead and row.instead.text for row in mine.last.outgoing] == ["客户修改了消息：<q>要&lt;三&gt;盒</q>"]
    assert [each.text for each in mine.transcript if each.external_id == "c1"] == ["要两盒", "要<三>盒"]


async def test_what_a_customer_takes_back_staff_keep(mine: Talk) -> None:
    await mine.turn(Kind.TEXT, text="你们都是骗子", message_id="c1")
    await mine.turn(Kind.DELETED, message_id="c1")
    assert mine.changes == [(Action.EDIT, Side.DESK, "c1", "（客户已撤回）<q>你们都是骗子</q>")]


async def test_after_an_edit_the_last_words_are_kept(mine: Talk) -> None:
    await mine.turn(Kind.TEXT, text="骗子", message_id="c1")
    await mine.edits("c1", "不好意思")
    await mine.turn(Kind.DELETED, message_id="c1")
    assert mine.changes == [(Action.EDIT, Side.DESK, "c1", "（客户已撤回）<q>不好意思</q>")]


async def test_what_only_the_bot_was_told_is_not_shown_by_taking_it_back(desk: Talk) -> None:
    await desk.agent_writes("/resolve")
    await desk.turn(Kind.TEXT, text="A10086 8000", message_id="c1")
    await desk.says("转人工")
    await desk.turn(Kind.DELETED, message_id="c1")
    assert desk.last.outgoing == ()


async def test_what_only_the_bot_was_told_comes_masked_when_it_is_edited(desk: Talk) -> None:
    await desk.agent_writes("/resolve")
    await desk.turn(Kind.TEXT, text="A10086 8001", message_id="c1")
    await desk.says("转人工")
    await desk.edits("c1", "A10086 8000")
    assert desk.changes == []
    assert desk.posted == desk.line("desk", "edited", text="A1**86 ****")


@pytest.mark.parametrize("kind", [Kind.EDIT, Kind.DELETED, Kind.REACTION])
async def test_a_change_wakes_nobody(mine: Talk, kind: Kind) -> None:
    await mine.turn(Kind.TEXT, text="要两盒", message_id="c1")
    until = Owner(OwnerKind.WAKE, str(int(NOW) + 3600))
    mine.conversation = replace(mine.open, status=Status.SNOOZED, owner=until)
    await mine.turn(kind, text="要三盒", payload="👍", message_id="c1")
    assert len(mine.last.outgoing) == 1
    assert mine.open.owner == until


async def test_what_was_sent_last_is_that_also_after_an_earlier_message_was_corrected(mine: Talk) -> None:
    first = await mine.agent_writes("订单明天发")
    await mine.agent_writes("这是给别人的")
    await mine.agent_rewrites(first, "订单明天发货")
    await mine.agent_writes("/undo")
    assert mine.posted == mine.line_of_desk("undone", text="这是给别人的", waits=False)
