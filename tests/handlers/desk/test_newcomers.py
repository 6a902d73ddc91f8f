"""A thousand new accounts ask for a person: staff are not buried, and nobody is lost."""

from dataclasses import replace

import pytest

from handlers.desk.policy import DEFAULT_POLICY, NewcomerPolicy
from handlers.desk.policy_file import built_in
from handlers.questions import TIMER
from handlers.scripts.library import Library
from handlers.state import read_state
from storage.conversations import Status
from storage.desk import ContactFile
from storage.newcomers import NEWCOMER_TIMER, Newcomers
from storage.results import Action
from storage.tasks import Severity
from tests.handlers.desk.shift import MEI, Shift

POLICY = replace(DEFAULT_POLICY, newcomers=NewcomerPolicy(most=3, seconds=600))
FLOOD = range(1, 11)


@pytest.fixture
def shift(scripts: Library) -> Shift:
    return Shift(scripts, desk_policy=POLICY)


def line(shift: Shift, name: str, /, **blanks: object) -> str:
    return shift._line("escalation", name, **blanks)


async def flooded(shift: Shift) -> None:
    for each in FLOOD:
        await shift.says(each, "转人工")


def opened(shift: Shift) -> set[int]:
    return {row.conversation_id for row in shift.outgoing if row.action is Action.POST}


async def test_a_few_come_in_and_the_others_are_told_how_long_it_takes(shift: Shift) -> None:
    for each in (1, 2, 3):
        assert (await shift.says(each, "转人工")).startswith(line(shift, "queued"))
    assert await shift.says(4, "转人工") == line(shift, "newcomers", minutes=10, hours="")
    assert opened(shift) == {1, 2, 3}
    assert shift.conversations[4].status is Status.PENDING


async def test_staff_are_told_once(shift: Shift) -> None:
    await flooded(shift)
    alerts = [row for row in shift.outgoing if row.action is Action.ALERT]
    assert len(alerts) == 1
    assert "10 分钟里先接进来 3 位" in shift.posted


async def test_everybody_comes_in_when_they_were_told(shift: Shift) -> None:
    await flooded(shift)
    await shift.passes(599)
    assert opened(shift) == {1, 2, 3}
    await shift.passes(1)
    assert opened(shift) == {1, 2, 3, 4, 5, 6}
    await shift.passes(600)
    assert opened(shift) == set(range(1, 10))
    await shift.passes(600)
    assert opened(shift) == set(FLOOD)
    assert {shift.has(each) for each in FLOOD} == {"queue"}


async def outage(shift: Shift, seconds: float) -> str:
    """Nothing rings meanwhile, and then all that is overdue does."""
    shift.now += seconds
    return await shift.passes(0)


async def test_after_an_outage_those_who_should_be_in_by_now_come_in_a_few_at_a_time_too(shift: Shift) -> None:
    await flooded(shift)
    told = await outage(shift, 3 * 3600)
    assert opened(shift) == {1, 2, 3, 4, 5, 6}
    assert told.splitlines()[-1] == line(shift, "newcomers", minutes=20, hours="")
    await shift.passes(599)
    assert opened(shift) == {1, 2, 3, 4, 5, 6}
    await shift.passes(1)
    assert opened(shift) == set(range(1, 10))
    await shift.passes(600)
    assert opened(shift) == set(FLOOD)


async def test_after_an_outage_nobody_comes_in_before_those_who_have_waited(shift: Shift) -> None:
    await flooded(shift)
    shift.now += 3 * 3600
    assert (await shift.says(10, "转人工")).startswith(line(shift, "queued"))  # who asks before their timer rings
    await shift.passes(0)
    assert opened(shift) == {1, 2, 3, 4, 5, 10}
    assert await shift.says(6, "转人工") == line(shift, "newcomers", minutes=10, hours="")
    assert await shift.says(11, "转人工") == line(shift, "newcomers", minutes=20, hours="")
    await shift.passes(600)
    assert opened(shift) == {1, 2, 3, 4, 5, 10, 6, 7, 8}
    await shift.passes(600)
    assert opened(shift) == set(range(1, 12))


async def test_whoever_asks_while_they_are_late_is_told_once_and_comes_in_as_they_had_called(shift: Shift) -> None:
    shift.desk_policy = replace(built_in("zh-CN"), newcomers=POLICY.newcomers)
    for each in FLOOD:
        await shift.says(each, "我要打12315投诉你们")
    shift.now += 3 * 3600
    for each in (4, 5, 6):
        await shift.rings(each, NEWCOMER_TIMER)
    assert await shift.says(7, "转人工") == line(shift, "newcomers", minutes=10, hours="")
    assert await shift.rings(7, NEWCOMER_TIMER) == ""
    await shift.passes(600)
    assert shift.case(7).rule == "投诉或法律"


