"""A customer is promised an answer in time: what starts the clock, what stops it, and what is written down."""

from dataclasses import replace

from handlers.desk.policy import DeskPolicy, Team
from handlers.hours.calendar import Calendar
from handlers.hours.policy import Stretch, Week
from handlers.promises.keeping import DUE
from handlers.promises.policy import For, PromisePolicy, PromiseRule
from storage.conversations import Status
from storage.desk import Priority, Promise, Promised
from storage.results import EntryKind
from tests.handlers.desk.shift import BO, MEI, Shift
from tests.handlers.promises.shop import DESK, FIRST, HOUR, MINUTE, NEXT, OFFICE, PROMISES, RESOLUTION, Opened
from tests.moments import SHANGHAI, at


def promise(shift: Shift, what: Promised, customer: int = 1) -> Promise:
    return next(each for each in shift.case(customer).promises if each.what is what)


def due(shift: Shift, what: Promised) -> float | None:
    return promise(shift, what).due_at


def happened(shift: Shift, *names: str) -> list[tuple[str, float | None, float | None]]:
    return [(each.name, each.value, each.business_value) for each in shift.events if each.name in names]


def missed(shift: Shift) -> list[tuple[Promised, float]]:
    """What, and when."""
    return [(Promised(str(each.details["promise"])), each.at) for each in shift.events if each.name == "breach"]


async def test_the_first_answer_is_promised_from_the_hand_over_on(opened: Opened) -> None:
    shift = await opened()
    assert due(shift, FIRST) == at("2026-11-24 10:10")
    assert due(shift, RESOLUTION) == at("2026-11-24 14:00")
    assert [each.what for each in shift.case(1).promises] == [FIRST, RESOLUTION]


async def test_only_opening_hours_count(opened: Opened) -> None:
    shift = await opened("2026-11-24 17:55")
    assert due(shift, FIRST) == at("2026-11-25 09:05")
    assert due(shift, RESOLUTION) == at("2026-11-25 12:55")
    night = await opened("2026-11-24 23:00")
    assert due(night, FIRST) == at("2026-11-25 09:10")


async def test_an_answer_in_time_is_written_down_with_how_early_it_was(opened: Opened) -> None:
    shift = await opened()
    await shift.passes(4 * MINUTE)
    await shift.writes(MEI, 1, "您好")
    first = promise(shift, FIRST)
    assert (first.difference, first.ended_at, first.due_at) == (6 * MINUTE, shift.now, at("2026-11-24 10:10"))
    assert happened(shift, "first_response", "breach") == [("first_response", 4 * MINUTE, 4 * MINUTE)]
    await shift.writes(MEI, 1, "请发张照片")
    assert promise(shift, FIRST) == first
    assert happened(shift, "next_response") == [], "who answers twice answers one message"


async def test_an_answer_at_the_very_deadline_is_in_time_and_a_second_later_is_not(opened: Opened) -> None:
    for seconds, difference in ((0, 0), (1, -1)):
        shift = await opened()
        await shift.passes(10 * MINUTE + seconds)
        await shift.writes(MEI, 1, "您好")
        assert promise(shift, FIRST).difference == difference
        missed = [each.details for each in shift.events if each.name == "breach"]
        assert missed == ([{"promise": "first_response"}] if difference else [])


async def test_a_missed_promise_counts_the_hours_in_which_people_were_there(opened: Opened) -> None:
    for begins, late in (("2026-11-24 17:55", 15 * MINUTE), ("2026-11-24 17:45", 25 * MINUTE)):
        shift = await opened(begins)
        await shift.passes(at("2026-11-25 09:20") - shift.now)
        await shift.writes(MEI, 1, "您好")
        assert promise(shift, FIRST).difference == -late


