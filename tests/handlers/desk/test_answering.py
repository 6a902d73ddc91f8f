"""What staff write to a customer, and what the customer's own messages become at the desk."""

from dataclasses import replace

import pytest

from storage.conversations import Owner, OwnerKind, Status
from storage.desk import Case
from storage.inbound import Attachment, Kind, Media, Quote
from storage.results import Action, EntryKind
from tests.handlers.chat import MEI, photo, sticker, voice
from tests.handlers.desk.talk import BO, Talk, picture
from tests.handlers.shop import NOW


def case_of(talk: Talk) -> Case:
    assert talk.open.case is not None
    return talk.open.case


# Words and files for the customer


async def test_the_answer_takes_the_conversation_from_the_queue(desk: Talk) -> None:
    await desk.agent_writes("您好")
    assert desk.open.owner == Owner(OwnerKind.AGENT, str(MEI))
    assert desk.read[-1] == "您好"
    assert [each.name for each in desk.last.events if each.name == "first_response"] == ["first_response"]
    assert case_of(desk).waiting_since is None
    assert case_of(desk).agents == (str(MEI),)


async def test_the_transcript_has_what_the_customer_read_in_their_order(desk: Talk) -> None:
    await desk.agent_writes("您好")
    written = [each for each in desk.last.entries if each.kind is EntryKind.OUTGOING]
    assert [each.text for each in written] == desk.read == [written[0].text, "您好"]
    assert written[0].author == "bot", "who is there now"


async def test_every_relayed_message_is_the_origin_of_its_copy(mine: Talk) -> None:
    written = await mine.agent_writes("请稍等")
    [row] = mine.for_contact
    assert row.relays is not None
    assert (row.relays.chat_id, row.relays.message_id) == ("desk", written)


@pytest.mark.parametrize("words", ["@阿波 看看这个", "＠阿波，看看这个", " @阿波请看照片", "@U9 look", "@阿波"])
async def test_what_begins_with_a_colleagues_name_is_for_them_and_not_for_the_customer(mine: Talk, words: str) -> None:
    await mine.agent_writes(words)
    assert mine.for_contact == []
    assert mine.posted == mine.line_of_desk("for_colleague", agent="阿波")


async def test_nor_does_a_file_with_such_words_beside_it(mine: Talk) -> None:
    await mine.agent_writes("", picture("F1", "@阿波 是这个型号吗"))
    assert mine.for_contact == []
    assert mine.posted == mine.line_of_desk("for_colleague", agent="阿波")


@pytest.mark.parametrize("words", ["@李雷 您好", "请找 @阿波", "阿波会给您回电话", "@"])
async def test_a_name_elsewhere_and_a_customers_own_are_words_like_any(mine: Talk, words: str) -> None:
    await mine.agent_writes(words)
    assert mine.read == [words]


@pytest.mark.parametrize("media", list(Media))
async def test_whatever_staff_attach_goes_along(mine: Talk, media: Media) -> None:
    attached = Attachment(media=media, channel="slack", ref="F1", caption="说明书")
    await mine.agent_writes("看这里", attached)
    assert [(row.content.text, row.content.attachments) for row in mine.for_contact] == [("看这里", (attached,))]


async def test_pictures_that_staff_send_together_stay_together(mine: Talk) -> None:
    for ref in ("F1", "F2"):
        await mine.agent_writes("", picture(ref), album="a1")
        assert [row.album for row in mine.for_contact] == ["a1"]


async def test_the_contact_waits_again_once_they_write(mine: Talk) -> None:
    await mine.says("还有一个问题")
    waiting_since = case_of(mine).waiting_since
    assert waiting_since is not None
    await mine.says("在吗")
    assert case_of(mine).waiting_since == waiting_since
    await mine.agent_writes("在的")
    assert case_of(mine).waiting_since is None


async def test_who_has_answered_is_kept_in_the_order_they_first_did(mine: Talk) -> None:
    for by in (BO, MEI, BO):
        await mine.agent_taps("desk:takeover", by=by)
        await mine.agent_writes("您好", by=by)
    assert case_of(mine).agents == (str(MEI), str(BO))


# Nothing is sent, and why


async def test_to_a_banned_contact_nothing_is_sent(mine: Talk) -> None:
    mine.conversation = replace(mine.open, banned=True)
    await mine.agent_writes("您好")
    assert mine.for_contact == []
    assert mine.posted == mine.line_of_desk("banned", name="李雷")


