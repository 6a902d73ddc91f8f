"""A conversation is taken, taken over, let go and handed on; the customer hears who is there and who is not."""

from dataclasses import replace

import pytest

from handlers.desk.naming import mention
from handlers.desk.places import Place, Places
from handlers.desk.policy import AgentProfile, DeskPolicy, NewcomerPolicy, Team
from handlers.scripts.library import Library
from storage.conversations import Owner, OwnerKind, Status
from storage.desk import Priority
from storage.inbound import Kind
from storage.results import Action
from tests.handlers.desk.shift import BO, LAO, MEI, Shift

TEAMS = {
    "sales": Team(key="sales", name={"zh-CN": "售前", "en": "Pre-sales"}),
    "aftersales": Team(key="aftersales", name={"zh-CN": "售后"}),
}


@pytest.fixture
async def shift(scripts: Library) -> Shift:
    """小美, 阿波 and 老王 are there, and customer 1 waits."""
    shift = Shift(scripts, desk_policy=DeskPolicy(teams=TEAMS))
    for account in (LAO, BO, MEI):
        shift.now += 1
        await shift.writes(account, None, "/queue")
    await shift.waits_for_a_person(1)
    shift.forget()
    return shift


async def test_claimed_by_a_word_or_by_the_button_of_the_card(shift: Shift) -> None:
    assert await shift.writes(MEI, 1, "/claim") == shift.to_customer("joined", agent="小美")
    assert shift.has(1) == MEI
    assert shift.posted == shift.line("claimed", agent="小美")
    assert "小美" in shift.cards[0]
    await shift.waits_for_a_person(2)
    await shift.taps(BO, 2, "desk:claim")
    assert shift.has(2) == BO


async def test_anybody_may_claim_whoever_was_asked(shift: Shift) -> None:
    assert shift.case(1).offered_to == MEI
    await shift.writes(LAO, 1, "/claim")
    assert (shift.has(1), shift.case(1).offered_to) == (LAO, "")


async def test_the_claim_is_timed_from_when_they_began_to_wait(shift: Shift) -> None:
    shift.now += 75
    await shift.writes(MEI, 1, "/claim")
    [event] = shift.events
    assert (event.name, event.value, event.business_value, event.agent) == ("claimed", 75, 75, MEI)
    assert shift.case(1).accepted_at == shift.now


async def test_answering_claims_and_the_introduction_comes_before_the_words(shift: Shift) -> None:
    await shift.writes(MEI, 1, "您好，我看一下")
    assert shift.has(1) == MEI
    assert shift.told(1) == [shift.to_customer("joined", agent="小美"), "您好，我看一下"]
    await shift.writes(MEI, 1, "好了")
    assert len(shift.told(1)) == 3, "who is there is said once"


async def test_the_customer_is_told_the_name_that_the_admin_chose_in_their_language(scripts: Library) -> None:
    named = AgentProfile(account=MEI, name={"zh-CN": "客服小美", "en": "May"})
    shift = Shift(scripts, desk_policy=DeskPolicy(agents={MEI: named}))
    await shift.waits_for_a_person(1)
    assert await shift.writes(MEI, 1, "/claim") == shift.to_customer("joined", agent="客服小美")
    await shift.says(2, "I would like to talk to a human")
    assert "May" in await shift.writes(MEI, 2, "/claim")


async def test_what_one_has_one_cannot_claim_again(shift: Shift) -> None:
    await shift.writes(MEI, 1, "/claim")
    assert await shift.writes(MEI, 1, "/claim") == ""
    assert shift.line("yours") in shift.posted


async def test_a_colleagues_conversation_is_not_claimed_but_may_be_taken_over(shift: Shift) -> None:
    await shift.writes(MEI, 1, "/claim")
    shift.forget()
    assert await shift.writes(BO, 1, "/claim") == ""
    assert shift.has(1) == MEI
    [asked] = [each for each in shift.outgoing if each.action is Action.POST]
    assert [each.goto for each in asked.content.buttons] == ["desk:takeover"]
    assert await shift.taps(BO, 1, "desk:takeover") == shift.to_customer("left", agent="小美", next="阿波")
    assert shift.has(1) == BO
    assert shift.line("taken_over", agent="阿波", before="小美") in shift.posted


