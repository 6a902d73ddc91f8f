"""With a rota, who is on duty is asked to take conversations, and everybody can see who that is."""

from dataclasses import replace
from datetime import date

import pytest

from handlers.desk.policy import DeskPolicy, Rule
from handlers.hours.calendar import Calendar
from handlers.hours.policy import ALWAYS_OPEN, Holiday, HoursPolicy, MakeUpDay, Shift, Stretch
from handlers.scripts.library import Library
from storage.desk import Priority
from tests.handlers.desk.shift import BO, MEI
from tests.handlers.desk.shift import Shift as Desk
from tests.moments import SHANGHAI, at
from tests.rota_fakes import MemorySwaps

EVERY_DAY, WEEKDAYS = frozenset(range(7)), frozenset(range(5))
EARLY = Shift(name={"zh-CN": "早班"}, days=WEEKDAYS, hours=(Stretch(8 * 60, 14 * 60),), agents=(MEI,))
LATE = Shift(name={"zh-CN": "晚班"}, days=EVERY_DAY, hours=(Stretch(14 * 60, 26 * 60),), agents=(BO,))
PLAN = replace(ALWAYS_OPEN, shifts=(EARLY, LATE))


async def opened(scripts: Library, now: str, hours: HoursPolicy = PLAN) -> Desk:
    swaps = MemorySwaps()
    desk = Desk(scripts, swaps=swaps, hours=Calendar(hours, SHANGHAI, swaps.agreed), now=at(now))
    for account in (BO, MEI):
        await desk.writes(account, None, "/queue")
    desk.forget()
    return desk


def line(desk: Desk, name: str, /, **blanks: object) -> str:
    return desk._line("desk_rota", name, **blanks)


def test_a_shift_over_midnight_goes_on_the_next_day() -> None:
    calendar = Calendar(PLAN, SHANGHAI)
    assert calendar.on_duty(at("2026-11-23 01:59")) == {BO}
    assert calendar.on_duty(at("2026-11-23 02:00")) == set()
    assert calendar.on_duty(at("2026-11-23 08:00")) == {MEI}
    assert calendar.on_duty(at("2026-11-23 14:00")) == {BO}
    assert Calendar(ALWAYS_OPEN, SHANGHAI).on_duty(at("2026-11-23 02:00")) is None


def test_nobody_has_a_shift_on_a_holiday_unless_it_is_planned_for_that_very_day() -> None:
    holidays = {date(2026, 11, 23): [Holiday()]}
    extra = Shift(dates=frozenset({date(2026, 11, 23)}), hours=(Stretch(600, 720),), agents=(BO,))
    calendar = Calendar(replace(PLAN, shifts=(EARLY, extra), holidays=holidays), SHANGHAI)
    assert calendar.on_duty(at("2026-11-23 09:00")) == set()
    assert calendar.on_duty(at("2026-11-23 10:00")) == {BO}


def test_a_day_that_is_made_up_for_has_the_shifts_of_the_day_it_stands_for() -> None:
    calendar = Calendar(replace(PLAN, make_up_days={date(2026, 11, 22): MakeUpDay(like=4)}), SHANGHAI)
    assert calendar.on_duty(at("2026-11-22 09:00")) == {MEI}, "a Sunday like a Friday"


async def test_only_who_is_on_duty_is_asked(scripts: Library) -> None:
    desk = await opened(scripts, "2026-11-23 15:00")
    await desk.waits_for_a_person(1)
    assert desk.case(1).offered_to == BO
    await desk.passes(181)
    assert desk.case(1).offered_to == "", "and nobody else when they do not take it"
    await desk.taps(MEI, 1, "desk:claim")
    assert desk.has(1) == MEI, "but anybody may take it"


async def test_after_the_change_of_shift_the_next_ones_are_asked(scripts: Library) -> None:
    desk = await opened(scripts, "2026-11-23 13:58")
    await desk.waits_for_a_person(1)
    assert desk.case(1).offered_to == MEI
    await desk.passes(181)
    assert desk.case(1).offered_to == BO


async def test_between_shifts_the_customer_hears_that_nobody_is_there(scripts: Library) -> None:
    desk = await opened(scripts, "2026-11-23 03:00")
    await desk.waits_for_a_person(1)
    assert desk.case(1).offered_to == ""
    assert desk.to_customer("nobody") in desk.told(1)[-1]


async def test_who_is_on_call_needs_no_shift(scripts: Library) -> None:
    closed = HoursPolicy(holidays={date(2026, 11, 23): [Holiday()]}, shifts=(EARLY,), on_call=frozenset({BO}))
    desk = await opened(scripts, "2026-11-23 10:00", closed)
    desk.desk_policy = DeskPolicy(rules=(Rule(name="急", priority=Priority.URGENT),))
    await desk.waits_for_a_person(1)
    assert desk.case(1).offered_to == BO


async def test_the_rota_shows_today_the_week_and_ones_own_shifts(scripts: Library) -> None:
    desk = await opened(scripts, "2026-11-23 10:00")
    night = line(desk, "shift", name="晚班", begins="14:00", ends="02:00", agents="阿波")
    morning = line(desk, "shift", name="早班", begins="08:00", ends="14:00", agents="小美")
    today = line(desk, "day", day="11月23日周一")
    await desk.writes(MEI, None, "/rota")
    assert desk.posted.splitlines() == [today, morning, night], "not the night that is over"
    desk.forget()
    await desk.writes(MEI, None, "/rota me")
    assert desk.posted.splitlines()[:2] == [today, morning]
    assert "阿波" not in desk.posted
    assert desk.posted.count("早班") == 10, "two weeks"
    desk.forget()
    await desk.writes(MEI, None, "/rota week")
    assert desk.posted.count("早班") == 5


@pytest.mark.parametrize(("argument", "name"), [("", "no_rota"), ("week", "no_rota")])
async def test_without_a_rota_it_is_said_that_there_is_none(scripts: Library, argument: str, name: str) -> None:
    desk = await opened(scripts, "2026-11-23 10:00", ALWAYS_OPEN)
    await desk.writes(MEI, None, f"/rota {argument}".strip())
    assert desk.posted == line(desk, name)


async def test_what_rota_does_not_know_is_answered_with_how_it_is_written(scripts: Library) -> None:
    desk = await opened(scripts, "2026-11-23 10:00")
    await desk.writes(MEI, None, "/rota yesterday")
    assert "/rota week" in desk.posted
