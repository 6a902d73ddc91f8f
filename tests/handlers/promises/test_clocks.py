"""A clock that is started and stopped counts what a patient person would who is at work only in the opening hours."""

from datetime import date, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.hours.calendar import Calendar
from handlers.hours.policy import Holiday, HoursPolicy, MakeUpDay, Stretch, Week
from handlers.promises.clocks import Watch, begun, carried, ended, left, next_stage_at, planned, resumed, stopped, used
from storage.desk import Promise, Promised
from tests.handlers.hours.reference import DAY, MINUTE, Slow, stretch
from tests.moments import SHANGHAI, at

BERLIN = ZoneInfo("Europe/Berlin")
HOUR = 3600.0
STAGES = (60, 90, 100)
PLACES = [  # a zone, and a day on which its clocks do something
    ("Asia/Shanghai", date(2026, 12, 30)),
    ("Europe/Berlin", date(2027, 3, 27)),
    ("America/New_York", date(2026, 10, 31)),
]
DAYS = 4
LUNCH = (Stretch(9 * 60, 12 * 60), Stretch(13 * 60 + 30, 18 * 60))
OFFICE = Week((LUNCH, LUNCH, LUNCH, LUNCH, LUNCH, (), ()))
NIGHT = Week(((Stretch(22 * 60, 30 * 60),),) * 7)


def deadline(policy: HoursPolicy, begins: str, seconds: float, zone: ZoneInfo = SHANGHAI) -> float | None:
    watch = Watch(Calendar(policy, zone), "", at(begins, zone))
    return planned(begun(Promised.RESOLUTION, seconds, watch.now), watch, STAGES).due_at


def test_a_promise_goes_over_lunch_the_evening_and_the_weekend() -> None:
    assert deadline(HoursPolicy(usual=OFFICE), "2026-11-20 11:30", 4 * HOUR) == at("2026-11-20 17:00")
    assert deadline(HoursPolicy(usual=OFFICE), "2026-11-20 17:30", 4 * HOUR) == at("2026-11-23 14:00")
    assert deadline(HoursPolicy(usual=OFFICE), "2026-11-21 15:00", 600) == at("2026-11-23 09:10")


def test_a_holiday_stops_it_and_a_day_that_is_made_up_for_does_not() -> None:
    policy = HoursPolicy(
        usual=OFFICE,
        holidays={date(2026, 11, 23): (Holiday(),)},
        make_up_days={date(2026, 11, 21): MakeUpDay(like=0)},
    )
    assert deadline(policy, "2026-11-20 17:30", HOUR) == at("2026-11-21 09:30"), "a Saturday on which people work"
    assert deadline(policy, "2026-11-21 17:30", HOUR) == at("2026-11-24 09:30")


def test_a_night_shift_goes_on_behind_midnight_and_is_as_long_as_its_clocks_make_it() -> None:
    night = HoursPolicy(usual=NIGHT)
    assert deadline(night, "2026-12-31 23:30", 2 * HOUR) == at("2027-01-01 01:30")
    in_spring = deadline(night, "2027-03-27 23:00", 6 * HOUR, BERLIN)
    assert in_spring == at("2027-03-28 06:00", BERLIN), "seven hours by the clock, of which one is left out"


def test_a_team_that_never_opens_has_no_deadline_and_is_never_late() -> None:
    watch = Watch(Calendar(HoursPolicy(usual=Week(((),) * 7)), SHANGHAI), "", at("2026-11-20 10:00"))
    promise = planned(begun(Promised.FIRST_RESPONSE, 60, watch.now), watch, STAGES)
    assert (promise.due_at, promise.stage, next_stage_at(promise, watch, STAGES)) == (None, 0, None)


def test_an_answer_at_the_very_deadline_is_in_time() -> None:
    calendar = Calendar(HoursPolicy(usual=OFFICE), SHANGHAI)
    begins = Watch(calendar, "", at("2026-11-20 17:59:59") + 1 / 3)
    promise = planned(begun(Promised.FIRST_RESPONSE, 600, begins.now), begins, STAGES)
    assert promise.due_at is not None
    assert ended(promise, Watch(calendar, "", promise.due_at)).difference == 0
    assert ended(promise, Watch(calendar, "", promise.due_at + 1)).difference == -1


