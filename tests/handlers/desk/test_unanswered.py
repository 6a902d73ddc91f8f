"""What staff take back answers nobody: whoever waited for an answer waits again, and everybody is reminded of it."""

from dataclasses import replace
from datetime import datetime

from bots.reports.counting import NAMES, Counting
from bots.reports.period import Period
from handlers.desk.closing import JUST_NOW
from handlers.desk.said import LOOKED_BACK
from handlers.promises.keeping import DUE
from handlers.promises.policy import PromisePolicy, PromiseRule
from storage.desk import Case, Promised
from tests.bots.reports.books import fact
from tests.handlers.desk.talk import Talk, picture
from tests.moments import SHANGHAI


def case(talk: Talk) -> Case:
    assert talk.open.case is not None
    return talk.open.case


def counted(talk: Talk, name: str = "first_response") -> list[float]:
    """The seconds to such answers, as a report counts them."""
    today = datetime.fromtimestamp(talk.now, SHANGHAI).date()
    counting = Counting(Period(today, today, SHANGHAI))
    for known in NAMES:
        for each in talk.events:
            if each.name == known:
                counting.take(fact(known, each.at, value=each.value, channel=each.channel))
    total = counting.report.total
    wall = (total.first_response if name == "first_response" else total.next_response).wall
    return [] if wall.p50 is None else [wall.p50] * wall.count


async def ends(talk: Talk) -> None:
    await talk.agent_writes("/resolve")
    assert talk.last.case is not None
    talk.floor.past = [replace(talk.last.case, conversation_id=talk.open.id)]


async def test_a_contact_whose_answer_is_taken_back_waits_since_they_asked(mine: Talk) -> None:
    await mine.says("那什么时候发货")
    asked_at = case(mine).waiting_since
    await mine.agent_writes("这是给别人的")
    assert case(mine).waiting_since is None
    await mine.agent_writes("/undo")
    assert case(mine).waiting_since == asked_at
    assert mine.posted == mine.line_of_desk("undone", text="这是给别人的", waits=True)


async def test_so_does_one_whose_answer_is_deleted(mine: Talk) -> None:
    await mine.says("那什么时候发货")
    asked_at = case(mine).waiting_since
    written = await mine.agent_writes("这是给别人的")
    await mine.agent_deletes(written)
    assert case(mine).waiting_since == asked_at


async def test_and_one_whose_answer_becomes_a_note(mine: Talk) -> None:
    await mine.says("那什么时候发货")
    asked_at = case(mine).waiting_since
    written = await mine.agent_writes("他又来了")
    await mine.agent_rewrites(written, "// 他又来了")
    assert case(mine).waiting_since == asked_at


async def test_and_one_whose_answer_was_an_album(mine: Talk) -> None:
    await mine.says("那什么时候发货")
    asked_at = case(mine).waiting_since
    for ref in ("p1", "p2"):
        await mine.agent_writes("", picture(ref), album="a")
    await mine.agent_writes("/undo")
    assert case(mine).waiting_since == asked_at


async def test_and_one_whose_answer_turns_out_to_be_an_album_with_a_note(mine: Talk) -> None:
    await mine.says("那什么时候发货")
    asked_at = case(mine).waiting_since
    await mine.agent_writes("", picture("p1"), album="a")
    await mine.agent_writes("", picture("p2", "// 别发"), album="a")
    assert case(mine).waiting_since == asked_at


async def test_another_answer_that_stands_is_one(mine: Talk) -> None:
    await mine.says("那什么时候发货")
    await mine.agent_writes("明天")
    await mine.agent_writes("这是给别人的")
    await mine.agent_writes("/undo")
    assert case(mine).waiting_since is None
    assert mine.posted == mine.line_of_desk("undone", text="这是给别人的", waits=False)
    await mine.agent_writes("/undo")
    assert case(mine).waiting_since is not None, "with the last of them the question is open again"


