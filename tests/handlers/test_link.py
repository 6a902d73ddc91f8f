"""A customer links their accounts, and nobody else does."""

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.scripts.library import Library
from storage.conversations import Status
from storage.desk import ContactChange
from storage.inbound import Attachment, Identity, Kind, Media, Quote
from storage.results import Action, Side, TurnResult
from storage.returns import RmaStatus
from storage.sqlite.floor import SqliteFloor
from tests.handlers.chat import library
from tests.handlers.linking import (
    MEI,
    OTHER_TELEGRAM,
    SLACK,
    STRANGER,
    TELEGRAM,
    WECHAT,
    Street,
    chat_of,
    goes_to,
    opened,
)

CODE = re.compile(r"[A-Z2-9]{4}-[A-Z2-9]{4}")
Step = tuple[Identity, str]


@pytest.fixture
async def street(scripts: Library) -> AsyncIterator[Street]:
    async with opened(scripts) as street:
        yield street


async def test_a_code_and_a_yes_on_both_accounts_link_them(street: Street) -> None:
    code = await street.code(WECHAT)
    asked = await street.says(TELEGRAM, code)
    assert "要把这个账号和微信账号“李**”绑定吗" in asked
    assert "订单" in asked
    assert "发“解除绑定”解除" in asked
    assert "要把这个账号和Telegram账号“李**”绑定吗" in street.told(WECHAT)
    assert "请再到微信那边" in await street.presses(TELEGRAM, "绑定")
    assert not await street.are_one(WECHAT, TELEGRAM)
    assert "已和Telegram账号“李**”绑定" in await street.presses(WECHAT, "绑定")
    assert "已和微信账号“李**”绑定" in street.told(TELEGRAM)
    assert await street.are_one(WECHAT, TELEGRAM)


@pytest.mark.parametrize("typed", ["{}", " {} ", "/link {}"])
async def test_a_code_is_typed_as_people_type(street: Street, typed: str) -> None:
    code = await street.code(WECHAT)
    assert "绑定吗" in await street.says(TELEGRAM, typed.format(code.lower()))


async def test_a_code_that_ends_like_an_order_number_is_a_code(street: Street) -> None:
    assert "验证码不对" in await street.says(TELEGRAM, "BCXD-8837")
    assert "后四位" in await street.says(SLACK, "CXD-8837")


async def test_without_a_dash_it_takes_the_command(street: Street) -> None:
    code = (await street.code(WECHAT)).replace("-", "")
    assert "绑定吗" not in await street.says(TELEGRAM, code)
    assert "绑定吗" in await street.says(TELEGRAM, f"/link {code}")


@pytest.mark.parametrize("undoes", [WECHAT, TELEGRAM])
@pytest.mark.parametrize("how", ["command", "words", "button"])
async def test_either_account_undoes_it_also_after_more_was_said(street: Street, undoes: Identity, how: str) -> None:
    await street.says(WECHAT, "你好")
    await street.says(TELEGRAM, "你好")
    before = [(await street.conversation(each)).contact_id for each in (WECHAT, TELEGRAM)]
    await street.link(WECHAT, TELEGRAM)
    for each in (WECHAT, TELEGRAM):
        await street.says(each, "营业时间")
    typed = {"command": "/unlink", "words": "解除绑定"}.get(how)
    undone = await (street.says(undoes, typed) if typed else street.presses(undoes, "解除绑定"))
    assert "解除绑定" in undone
    other = TELEGRAM if undoes is WECHAT else WECHAT
    assert "解除绑定" in street.told(other)
    assert [(await street.conversation(each)).contact_id for each in (WECHAT, TELEGRAM)] == before
    assert "没有绑定别的账号" in await street.says(undoes, "/unlink")
    assert "没有绑定别的账号" in await street.presses(other, "解除绑定")


async def test_a_third_account_joins_them_and_goes_alone(street: Street) -> None:
    await street.link(WECHAT, TELEGRAM)
    await street.link(SLACK, TELEGRAM)
    assert await street.are_one(SLACK, WECHAT)
    assert "要解除哪一个" in await street.says(WECHAT, "/unlink")
    choices = [button for row in street.said if goes_to(row, WECHAT) for button in row.content.buttons]
    of_slack = next(each for each in reversed(choices) if "Slack" in each.label)
    await street.taps(WECHAT, of_slack.goto)
    assert await street.are_one(WECHAT, TELEGRAM)
    assert not await street.are_one(WECHAT, SLACK)
    assert "解除绑定" in street.told(SLACK)