async def test_into_a_conversation_that_sleeps_nothing_is_sent(mine: Talk) -> None:
    until = Owner(OwnerKind.WAKE, str(int(NOW) + 3600))
    mine.conversation = replace(mine.open, status=Status.SNOOZED, owner=until)
    await mine.agent_writes("您好")
    assert mine.for_contact == []
    assert mine.posted == mine.line_of_desk("asleep")
    assert mine.open.status is Status.SNOOZED


async def test_an_album_that_cannot_be_sent_is_refused_once(mine: Talk) -> None:
    await mine.agent_writes("/resolve")
    await mine.agent_writes("", picture("F1"), album="a1")
    assert mine.posted == mine.line("desk", "not_open")
    await mine.agent_writes("", picture("F2"), album="a1")
    assert mine.last.outgoing == ()


@pytest.mark.parametrize("words", ["!claim", "！claim", "*!claim*", "@kefu_bot !claim", "\u200b!Claim"])
async def test_a_bang_is_a_slash(desk: Talk, words: str) -> None:
    await desk.agent_writes(words)
    assert desk.open.owner == Owner(OwnerKind.AGENT, str(MEI))
    assert words not in desk.read


@pytest.mark.parametrize("words", ["!clami", "@kefu_bot /clami", "/clami@kefu_bot", "<@U0BOT> !clami 退给他"])
async def test_an_unknown_command_is_refused(mine: Talk, words: str) -> None:
    await mine.agent_writes(words)
    assert mine.for_contact == []
    assert mine.posted == mine.line("desk", "unknown_command", command="/clami", near="/claim")


async def test_one_that_is_like_none_of_ours_is_not_guessed_at(mine: Talk) -> None:
    await mine.agent_writes("/好的")
    assert mine.posted == mine.line("desk", "unknown_command", command="/好的", near="")


@pytest.mark.parametrize("words", ["!!", "!", "! 快", "!好", "好!", "@李雷 您好", "(好的)"])
async def test_what_only_looks_like_a_command_is_talk(mine: Talk, words: str) -> None:
    await mine.agent_writes(words)
    assert mine.read == [words]


async def test_a_note_in_a_later_line_is_refused_by_its_name(mine: Talk) -> None:
    await mine.agent_writes("您好\n// 别退给他")
    assert mine.for_contact == []
    assert mine.posted == mine.line_of_desk("late_note")


async def test_what_may_be_a_note_is_not_sent_and_whoever_wrote_it_is_told_so(mine: Talk) -> None:
    await mine.agent_writes("备注 他很急")
    assert mine.for_contact == []
    assert mine.posted == mine.line_of_desk("perhaps_note")


# Answers to a message


async def test_an_answer_to_a_customers_message_quotes_it(mine: Talk) -> None:
    await mine.says("要两盒\n还是三盒")
    await mine.agent_answers("post-9", "三盒吧", "要两盒\n还是三盒")
    assert [row.quotes for row in mine.for_contact] == [Quote(message_id="post-9")]


async def test_what_the_desks_platform_says_of_a_post_stays_there(mine: Talk) -> None:
    await mine.agent_answers("post-1", "好的", "新客户，投诉过三次")
    assert [row.quotes for row in mine.for_contact] == [Quote(message_id="post-1")]


async def test_who_quotes_what_was_said_elsewhere_quotes_nothing(mine: Talk) -> None:
    await mine.agent_answers("", "好的", "别的客户说的")
    assert [row.quotes for row in mine.for_contact] == [None]


async def test_an_answer_to_a_note_is_a_note(mine: Talk) -> None:
    note = await mine.agent_writes("// 他是同行")
    answer = await mine.agent_answers(note, "我也觉得")
    await mine.agent_answers(answer, "别理他")
    assert mine.for_contact == []
    assert [each.kind for each in mine.transcript[-3:]] == [EntryKind.NOTE] * 3


async def test_an_answer_to_what_reads_like_a_note_from_long_ago_is_one_and_they_are_told(mine: Talk) -> None:
    await mine.agent_answers("m0", "我也觉得", "// 他是同行")
    assert mine.for_contact == []
    assert mine.posted == mine.line_of_desk("kept_inside")
    assert [each.kind for each in mine.last.entries] == [EntryKind.NOTE]


@pytest.mark.parametrize("quoted", ["我也觉得", "// 他是同行", "备注：同行", "/note 同行", "/transfer 阿波 他是同行"])
async def test_a_note_is_known_by_its_words_where_messages_have_no_ids(mine: Talk, quoted: str) -> None:
    await mine.says("他是同行吗")
    note = await mine.agent_writes("// 他是同行")
    await mine.agent_answers(note, "我也觉得")
    await mine.agent_answers("", "别理他", quoted)
    assert mine.for_contact == []
    assert mine.posted == mine.line_of_desk("kept_inside")


