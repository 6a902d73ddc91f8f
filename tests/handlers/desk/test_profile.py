"""The card of a conversation: what an agent sees of a customer before the first word."""

from dataclasses import replace

import pytest

from handlers.contract import Policy
from handlers.desk.policy import AgentProfile, DeskPolicy, Team
from handlers.exchange import plain
from handlers.scripts.library import Library
from storage.conversations import Owner, OwnerKind, Status
from storage.desk import (
    Agent,
    Case,
    ContactFile,
    KnownIdentity,
    Priority,
    StaffNote,
    Waiting,
)
from storage.inbound import Identity
from storage.results import Action, Outgoing
from tests.handlers.chat import LEI, Chat
from tests.handlers.shop import DAY, NOW

XIAOMEI = Agent(account="slack:U7", name="小美")
ANNA = Agent(account="slack:U8", name="Anna")
CASE = Case(id=1, conversation_id=17, opened_at=NOW, reason="asked", asked="茶叶受潮了", queued_at=NOW)


def known(chat: Chat, **facts: object) -> None:
    about = {"contact_id": 7, "since": NOW - 400 * DAY} | facts
    chat.contacts.files[7] = ContactFile(**about)  # type: ignore[arg-type]  # facts by name


def in_queue(chat: Chat, **changes: object) -> None:
    case = replace(CASE, **changes)  # type: ignore[arg-type]  # facts by name
    chat.conversation = replace(chat.open, status=Status.OPEN, owner=Owner(OwnerKind.QUEUE), case=case)


def cards(chat: Chat) -> list[Outgoing]:
    return [each for each in chat.to_desk if each.card]


async def asked(chat: Chat) -> str:
    """What `/profile` shows."""
    await chat.agent_says("/profile")
    return chat.posted


def gotos(chat: Chat) -> list[str]:
    return [button.goto for button in chat.to_desk[-1].content.buttons]


async def test_profile_shows_the_card_where_it_was_asked_for_and_rewrites_the_one_above(at_desk: Chat) -> None:
    await at_desk.agent_says("/profile")
    rewritten, shown = at_desk.to_desk
    assert (rewritten.action, rewritten.card, rewritten.opens) == (Action.POST, True, False)
    assert (shown.action, shown.card) == (Action.POST, False)
    assert rewritten.content == shown.content
    assert at_desk.sent == []


async def test_profile_is_about_this_customer_and_takes_nothing_else(at_desk: Chat) -> None:
    await at_desk.agent_says("/profile 18")
    assert at_desk.posted == at_desk.line("desk_help", "usage_profile")


async def test_the_card_says_whose_turn_it_is_and_why_they_came(at_desk: Chat) -> None:
    in_queue(at_desk, rule="退货找售后", team="aftersales", priority=Priority.HIGH, angry=True, offered_to="slack:U8")
    at_desk.desk_policy = DeskPolicy(teams={"aftersales": Team(key="aftersales", name={"zh-CN": "售后组"})})
    at_desk.floor.staff = [ANNA]
    shown = await asked(at_desk)
    for told in (
        "茶叶受潮了",
        "客户要求转人工",
        "规则：退货找售后",
        "售后组",
        "优先级：高",
        "情绪激动",
        "已请 Anna 接待",
    ):
        assert told in shown


async def test_of_a_calm_newcomer_the_card_says_neither_that_they_are_angry_nor_what_they_bought(at_desk: Chat) -> None:
    in_queue(at_desk)
    shown = await asked(at_desk)
    assert at_desk.line("desk_file", "angry") not in shown
    assert at_desk.line("desk_file", "orders", count=0, orders="") not in shown
    in_queue(at_desk, angry=True)
    assert at_desk.line("desk_file", "angry") in await asked(at_desk)


async def test_the_place_in_the_queue_counts_those_of_the_team_who_are_served_before(at_desk: Chat) -> None:
    in_queue(at_desk, team="aftersales")

    def waits(number: int, team: str, priority: Priority, since: float) -> Waiting:
        return Waiting(
            conversation_id=number, name="", channel="slack", team=team, priority=priority, queued_at=NOW + since
        )

    at_desk.floor.waiting = [
        waits(21, "aftersales", Priority.URGENT, 60),
        waits(22, "presales", Priority.URGENT, -60),
        waits(23, "aftersales", Priority.NORMAL, -60),
        waits(17, "aftersales", Priority.NORMAL, 0),
        waits(24, "aftersales", Priority.NORMAL, 60),
    ]
    assert "排第 3 位" in await asked(at_desk)