def test_a_promise_kept_keeps_its_deadline() -> None:
    calendar = Calendar(HoursPolicy(usual=OFFICE), SHANGHAI)
    watch = Watch(calendar, "", at("2026-11-20 10:00"))
    promise = planned(begun(Promised.FIRST_RESPONSE, 600, watch.now), watch, STAGES)
    kept = ended(promise, Watch(calendar, "", watch.now + 240))
    assert (kept.due_at, kept.difference, kept.ended_at) == (watch.now + 600, 360, watch.now + 240)


def test_another_team_goes_on_where_the_one_before_stopped() -> None:
    calendar = Calendar(HoursPolicy(usual=OFFICE, teams={"night": NIGHT}), SHANGHAI)
    evening = at("2026-11-20 17:00")
    promise = begun(Promised.RESOLUTION, 3 * HOUR, evening)
    moved = carried(promise, Watch(calendar, "", at("2026-11-20 23:00")))
    assert planned(moved, Watch(calendar, "night", at("2026-11-20 23:00")), STAGES).due_at == at("2026-11-21 01:00")


stretches = st.lists(st.builds(stretch, st.integers(0, 1439), st.integers(1, 1440)), max_size=3).map(tuple)


@st.composite
def shops(draw: st.DrawFn) -> tuple[Calendar, Slow]:
    name, first = draw(st.sampled_from(PLACES))
    day = st.integers(-1, DAYS).map(lambda number: first + timedelta(days=number))
    policy = HoursPolicy(
        usual=draw(st.tuples(*[stretches] * 7).map(Week)),
        holidays=draw(st.dictionaries(day, st.builds(Holiday, hours=stretches).map(lambda each: [each]), max_size=2)),
        make_up_days=draw(st.dictionaries(day, st.builds(MakeUpDay, like=st.integers(0, 6), hours=stretches))),
    )
    zone = ZoneInfo(name)
    return Calendar(policy, zone), Slow(policy, zone, first, DAYS)


@settings(max_examples=60, deadline=None)
@given(shops(), st.lists(st.integers(0, (DAYS - 1) * DAY // MINUTE - 1), min_size=2, unique=True), st.integers(1, 900))
def test_stopped_and_started_however_often_it_has_counted_the_open_minutes_in_which_it_ran(
    shop: tuple[Calendar, Slow], minutes: list[int], promised: int
) -> None:
    calendar, slow = shop
    moments = [slow.start + each * MINUTE for each in sorted(minutes)]
    open_minutes = slow.open_minutes("")
    promise, counted, seconds = begun(Promised.RESOLUTION, promised * MINUTE, moments[0]), 0, promised * MINUTE
    for number, (begins, ends) in enumerate(pairwise(moments)):
        watch, later = Watch(calendar, "", begins), Watch(calendar, "", ends)
        runs = number % 2 == 0
        promise = planned(resumed(promise, watch) if runs else stopped(promise, watch), watch, STAGES)
        during = [each for each in range(begins, ends, MINUTE) if each in open_minutes]
        check_deadline(promise, watch, ends, during, seconds - counted)
        counted += MINUTE * len(during) if runs else 0
        assert used(promise, later) == pytest.approx(counted, abs=1e-3)
        assert left(promise, later) == pytest.approx(seconds - counted, abs=1e-3)
    over = ended(promise, Watch(calendar, "", moments[-1]))
    assert over.difference == pytest.approx(seconds - counted, abs=1e-3)


def check_deadline(promise: Promise, watch: Watch, ends: int, during: list[int], seconds: float) -> None:
    """It falls into this stretch where so many open minutes do, at the end of the last of them."""
    if promise.running_since is None:
        assert promise.due_at is None
        return
    needed = int(seconds // MINUTE)
    if 0 < needed <= len(during):
        assert promise.due_at == during[needed - 1] + MINUTE
        following = next_stage_at(promise, watch, STAGES)
        assert following is not None
        assert watch.now < following <= promise.due_at
    elif needed > 0:
        assert promise.due_at is None or promise.due_at > ends - MINUTE