async def test_staff_read_what_was_written_outside(shift: Shift) -> None:
    await flooded(shift)
    await shift.says(4, "茶叶受潮了怎么办啊")
    await shift.says(4, "转人工")
    await shift.passes(600)
    assert shift.case(4).asked == "茶叶受潮了怎么办啊"


async def test_whoever_asks_again_keeps_their_place(shift: Shift) -> None:
    await flooded(shift)
    await shift.passes(300)
    assert await shift.says(4, "转人工") == line(shift, "newcomers", minutes=5, hours="")
    assert await shift.presses(4, "queue") == line(shift, "newcomers", minutes=5, hours="")
    assert shift.timers[4, NEWCOMER_TIMER].due_at == shift.now + 300


async def test_whoever_proves_an_order_comes_in_at_once(shift: Shift) -> None:
    await flooded(shift)
    await shift.says(4, "A10086 8000")
    who = shift.conversations[4].identity
    shift.conversations[4] = replace(shift.conversations[4], proven=shift.shop.proven[who])
    await shift.says(4, "转人工")
    assert shift.has(4) == "queue"
    assert (4, NEWCOMER_TIMER) not in shift.timers


@pytest.mark.parametrize("known", [{"last_agent": MEI}, {"tier": "vip"}, {"tags": ("wholesale",)}])
async def test_whom_staff_know_comes_in_at_once(shift: Shift, known: dict[str, object]) -> None:
    await flooded(shift)
    await shift.says(11, "你好")
    contact = shift.conversations[11].contact_id
    shift.contacts.files[contact] = ContactFile(contact_id=contact, since=0.0, **known)  # type: ignore[arg-type]  # facts by name
    await shift.says(11, "转人工")
    assert shift.has(11) == "queue"


async def test_angry_words_are_no_way_past_the_others(shift: Shift) -> None:
    shift.desk_policy = replace(built_in("zh-CN"), newcomers=POLICY.newcomers)
    for each in FLOOD:
        said = await shift.says(each, "我要打12315投诉你们")
        assert said.startswith("非常抱歉给您带来不好的体验")
    assert opened(shift) == {1, 2, 3}
    assert "非常抱歉" not in await shift.passes(600)
    assert shift.case(4).angry
    assert shift.case(4).rule == "投诉或法律"


async def test_whom_the_bot_does_not_understand_is_told_so_before_they_wait(shift: Shift) -> None:
    await flooded(shift)
    for _ in range(3):
        said = await shift.says(11, "嗯嗯啊啊呜呜哦哦")
        if "自动为您接通" in said:
            break
    assert said == line(shift, "not_understood") + "\n" + line(shift, "newcomers", minutes=30, hours="")
    shift.forget()
    await shift.passes(1800)
    assert line(shift, "not_understood") not in "".join(shift.told(11))


async def test_a_wish_about_their_data_waits_with_them(shift: Shift) -> None:
    await flooded(shift)
    await shift.presses(11, "privacy:erase")
    assert opened(shift) == {1, 2, 3}
    await shift.passes(4 * 600)
    assert 11 in opened(shift)


async def test_whoever_does_not_want_to_wait_does_not_come_in(shift: Shift) -> None:
    await flooded(shift)
    await shift.says(4, "/end")
    await shift.passes(6000)
    assert opened(shift) == set(FLOOD) - {4}


async def test_nor_does_whoever_ends_it_in_the_very_moment_in_which_they_may_come_in(shift: Shift) -> None:
    await flooded(shift)
    timer = shift.timers[4, NEWCOMER_TIMER]
    shift.now = timer.due_at
    await shift.says(4, "/end")
    await shift.rings(4, NEWCOMER_TIMER, timer.payload)
    assert 4 not in opened(shift)


async def test_whoever_ends_it_amid_a_question_is_not_asked_any_more(shift: Shift) -> None:
    await flooded(shift)
    await shift.presses(4, "order_lookup")
    await shift.says(4, "/end")
    assert read_state(shift.conversations[4].state).form is None
    assert (4, TIMER) not in shift.timers


async def test_whoever_asks_and_ends_it_again_and_again_takes_one_place_at_most(shift: Shift) -> None:
    await flooded(shift)
    for _ in range(100):
        await shift.says(10, "/end")
        await shift.says(10, "转人工")
    await shift.says(10, "/end")
    assert await shift.says(11, "转人工") == line(shift, "newcomers", minutes=30, hours="")


async def test_whom_staff_took_in_and_served_meanwhile_does_not_come_in_once_more(shift: Shift) -> None:
    await shift.says(4, "转人工")
    await shift.says(4, "/end")
    await flooded(shift)
    assert shift.has(4) == "bot"
    await shift.writes(MEI, 4, "/reopen")
    await shift.writes(MEI, 4, "/resolve")
    await shift.passes(6000)
    assert shift.has(4) == ""