async def test_released_it_waits_again_and_another_agent_is_asked(shift: Shift) -> None:
    await shift.writes(MEI, 1, "/claim")
    shift.now += 60
    shift.forget()
    told = await shift.writes(MEI, 1, "/release")
    assert told.startswith(shift.to_customer("left", agent="小美", next=""))
    assert shift.to_customer("position", position=1, ahead=0, minutes="") in told
    assert shift.has(1) == "queue"
    assert shift.case(1).offered_to == BO
    assert shift.case(1).queued_at == shift.now
    assert shift.line("released", agent="小美") in shift.posted
    assert [each.name for each in shift.events] == ["released"]


async def test_what_a_colleague_has_cannot_be_given_away(shift: Shift) -> None:
    await shift.writes(MEI, 1, "/claim")
    for slip in ("/release", "/transfer 阿波", "/snooze 2h"):
        shift.forget()
        await shift.writes(BO, 1, slip)
        assert shift.has(1) == MEI
        assert shift.posted == shift.line("theirs", agent="小美")


async def test_but_a_supervisor_may(scripts: Library) -> None:
    shift = Shift(scripts, desk_policy=DeskPolicy(agents={LAO: AgentProfile(account=LAO, supervisor=True)}))
    await shift.waits_for_a_person(1)
    await shift.writes(MEI, 1, "/claim")
    await shift.writes(LAO, 1, "/release")
    assert shift.has(1) == "queue"


@pytest.mark.parametrize("name", ["阿波", "@阿波", "slack:U9", "U9", " 阿波 "])
async def test_transferred_to_a_colleague_by_whatever_they_are_called(shift: Shift, name: str) -> None:
    await shift.writes(MEI, 1, "/claim")
    shift.forget()
    told = await shift.writes(MEI, 1, f"/transfer {name} 他要换货")
    assert told == shift.to_customer("left", agent="小美", next="阿波")
    assert shift.has(1) == BO
    assert shift.posted == shift.line("transferred", agent="小美", to="阿波", note="他要换货")
    assert [(each.name, each.details["to"]) for each in shift.events] == [("transferred", BO)]


async def test_transferred_to_a_team_it_waits_there(shift: Shift) -> None:
    await shift.writes(MEI, 1, "/claim")
    await shift.writes(MEI, 1, "/transfer 售后 看看退款")
    assert shift.conversations[1].owner == Owner(OwnerKind.QUEUE, "aftersales")
    assert (shift.case(1).team, shift.case(1).offered_to) == ("aftersales", MEI)


async def test_a_team_with_a_chat_of_its_own_gets_a_topic_there_and_the_old_one_is_told(shift: Shift) -> None:
    shift.places = Places(Place("slack"), {"aftersales": Place("slack", "C-AFTER")})
    shift.forget()
    await shift.writes(MEI, 1, "/transfer aftersales 看看退款")
    posts = [each for each in shift.outgoing if each.action is Action.POST]
    assert [(each.to, each.opens, each.card) for each in posts][:3] == [
        ("", False, False),
        ("C-AFTER", True, True),
        ("C-AFTER", False, False),
    ]
    assert "看看退款" in posts[0].content.text
    assert "看看退款" in posts[2].content.text


@pytest.mark.parametrize("emoji", ["👍", "✅", "❤️", ""])
async def test_a_reaction_in_a_chat_that_the_conversation_has_left_does_nothing(shift: Shift, emoji: str) -> None:
    shift.places = Places(Place("slack"), {"aftersales": Place("slack", "C-AFTER"), "sales": Place("slack", "C-SALES")})
    await shift.writes(MEI, 1, "/transfer aftersales")
    for chat in ("desk", "C-SALES"):
        shift.forget()
        await shift.reacts(MEI, 1, emoji, chat)
        assert (shift.has(1), shift.outgoing) == ("queue", [])


async def test_a_thumb_in_the_chat_that_has_the_conversation_now_claims_it(shift: Shift) -> None:
    shift.places = Places(Place("slack"), {"aftersales": Place("slack", "C-AFTER")})
    await shift.reacts(MEI, 1, "👍")
    assert shift.has(1) == MEI
    await shift.writes(MEI, 1, "/transfer aftersales")
    await shift.reacts(BO, 1, "👍", "C-AFTER")
    assert shift.has(1) == BO


async def test_a_name_nobody_has_moves_nothing_and_offers_those_like_it(shift: Shift) -> None:
    await shift.writes(MEI, 1, "/transfer 阿泼")
    [answer] = [each for each in shift.outgoing if each.action is Action.POST]
    assert shift.line("unknown_target", name="阿泼", note="阿泼") in shift.posted
    assert shift.has(1) == "queue"
    shift.forget()
    await shift.writes(MEI, 1, "/transfer aftersale")
    [answer] = [each for each in shift.outgoing if each.action is Action.POST]
    assert answer.content.buttons[0].goto == "desk:transfer:aftersales"