async def test_a_missed_promise_counts_when_it_is_missed_and_not_when_somebody_answers_at_last(opened: Opened) -> None:
    shift = await opened("2026-11-30 17:45")
    await shift.passes(10 * MINUTE)
    assert missed(shift) == [], "an answer would be in time"
    await shift.passes(1)
    assert missed(shift) == [(FIRST, at("2026-11-30 17:55") + 1)], "in November's report, whatever December brings"
    await shift.passes(at("2026-12-01 09:20") - shift.now)
    await shift.writes(MEI, 1, "您好")
    assert len(missed(shift)) == 1


async def test_a_promise_missed_just_as_the_team_goes_is_seen_when_they_are_back(opened: Opened) -> None:
    shift = await opened("2026-11-24 17:50")
    await shift.passes(10 * HOUR)
    assert missed(shift) == []
    await shift.passes(at("2026-11-25 09:00") + 1 - shift.now)
    assert missed(shift) == [(FIRST, at("2026-11-25 09:00") + 1)]


async def test_nothing_is_missed_while_we_wait_for_the_customer_or_the_conversation_sleeps(opened: Opened) -> None:
    shift = await opened()
    await shift.writes(MEI, 1, "您好")
    await shift.passes(48 * HOUR)
    await shift.says(1, "什么时候发货呢")
    await shift.writes(MEI, 1, "明天发")
    await shift.writes(MEI, 1, "/snooze 2h")
    await shift.passes(HOUR)
    assert missed(shift) == []


async def test_what_was_missed_is_counted_once_though_more_time_is_promised_since(opened: Opened) -> None:
    shift = await opened()
    await shift.passes(15 * MINUTE)
    shift.desk_policy = replace(DESK, promises=replace(PROMISES, rules=(PromiseRule(terms={FIRST: HOUR}),)))
    await shift.rings(1, DUE)
    assert promise(shift, FIRST).stage < 100
    await shift.passes(HOUR)
    await shift.writes(MEI, 1, "您好")
    assert [what for what, _ in missed(shift)] == [FIRST]


async def test_what_an_older_kefu_counted_with_the_answer_is_not_counted_again_when_that_is_taken_back(
    opened: Opened,
) -> None:
    shift = await opened()
    await shift.passes(15 * MINUTE)
    await shift.writes(MEI, 1, "这是给别人的")
    case = shift.case(1)
    old = replace(case, promises=tuple(replace(each, missed_at=None) for each in case.promises))
    shift.conversations[1] = replace(shift.conversations[1], case=old)
    await shift.writes(MEI, 1, "/undo")
    await shift.passes(MINUTE)
    assert promise(shift, FIRST).missed_at is not None
    assert [what for what, _ in missed(shift)] == [FIRST]


async def test_what_was_missed_while_kefu_was_down_is_counted_when_it_is_back(opened: Opened) -> None:
    shift = await opened()
    shift.now += HOUR
    await shift.writes(MEI, 1, "您好")
    assert [what for what, _ in missed(shift)] == [FIRST]
    assert promise(shift, FIRST).missed_at == shift.now


async def test_of_three_messages_in_a_row_the_first_counts(opened: Opened) -> None:
    shift = await opened()
    await shift.writes(MEI, 1, "您好")
    asked = shift.now + 30 * MINUTE
    await shift.passes(30 * MINUTE)
    for words in ("能换吗", "我要红色的", "在吗"):
        await shift.says(1, words)
        assert due(shift, NEXT) == asked + 20 * MINUTE
        await shift.passes(MINUTE)
    shift.forget()
    await shift.writes(MEI, 1, "可以换")
    assert promise(shift, NEXT).difference == 17 * MINUTE
    assert happened(shift, "next_response") == [("next_response", 3 * MINUTE, 3 * MINUTE)]


async def test_thanks_start_no_clock_and_a_question_after_them_does(opened: Opened) -> None:
    shift = await opened()
    await shift.writes(MEI, 1, "已经换好了")
    before = shift.case(1)
    await shift.says(1, "谢谢")
    assert shift.case(1).promises == before.promises
    assert shift.case(1).waiting_since is None
    await shift.passes(HOUR)
    await shift.says(1, "什么时候发货呢")
    assert due(shift, NEXT) == shift.now + 20 * MINUTE


