"""A customer who was not content: somebody sees to it by a time, and nobody forgets it."""

from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest

from handlers.catalogue import DECLARATIONS
from handlers.exchange import plain
from handlers.scripts.library import Library
from handlers.scripts.loading import fresh
from handlers.scripts.ours import OUR_SCRIPTS
from handlers.tasks.policy import Assignee, TaskPolicy
from storage.openings import Opening
from storage.tasks import Ending, Severity
from tests.handlers.desk.shift import BO, LAO, MEI
from tests.handlers.tasks.rating import POLICY, Rated, served

HOUR = 3600.0


@pytest.fixture
async def shift(scripts: Library) -> Rated:
    return await served(scripts)


async def test_a_low_score_goes_back_to_whoever_served_with_its_history(shift: Rated) -> None:
    await shift.rates(1, 2, "补寄的也是坏的")
    assert shift.told(1) == [shift.to_contact("seen_to")], "and nobody is told to wait"
    assert (shift.has(1), shift.case(1).reason, shift.case(1).team) == (MEI, "low_score", "aftersales")
    assert "补寄的也是坏的" in shift.cards[-1]
    assert "任务 1" in shift.posted
    assert "小美" in shift.posted
    assert (shift.task().owner, shift.task().due_at) == (MEI, shift.now + 8 * HOUR)
    assert [each.name for each in shift.events] == ["task_opened"]


async def test_a_low_score_is_not_told_as_the_wish_for_a_person(shift: Rated) -> None:
    """They were rating, and have asked for nobody."""
    await shift.rates(1, 1)
    assert "人工客服" not in shift.posted


async def test_a_good_score_is_nobodys_task(shift: Rated) -> None:
    await shift.rates(1, 4)
    assert not shift.tasks.written
    assert not shift.outgoing
    assert shift.conversations[1].case is None


async def test_what_they_add_later_is_of_the_same_task(shift: Rated) -> None:
    survey = await shift.rates(1, 1)
    await shift.hears(1, replace(survey, comment="一直没人回"))
    await shift.hears(1, replace(survey, comment="一直没人回", value=5, score=1.0, low=False))
    assert list(shift.tasks.written) == [1]
    assert "一直没人回" in shift.task().summary


async def test_the_worst_score_is_due_sooner_and_waits_before_others(shift: Rated) -> None:
    await shift.rates(1, 1)
    assert (shift.task().severity, shift.task().due_at) == (Severity.SEVERE, shift.now + 2 * HOUR)
    assert shift.case(1).priority == "high"


async def test_who_served_is_away_so_a_supervisor_sees_to_it(shift: Rated) -> None:
    await shift.writes(MEI, None, "/away")
    await shift.rates(1, 2)
    assert (shift.task().owner, shift.has(1)) == (LAO, "queue")


async def test_while_staff_have_the_conversation_it_stays_theirs(shift: Rated) -> None:
    await shift.writes(BO, 1, "/reopen")
    shift.forget()
    await shift.rates(1, 2)
    assert (shift.has(1), shift.task().owner, shift.case(1).reason) == (BO, BO, "reopened")
    assert "任务 1" in shift.posted


async def test_settled_the_customer_is_asked_once_and_their_yes_counts(shift: Rated) -> None:
    await shift.rates(1, 2)
    await shift.writes(MEI, 1, "重新给您寄了")
    await shift.taps(MEI, 1, "desk:task:1 done")
    await shift.writes(MEI, 1, "/resolve")
    shift.forget()
    assert await shift.passes(HOUR) == shift.to_contact("ask")
    assert await shift.says(1, "好多了，谢谢！") == shift.to_contact("glad")
    assert (shift.task().outcome, shift.task().said) == (Ending.RECOVERED, Ending.RECOVERED)
    assert shift.said("better", number=1) in shift.posted
    assert await shift.passes(60 * HOUR) == ""