# Who gets no further, and why


async def test_one_yes_is_none_and_a_no_ends_it(street: Street) -> None:
    await street.says(TELEGRAM, await street.code(WECHAT))
    await street.presses(WECHAT, "绑定")
    assert "没有绑定，什么都没有改变" in await street.presses(TELEGRAM, "不绑定")
    assert "Telegram那边没有同意" in street.told(WECHAT)
    assert "已经过期或取消" in await street.presses(TELEGRAM, "绑定")
    assert not await street.are_one(WECHAT, TELEGRAM)


async def test_who_presses_twice_agrees_once(street: Street) -> None:
    await street.says(TELEGRAM, await street.code(WECHAT))
    for _ in range(2):
        assert "请再到微信那边" in await street.presses(TELEGRAM, "绑定")
    assert not await street.are_one(WECHAT, TELEGRAM)


async def test_both_press_at_once_and_are_linked_once(street: Street) -> None:
    await street.says(TELEGRAM, await street.code(WECHAT))
    await asyncio.gather(street.presses(WECHAT, "绑定"), street.presses(TELEGRAM, "绑定"))
    assert await street.are_one(WECHAT, TELEGRAM)
    linked = await street.database.look_up("SELECT count(*) FROM reporting_events WHERE name = 'linked'")
    assert linked == [(1,)]


async def test_a_code_is_for_one_and_the_second_who_types_it_is_told_it_is_gone(street: Street) -> None:
    code = await street.code(WECHAT)
    answers = await asyncio.gather(street.says(TELEGRAM, code), street.says(SLACK, code))
    assert sorted("绑定吗" in each for each in answers) == [False, True]
    assert "不对，或者已经用过、过期" in await street.says(SLACK, code)


async def test_after_five_minutes_a_code_is_nothing(street: Street) -> None:
    code = await street.code(WECHAT)
    street.now += 301
    assert "过期" in await street.says(TELEGRAM, code)


async def test_after_a_quarter_of_an_hour_nobody_can_agree(street: Street) -> None:
    await street.says(TELEGRAM, await street.code(WECHAT))
    await street.presses(TELEGRAM, "绑定")
    street.now += 901
    assert "已经过期或取消" in await street.presses(WECHAT, "绑定")


async def test_who_guesses_is_locked_out_and_told_for_how_long(street: Street) -> None:
    code = await street.code(WECHAT)
    for _ in range(5):
        assert "不对" in await street.says(STRANGER, "BBBB-BBBB")
    assert "请 15 分钟后再试" in await street.says(STRANGER, code)
    street.now += 811
    assert "请 2 分钟后再试" in await street.says(STRANGER, code), "after one they would be locked still"
    street.now += 89
    code = await street.code(WECHAT)
    assert "绑定吗" in await street.says(TELEGRAM, code)


async def test_whose_button_it_is_not_links_nothing_and_learns_nothing(street: Street) -> None:
    await street.says(TELEGRAM, await street.code(WECHAT))
    for goto in ("link:yes:1", "link:no:1", "link:yes:99", "link:yes:x", "unlink:1"):
        said = await street.taps(STRANGER, goto)
        assert "李" not in said
        assert "Telegram" not in said
    await street.presses(WECHAT, "绑定")
    await street.presses(TELEGRAM, "绑定")
    await street.taps(STRANGER, "unlink:1")
    assert await street.are_one(WECHAT, TELEGRAM)


@pytest.mark.parametrize("number", ["9" * 15, "9" * 20, "9" * 5000])
async def test_a_number_beyond_all_links_is_only_wrong(street: Street, number: str) -> None:
    for step in ("yes", "no"):
        assert re.search("已经过期或取消|不对", await street.says(STRANGER, f"/link {step}:{number}"))
    assert street.posted == ""