async def test_whoever_thanks_outside_still_comes_in(shift: Shift) -> None:
    await flooded(shift)
    await shift.says(4, "谢谢")
    await shift.says(4, "再见")
    await shift.passes(600)
    assert shift.has(4) == "queue"


async def test_nobody_is_overtaken_when_the_shop_lets_in_more(shift: Shift) -> None:
    await flooded(shift)
    shift.desk_policy = replace(POLICY, newcomers=NewcomerPolicy(most=50, seconds=600))
    assert await shift.says(11, "转人工") == line(shift, "newcomers", minutes=30, hours="")


async def test_nobody_is_sent_away_while_they_wait_outside(shift: Shift) -> None:
    shift.desk_policy = replace(POLICY, newcomers=NewcomerPolicy(most=3, seconds=24 * 3600))
    await flooded(shift)
    shift.forget()
    await shift.passes(24 * 3600 - 1)
    assert [row for row in shift.outgoing if row.conversation_id == 4] == []
    assert shift.conversations[4].status is Status.PENDING


async def test_whoever_left_meanwhile_is_not_brought_in(shift: Shift) -> None:
    await flooded(shift)
    await shift.blocks(4)
    await shift.passes(6000)
    assert 4 not in opened(shift)


async def test_a_quiet_shop_lets_everybody_in_again(shift: Shift) -> None:
    await flooded(shift)
    await shift.passes(3600)
    assert "您前面还有" in await shift.says(12, "转人工")


async def test_a_shop_may_let_everybody_in(shift: Shift) -> None:
    shift.desk_policy = replace(POLICY, newcomers=NewcomerPolicy(most=0))
    await flooded(shift)
    assert opened(shift) == set(FLOOD)


async def test_feedback_of_new_accounts_is_kept_and_told_of_once(shift: Shift) -> None:
    for each in FLOOD:
        assert f"F{each}" in await shift.says(each, "/feedback 网站的字太小了")
    alerts = [row for row in shift.outgoing if row.action is Action.ALERT]
    assert len(alerts) == 4
    assert "/意见" in shift.posted.splitlines()[-1]
    assert len(shift.feedback.given) == len(FLOOD)


async def test_severe_words_of_feedback_are_no_way_past_the_others(shift: Shift) -> None:
    await flooded(shift)
    said = await shift.says(11, "/feedback 喝了茶以后孩子过敏了")
    assert "F1" in said
    assert said.endswith(line(shift, "newcomers", minutes=30, hours=""))
    assert 11 not in opened(shift)
    await shift.passes(30 * 60)
    assert shift.case(11).reason == "feedback"
    assert "过敏" in shift.case(11).asked
    [task] = shift.tasks.written.values()
    assert (task.severity, task.feedback_id) == (Severity.SEVERE, 1)
    assert read_state(shift.conversations[11].state).comes_in_at == 0


async def test_nor_are_they_forgotten_of_whoever_waited_already(shift: Shift) -> None:
    await flooded(shift)
    await shift.says(10, "/feedback 喝了茶以后孩子过敏了")
    await shift.says(10, "谢谢，再见")
    await shift.passes(30 * 60)
    assert [task.feedback_id for task in shift.tasks.written.values()] == [1]
    assert shift.has(10) == "queue"


async def test_nor_of_whoever_comes_in_before_their_time(shift: Shift) -> None:
    await flooded(shift)
    await shift.says(10, "/feedback 喝了茶以后孩子过敏了")
    await shift.says(10, "A10086 8000")
    shift.conversations[10] = replace(
        shift.conversations[10], proven=shift.shop.proven[shift.conversations[10].identity]
    )
    await shift.says(10, "转人工")
    assert shift.has(10) == "queue"
    told = shift.told(10)
    await shift.passes(1)
    [task] = shift.tasks.written.values()
    assert (task.severity, task.feedback_id, task.conversation_id) == (Severity.SEVERE, 1, 10)
    assert "过敏" in shift.posted
    assert shift.told(10) == told, "they know already what happens next"
    await shift.passes(30 * 60)
    assert len(shift.tasks.written) == 1


async def test_words_that_are_not_severe_come_in_as_anybody_does(shift: Shift) -> None:
    await flooded(shift)
    await shift.says(10, "/feedback 网站的字太小了")
    await shift.passes(30 * 60)
    assert not shift.tasks.written
    assert shift.case(10).reason == "asked"


async def test_after_a_restart_nobody_takes_a_place_that_was_taken() -> None:
    async def earlier(since: float) -> list[float]:
        assert since == -500.0
        return [-1.0, 0.0, 599.0]

    newcomers = Newcomers(earlier)
    place = await newcomers.place(100.0, 3, 600)
    assert (place.at, place.first) == (599.0, False)
    assert (await newcomers.place(100.0, 3, 600)).at == 600.0