async def test_of_two_matters_that_were_seen_to_together_the_customer_is_asked_once(shift: Rated) -> None:
    await shift.rates(1, 2)
    await shift.rates(1, 1)
    await shift.taps(MEI, 1, "desk:task:1 done")
    await shift.taps(MEI, 1, "desk:task:2 failed")
    await shift.writes(MEI, 1, "/resolve")
    assert await shift.passes(HOUR) == shift.to_contact("ask")
    assert await shift.says(1, "好多了") == shift.to_contact("glad")
    assert [shift.task(number).outcome for number in (1, 2)] == [Ending.RECOVERED, Ending.NOT_RECOVERED]
    assert await shift.passes(60 * HOUR) == ""


@pytest.mark.parametrize(("words", "line"), [("yes, thanks", "glad"), ("好咗", "glad"), ("Not yet", "sorry")])
async def test_an_answer_counts_in_whatever_language_it_is_given(shift: Rated, words: str, line: str) -> None:
    await shift.rates(1, 2)
    await shift.taps(MEI, 1, "desk:task:1 done")
    await shift.writes(MEI, 1, "/resolve")
    assert await shift.passes(HOUR) == shift.to_contact("ask")
    assert await shift.says(1, words) == shift.to_contact(line)


async def test_an_answer_that_the_shop_lists_in_a_dialect_counts(tmp_path: Path) -> None:
    folder = tmp_path / "scripts"
    copytree(OUR_SCRIPTS, folder)
    better = folder / "zh-CN" / "better.yaml"
    better.write_text(better.read_text("utf-8").replace("好了、", "搞掂咗、"), "utf-8")
    shift = await served(fresh(folder, DECLARATIONS, default_language="zh-CN").loaded)
    await shift.rates(1, 2)
    await shift.taps(MEI, 1, "desk:task:1 done")
    await shift.writes(MEI, 1, "/resolve")
    assert await shift.passes(HOUR) == shift.to_contact("ask")
    assert await shift.says(1, "搞掂咗！") == shift.to_contact("glad")


async def test_their_no_counts_more_than_what_the_agent_said(shift: Rated) -> None:
    await shift.rates(1, 2)
    await shift.writes(MEI, 1, "/resolve")
    await shift.writes(MEI, None, "/task 1 done 已经补寄")
    assert "已经补寄" in shift.posted
    await shift.passes(0)
    await shift.passes(HOUR)
    shift.forget()
    assert await shift.presses(1, "better:1:no") == shift.to_contact("sorry")
    assert shift.task().outcome is Ending.NOT_RECOVERED
    assert "未挽回" in shift.posted
    [event] = [each for each in shift.events if each.name == "task_settled"]
    assert (event.agent, event.details["outcome"], event.details["by"]) == (MEI, Ending.NOT_RECOVERED, "contact")


async def test_who_says_nothing_leaves_it_as_the_agent_said(shift: Rated) -> None:
    await shift.rates(1, 2)
    await shift.writes(MEI, 1, "/task failed 联系不上")
    await shift.writes(MEI, 1, "/resolve")
    await shift.passes(60 * HOUR)
    assert shift.task().outcome is Ending.NOT_RECOVERED
    assert sum(shift.to_contact("ask") in each for each in shift.told(1)) == 1


async def test_nobody_settles_it_and_the_desk_hears_again_and_again(shift: Rated) -> None:
    await shift.rates(1, 2)
    shift.forget()
    await shift.passes(7.5 * HOUR)
    assert len(shift.alerts) == 1, "an hour before it is due"
    assert "小美" in shift.alerts[0]
    assert "🔴" not in shift.alerts[0]
    await shift.passes(24 * HOUR)
    assert len(shift.alerts) > 10
    assert "🔴" in shift.alerts[-1]
    assert "老王" in shift.alerts[-1], "the supervisor is called once it is overdue"