@pytest.mark.parametrize("quoted", ["在吗", "李雷：在吗", "您好", ""])
async def test_other_words_are_answered_where_messages_have_no_ids(mine: Talk, quoted: str) -> None:
    await mine.agent_writes("// 他是同行")
    await mine.says("在吗")
    await mine.agent_answers("", "在的", quoted)
    assert mine.read == ["在的"]


async def test_a_customer_may_write_what_reads_like_a_note_and_is_answered(mine: Talk) -> None:
    await mine.says("备注：请放门口")
    await mine.agent_answers("post-9", "好的", "备注：请放门口")
    assert mine.read == ["好的"]


async def test_a_note_is_one_whatever_number_it_begins_with(mine: Talk) -> None:
    """Where numbers stand for topics, that of a note may be taken for one."""
    note = await mine.agent_writes("// 他要什么")
    await mine.agent_answers(note, "2 件都要退")
    await mine.agent_answers("", "别理他", "件都要退")
    assert mine.for_contact == []


async def test_a_note_in_a_customers_own_words_is_a_note(mine: Talk) -> None:
    await mine.says("内部：请放门口")
    await mine.agent_writes("内部：请放门口")
    await mine.agent_answers("", "别理他", "内部：请放门口")
    assert mine.for_contact == []
    assert mine.posted == mine.line_of_desk("kept_inside")


@pytest.mark.parametrize("command", ["/transfer 阿波 客户是骗子", "/priority high", "/claim"])
async def test_an_answer_to_a_command_stays_inside_and_they_are_told(mine: Talk, command: str) -> None:
    written = await mine.agent_writes(command)
    mine.conversation = replace(mine.open, owner=Owner(OwnerKind.AGENT, str(MEI)))
    for quote in (Quote(message_id=written, text=command), Quote(message_id=written, by_staff=True)):
        await mine.agent_writes("别退给他", quote=quote)
        assert mine.for_contact == []
        assert mine.posted == mine.line_of_desk("kept_inside")


async def test_an_answer_to_what_a_command_did_stays_inside_whatever_is_known_of_it(mine: Talk) -> None:
    written = await mine.agent_writes("/priority high")
    await mine.agent_answers(written, "别退给他")
    assert mine.for_contact == []
    assert mine.posted == mine.line_of_desk("kept_inside")


async def test_a_customer_may_write_what_reads_like_a_command_and_is_answered(mine: Talk) -> None:
    await mine.says("/退货 怎么弄")
    await mine.agent_answers("post-9", "这样弄", "/退货 怎么弄")
    assert mine.read == ["这样弄"]


async def test_an_answer_to_a_colleagues_words_that_nobody_knows_any_more_stays_inside(mine: Talk) -> None:
    """Such as an answer to a note, which has no sign of its own."""
    await mine.agent_writes("别理他", quote=Quote(message_id="m0", text="我也觉得", by_staff=True))
    assert mine.for_contact == []
    assert mine.posted == mine.line_of_desk("kept_inside")


async def test_a_post_of_ours_that_is_forwarded_into_a_topic_goes_to_no_customer_and_they_are_told(mine: Talk) -> None:
    await mine.acts(Kind.FORWARDED, MEI, message_id="f1")
    assert mine.for_contact == []
    assert mine.posted == mine.line_of_desk("forwarded")
    assert mine.last.entries == ()


async def test_several_of_our_pictures_are_told_of_once(mine: Talk) -> None:
    posts = []
    for number in range(3):
        await mine.acts(Kind.FORWARDED, MEI, message_id=f"f{number}", album="a")
        posts += mine.to_desk
    assert [post.content.text for post in posts] == [mine.line_of_desk("forwarded")]


async def test_what_is_forwarded_outside_of_topics_is_nobodys_matter(mine: Talk) -> None:
    await mine.acts(Kind.FORWARDED, MEI, message_id="f1", thread=None)
    assert mine.last.outgoing == ()


async def test_an_answer_to_an_old_post_is_an_answer(mine: Talk) -> None:
    await mine.agent_answers("m0", "好的", "在吗")
    assert mine.read == ["好的"]