async def test_in_a_group_no_code_is_shown_and_none_is_taken(street: Street) -> None:
    group = {"chat_id": "group", "private": False, "direct_chat_id": chat_of(TELEGRAM)}
    assert "私聊" not in await street.says(TELEGRAM, "你好")
    await street.says(TELEGRAM, "/link", **group)
    in_group = [row.content.text for row in street.said if row.to == "group"]
    assert not any(CODE.search(text) for text in in_group)
    assert "请在这里发“绑定账号”" in street.told(TELEGRAM)
    code = await street.code(WECHAT)
    await street.says(TELEGRAM, f"/link {code}", **group)
    assert await street.database.look_up("SELECT count(*) FROM links") == [(0,)]


async def test_a_code_is_in_no_transcript(street: Street) -> None:
    code = await street.code(WECHAT)
    await street.says(TELEGRAM, code)
    kept = await street.database.look_up("SELECT text FROM messages")
    assert kept
    assert not any(code in text for (text,) in kept)


async def test_each_reason_has_its_sentence(street: Street) -> None:
    code = await street.code(WECHAT)
    assert "用另一个账号发给我" in await street.says(WECHAT, code)
    await street.link(WECHAT, TELEGRAM)
    assert "已经绑定在一起" in await street.says(TELEGRAM, await street.code(WECHAT))
    assert "同一个应用里" in await street.says(OTHER_TELEGRAM, await street.code(WECHAT))
    await street.link(STRANGER, SLACK)
    assert "同一个应用里" in await street.says(SLACK, await street.code(WECHAT))


async def test_a_ban_is_not_escaped_by_another_account(street: Street) -> None:
    await street.link(WECHAT, TELEGRAM)
    await banned(street, TELEGRAM)
    assert "停止" in await street.says(WECHAT, "你好") or street.told(WECHAT)
    said = len(street.said)
    assert await street.says(WECHAT, "/unlink") == ""
    assert len(street.said) == said
    code = await street.code(SLACK)
    assert await street.says(WECHAT, code) == ""
    assert await street.are_one(WECHAT, TELEGRAM)


async def test_who_was_banned_meanwhile_is_linked_to_nobody(street: Street) -> None:
    await street.says(TELEGRAM, await street.code(WECHAT))
    await street.presses(TELEGRAM, "绑定")
    await banned(street, TELEGRAM)
    assert "不能绑定" in await street.presses(WECHAT, "绑定")
    assert not await street.are_one(WECHAT, TELEGRAM)


async def banned(street: Street, who: Identity) -> None:
    inbox_id = await street.store.accept(street.inbound(MEI, Kind.TEXT, staff=True), street.now)
    assert inbox_id
    change = ContactChange(contact_id=(await street.conversation(who)).contact_id, banned=True)
    await street.store.commit(inbox_id, TurnResult(contacts=(change,)), street.now)
    street.store.forget(WECHAT)


# With the staff


async def test_staff_have_one_conversation_and_answer_where_the_customer_wrote_last(street: Street) -> None:
    await street.link(WECHAT, TELEGRAM)
    await street.says(WECHAT, "转人工")
    await street.says(TELEGRAM, "我换到这边了")
    assert "客户 李雷 现在用Telegram说话" in street.posted
    assert "[Telegram] 我换到这边了" in street.posted
    await street.agent_says(WECHAT, "好的")
    assert street.told(TELEGRAM) == "好的"
    await street.says(WECHAT, "又回来了")
    await street.agent_says(WECHAT, "在的")
    assert street.told(WECHAT) == "在的"
    assert street.told(TELEGRAM) == "好的"
    floor = await street.database.look_up("SELECT count(*) FROM cases")
    assert floor == [(1,)]


async def test_who_presses_for_a_person_on_the_other_account_is_with_them_already(street: Street) -> None:
    await street.link(WECHAT, TELEGRAM)
    await street.says(WECHAT, "转人工")
    await street.says(TELEGRAM, "/human")
    assert await street.database.look_up("SELECT count(*) FROM cases") == [(1,)]
    assert "结束" in await street.says(TELEGRAM, "/end")
    assert (await street.conversation(WECHAT)).status == "resolved"