async def test_several_are_one_post(shift: Rated) -> None:
    await shift.waits_for_a_person(2)
    await shift.writes(BO, 2, "您好")
    await shift.writes(BO, 2, "/resolve")
    await shift.rates(1, 2)
    await shift.rates(2, 2, agents=(BO,))
    shift.forget()
    await shift.passes(8.1 * HOUR)
    assert len(shift.alerts) == 2, "one before they are due, and one when they are"
    assert all("小美" in each and "阿波" in each for each in shift.alerts)


async def test_somebody_elses_task_is_not_theirs_to_settle(shift: Rated) -> None:
    await shift.rates(1, 2)
    await shift.writes(BO, 1, "/task 1 done")
    assert shift.task().settled_at is None
    assert shift.said("not_yours", number=1, agent="小美") in shift.posted
    await shift.writes(LAO, None, "/task 1 @阿波")
    await shift.passes(0)
    assert shift.task().owner == BO
    await shift.writes(BO, 1, "/task done")
    assert shift.task().settled_by == BO


@pytest.mark.parametrize("topic", [None, 1])
async def test_what_is_said_to_whoever_gets_it_reaches_them(shift: Rated, topic: int | None) -> None:
    await shift.rates(1, 2)
    shift.forget()
    await shift.writes(LAO, topic, "/task 1 @阿波 先打个电话")
    await shift.passes(0)
    assert shift.task().owner == BO
    assert "老王 请 阿波 跟进。备注：先打个电话" in shift.posted


async def test_two_settle_it_at_once_and_the_first_counts(shift: Rated) -> None:
    await shift.rates(1, 2)
    await shift.writes(MEI, None, "/task 1 done")
    shift.now += 1
    await shift.writes(LAO, None, "/task 1 failed")
    await shift.passes(0)
    assert (shift.task().said, shift.task().settled_by) == (Ending.RECOVERED, MEI)
    assert shift.said("settled_before", number=1, agent="小美", ending="已挽回") in shift.posted


async def test_whoever_left_is_asked_nothing(shift: Rated) -> None:
    await shift.rates(1, 2)
    await shift.blocks(1)
    shift.forget()
    await shift.taps(MEI, 1, "desk:task:1 done")
    assert shift.task().outcome is Ending.RECOVERED
    assert shift.told(1) == []


@pytest.mark.parametrize("when", ["before", "after"])
async def test_whoever_said_not_to_ask_is_asked_nothing(shift: Rated, when: str) -> None:
    await shift.rates(1, 1)
    if when == "before":
        await shift.says(1, "不要再问")
    await shift.writes(MEI, 1, "/task 1 done")
    await shift.writes(MEI, 1, "/resolve")
    if when == "after":
        await shift.says(1, "不要再问")
    shift.forget()
    await shift.passes(HOUR)
    assert shift.told(1) == []
    assert shift.task().outcome is Ending.RECOVERED


async def test_the_card_shows_it_with_its_buttons_until_it_is_settled(shift: Rated) -> None:
    await shift.rates(1, 2)
    card = next(each for each in shift.outgoing if each.card)
    assert "任务 1" in plain(card.content.text)
    assert {"desk:task:1 done", "desk:task:1 failed"} <= {each.goto for each in card.content.buttons}
    shift.forget()
    await shift.taps(MEI, 1, "desk:task:1 done")
    assert "任务 1" not in shift.cards[-1]