async def test_whoever_is_chosen_by_account_and_is_no_colleague_yet_is_told_how_to_become_one(shift: Shift) -> None:
    """Slack's form offers everybody in the workspace."""
    await shift.writes(MEI, 1, "/transfer slack:U0NEW 请看照片")
    assert shift.posted == shift.line("stranger_target", agent=mention("slack:U0NEW", "U0NEW"))
    assert shift.has(1) == "queue"


async def test_of_two_colleagues_of_one_name_both_are_offered_and_can_be_told_apart(shift: Shift) -> None:
    named = {each: AgentProfile(account=each, name={"zh-CN": "小丽"}) for each in ("slack:U5", "slack:U6")}
    shift.desk_policy = DeskPolicy(agents=named)
    await shift.writes(MEI, 1, "/transfer 小丽 她要退款")
    assert shift.has(1) == "queue"
    [answer] = [each for each in shift.outgoing if each.action is Action.POST]
    assert shift.line("which_target", note="她要退款") in shift.posted
    offered = {each.goto: each.label for each in answer.content.buttons}
    assert offered == {"desk:transfer:slack:U5 她要退款": "小丽 (U5)", "desk:transfer:slack:U6 她要退款": "小丽 (U6)"}
    await shift.taps(MEI, 1, "desk:transfer:slack:U5 她要退款")
    assert shift.has(1) == "slack:U5"
    assert "备注：她要退款" in shift.posted, "what was written behind the name is not lost"


async def test_a_note_that_is_too_long_for_a_button_does_not_take_the_choice_away(shift: Shift) -> None:
    await shift.writes(MEI, 1, f"/transfer aftersale {'她要退款' * 9}")
    [answer] = [each for each in shift.outgoing if each.action is Action.POST]
    assert answer.content.buttons[0].goto == "desk:transfer:aftersales"
    assert shift.line("unknown_target", name="aftersale", note="", too_long=True) in shift.posted, (
        "nor is it lost in silence"
    )


@pytest.mark.parametrize("note", ["see photos", "please look", "请看照片"])
async def test_words_that_are_nobodys_name_are_the_note_to_whomever_is_chosen(shift: Shift, note: str) -> None:
    await shift.writes(MEI, 1, f"/transfer {note}")
    assert shift.has(1) == "queue"
    assert shift.line("unknown_target", name=note.split()[0], note=note) in shift.posted
    [answer] = [each for each in shift.outgoing if each.action is Action.POST]
    assert {each.label for each in answer.content.buttons} == {"售前", "售后", "小美", "阿波", "老王"}
    await shift.taps(MEI, 1, next(each.goto for each in answer.content.buttons if each.label == "阿波"))
    assert shift.has(1) == BO
    assert shift.line("transferred", agent="小美", to="阿波", note=note) in shift.posted


async def test_a_note_that_nobody_is_there_for_goes_along_with_nothing(scripts: Library) -> None:
    shift = Shift(scripts)
    await shift.waits_for_a_person(1)
    await shift.writes(MEI, 1, "/claim")
    shift.forget()
    await shift.writes(MEI, 1, "/transfer see photos")
    assert shift.posted == shift.line("unknown_target", name="see", note="", too_long=False)


async def test_a_slip_in_a_name_is_no_part_of_the_note(shift: Shift) -> None:
    await shift.writes(MEI, 1, "/transfer aftersale see photos")
    [answer] = [each for each in shift.outgoing if each.action is Action.POST]
    assert answer.content.buttons[0].goto == "desk:transfer:aftersales see photos"


@pytest.mark.parametrize("words", ["阿波请看照片", "@阿波，请看照片", "阿波：请看照片"])
async def test_a_name_that_runs_into_the_note_is_asked_about(shift: Shift, words: str) -> None:
    """A colleague may be called like the beginning of an ordinary sentence: 售后 of 售后问题."""
    await shift.writes(MEI, 1, f"/transfer {words}")
    assert shift.has(1) == "queue"
    assert shift.line("which_target", note="请看照片") in shift.posted
    [answer] = [each for each in shift.outgoing if each.action is Action.POST]
    assert [(each.label, each.goto) for each in answer.content.buttons] == [("阿波", f"desk:transfer:{BO} 请看照片")]


