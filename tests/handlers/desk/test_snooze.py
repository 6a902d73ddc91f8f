"""A conversation sleeps until its time, or until the customer writes; and it comes back to somebody."""

from dataclasses import replace

import pytest

from handlers.desk.policy import AgentProfile, DeskPolicy
from handlers.scripts.library import Library
from storage.conversations import Status
from storage.inbound import Kind
from storage.results import Action
from tests.handlers.desk.shift import BO, MEI, Shift

HOUR = 3600.0


@pytest.fixture
async def shift(scripts: Library) -> Shift:
    """小美 has customer 1; 阿波 is there."""
    shift = Shift(scripts)
    await shift.writes(BO, None, "/queue")
    await shift.waits_for_a_person(1)
    await shift.writes(MEI, 1, "您好")
    shift.forget()
    return shift


async def test_it_comes_back_to_who_snoozed_it(shift: Shift) -> None:
    await shift.writes(MEI, 1, "/snooze 2h")
    assert shift.conversations[1].status is Status.SNOOZED
    assert (shift.events[0].name, shift.events[0].value) == ("snoozed", 2 * HOUR)
    await shift.passes(2 * HOUR - 1)
    assert shift.has(1) == "wake"
    shift.forget()
    await shift.passes(1)
    assert shift.has(1) == MEI
    assert shift.posted == shift.line("woken", agent="小美")
    assert shift.told(1) == []


@pytest.mark.parametrize(("language", "written"), [("zh-CN", "/搁置 2h"), ("en", "/snooze 2h")])
async def test_who_says_no_time_reads_how_one_is_written_in_the_shops_language(
    shift: Shift, language: str, written: str
) -> None:
    shift.policy = replace(shift.policy, default_language=language)
    await shift.writes(MEI, 1, "/snooze whenever")
    assert f" {written}" in shift.posted


async def test_who_takes_it_back_before_its_time_is_no_news_to_the_customer(shift: Shift) -> None:
    await shift.writes(MEI, 1, "/snooze 2h")
    shift.forget()
    await shift.writes(MEI, 1, "/claim")
    assert shift.has(1) == MEI
    assert shift.told(1) == []


async def test_but_a_colleague_is(shift: Shift) -> None:
    await shift.writes(MEI, 1, "/snooze 2h")
    shift.forget()
    await shift.writes(BO, 1, "/claim")
    assert shift.told(1) == [shift.to_customer("joined", agent="阿波")]


async def test_and_so_is_whoever_put_it_to_sleep_without_a_word(shift: Shift) -> None:
    await shift.waits_for_a_person(2)
    await shift.writes(BO, 2, "/snooze 2h")
    shift.forget()
    await shift.writes(BO, 2, "/claim")
    assert shift.told(2) == [shift.to_customer("joined", agent="阿波")]


async def test_to_the_queue_where_they_have_gone_away(shift: Shift) -> None:
    await shift.writes(MEI, 1, "/snooze 明天 9:00")
    await shift.writes(MEI, None, "/away")
    shift.forget()
    await shift.passes(24 * HOUR)
    assert shift.has(1) == "queue"
    assert shift.case(1).offered_to == ""
    assert shift.line("woken", agent="") in shift.posted


async def test_that_a_colleague_has_gone_away_makes_no_difference(shift: Shift) -> None:
    await shift.writes(MEI, 1, "/snooze 明天 9:00")
    await shift.writes(BO, None, "/away")
    await shift.passes(24 * HOUR)
    assert shift.has(1) == MEI


async def test_a_word_of_the_customer_wakes_it_at_once_and_stands_behind_the_news(shift: Shift) -> None:
    await shift.writes(MEI, 1, "/snooze 2h")
    shift.forget()
    assert await shift.says(1, "我找到订单号了") == ""
    assert shift.has(1) == MEI
    assert shift.posted == f"{shift.line('woken', agent='小美')}\n我找到订单号了"
    assert shift.case(1).waiting_since == shift.now
    shift.forget()
    await shift.passes(3 * HOUR)
    assert shift.posted == "", "the alarm is off"


async def test_what_woke_it_may_have_waited_and_one_press_puts_it_back_to_its_time(shift: Shift) -> None:
    await shift.writes(MEI, 1, "/snooze 明天 9:00")
    until = shift.timers[1, "desk:wake"].due_at
    shift.forget()
    await shift.says(1, "好，明天见，我再看看说明书")
    [news] = [each for each in shift.outgoing if each.content.buttons and not each.card]
    [again] = news.content.buttons
    assert again.label == shift.line("again_button", time="11月23日 09:00")
    await shift.taps(MEI, 1, again.goto)
    assert (shift.has(1), shift.timers[1, "desk:wake"].due_at) == ("wake", until)


async def test_when_its_time_has_come_there_is_none_to_put_it_back_to(shift: Shift) -> None:
    await shift.writes(MEI, 1, "/snooze 2h")
    shift.forget()
    await shift.passes(2 * HOUR)
    assert not [each for each in shift.outgoing if each.content.buttons and not each.card]