async def test_the_resolution_waits_while_we_wait_for_the_customer(opened: Opened) -> None:
    shift = await opened()
    await shift.passes(HOUR)
    await shift.writes(MEI, 1, "请发张照片")
    assert (due(shift, RESOLUTION), promise(shift, RESOLUTION).spent) == (None, HOUR)
    await shift.passes(90 * MINUTE)
    await shift.says(1, "照片来了，能换吗")
    assert due(shift, RESOLUTION) == at("2026-11-24 15:30")
    await shift.passes(HOUR)
    await shift.writes(MEI, 1, "可以换")
    shift.forget()
    await shift.writes(MEI, 1, "/resolve")
    assert happened(shift, "resolution", "breach") == [("resolution", 3.5 * HOUR, 2 * HOUR)]
    ended = shift.ended[-1].promises
    assert [(each.what, each.difference) for each in ended] == [
        (FIRST, -50 * MINUTE),
        (NEXT, -40 * MINUTE),
        (RESOLUTION, 2 * HOUR),
    ]


async def test_it_stands_still_while_the_conversation_sleeps_and_the_answer_does_not(opened: Opened) -> None:
    shift = await opened()
    await shift.writes(MEI, 1, "您好")
    await shift.says(1, "什么时候到货呢")
    await shift.writes(MEI, 1, "/snooze 2h")
    assert shift.conversations[1].status is Status.SNOOZED
    assert (due(shift, RESOLUTION), due(shift, NEXT)) == (None, shift.now + 20 * MINUTE)
    await shift.passes(2 * HOUR)
    assert shift.has(1) == MEI
    assert due(shift, RESOLUTION) == at("2026-11-24 16:00")


async def test_whoever_has_left_is_owed_nothing_until_they_are_back(opened: Opened) -> None:
    shift = await opened()
    await shift.passes(MINUTE)
    await shift.blocks(1)
    assert (due(shift, FIRST), promise(shift, FIRST).spent) == (None, MINUTE)
    assert (1, DUE) not in shift.timers
    await shift.passes(HOUR)
    await shift.says(1, "在吗")
    assert due(shift, FIRST) == shift.now + 9 * MINUTE


async def test_a_conversation_that_is_opened_again_is_promised_anew(opened: Opened) -> None:
    shift = await opened()
    await shift.passes(20 * MINUTE)
    await shift.writes(MEI, 1, "/resolve")
    assert shift.ended[-1].promises[0].difference == -10 * MINUTE, "what nobody answered was missed, too"
    assert (1, DUE) not in shift.timers
    await shift.writes(MEI, 1, "/reopen")
    assert [each.what for each in shift.case(1).promises] == [FIRST, RESOLUTION], "nobody has answered them yet"
    assert due(shift, FIRST) == shift.now + 10 * MINUTE
    assert due(shift, RESOLUTION) == shift.now + 4 * HOUR


# Whom it is promised


URGENT = PromiseRule(when=For(priorities=frozenset({Priority.URGENT})), terms={FIRST: 2 * MINUTE})
VIP = PromiseRule(when=For(tiers=frozenset({"vip"})), terms={FIRST: 3 * MINUTE})
NIGHT = PromiseRule(when=For(teams=frozenset({"night"})), terms={FIRST: 30 * MINUTE, RESOLUTION: 2 * HOUR})


def rules(*first: PromiseRule, **more: object) -> DeskPolicy:
    promises = replace(PROMISES, rules=(*first, *PROMISES.rules))
    return DeskPolicy(promises=promises, **more)  # type: ignore[arg-type]  # facts by name


async def test_a_higher_priority_moves_the_deadline_and_the_time_that_passed_counts(opened: Opened) -> None:
    shift = await opened(desk=rules(URGENT))
    await shift.passes(MINUTE)
    await shift.writes(MEI, 1, "/priority urgent")
    assert due(shift, FIRST) == at("2026-11-24 10:02")
    assert [each.what for each in shift.case(1).promises] == [FIRST], "this rule promises nothing else"
    await shift.writes(MEI, 1, "/priority normal")
    assert due(shift, FIRST) == at("2026-11-24 10:10")