async def test_whoever_has_asked_again_waits_since_then(mine: Talk) -> None:
    await mine.says("那什么时候发货")
    await mine.agent_writes("这是给别人的")
    await mine.says("什么？")
    asked_at = case(mine).waiting_since
    await mine.agent_writes("/undo")
    assert case(mine).waiting_since == asked_at


async def test_nobody_waits_for_what_staff_said_of_their_own_accord(mine: Talk) -> None:
    await mine.agent_writes("还有一件事")
    await mine.agent_writes("/undo")
    assert case(mine).waiting_since is None


async def test_the_next_answer_is_the_first_where_the_only_one_was_taken_back(desk: Talk) -> None:
    await desk.agent_writes("这是给别人的")
    await desk.agent_writes("/undo")
    assert case(desk).first_response_at is None
    await desk.agent_writes("您好")
    assert [each.name for each in desk.last.events] == ["first_response"]


async def test_reports_count_the_answer_that_stands_and_not_the_one_that_was_taken_back(desk: Talk) -> None:
    await desk.agent_writes("这是给别人的")
    await desk.agent_writes("/undo")
    assert counted(desk) == []
    desk.now += 60
    asked_at = case(desk).opened_at
    await desk.agent_writes("您好")
    answered_at = desk.now - 1
    assert counted(desk) == [answered_at - asked_at]
    await desk.agent_writes("/undo")
    await desk.agent_writes("您好，请讲")
    assert counted(desk) == [answered_at + 2 - asked_at]


async def test_the_same_holds_for_every_later_answer(mine: Talk) -> None:
    await mine.agent_writes("您好")
    mine.now += 60
    await mine.says("那什么时候发货")
    asked_at = case(mine).waiting_since
    assert asked_at is not None
    await mine.agent_writes("这是给别人的")
    await mine.agent_writes("这也是")
    assert len(counted(mine, "next_response")) == 1
    await mine.agent_writes("/undo")
    assert len(counted(mine, "next_response")) == 1, "the contact still has an answer"
    await mine.agent_writes("/undo")
    assert counted(mine, "next_response") == []
    mine.now += 60
    await mine.agent_writes("明天发货")
    assert counted(mine, "next_response") == [mine.now - 1 - asked_at]
    assert len(counted(mine)) == 1, "their first answer stands"


async def test_and_the_first_of_another_customer_who_was_answered_in_the_same_time(desk: Talk) -> None:
    await desk.agent_writes("这是给别人的")
    mine = next(each for each in desk.events if each.name == "first_response")
    await desk.agent_writes("/undo")
    desk.events.insert(0, mine)
    assert counted(desk) == [mine.value]


async def test_a_promise_to_answer_counts_again(desk: Talk) -> None:
    rule = PromiseRule(terms={Promised.FIRST_RESPONSE: 600.0})
    desk.desk_policy = replace(desk.desk_policy, promises=PromisePolicy(rules=(rule,)))
    asked_at = case(desk).waiting_since
    await desk.agent_writes("这是给别人的")
    assert DUE not in desk.timers
    await desk.agent_writes("/undo")
    [promise] = case(desk).promises
    assert (promise.begun_at, promise.ended_at) == (asked_at, None)
    assert DUE in desk.timers


async def test_whoever_waited_when_the_conversation_was_ended_waits_again_when_that_is_taken_back(mine: Talk) -> None:
    await mine.says("那什么时候发货")
    await ends(mine)
    await mine.agent_writes("/reopen")
    assert case(mine).waiting_since == case(mine).opened_at
    await mine.agent_writes("明天")
    assert case(mine).waiting_since is None


async def test_nobody_waits_who_had_their_answer_before_the_end(mine: Talk) -> None:
    await mine.says("那什么时候发货")
    await mine.agent_writes("明天")
    await ends(mine)
    await mine.agent_writes("/reopen")
    assert case(mine).waiting_since is None