async def test_nor_in_its_last_minute(shift: Shift) -> None:
    await shift.writes(MEI, 1, "/snooze 2h")
    shift.forget()
    await shift.passes(2 * HOUR - 59)
    await shift.says(1, "好，一会儿见")
    assert shift.has(1) == MEI
    assert not [each for each in shift.outgoing if each.content.buttons and not each.card]


async def test_an_edit_wakes_nobody(shift: Shift) -> None:
    await shift.writes(MEI, 1, "/snooze 2h")
    await shift.customer(1, Kind.EDIT, text="改了")
    assert shift.has(1) == "wake"


async def test_the_customer_can_end_it_asleep(shift: Shift) -> None:
    await shift.writes(MEI, 1, "/snooze 2h")
    await shift.says(1, "/end")
    assert (shift.has(1), shift.ended[-1].closed_by) == ("", "contact")
    assert not shift.timers


async def test_staff_can_take_or_resolve_it_asleep(shift: Shift) -> None:
    await shift.writes(MEI, 1, "/snooze 2h")
    await shift.writes(BO, 1, "/claim")
    assert shift.has(1) == BO
    await shift.writes(BO, 1, "/snooze 2h")
    await shift.writes(BO, 1, "/resolve")
    assert shift.has(1) == ""
    assert not shift.timers


async def test_snoozed_again_only_the_later_alarm_counts(shift: Shift) -> None:
    await shift.writes(MEI, 1, "/snooze 1h")
    await shift.writes(MEI, 1, "/snooze 3h")
    await shift.passes(2 * HOUR)
    assert shift.has(1) == "wake"
    await shift.passes(HOUR)
    assert shift.has(1) == MEI


async def test_a_time_that_cannot_be_read_offers_some_that_can(shift: Shift) -> None:
    await shift.writes(MEI, 1, "/snooze 改天")
    assert shift.has(1) == MEI
    [answer] = [each for each in shift.outgoing if each.action is Action.POST]
    await shift.taps(MEI, 1, answer.content.buttons[0].goto)
    assert shift.has(1) == "wake"


async def test_nobody_sleeps_for_ever(shift: Shift) -> None:
    await shift.writes(MEI, 1, "/snooze 9999h")
    assert shift.has(1) == MEI
    assert shift.posted == shift.line("snooze_too_long", days=30)


async def test_from_the_queue_it_sleeps_as_well_and_its_other_alarms_are_off(shift: Shift) -> None:
    await shift.waits_for_a_person(2)
    await shift.writes(BO, 2, "/snooze 1h")
    assert {name for number, name in shift.timers if number == 2} == {"desk:wake"}
    shift.forget()
    await shift.passes(30 * 60)
    assert shift.told(2) == []
    await shift.passes(HOUR)
    assert shift.has(2) == BO


async def test_the_customer_hears_who_has_them_when_what_was_put_to_sleep_from_the_queue_wakes(shift: Shift) -> None:
    await shift.waits_for_a_person(2, 3)
    await shift.writes(BO, 2, "/snooze 2h")
    await shift.writes(BO, 3, "/snooze 2h")
    shift.forget()
    assert await shift.says(2, "还在吗") == shift.to_customer("joined", agent="阿波")
    await shift.passes(2 * HOUR)
    assert shift.told(3) == [shift.to_customer("joined", agent="阿波")]


async def test_but_nobody_is_introduced_twice(shift: Shift) -> None:
    await shift.waits_for_a_person(2)
    await shift.writes(BO, 2, "/claim")
    await shift.writes(BO, 2, "/snooze 2h")
    shift.forget()
    await shift.passes(2 * HOUR)
    assert shift.has(2) == BO
    assert shift.told(2) == []


async def test_a_colleague_who_snoozes_for_somebody_is_introduced_in_their_place(shift: Shift) -> None:
    shift.desk_policy = DeskPolicy(agents={BO: AgentProfile(account=BO, supervisor=True)})
    await shift.writes(BO, 1, "/snooze 2h")
    shift.forget()
    await shift.passes(2 * HOUR)
    assert shift.has(1) == BO
    assert shift.told(1) == [shift.to_customer("joined", agent="阿波")]


async def test_nor_is_the_customer_told_that_somebody_left_of_whom_they_never_heard(shift: Shift) -> None:
    await shift.waits_for_a_person(2)
    await shift.writes(MEI, 2, "/snooze 2h")
    await shift.writes(MEI, None, "/away")
    shift.forget()
    told = await shift.says(2, "还在吗")
    assert shift.has(2) == "queue"
    assert told
    assert "小美" not in told


async def test_whose_sleeping_conversation_a_colleague_gives_away_has_left_and_not_the_colleague(shift: Shift) -> None:
    await shift.writes(MEI, 1, "/snooze 2h")
    shift.forget()
    told = await shift.writes(BO, 1, "/release")
    assert told.startswith(shift.to_customer("left", agent="小美", next=""))
    assert shift.posted.startswith(shift.line("released", agent="阿波"))


async def test_and_nobody_has_where_it_slept_unheard(shift: Shift) -> None:
    await shift.waits_for_a_person(2)
    await shift.writes(BO, 2, "/snooze 2h")
    told = await shift.writes(BO, 2, "/release")
    assert shift.has(2) == "queue"
    assert told
    assert "阿波" not in told