async def test_an_answer_to_what_is_held_is_held_with_it(mine: Talk) -> None:
    await mine.agent_taps("desk:takeover", by=BO)
    first = await mine.agent_writes("今天发货")
    await mine.agent_writes("顺丰", quote=Quote(message_id=first, text="今天发货", by_staff=True))
    await mine.agent_taps("desk:takeover")
    assert mine.read[-2:] == ["今天发货", "顺丰"]


async def test_whoever_claims_by_a_reaction_may_answer_what_they_reacted_to(desk: Talk) -> None:
    await desk.agent_reacts("👍", "post-2")
    await desk.agent_answers("post-2", "在的", "在吗")
    assert desk.read[-1] == "在的"


async def test_a_reaction_to_a_note_leaves_it_a_note(desk: Talk) -> None:
    note = await desk.agent_writes("// 他是同行")
    await desk.agent_reacts("👍", note)
    await desk.agent_answers(note, "别理他")
    assert "别理他" not in desk.read
    assert desk.last.entries[-1].kind is EntryKind.NOTE


async def test_an_answer_to_an_own_message_quotes_it(mine: Talk) -> None:
    first = await mine.agent_writes("今天发货")
    await mine.agent_answers(first, "顺丰", "今天发货")
    assert [row.quotes for row in mine.for_contact] == [Quote(message_id=first)]


# What the customer writes


@pytest.mark.parametrize("attached", [photo(), voice(), sticker(), Attachment(media=Media.VIDEO, channel="telegram")])
async def test_a_customers_message_is_the_origin_of_its_post(mine: Talk, attached: Attachment) -> None:
    await mine.turn(Kind.TEXT, text="看", attachments=(attached,), message_id="c1", album="a7")
    [post] = mine.to_desk
    assert (post.action, post.copies, post.album) == (Action.POST, "c1", "a7")
    assert post.content.attachments == (attached,)


async def test_a_customers_answer_quotes_what_it_answers(mine: Talk) -> None:
    await mine.turn(Kind.TEXT, text="要", quote=Quote(message_id="b3", text="要几盒？"))
    assert [post.quotes for post in mine.to_desk] == [Quote(message_id="b3", text="要几盒？")]


async def test_what_the_customer_quotes_of_an_order_is_masked(mine: Talk) -> None:
    await mine.turn(Kind.TEXT, text="这个", quote=Quote(message_id="b3", text="A10086 8000"))
    assert [post.quotes and post.quotes.text for post in mine.to_desk] == ["A1**86 ****"]


async def test_in_the_queue_it_is_the_same(desk: Talk) -> None:
    await desk.turn(Kind.TEXT, text="有人吗", message_id="c1")
    assert [post.copies for post in desk.to_desk] == ["c1"]
    assert desk.open.owner is not None
    assert desk.open.owner.kind is OwnerKind.QUEUE


@pytest.mark.parametrize("kind", [Kind.DELETED, Kind.REACTION])
async def test_to_the_bot_a_deletion_or_a_reaction_is_nothing(desk: Talk, kind: Kind) -> None:
    await desk.agent_writes("/resolve")
    await desk.turn(kind, payload="👍", message_id="m1")
    assert desk.last.outgoing == ()
    assert desk.open.status is Status.RESOLVED


async def test_a_slip_in_a_command_is_put_right_by_one_press(mine: Talk) -> None:
    await mine.agent_writes("/snoze 2h")
    assert mine.relayed == []
    await mine.agent_presses_first("/snooze 2h")
    assert mine.open.status is Status.SNOOZED


async def test_a_slip_outside_of_topics_too_but_not_into_what_only_a_topic_knows(mine: Talk) -> None:
    await mine.agent_writes("/quuee me", thread=None)
    assert [each.goto for row in mine.to_desk for each in row.content.buttons] == ["desk:queue:me"]
    await mine.agent_writes("/clami", thread=None)
    assert [each.goto for row in mine.to_desk for each in row.content.buttons] == []


async def test_what_goes_over_several_lines_stands_on_a_button_in_one(mine: Talk) -> None:
    await mine.agent_writes("/ntoe 喜欢顺丰\n下午在家")
    [button] = [each for row in mine.to_desk for each in row.content.buttons]
    assert (button.label, button.goto) == ("/note 喜欢顺丰 下午在家", "desk:note:喜欢顺丰\n下午在家")


async def test_what_is_too_long_for_a_button_is_written_anew(mine: Talk) -> None:
    await mine.agent_writes(f"/ntoe {'顺丰' * 20}")
    assert [each.goto for row in mine.to_desk for each in row.content.buttons] == []