async def test_transfer_alone_offers_everybody_and_every_team(shift: Shift) -> None:
    await shift.taps(MEI, 1, "desk:transfer")
    [answer] = [each for each in shift.outgoing if each.action is Action.POST]
    assert {each.label for each in answer.content.buttons} == {"售前", "售后", "小美", "阿波", "老王"}
    await shift.taps(MEI, 1, f"desk:transfer:{BO}")
    assert shift.has(1) == BO


async def test_nothing_is_handed_to_who_is_away(shift: Shift) -> None:
    await shift.writes(BO, None, "/away")
    await shift.writes(MEI, 1, "/transfer 阿波")
    assert shift.has(1) == "queue"
    assert shift.line("target_away", agent="阿波") in shift.posted


async def test_whom_only_the_admin_knows_can_be_handed_a_conversation(shift: Shift) -> None:
    shift.desk_policy = DeskPolicy(agents={"slack:U5": AgentProfile(account="slack:U5", name={"zh-CN": "小丽"})})
    await shift.writes(MEI, 1, "/transfer 小丽")
    assert shift.has(1) == "slack:U5"
    assert not await shift.astray()


@pytest.mark.parametrize(
    ("said", "priority"),
    [
        ("urgent", Priority.URGENT),
        ("紧急", Priority.URGENT),
        ("high", Priority.HIGH),
        ("高", Priority.HIGH),
        ("普通", Priority.NORMAL),
        ("Low", Priority.LOW),
        ("低", Priority.LOW),
    ],
)
async def test_the_priority_is_set_in_either_language(shift: Shift, said: str, priority: Priority) -> None:
    assert await shift.writes(MEI, 1, f"/priority {said}") == ""
    assert shift.case(1).priority is priority


async def test_a_priority_that_is_none_offers_those_there_are(shift: Shift) -> None:
    await shift.writes(MEI, 1, "/priority 非常")
    [answer] = [each for each in shift.outgoing if each.action is Action.POST]
    assert answer.content.buttons[0].goto == "desk:priority:urgent"
    assert shift.case(1).priority is Priority.NORMAL


async def test_resolved_the_case_is_closed_by_who_resolved_it(shift: Shift) -> None:
    await shift.writes(MEI, 1, "您好")
    shift.now += 600
    shift.forget()
    await shift.writes(MEI, 1, "/resolve")
    [case] = shift.ended
    assert (case.closed_by, case.closed_at, case.agents) == (MEI, shift.now, (MEI,))
    assert [(each.name, each.value) for each in shift.events] == [("resolved", 600)]
    assert not [key for key in shift.timers if key[0] == 1]


async def test_whoever_had_it_is_called_where_a_colleague_resolves_it(shift: Shift) -> None:
    await shift.writes(MEI, 1, "/claim")
    shift.forget()
    await shift.writes(BO, 1, "/resolve")
    assert shift.posted == "阿波 结束了 小美 接待的会话。"
    assert f'<a href="agent:{MEI}">小美</a>' in shift.outgoing[-1].content.text


async def test_so_is_whoever_would_have_got_it_back(shift: Shift) -> None:
    await shift.writes(MEI, 1, "/snooze 2h")
    shift.forget()
    await shift.writes(BO, 1, "/resolve")
    assert shift.posted == "阿波 结束了 小美 接待的会话。"


async def test_of_what_was_ones_own_or_nobodys_nobody_is_called(shift: Shift) -> None:
    await shift.writes(MEI, 1, "/claim")
    shift.forget()
    await shift.writes(MEI, 1, "/resolve")
    assert shift.posted == "小美 结束了会话。"
    await shift.writes(MEI, 1, "/reopen")
    await shift.writes(MEI, 1, "/release")
    shift.forget()
    await shift.writes(BO, 1, "/resolve")
    assert shift.posted == "阿波 结束了会话。"


async def test_opened_again_it_is_the_same_teams_and_about_the_same(shift: Shift) -> None:
    await shift.writes(MEI, 1, "/transfer 售后")
    await shift.writes(MEI, 1, "/claim")
    asked = shift.case(1).asked
    await shift.writes(MEI, 1, "/resolve")
    await shift.writes(MEI, 1, "/reopen")
    assert (shift.case(1).team, shift.case(1).asked, shift.case(1).reason) == ("aftersales", asked, "reopened")
    assert asked
    await shift.writes(MEI, 1, "/release")
    assert shift.conversations[1].owner == Owner(OwnerKind.QUEUE, "aftersales")