@pytest.mark.parametrize(
    ("language", "channel", "words"),
    [
        ("zh-CN", "telegram", "来自 Telegram，"),
        ("zh-CN", "wechat", "来自微信，"),
        ("zh-TW", "telegram", "來自 Telegram，"),
        ("zh-TW", "wechat", "來自微信，"),
        ("en", "wechat", "on WeChat,"),
    ],
)
async def test_chinese_stands_apart_from_latin_and_not_from_chinese(
    scripts: Library, language: str, channel: str, words: str
) -> None:
    chat = Chat(scripts, policy=Policy(default_language=language), identity=Identity(channel, "1001"))
    await chat.says("/human")
    assert words in plain(cards(chat)[0].content.text)


async def test_the_card_names_who_has_it_and_who_gets_it_back(at_desk: Chat) -> None:
    at_desk.floor.staff = [ANNA]
    at_desk.conversation = replace(at_desk.open, case=CASE, owner=Owner(OwnerKind.AGENT, "slack:U8"))
    assert "Anna 接待中" in await asked(at_desk)
    asleep = replace(CASE, snoozed_by="slack:U8")
    wakes = Owner(OwnerKind.WAKE, str(int(NOW + DAY)))
    at_desk.conversation = replace(at_desk.open, case=asleep, status=Status.SNOOZED, owner=wakes)
    shown = await asked(at_desk)
    assert "11月23日 16:26" in shown
    assert "还给 Anna" in shown
    at_desk.conversation = replace(at_desk.open, case=None, status=Status.RESOLVED, owner=None)
    assert "已结束" in await asked(at_desk)


async def test_an_agent_whom_nobody_saw_is_called_as_the_admin_describes_them(at_desk: Chat) -> None:
    described = AgentProfile(account="slack:U9", name={"zh-CN": "老王", "en": "Wang"})
    at_desk.desk_policy = DeskPolicy(agents={"slack:U9": described})
    at_desk.conversation = replace(at_desk.open, case=CASE, owner=Owner(OwnerKind.AGENT, "slack:U9"))
    assert "老王 接待中" in await asked(at_desk)


async def test_other_accounts_of_theirs_are_on_the_card_without_what_would_reach_them(at_desk: Chat) -> None:
    there = KnownIdentity(
        identity=Identity("wechat", "oSecretOpenId"),
        conversation_id=12,
        chat_id="oSecretOpenId",
        name="李雷 13900008000",
        last_message_at=NOW - DAY,
    )
    here = replace(there, identity=LEI, conversation_id=17)
    known(at_desk, identities=(here, there))
    shown = await asked(at_desk)
    assert "也在微信" in shown
    assert "#12" in shown
    assert [each.content.text.count("也在") for each in at_desk.to_desk] == [1, 1], "in the card and in the answer"
    for secret in ("oSecretOpenId", "13900008000"):
        assert secret not in shown


async def test_tier_and_tags_are_told_and_what_staff_set_counts_before_the_rest(at_desk: Chat) -> None:
    known(at_desk)
    assert "新客户" in await asked(at_desk)
    known(at_desk, tags=("批发", "Vip"))
    assert "VIP" in (shown := await asked(at_desk))
    assert "批发" in shown
    known(at_desk, tags=("vip",), tier="returning")
    assert "老客户" in await asked(at_desk)


async def test_who_calls_a_person_again_is_no_new_customer_on_their_card(chat: Chat) -> None:
    await chat.says("你好")
    known(chat, cases=1)
    await chat.says("转人工")
    assert "老客户" in cards(chat)[-1].content.text
    known(chat, cases=2)
    chat.now += 60
    assert "老客户" in await asked(chat), "nor later, when the case that is open counts"