async def test_a_member_reads_what_is_theirs_and_what_is_everybodys(shift: Rated) -> None:
    await shift.writes(MEI, None, "/tasks")
    assert shift.alerts[-1] == shift.said("nothing")
    await shift.waits_for_a_person(2)
    await shift.writes(BO, 2, "您好")
    await shift.writes(BO, 2, "/resolve")
    await shift.rates(1, 2)
    await shift.rates(2, 2, agents=(BO,))
    await shift.writes(BO, None, "/tasks")
    assert shift.alerts[-1].index("2 · 阿波") < shift.alerts[-1].index("1 · 小美"), "one's own first"
    await shift.writes(BO, None, "/task 2")
    assert "评分低" in shift.alerts[-1]
    await shift.writes(BO, None, "/task 9")
    assert shift.alerts[-1] == shift.said("unknown", number=9)
    await shift.writes(BO, None, "/task 2 @nobody")
    assert shift.alerts[-1] == shift.said("no_such_member", name="@nobody")
    await shift.writes(BO, None, "/task 2 done 已补寄")
    await shift.passes(0)
    await shift.writes(BO, None, "/task 2")
    assert "已挽回" in shift.alerts[-1]


async def test_in_quiet_hours_the_question_waits_for_the_morning(shift: Rated) -> None:
    await shift.rates(1, 2)
    await shift.writes(MEI, 1, "/resolve")
    shift.now = (shift.now + 8 * HOUR) // (24 * HOUR) * 24 * HOUR + 15 * HOUR  # 23:00 in Shanghai
    await shift.writes(MEI, 1, "/task 1 done")
    shift.forget()
    assert await shift.passes(8 * HOUR) == ""
    assert await shift.passes(4 * HOUR) == shift.to_contact("ask")


async def test_a_window_that_would_close_is_used_before_and_one_that_is_closed_is_left(shift: Rated) -> None:
    await shift.rates(1, 2)
    await shift.writes(MEI, 1, "您好")
    shift.platform.opening = Opening(until=shift.now + 0.5 * HOUR, messages=1)
    await shift.writes(MEI, 1, "/task 1 done")
    shift.forget()
    assert shift.to_contact("ask") in await shift.passes(0.4 * HOUR), "though staff still have the conversation"
    await shift.rates(1, 1)
    shift.platform.opening = Opening(until=shift.now - 1)
    await shift.writes(MEI, 1, "/task 2 failed")
    await shift.passes(HOUR)
    assert shift.task(2).outcome is Ending.NOT_RECOVERED
    assert shift.task(2).asked_again_at is None


async def test_a_shop_that_asks_nobody_again(scripts: Library) -> None:
    shift = await served(scripts, replace(POLICY, tasks=TaskPolicy(asks_again=False, assignee=Assignee.TEAM)))
    await shift.rates(1, 2)
    assert (shift.task().owner, shift.has(1)) == ("", "queue")
    await shift.writes(BO, 1, "/task done")
    assert (shift.task().outcome, shift.task().owner) == (Ending.RECOVERED, BO)
    assert await shift.passes(100 * HOUR) == ""


async def test_an_answer_that_comes_too_late_changes_nothing(shift: Rated) -> None:
    await shift.rates(1, 2)
    await shift.writes(MEI, 1, "/task failed")
    await shift.writes(MEI, 1, "/resolve")
    await shift.passes(60 * HOUR)
    assert await shift.presses(1, "better:1:yes") == shift.to_contact("too_late")
    assert await shift.presses(2, "better:1:yes") == shift.to_contact("too_late"), "nor anybody else's"
    assert shift.task().outcome is Ending.NOT_RECOVERED


async def test_teams_that_read_in_one_place_are_reminded_in_one_post(shift: Rated) -> None:
    for customer, team in ((1, "aftersales"), (2, "sales")):
        await shift.says(customer, "你好")
        await shift.rates(customer, 2, team=team, agents=())
    shift.forget()
    await shift.passes(7.5 * HOUR)
    assert len(shift.alerts) == 1
    assert {each.team for each in shift.tasks.written.values()} == {"aftersales", "sales"}


async def test_a_task_is_shown_in_lines(shift: Rated) -> None:
    await shift.rates(1, 1, comment="等了三天")
    shift.forget()
    await shift.writes(MEI, None, "/task 1")
    heading, summary, due = shift.alerts[0].splitlines()
    assert ("任务 1" in heading, "等了三天" in summary, "期限" in due) == (True, True, True)