async def test_edits_and_quotes_name_the_chat_they_are_of(street: Street) -> None:
    await street.link(WECHAT, TELEGRAM)
    await street.says(WECHAT, "转人工")
    await street.says(TELEGRAM, "壶破了", message_id="t1")
    await street.does(TELEGRAM, Kind.EDIT, text="壶裂了", message_id="t1")
    edit = next(row for row in street.said if row.action is Action.EDIT)
    assert (edit.side, edit.of, edit.copies_chat) == (Side.DESK, "t1", chat_of(TELEGRAM))
    assert "[Telegram] <q>壶裂了</q>" in edit.content.text
    await street.says(TELEGRAM, "看这句", quote=Quote(message_id="t1", text="壶裂了"))
    post = [row for row in street.said if row.copies is not None][-1]
    assert (post.copies_chat, post.quotes and post.quotes.message_id) == (chat_of(TELEGRAM), "t1")


async def test_staff_correct_a_message_where_it_went_although_the_customer_has_moved_on(street: Street) -> None:
    await street.link(WECHAT, TELEGRAM)
    await street.says(WECHAT, "转人工")
    await street.says(TELEGRAM, "在吗")
    await street.agent_says(WECHAT, "今天发货")
    written = next(row for row in reversed(street.said) if row.relays)
    assert written.relays
    await street.says(WECHAT, "我回微信了")
    thread = (await street.conversation(WECHAT)).thread
    edit = street.inbound(MEI, Kind.EDIT, text="明天发货", staff=True, thread=thread, chat_id="desk")
    await street.turns.accept(replace(edit, message_id=written.relays.message_id))
    await street.turns.idle()
    row = next(row for row in reversed(street.said) if row.action is Action.EDIT and row.side is Side.CONTACT)
    assert (row.channel, row.to, row.elsewhere) == ("telegram", chat_of(TELEGRAM), True)


async def test_whoever_waits_outside_on_one_account_and_is_with_staff_on_another_comes_in_once(street: Street) -> None:
    await street.says(WECHAT, "转人工")
    for each in range(30):
        await street.says(Identity("telegram", f"new{each}"), "转人工")
    assert "自动为您接通" in await street.says(TELEGRAM, "转人工")
    await street.link(WECHAT, TELEGRAM)
    street.now += 1000
    await street.turns.sweep()
    await street.turns.idle()
    assert (await street.conversation(TELEGRAM)).status is Status.PENDING
    assert (await street.conversation(WECHAT)).status is Status.OPEN


async def test_the_words_that_undo_it_do_so_also_while_staff_have_them(street: Street) -> None:
    """Slack keeps what begins with a slash for itself."""
    await street.link(SLACK, TELEGRAM)
    await street.says(SLACK, "转人工")
    assert "解除绑定" in await street.says(SLACK, "解除绑定")
    assert not await street.are_one(SLACK, TELEGRAM)
    assert (await street.says(SLACK, "绑定账号")).startswith("您的绑定验证码：")


async def test_after_parting_staff_answer_the_account_that_came_to_them(street: Street) -> None:
    await street.link(WECHAT, TELEGRAM)
    await street.says(WECHAT, "转人工")
    await street.says(TELEGRAM, "在吗")
    await street.says(TELEGRAM, "/unlink")
    await street.agent_says(WECHAT, "在的")
    assert street.told(WECHAT) == "在的"
    assert street.told(TELEGRAM) != "在的"
    assert "客户解除了和Telegram账号的绑定" in street.posted
    await street.says(TELEGRAM, "我是另一个人")
    assert "我是另一个人" not in street.posted


async def test_written_on_both_at_once_all_of_it_arrives_once_and_in_order(street: Street) -> None:
    await street.link(WECHAT, TELEGRAM)
    await street.says(WECHAT, "转人工")
    begun = len(street.said)
    for number in range(20):
        for who, letter in ((WECHAT, "甲"), (TELEGRAM, "乙"), (MEI, "丙")):
            facts = {"staff": True, "thread": "topic", "chat_id": "desk"} if who is MEI else {}
            await street.turns.accept(street.inbound(who, Kind.TEXT, text=f"{letter}{number}。", **facts))
    await street.turns.idle()
    posts = "\n".join(row.content.text for row in street.said[begun:] if row.action is Action.POST and not row.card)
    for letter in "甲乙":
        assert re.findall(rf"{letter}\d+。", posts) == [f"{letter}{number}。" for number in range(20)]