async def test_another_team_has_its_own_times_and_hours(opened: Opened) -> None:
    hours = replace(OFFICE, teams={"night": Week(((Stretch(18 * 60, 33 * 60),),) * 7)})
    desk = rules(NIGHT, teams={"day": Team(key="day"), "night": Team(key="night")})
    shift = await opened("2026-11-24 17:50", desk=desk, hours=hours)
    await shift.passes(15 * MINUTE)
    await shift.writes(MEI, 1, "/transfer night")
    first = promise(shift, FIRST)
    assert (first.spent, first.seconds) == (10 * MINUTE, 30 * MINUTE), "five of fifteen minutes were after six"
    assert first.due_at == shift.now + 20 * MINUTE


async def test_a_customer_who_becomes_a_vip_is_promised_more(opened: Opened) -> None:
    shift = await opened(desk=rules(VIP))
    assert due(shift, FIRST) == at("2026-11-24 10:10")
    await shift.writes(MEI, 1, "/tier vip")
    assert due(shift, FIRST) == at("2026-11-24 10:03")
    await shift.writes(MEI, 1, "/tier new")
    assert due(shift, FIRST) == at("2026-11-24 10:10")


async def test_without_promises_nothing_of_it_happens(opened: Opened) -> None:
    shift = await opened(desk=DeskPolicy())
    assert shift.case(1).promises == ()
    assert (1, DUE) not in shift.timers
    await shift.writes(MEI, 1, "您好")
    await shift.says(1, "能换吗")
    assert shift.case(1).promises == ()


async def test_promises_that_are_made_later_hold_for_whoever_waits_already(opened: Opened) -> None:
    shift = await opened(desk=DeskPolicy())
    await shift.passes(4 * MINUTE)
    shift.desk_policy = DESK
    await shift.says(1, "在吗")
    assert due(shift, FIRST) == at("2026-11-24 10:10")
    assert due(shift, RESOLUTION) == shift.now + 4 * HOUR
    shift.desk_policy = DeskPolicy()
    await shift.says(1, "还在吗")
    assert shift.case(1).promises == (), "the admin took them back"
    assert (1, DUE) not in shift.timers


async def test_hours_that_the_admin_changes_move_the_deadline_when_the_timer_rings(opened: Opened) -> None:
    shift = await opened("2026-11-24 17:55")
    shift.hours = Calendar(replace(OFFICE, usual=Week(((Stretch(13 * 60, 18 * 60),),) * 7)), SHANGHAI)
    await shift.passes(at("2026-11-25 09:05") - shift.now)
    assert (due(shift, FIRST), promise(shift, FIRST).stage) == (at("2026-11-25 13:05"), 0)
    await shift.passes(at("2026-11-25 13:01") - shift.now)
    assert promise(shift, FIRST).stage == 60


# Stages


async def test_the_timer_rings_at_every_stage_and_then_no_more(opened: Opened) -> None:
    shift = await opened(desk=DeskPolicy(promises=PromisePolicy(rules=(PromiseRule(terms={FIRST: 10 * MINUTE}),))))
    for minutes, stage in ((6, 60), (9, 90), (10, 100)):
        assert shift.timers[1, DUE].due_at == at(f"2026-11-24 10:{minutes:02}")
        await shift.passes(at(f"2026-11-24 10:{minutes:02}") - shift.now)
        assert promise(shift, FIRST).stage == stage
    await shift.passes(1)
    assert (1, DUE) not in shift.timers


async def test_an_outage_over_all_stages_is_made_up_for_at_once(opened: Opened) -> None:
    shift = await opened(desk=DeskPolicy(promises=PromisePolicy(rules=(PromiseRule(terms={FIRST: 10 * MINUTE}),))))
    shift.now += 2 * HOUR
    await shift.rings(1, DUE)
    assert promise(shift, FIRST).stage == 100
    assert (1, DUE) not in shift.timers