async def test_nor_does_anybody_of_long_ago(mine: Talk) -> None:
    await mine.says("那什么时候发货")
    await ends(mine)
    mine.now += mine.desk_policy.farewell.reopen_seconds + 1
    await mine.agent_writes("/reopen")
    assert case(mine).waiting_since is None


async def test_nor_who_ended_it_themselves(mine: Talk) -> None:
    await mine.says("算了 那什么时候发货")
    await mine.says("结束对话")
    assert mine.last.case is not None
    mine.floor.past = [replace(mine.last.case, conversation_id=mine.open.id)]
    await mine.agent_writes("/reopen")
    assert case(mine).waiting_since is None


async def test_whoever_ends_it_while_the_customer_writes_is_told(mine: Talk) -> None:
    await mine.says("等等，还有一件事")
    await mine.agent_writes("/resolve")
    assert mine.line("desk", "resolved", agent="小美", before="", spoke=True) in mine.posted


async def test_but_not_after_time_to_read_what_they_wrote(mine: Talk) -> None:
    await mine.says("那我等着")
    mine.now += JUST_NOW
    await mine.agent_writes("/resolve")
    assert mine.line("desk", "resolved", agent="小美", before="", spoke=False) in mine.posted


# What stands


async def test_an_earlier_answer_that_is_corrected_later_answers_no_later_question(mine: Talk) -> None:
    await mine.says("那什么时候发货")
    first = await mine.agent_writes("明天发")
    mine.now += 60
    await mine.says("发什么快递")
    asked_at = case(mine).waiting_since
    await mine.agent_writes("这是给别人的")
    mine.now += 60
    await mine.agent_rewrites(first, "明天发货")
    await mine.agent_writes("/undo")
    assert case(mine).waiting_since == asked_at


async def test_whose_every_answer_is_taken_back_has_had_no_first_one(desk: Talk) -> None:
    await desk.agent_writes("这是给别人的")
    await desk.says("什么？")
    await desk.agent_writes("这也是给别人的")
    await desk.agent_writes("/undo")
    assert case(desk).first_response_at is not None
    await desk.agent_writes("/undo")
    assert case(desk).first_response_at is None
    assert desk.posted == desk.line_of_desk("undone", text="这是给别人的", waits=True)
    await desk.agent_writes("您好")
    assert [each.name for each in desk.last.events] == ["first_response"]


async def test_no_picture_of_an_album_that_was_taken_back_is_an_answer(mine: Talk) -> None:
    await mine.says("那什么时候发货")
    asked_at = case(mine).waiting_since
    first = await mine.agent_writes("", picture("p1", "看图"), album="a")
    await mine.agent_writes("", picture("p2"), album="a")
    await mine.agent_rewrites(first, "// 看图")
    await mine.agent_writes("这是给别人的")
    await mine.agent_writes("/undo")
    assert case(mine).waiting_since == asked_at


async def test_nor_one_of_an_album_that_turned_out_to_be_inside(mine: Talk) -> None:
    await mine.says("那什么时候发货")
    asked_at = case(mine).waiting_since
    await mine.agent_writes("", picture("p1"), album="a")
    await mine.agent_writes("", picture("p2", "// 别发"), album="a")
    await mine.agent_writes("这是给别人的")
    await mine.agent_writes("/undo")
    assert case(mine).waiting_since == asked_at
    await mine.agent_writes("/undo")
    assert mine.posted == mine.line_of_desk("undone", text="您好", waits=True), "and no picture once more"


async def test_who_was_answered_long_ago_in_a_long_conversation_was_answered(mine: Talk) -> None:
    await mine.says("在吗")
    await mine.agent_writes("在的")
    answered_at = case(mine).first_response_at
    for number in range(LOOKED_BACK):
        await mine.says(f"第 {number} 件事")
    await mine.agent_writes("这是给别人的")
    await mine.agent_writes("/undo")
    assert case(mine).waiting_since is not None
    assert case(mine).first_response_at == answered_at