async def test_a_code_that_is_typed_to_staff_is_not_for_their_eyes(street: Street) -> None:
    code = await street.code(WECHAT)
    await street.says(TELEGRAM, "转人工")
    await street.agent_says(TELEGRAM, "您好")
    assert "绑定吗" in await street.says(TELEGRAM, code)
    await street.presses(TELEGRAM, "绑定")
    await street.presses(WECHAT, "绑定")
    assert await street.are_one(WECHAT, TELEGRAM)
    assert code not in street.posted
    assert "客户绑定了微信账号" in street.posted


async def test_after_parting_each_account_knows_only_what_was_proven_and_asked_for_there(street: Street) -> None:
    await street.link(WECHAT, TELEGRAM)
    await street.says(WECHAT, "转人工")
    await street.taps(TELEGRAM, "returns")
    await street.says(TELEGRAM, "A10087")
    await street.says(TELEGRAM, "8000")
    assert set((await street.conversation(WECHAT)).proven) == {"A10087"}
    await asks_for_a_return(street)
    (rma,) = await street.returns.of_identity(WECHAT)
    assert rma.conversation_id == (await street.conversation(TELEGRAM)).id
    assert rma.number in street.posted
    await street.says(TELEGRAM, "/unlink")
    assert set((await street.conversation(TELEGRAM)).proven) == {"A10087"}
    assert not (await street.conversation(WECHAT)).proven
    assert await street.returns.of_identity(TELEGRAM) == [rma]
    assert await street.returns.of_identity(WECHAT) == []
    assert street.photos.of == {"kept-p1": TELEGRAM}


async def asks_for_a_return(street: Street) -> None:
    """In Telegram, when the order is proven."""
    for pressed in ("1", "质量问题", "有瑕疵", "跳过"):
        await street.presses(TELEGRAM, pressed)
    photo = Attachment(media=Media.PHOTO, channel="telegram", ref="p1")
    await street.does(TELEGRAM, Kind.TEXT, attachments=(photo,))
    for pressed in ("发完了", "退货退款", "确认提交"):
        await street.presses(TELEGRAM, pressed)


async def test_what_staff_decide_in_one_accounts_topic_is_watched_over_for_the_other_that_asked(street: Street) -> None:
    await street.link(WECHAT, TELEGRAM)
    await street.says(WECHAT, "转人工")
    await street.taps(TELEGRAM, "returns")
    await street.says(TELEGRAM, "A10087")
    await street.says(TELEGRAM, "8000")
    await asks_for_a_return(street)
    (rma,) = await street.returns.of_identity(WECHAT)
    await street.agent_says(WECHAT, f"/rma approve {rma.number}")
    (rma,) = await street.returns.of_identity(WECHAT)
    assert rma.status is RmaStatus.AWAITING_SHIPMENT
    here, there = await street.conversation(WECHAT), await street.conversation(TELEGRAM)
    assert not [each for each in await street.store.timers_of(here.id) if each.name.startswith("return:")]
    watched = [each.name for each in await street.store.timers_of(there.id) if each.name.startswith("return:")]
    assert watched[-1] == f"return:{rma.number}:expire"


# Proposed by staff


async def test_staff_propose_and_the_customer_agrees_on_both(street: Street) -> None:
    await street.says(TELEGRAM, "你好")
    await street.says(WECHAT, "转人工")
    number = (await street.conversation(TELEGRAM)).id
    assert "已请客户在两边确认" in await street.agent_says(WECHAT, f"/link {number}")
    for who in (WECHAT, TELEGRAM):
        assert "客服认为" in street.told(who)
        assert "1001" not in street.told(who)
    assert not await street.are_one(WECHAT, TELEGRAM)
    await street.presses(WECHAT, "绑定")
    assert not await street.are_one(WECHAT, TELEGRAM)
    await street.presses(TELEGRAM, "绑定")
    assert await street.are_one(WECHAT, TELEGRAM)
    assert "客户绑定了Telegram账号" in street.posted


@pytest.mark.parametrize(
    ("argument", "said"), [("", "/link 23"), ("abc", "/link 23"), ("999", "没有会话 #999"), ("9" * 20, "/link 23")]
)
async def test_staff_who_write_it_otherwise_are_told(street: Street, argument: str, said: str) -> None:
    await street.says(WECHAT, "转人工")
    assert said in await street.agent_says(WECHAT, f"/link {argument}".strip())