async def test_ended_by_the_customer_the_case_says_so(shift: Shift) -> None:
    await shift.says(1, "/end")
    assert [each.closed_by for each in shift.ended] == ["contact"]
    assert shift.has(1) == ""
    assert not shift.timers


async def test_reopened_it_is_another_case_about_the_same(shift: Shift) -> None:
    await shift.writes(MEI, 1, "/resolve")
    shift.now += 3600
    await shift.writes(BO, 1, "/reopen")
    assert shift.has(1) == BO
    assert (shift.case(1).reason, shift.case(1).asked) == ("reopened", "茶叶受潮了怎么办啊")
    assert shift.case(1).opened_at == shift.now


async def test_nobody_is_spoken_to_who_has_left(shift: Shift) -> None:
    await shift.blocks(1)
    for command in ("/claim", "/transfer 阿波", "/transfer 售后", "/release", "/resolve"):
        assert await shift.writes(MEI, 1, command) == ""


async def test_whoever_does_anything_is_known_and_written_down_once_an_hour(shift: Shift) -> None:
    assert set(shift.staff) == {MEI, BO, LAO}
    seen = shift.staff[MEI].seen_at
    shift.now += 600
    await shift.writes(MEI, 1, "// 看一下")
    assert shift.staff[MEI].seen_at == seen
    shift.now += 3600
    await shift.writes(MEI, 1, "// 看一下")
    assert shift.staff[MEI].seen_at == shift.now


async def test_the_queue_is_listed_wherever_it_is_asked_for(shift: Shift) -> None:
    await shift.waits_for_a_person(2, 3)
    await shift.writes(MEI, 2, "/claim")
    await shift.writes(BO, 3, "/claim")
    await shift.writes(BO, 3, "/snooze 2h")
    shift.now += 300
    for topic in (None, 1):
        shift.forget()
        await shift.writes(LAO, topic, "/queue")
        for shown in ("售前", "#1", "5 分钟", "小美", "#2", "💤 #3"):
            assert shown in shift.posted


async def test_whoever_reads_the_queue_comes_to_each_topic_by_the_name(shift: Shift) -> None:
    await shift.waits_for_a_person(2, 3)
    await shift.writes(MEI, 2, "/claim")
    await shift.writes(MEI, 3, "/snooze 2h")
    shift.forget()
    await shift.writes(LAO, None, "/queue")
    [row] = shift.outgoing
    for number in (1, 2, 3):
        assert f'<a href="topic:{number}">' in row.content.text


@pytest.mark.parametrize(("called", "shown"), [("@ann", "#1 ＠ann（"), ("/resolve", "#1 ／resolve（")])
async def test_a_name_in_the_queue_is_nothing_that_can_be_tapped(shift: Shift, called: str, shown: str) -> None:
    """Of a conversation without a topic the words alone are left, and Telegram makes of them what it likes."""
    await shift.customer(1, Kind.TEXT, text="在吗", name=called)
    shift.forget()
    await shift.writes(LAO, None, "/queue")
    assert shown in shift.posted


@pytest.mark.parametrize("me", ["me", "我", " ME "])
async def test_whoever_has_many_sees_their_own_alone_the_longest_wait_first(shift: Shift, me: str) -> None:
    shift.desk_policy = replace(shift.desk_policy, newcomers=NewcomerPolicy(most=0))
    await shift.waits_for_a_person(*range(2, 43))
    for each in range(2, 42):
        await shift.writes(MEI, each, "/claim")
    await shift.writes(BO, 42, "/claim")
    await shift.writes(MEI, 3, "/snooze 2h")
    await shift.writes(MEI, 4, "您好")
    shift.forget()
    await shift.writes(MEI, None, f"/queue {me}")
    for each in range(2, 42):
        assert f"#{each} " in shift.posted
    assert "💤 #3 " in shift.posted
    assert "#1 " not in shift.posted
    assert "#42 " not in shift.posted
    shift.forget()
    await shift.writes(LAO, None, "/queue me")
    assert shift.posted == shift.line("none_mine")


@pytest.mark.parametrize("asked", ["3", "#3", "王", "ＡＮＮ w"])
async def test_one_conversation_is_found_by_its_number_or_by_the_name(shift: Shift, asked: str) -> None:
    await shift.waits_for_a_person(2, 3)
    shift.conversations[3] = replace(shift.conversations[3], name="Ann Wang 王安")
    shift.forget()
    await shift.writes(MEI, None, f"/queue {asked}")
    assert "#3 " in shift.posted
    assert "#2 " not in shift.posted
    shift.forget()
    await shift.writes(MEI, None, "/queue 李四")
    assert shift.posted == shift.line("none_found", text="李四")