async def test_the_first_case_makes_nobody_a_returning_customer(chat: Chat) -> None:
    await chat.says("你好")
    known(chat)
    await chat.says("转人工")
    assert "新客户" in cards(chat)[-1].content.text
    known(chat, cases=1)
    chat.now += 60
    assert "新客户" in await asked(chat)


async def test_orders_are_masked_and_the_bots_customers_without_any_have_no_line(chat: Chat) -> None:
    await chat.says("转人工")
    assert "已核实的订单" not in await asked(chat)
    assert "desk:order" not in gotos(chat)
    await chat.says("/end")
    await chat.says("A10086 8000")
    await chat.says("转人工")
    shown = await asked(chat)
    assert "A1**86" in shown
    assert "A10086" not in shown
    assert "8000" not in shown
    assert "desk:order" in gotos(chat)


async def test_earlier_cases_say_when_who_and_how_it_ended(at_desk: Chat) -> None:
    at_desk.floor.staff = [XIAOMEI, ANNA]

    def past(number: int, ended: str) -> Case:
        return replace(
            CASE, id=number, opened_at=NOW - number * DAY, agents=("slack:U8",), closed_at=NOW, closed_by=ended
        )

    at_desk.floor.past = [CASE, past(2, "slack:U7"), past(3, "contact"), past(4, "timer"), past(5, "timer")]
    known(at_desk, cases=9)
    at_desk.conversation = replace(at_desk.open, case=CASE)
    shown = await asked(at_desk)
    assert "以前找过人工 8 次" in shown
    assert "2025年11月20日，Anna 接待，小美 结束" in shown
    assert "客户自己结束" in shown
    assert "11月17日" not in shown, "the latest three are enough"
    assert "desk:history" in gotos(at_desk)


async def test_the_latest_notes_are_on_the_card_masked(at_desk: Chat) -> None:
    def note(text: str) -> StaffNote:
        return StaffNote(author="slack:U8", author_name="Anna", text=text, at=NOW)

    known(at_desk, notes=(note("电话 13900008000 打不通"), note("二"), note("三"), note("第四条")))
    shown = await asked(at_desk)
    assert "备注（4）" in shown
    assert "Anna：电话 13*******00 打不通" in shown
    assert "第四条" not in shown


async def test_a_banned_contact_is_seen_to_be_banned(at_desk: Chat) -> None:
    known(at_desk, banned=True)
    assert "已拉黑" in await asked(at_desk)


async def test_the_words_before_the_hand_over_stay_on_the_card_and_those_after_stand_in_the_topic(chat: Chat) -> None:
    await chat.says("茶叶受潮了怎么办啊")
    chat.now += 60
    await chat.says("转人工")
    chat.conversation = replace(chat.open, case=replace(CASE, opened_at=chat.now))
    chat.now += 60
    await chat.says("在吗")
    shown = await asked(chat)
    assert "李雷：茶叶受潮了怎么办啊" in shown
    assert "在吗" not in shown


async def test_the_card_goes_without_what_a_shop_that_is_down_would_tell(at_desk: Chat) -> None:
    at_desk.shop.down = True
    assert "#17 李雷" in await asked(at_desk)


async def test_the_buttons_are_those_of_the_moment(at_desk: Chat) -> None:
    in_queue(at_desk)
    await asked(at_desk)
    assert gotos(at_desk) == ["desk:claim", "desk:transfer", "desk:resolve"]
    at_desk.conversation = replace(at_desk.open, owner=Owner(OwnerKind.AGENT, "slack:U8"))
    await asked(at_desk)
    assert gotos(at_desk) == ["desk:release", "desk:transfer", "desk:resolve"]
    at_desk.conversation = replace(at_desk.open, case=None, status=Status.RESOLVED, owner=None)
    await asked(at_desk)
    assert gotos(at_desk) == ["desk:reopen"]


async def test_a_very_long_story_keeps_the_card_short_enough_for_every_desk(at_desk: Chat) -> None:
    for _ in range(10):
        at_desk.transcript += [replace(at_desk.transcript[0], text="很长的话" * 500)]
    known(at_desk, notes=tuple(StaffNote(author="slack:U8", author_name="A", text="长" * 900, at=NOW) for _ in "123"))
    await at_desk.agent_says("/profile")
    assert len(at_desk.to_desk[0].content.text) < 3000