async def test_staff_cannot_propose_a_conversation_to_itself(street: Street) -> None:
    await street.says(WECHAT, "转人工")
    number = (await street.conversation(WECHAT)).id
    assert "这就是这个会话自己" in await street.agent_says(WECHAT, f"/link {number}")


async def test_who_leaves_where_they_wrote_last_is_answered_on_the_other_account(street: Street) -> None:
    await street.link(WECHAT, TELEGRAM)
    await street.says(WECHAT, "转人工")
    await street.says(TELEGRAM, "在吗")
    await street.does(TELEGRAM, Kind.LEFT)
    assert "客户在Telegram那边拉黑" in street.posted
    await street.agent_says(WECHAT, "在的")
    assert street.told(WECHAT) == "在的"


async def test_who_left_the_account_they_came_on_is_answered_where_they_write_now(street: Street) -> None:
    await street.link(WECHAT, TELEGRAM)
    await street.says(WECHAT, "转人工")
    await street.says(TELEGRAM, "在吗")
    await street.does(WECHAT, Kind.LEFT)
    await street.agent_says(WECHAT, "在的")
    assert street.told(TELEGRAM) == "在的"


async def test_a_conversation_that_sleeps_is_woken_from_the_other_account(street: Street) -> None:
    await street.link(WECHAT, TELEGRAM)
    await street.says(WECHAT, "转人工")
    await street.agent_says(WECHAT, "您好")
    await street.agent_says(WECHAT, "/snooze 2h")
    assert (await street.conversation(WECHAT)).status == "snoozed"
    await street.says(TELEGRAM, "我又来了")
    assert (await street.conversation(WECHAT)).status == "open"
    assert "我又来了" in street.posted


async def test_what_staff_noted_of_one_account_is_on_the_card_of_the_other(street: Street) -> None:
    await street.link(WECHAT, TELEGRAM)
    await street.says(WECHAT, "转人工")
    await street.agent_says(WECHAT, "/note 偏好顺丰")
    await street.agent_says(WECHAT, "/resolve")
    await street.says(TELEGRAM, "转人工")
    assert "偏好顺丰" in "\n".join(row.content.text for row in street.said if row.card)


STEPS = st.lists(
    st.tuples(st.sampled_from((WECHAT, TELEGRAM, SLACK, MEI)), st.sampled_from(("says", "person", "unlink", "end"))),
    min_size=4,
    max_size=24,
)


@settings(max_examples=25, deadline=None)
@given(steps=STEPS)
def test_whatever_is_done_on_all_accounts_at_once_nothing_is_lost_doubled_or_stuck(steps: list[Step]) -> None:
    asyncio.run(everything_at_once(steps))


async def everything_at_once(steps: list[Step]) -> None:
    async with opened(library()) as street:
        await street.link(WECHAT, TELEGRAM)
        await street.link(SLACK, TELEGRAM)
        await street.says(WECHAT, "转人工")
        await street.store.set_thread((await street.conversation(WECHAT)).id, "topic")
        said: dict[Identity, list[str]] = {WECHAT: [], TELEGRAM: [], SLACK: [], MEI: []}
        for number, (who, step) in enumerate(steps):
            text = {"says": f"第{number}句。", "person": "转人工", "unlink": "/unlink", "end": "/end"}[step]
            if who is MEI and step != "says":
                text = "/resolve" if step == "end" else "/reopen"
            said[who] += [text] if step == "says" else []
            facts = {"staff": True, "thread": "topic", "chat_id": "desk"} if who is MEI else {}
            await street.turns.accept(street.inbound(who, Kind.TEXT, text=text, **facts))
        async with asyncio.timeout(60):
            await street.turns.idle()
        assert await street.store.unhandled() == []
        for who in (WECHAT, TELEGRAM, SLACK):
            assert await written_by(street, who) == said[who]
        assert await SqliteFloor(street.database).astray() == []


async def written_by(street: Street, who: Identity) -> list[str]:
    """As the transcripts have it, on whatever conversation."""
    rows = await street.database.look_up(
        """
        SELECT m.text FROM messages AS m JOIN conversations AS c ON c.id = m.conversation_id
        WHERE m.kind = 'incoming' AND m.text LIKE '第%'
        AND (m.via = ?1 OR (m.via = '' AND c.channel || ':' || c.account_id = ?1)) ORDER BY m.id
        """,
        (str(who),),
    )
    return [text for (text,) in rows]