async def test_a_number_finds_that_conversation_and_no_names_with_the_digit_in_them(shift: Shift) -> None:
    await shift.waits_for_a_person(2, 3)
    shift.conversations[3] = replace(shift.conversations[3], name="李雷2")
    shift.forget()
    await shift.writes(MEI, None, "/queue 2")
    assert "#2 " in shift.posted
    assert "#3 " not in shift.posted
    shift.forget()
    await shift.writes(MEI, None, "/queue 雷2")
    assert "#3 " in shift.posted


async def test_who_is_found_is_not_taken_for_all_that_there_are(shift: Shift) -> None:
    await shift.waits_for_a_person(2, 3, 4)
    for each in (3, 4):
        await shift.writes(BO, each, "/claim")
    shift.forget()
    await shift.writes(MEI, None, "/queue 2")
    assert shift.posted.startswith(shift.line("team", team="售前", count=2, some=True))
    shift.forget()
    await shift.writes(MEI, None, "/queue 3")
    assert shift.posted.startswith(shift.line("held", agent="阿波", count=2, some=True))
    shift.forget()
    await shift.writes(MEI, None, "/queue")
    assert shift.line("team", team="售前", count=2, some=False) in shift.posted


@pytest.mark.parametrize("team", ["售前", "sales"])
async def test_of_one_team_who_waits_and_who_has_whom(shift: Shift, team: str) -> None:
    await shift.waits_for_a_person(2, 3)
    await shift.writes(MEI, 2, "/transfer 售后")
    await shift.writes(BO, 3, "/claim")
    shift.forget()
    await shift.writes(MEI, None, f"/queue {team}")
    assert "#1 " in shift.posted
    assert "#3 " in shift.posted
    assert "#2 " not in shift.posted


async def test_in_the_morning_the_queue_tells_of_hours(shift: Shift) -> None:
    await shift.waits_for_a_person(2, 3)
    await shift.writes(MEI, 2, "/claim")
    shift.now += 14 * 3600
    await shift.waits_for_a_person(4)
    shift.now += 59
    shift.forget()
    await shift.writes(LAO, None, "/queue")
    for shown in ("等了 14 小时", "等回复 14 小时", "刚开始等"):
        assert shown in shift.posted
    assert "840" not in shift.posted


async def test_who_was_handed_back_is_listed_with_all_that_they_have_waited(shift: Shift) -> None:
    await shift.waits_for_a_person(2)
    for each in (1, 2):
        await shift.writes(MEI, each, "/claim")
    await shift.writes(MEI, 2, "您好")
    shift.now += 30 * 60
    for each in (1, 2):
        await shift.writes(MEI, each, "/release")
    shift.forget()
    await shift.writes(LAO, None, "/queue")
    unanswered, answered = (next(each for each in shift.posted.splitlines() if f"#{n} " in each) for n in (1, 2))
    assert "等了 30 分钟" in unanswered
    assert "刚开始等" in answered


async def test_with_nothing_going_on_the_queue_says_so(scripts: Library) -> None:
    shift = Shift(scripts)
    await shift.writes(MEI, None, "/queue")
    assert shift.posted == shift.line("empty")
    assert shift.outgoing[0].action is Action.ALERT


async def test_where_staff_are_not_at_work_on_it_commands_say_so(shift: Shift) -> None:
    await shift.writes(MEI, 1, "/resolve")
    for command in ("/claim", "/release", "/snooze 2h", "/transfer 阿波", "/priority high"):
        shift.forget()
        assert await shift.writes(MEI, 1, command) == ""
        assert shift.posted == shift.line("nobody_has_it")
        assert shift.conversations[1].status is Status.RESOLVED


async def test_the_account_of_staff_is_no_name_for_customers(shift: Shift) -> None:
    await shift.writes("slack:wang.wu", 1, "/claim")
    assert shift.told(1) == ["接下来由我为您服务。"]
    shift.forget()
    await shift.writes("slack:wang.wu", 1, "/release")
    assert shift.told(1)[0].startswith("刚才的同事暂时离开了")
    assert "wang.wu" not in "".join(shift.told(1))


async def test_whoever_goes_on_without_a_name_goes_on(shift: Shift) -> None:
    await shift.writes(MEI, 1, "/claim")
    shift.forget()
    await shift.taps("slack:wang.wu", 1, "desk:takeover")
    assert shift.told(1) == ["接下来由我为您服务。"]