async def test_a_timer_of_an_answer_given_meanwhile_finds_nothing_to_do(opened: Opened) -> None:
    shift = await opened()
    await shift.writes(MEI, 1, "您好")
    case = shift.case(1)
    shift.forget()
    await shift.rings(1, DUE)
    assert (shift.case(1), shift.outgoing, shift.events) == (case, [], [])


async def test_the_queue_lifts_whom_a_promise_was_missed_to_and_the_promise_stays(opened: Opened) -> None:
    shift = await opened(desk=rules(PromiseRule(when=For(priorities=frozenset({Priority.HIGH})), terms={FIRST: 60.0})))
    await shift.passes(HOUR)
    assert (shift.case(1).priority, shift.case(1).lifted_from) == (Priority.HIGH, Priority.NORMAL)
    assert promise(shift, FIRST).seconds == 10 * MINUTE
    assert "lifted to high" in [each.text for each in shift.transcript[1] if each.kind is EntryKind.ACTIVITY]
    await shift.passes(4 * HOUR)
    assert shift.case(1).priority is Priority.HIGH, "once is enough"
    await shift.writes(BO, 1, "/priority low")
    await shift.rings(1, DUE)
    assert (shift.case(1).priority, shift.case(1).lifted_from) == (Priority.LOW, None), "whoever sets it, means it"


async def test_whoever_was_missed_is_taken_before_those_who_were_not(opened: Opened) -> None:
    shift = await opened()
    await shift.passes(8 * MINUTE)
    await shift.waits_for_a_person(2)
    await shift.writes(MEI, 2, "/priority high")
    await shift.waits_for_a_person(3)
    assert [each.conversation_id for each in await shift.queue()] == [2, 1, 3]
    await shift.passes(3 * MINUTE)
    assert [each.conversation_id for each in await shift.queue()] == [1, 2, 3]


async def test_whoever_is_late_with_an_agent_is_lifted_once_they_are_back_in_the_queue(opened: Opened) -> None:
    shift = await opened()
    await shift.writes(MEI, 1, "/claim")
    await shift.passes(HOUR)
    assert shift.case(1).priority is Priority.NORMAL
    await shift.writes(MEI, 1, "/release")
    assert shift.case(1).priority is Priority.HIGH


# Coming back


async def test_a_customer_who_comes_back_soon_after_the_end_is_promised_an_answer_anew(opened: Opened) -> None:
    shift = await opened()
    await shift.passes(15 * MINUTE)
    await shift.writes(MEI, 1, "已经换好了")
    await shift.writes(MEI, 1, "/resolve")
    await shift.passes(10 * MINUTE)
    await shift.says(1, "盖子还是坏的")
    assert promise(shift, FIRST).difference == -5 * MINUTE, "as it was the first time"
    assert due(shift, NEXT) == shift.now + 20 * MINUTE
    assert due(shift, RESOLUTION) == shift.now + 4 * HOUR
    shift.forget()
    await shift.writes(MEI, 1, "给您重发")
    assert happened(shift, "next_response", "breach") == [("next_response", 0, 0)]


async def test_thanks_after_the_end_promise_nothing(opened: Opened) -> None:
    shift = await opened()
    await shift.writes(MEI, 1, "已经换好了")
    await shift.writes(MEI, 1, "/resolve")
    await shift.says(1, "谢谢")
    assert shift.conversations[1].case is None
    assert (1, DUE) not in shift.timers


async def test_what_the_queue_had_lifted_begins_again_as_it_was(opened: Opened) -> None:
    shift = await opened()
    await shift.passes(HOUR)
    assert shift.case(1).priority is Priority.HIGH
    await shift.writes(MEI, 1, "您好")
    await shift.writes(MEI, 1, "/resolve")
    await shift.passes(MINUTE)
    await shift.says(1, "还是不行")
    assert (shift.case(1).priority, shift.case(1).lifted_from) == (Priority.NORMAL, None)
