"""A customer wants a person while nobody is there: they hear when somebody is, are helped meanwhile, and come first."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime

import pytest

from handlers.desk.policy import AgentProfile, Assignment, DeskPolicy, Rule, Team, Trigger, When
from handlers.fields.words import Words
from handlers.hours.calendar import Calendar
from handlers.hours.policy import Closure, HoursPolicy, Stretch, Week
from handlers.scripts.library import Library
from storage.desk import Priority
from tests.handlers.desk.shift import BO, MEI, Shift
from tests.moments import SHANGHAI, at

HOUR = 3600.0
OFFICE = Week(((Stretch(9 * 60, 18 * 60),),) * 7)
SHOP = HoursPolicy(usual=OFFICE)
Opened = Callable[..., Awaitable[Shift]]


@pytest.fixture
def opened(scripts: Library) -> Opened:
    async def opened(now: str = "2026-11-23 22:00", hours: HoursPolicy = SHOP, desk: DeskPolicy | None = None) -> Shift:
        """小美 and 阿波 were there in the afternoon."""
        shift = Shift(
            scripts, hours=Calendar(hours, SHANGHAI), desk_policy=desk or DeskPolicy(), now=at("2026-11-23 15:00")
        )
        for account in (BO, MEI):
            await shift.writes(account, None, "/queue")
        shift.now = at(now)
        shift.forget()
        return shift

    return opened


def closed(shift: Shift, days: object, day: str, time: str, why: str = "") -> str:
    return shift.to_customer("closed", days=days, day=day, time=time, why=why)


async def test_the_customer_is_told_when_people_are_back_and_may_leave_a_message(opened: Opened) -> None:
    shift = await opened()
    await shift.waits_for_a_person(1)
    assert shift.told(1)[-1] == closed(shift, 1, "11月24日周二", "09:00"), "and not that somebody comes soon"
    assert "改为留言" in shift.buttons(1)
    assert shift.has(1) == "queue"
    assert shift.case(1).offered_to == ""
    assert "请看" not in shift.posted


async def test_who_still_waits_at_closing_time_is_told_so_once(opened: Opened) -> None:
    shift = await opened("2026-11-23 17:30")
    await shift.waits_for_a_person(1)
    shift.forget()
    await shift.passes(HOUR / 2)
    assert shift.told(1)[-1] == closed(shift, 1, "11月24日周二", "09:00")
    assert shift.buttons(1) == ["改为留言", "结束对话"]
    shift.forget()
    await shift.passes(48 * HOUR)
    assert not [each for each in shift.told(1) if "不是营业时间" in each]


async def test_who_came_before_it_opened_and_still_waits_at_closing_time_is_told_so_too(opened: Opened) -> None:
    shift = await opened("2026-11-23 07:30")
    await shift.waits_for_a_person(1)
    shift.forget()
    await shift.passes(10 * HOUR)
    assert not [each for each in shift.told(1) if "不是营业时间" in each]
    await shift.passes(HOUR)
    assert shift.told(1)[-1] == closed(shift, 1, "11月24日周二", "09:00")


@pytest.mark.parametrize("does", ["claims", "answers", "message", "leaves"])
async def test_whoever_waits_for_nobody_any_more_is_told_nothing_at_closing_time(opened: Opened, does: str) -> None:
    shift = await opened("2026-11-23 17:30")
    await shift.waits_for_a_person(1)
    match does:
        case "claims":
            await shift.writes(MEI, 1, "/claim")
        case "answers":
            await shift.writes(MEI, 1, "您好，已经给您补寄了")
            await shift.writes(MEI, 1, "/release")
        case "message":
            await shift.presses(1, "queue:message")
            await shift.says(1, "麻烦明天告诉我")
        case _:
            await shift.says(1, "结束对话")
    shift.forget()
    await shift.passes(HOUR)
    assert not [each for each in shift.told(1) if "不是营业时间" in each]


async def test_a_shop_that_stays_open_longer_tonight_tells_it_then(opened: Opened) -> None:
    shift = await opened("2026-11-23 17:30")
    await shift.waits_for_a_person(1)
    shift.forget()
    shift.hours = Calendar(HoursPolicy(usual=Week(((Stretch(9 * 60, 20 * 60),),) * 7)), SHANGHAI)
    await shift.passes(HOUR)
    assert not [each for each in shift.told(1) if "不是营业时间" in each]
    await shift.passes(1.5 * HOUR)
    assert shift.told(1)[-1] == closed(shift, 1, "11月24日周二", "09:00")


async def test_before_the_morning_it_is_today_and_before_a_closure_ends_its_day(opened: Opened) -> None:
    early = await opened("2026-11-24 07:00")
    await early.waits_for_a_person(1)
    assert closed(early, 0, "11月24日周二", "09:00") in early.told(1)[-1]
    said: Words = {"zh-CN": "盘点"}
    closure = Closure(
        begins=datetime.fromisoformat("2026-11-24 00:00"), ends=datetime.fromisoformat("2026-11-26 12:00"), say=said
    )
    stocktaking = await opened("2026-11-24 10:00", replace(SHOP, closures=(closure,)))
    await stocktaking.waits_for_a_person(1)
    assert closed(stocktaking, 2, "11月26日周四", "12:00", "盘点") in stocktaking.told(1)[-1]


async def test_a_shop_that_does_not_open_any_more_promises_nothing(opened: Opened) -> None:
    shift = await opened(hours=HoursPolicy(usual=Week(((),) * 7)))
    await shift.waits_for_a_person(1)
    assert closed(shift, "", "", "") in shift.told(1)[-1]
    assert not [key for key in shift.timers if key[0] == 1]


async def test_in_the_morning_who_came_first_is_offered_first(opened: Opened) -> None:
    shift = await opened(desk=DeskPolicy(capacity=1, agents={BO: AgentProfile(account=BO, capacity=0)}))
    await shift.waits_for_a_person(1)
    await shift.passes(HOUR)
    await shift.waits_for_a_person(2)
    shift.forget()
    await shift.passes(at("2026-11-24 08:59") - shift.now)
    assert shift.outgoing == [], "nobody is woken at night"
    await shift.passes(60)
    assert shift.case(1).offered_to == MEI
    assert shift.case(2).offered_to == ""


async def test_nobody_is_passed_over_because_of_the_night(opened: Opened) -> None:
    shift = await opened("2026-11-23 17:59")
    await shift.waits_for_a_person(1)
    assert shift.case(1).offered_to == MEI
    await shift.passes(14 * HOUR)
    assert shift.case(1).offered_to == MEI, "one of three minutes has passed"
    await shift.passes(at("2026-11-24 09:02") - shift.now)
    assert shift.case(1).offered_to == BO


async def test_a_wait_over_night_is_not_longer_than_usual(opened: Opened) -> None:
    team = Team(key="", assignment=Assignment.PULL)
    shift = await opened(desk=DeskPolicy(anyone=team))
    await shift.waits_for_a_person(1)
    shift.forget()
    await shift.passes(at("2026-11-24 09:09") - shift.now)
    assert shift.told(1) == []
    await shift.passes(60)
    assert shift.told(1) == [shift.to_customer("longer", minutes="")]
    assert shift.posted == shift.line("still_waiting", minutes=10, wait="10 分钟")


async def test_waits_of_other_nights_make_no_wait_of_this_day_seem_long(opened: Opened) -> None:
    shift = await opened("2026-11-23 23:00")
    await shift.waits_for_a_person(1, 2, 3)
    await shift.passes(at("2026-11-24 09:01") - shift.now)
    for customer in (1, 2, 3):
        await shift.writes(MEI, customer, "您好")
    await shift.waits_for_a_person(4)
    assert shift.to_customer("position", position=1, ahead=0, minutes=1) in shift.told(4)[-1]


async def test_the_bot_goes_on_helping_and_staff_read_along(opened: Opened) -> None:
    shift = await opened()
    await shift.waits_for_a_person(1)
    shift.forget()
    told = await shift.says(1, "运费多少")
    assert "运费" in told
    assert "运费多少" in shift.posted
    shift.forget()
    assert await shift.says(1, "茶叶还是潮的") == "", "what it does not understand is for staff alone"
    assert "茶叶还是潮的" in shift.posted
    assert shift.has(1) == "queue"


@pytest.mark.parametrize("words", ["在吗", "人呢？？", "/start"])
async def test_who_calls_into_the_night_hears_when_people_are_back(opened: Opened, words: str) -> None:
    shift = await opened()
    await shift.waits_for_a_person(1)
    assert await shift.says(1, words) == closed(shift, 1, "11月24日周二", "09:00"), "and not that staff read along"


@pytest.mark.parametrize("words", ["在吗", "还要等多久"])
async def test_who_was_still_waiting_at_closing_time_is_not_told_that_somebody_was_called(
    opened: Opened, words: str
) -> None:
    shift = await opened("2026-11-23 17:59")
    await shift.waits_for_a_person(1)
    assert shift.case(1).offered_to == MEI
    await shift.passes(3 * HOUR)
    assert await shift.says(1, words) == closed(shift, 1, "11月24日周二", "09:00")
    assert "运费" in await shift.says(1, "运费多少"), "the bot helps them as it does those who came at night"
    await shift.passes(at("2026-11-24 09:01") - shift.now)
    assert await shift.says(1, "运费多少") == ""


async def test_in_the_morning_the_bot_leaves_it_to_staff_again(opened: Opened) -> None:
    shift = await opened()
    await shift.waits_for_a_person(1)
    await shift.passes(12 * HOUR)
    assert await shift.says(1, "运费多少") == ""


async def test_who_takes_it_at_night_has_it_alone(opened: Opened) -> None:
    shift = await opened()
    await shift.waits_for_a_person(1)
    await shift.taps(MEI, 1, "desk:claim")
    assert shift.has(1) == MEI
    assert await shift.says(1, "运费多少") == ""
    await shift.passes(12 * HOUR)
    assert shift.has(1) == MEI


async def test_a_message_that_was_left_is_queued_first_in_the_morning(opened: Opened) -> None:
    shift = await opened()
    await shift.waits_for_a_person(1)
    await shift.presses(1, "queue:message")
    assert await shift.says(1, "请明天打给我") == shift.to_customer("message_kept")
    await shift.passes(at("2026-11-24 09:01") - shift.now)
    assert shift.case(1).offered_to == MEI


async def test_an_agent_who_is_back_at_night_does_not_lose_the_morning(opened: Opened) -> None:
    shift = await opened()
    await shift.waits_for_a_person(1)
    await shift.writes(MEI, None, "/away")
    await shift.writes(MEI, None, "/back")
    await shift.passes(60)
    assert shift.case(1).offered_to == "", "who only looks in is asked for nothing"
    await shift.passes(at("2026-11-24 09:01") - shift.now)
    assert shift.case(1).offered_to == MEI


URGENT = DeskPolicy(rules=(Rule(name="急", when=When(words=("受潮",)), priority=Priority.URGENT),))


async def test_an_urgent_matter_calls_who_is_on_call_and_the_customer_hears_it(opened: Opened) -> None:
    shift = await opened(hours=replace(SHOP, on_call=frozenset({BO})), desk=URGENT)
    await shift.waits_for_a_person(1)
    assert shift.case(1).offered_to == BO
    [card] = [each for each in shift.outgoing if each.card]
    assert f"agent:{BO}" in card.content.text, "their platform lets them know"
    assert shift.to_customer("on_call") in shift.told(1)[-1]


async def test_who_is_on_call_and_does_not_answer_leaves_it_to_the_morning(opened: Opened) -> None:
    shift = await opened(hours=replace(SHOP, on_call=frozenset({BO})), desk=URGENT)
    await shift.waits_for_a_person(1)
    await shift.passes(180)
    assert shift.case(1).offered_to == ""
    assert shift.line("nobody_left") in shift.posted
    await shift.passes(at("2026-11-24 09:01") - shift.now)
    assert shift.case(1).offered_to == MEI


async def test_without_anybody_on_call_urgent_matters_wait_too(opened: Opened) -> None:
    shift = await opened(desk=URGENT)
    await shift.waits_for_a_person(1)
    assert shift.case(1).offered_to == ""
    assert closed(shift, 1, "11月24日周二", "09:00") in shift.told(1)[-1]


async def test_who_asks_for_their_place_at_night_hears_when_people_are_back(opened: Opened) -> None:
    shift = await opened()
    await shift.waits_for_a_person(1)
    assert await shift.says(1, "排队") == closed(shift, 1, "11月24日周二", "09:00")


async def test_teams_open_at_their_own_times(opened: Opened) -> None:
    night = Week(((Stretch(20 * 60, 32 * 60),),) * 7)
    desk = DeskPolicy(
        teams={"night": Team(key="night"), "day": Team(key="day")},
        rules=(Rule(name="夜", when=When(words=("受潮",)), team="night"),),
        default_team="day",
    )
    shift = await opened(hours=replace(SHOP, teams={"night": night}), desk=desk)
    await shift.waits_for_a_person(1)
    assert shift.case(1).team == "night"
    assert shift.case(1).offered_to == MEI


ANGRY = DeskPolicy(
    triggers=(Trigger(name="骗子", when=When(words=("骗子",)), priority=Priority.URGENT, angry=True),),
)


@pytest.mark.parametrize("on_call", [{BO}, set()])
async def test_what_becomes_urgent_at_night_calls_who_is_on_call_then(opened: Opened, on_call: set[str]) -> None:
    shift = await opened(hours=replace(SHOP, on_call=frozenset(on_call)), desk=ANGRY)
    await shift.waits_for_a_person(1)
    assert shift.case(1).offered_to == ""
    await shift.says(1, "你们这些骗子")
    await shift.passes(0)
    assert shift.case(1).offered_to == (BO if on_call else "")
    await shift.passes(at("2026-11-24 09:01") - shift.now)
    assert shift.case(1).offered_to == MEI, "and the morning is not forgotten"


async def test_staff_who_make_it_urgent_at_night_call_who_is_on_call(opened: Opened) -> None:
    shift = await opened(hours=replace(SHOP, on_call=frozenset({BO})))
    await shift.waits_for_a_person(1)
    await shift.writes(MEI, 1, "/priority urgent")
    await shift.passes(0)
    assert shift.case(1).offered_to == BO
