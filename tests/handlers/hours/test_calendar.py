"""Business time: whatever the clocks do, it is what a patient person with a stopwatch would count."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.hours.calendar import Calendar
from handlers.hours.policy import ALWAYS, ALWAYS_OPEN, Closure, Holiday, HoursPolicy, MakeUpDay, Stretch, Week
from tests.handlers.hours.reference import DAY, MINUTE, Slow, stretch
from tests.moments import SHANGHAI, at

NEW_YORK = ZoneInfo("America/New_York")
TEAMS = ("", "sales")
PLACES = [  # a zone, and a day on which its clocks do something
    ("Asia/Shanghai", date(2026, 12, 30)),
    ("America/New_York", date(2026, 3, 7)),
    ("America/New_York", date(2026, 10, 31)),
    ("Europe/Berlin", date(2027, 3, 27)),
    ("Australia/Lord_Howe", date(2026, 4, 4)),
    ("America/Havana", date(2026, 10, 31)),
    ("Asia/Beirut", date(2027, 3, 27)),
    ("Pacific/Apia", date(2011, 12, 29)),
]
DAYS = 4

stretches = st.lists(st.builds(stretch, st.integers(0, 1439), st.integers(1, 1440)), max_size=3).map(tuple)
weeks = st.tuples(*[stretches] * 7).map(Week)


@st.composite
def shops(draw: st.DrawFn) -> tuple[Calendar, Slow]:
    name, first = draw(st.sampled_from(PLACES))
    day = st.integers(-1, DAYS).map(lambda number: first + timedelta(days=number))
    some_teams = st.sampled_from([frozenset[str](), frozenset({"sales"})])
    moment = st.builds(
        lambda when, minute: datetime(when.year, when.month, when.day) + timedelta(minutes=minute),  # noqa: DTZ001 - the shop's
        day,
        st.integers(0, 1439),
    )
    closures = st.builds(
        lambda begins, minutes, teams: Closure(begins=begins, ends=begins + timedelta(minutes=minutes), teams=teams),
        moment,
        st.integers(1, 3000),
        some_teams,
    )
    policy = HoursPolicy(
        usual=draw(weeks),
        teams=draw(st.dictionaries(st.just("sales"), weeks)),
        holidays=draw(
            st.dictionaries(day, st.lists(st.builds(Holiday, hours=stretches, teams=some_teams), max_size=2))
        ),
        make_up_days=draw(st.dictionaries(day, st.builds(MakeUpDay, like=st.integers(0, 6), hours=stretches))),
        closures=tuple(
            draw(st.lists(closures.filter(lambda each: each.ends.date() <= first + timedelta(days=6)), max_size=2))
        ),
    )
    zone = ZoneInfo(name)
    return Calendar(policy, zone), Slow(policy, zone, first, DAYS)


@settings(max_examples=30, deadline=None)
@given(shops(), st.sampled_from(TEAMS), st.data())
def test_every_minute_is_open_or_closed_as_one_who_watches_the_clock_would_say(
    shop: tuple[Calendar, Slow], team: str, data: st.DataObject
) -> None:
    calendar, slow = shop
    open_minutes = slow.open_minutes(team)
    first, last = slow.start, slow.start + (DAYS - 1) * DAY
    everything = range(first, last, MINUTE)
    assert {at for at in everything if calendar.is_open(team, at)} == open_minutes

    start = data.draw(st.sampled_from(everything))
    end = data.draw(st.sampled_from(everything))
    counted = sum(MINUTE for at in range(start, end, MINUTE) if at in open_minutes)
    assert calendar.seconds_between(team, start, end) == counted

    following = next((at for at in range(start, last, MINUTE) if at in open_minutes), None)
    if following is not None:
        assert calendar.next_open(team, start) == following
    closing = next((at for at in range(start, last, MINUTE) if at not in open_minutes), None)
    if closing is not None:
        assert calendar.next_close(team, start) == closing
    if counted:
        reached = calendar.after(team, start, counted)
        assert reached is not None
        assert reached <= end
        assert calendar.seconds_between(team, start, reached) == counted
        assert calendar.is_open(team, reached - 1), "not a second later than it has to be"


@settings(max_examples=30, deadline=None)
@given(shops(), st.floats(0, 20 * DAY), st.floats(0, 20 * DAY))
def test_what_is_counted_in_two_parts_is_what_is_counted_at_once(
    shop: tuple[Calendar, Slow], first: float, second: float
) -> None:
    calendar, slow = shop
    middle, end = slow.start + first, slow.start + first + second
    parts = calendar.seconds_between("", slow.start, middle) + calendar.seconds_between("", middle, end)
    assert parts == pytest.approx(calendar.seconds_between("", slow.start, end), abs=1e-3)


def nine_to_six(**more: object) -> HoursPolicy:
    office = (Stretch(9 * 60, 12 * 60), Stretch(13 * 60 + 30, 18 * 60))
    week = Week((office, office, office, office, office, (), ()))
    return HoursPolicy(usual=week, **more)  # type: ignore[arg-type]  # facts by name


def test_a_lunch_break_and_a_weekend_count_for_nobody() -> None:
    calendar = Calendar(nine_to_six(), SHANGHAI)
    friday = at("2026-11-20 17:00")
    assert calendar.after("", friday, 3600 + 3 * 3600 + 60) == at("2026-11-23 13:31")
    assert calendar.next_open("", at("2026-11-20 18:00")) == at("2026-11-23 09:00")


def test_the_new_year_is_no_wall_for_a_night_shift() -> None:
    night = Week(((Stretch(22 * 60, 30 * 60),),) * 7)
    calendar = Calendar(HoursPolicy(usual=night), SHANGHAI)
    assert calendar.seconds_between("", at("2026-12-31 12:00"), at("2027-01-01 12:00")) == 8 * 3600


def test_a_night_on_which_the_clocks_change_is_as_long_as_it_is() -> None:
    night = Week(((Stretch(22 * 60, 30 * 60),),) * 7)
    calendar = Calendar(HoursPolicy(usual=night), NEW_YORK)
    assert calendar.seconds_between("", at("2026-03-07 12:00", NEW_YORK), at("2026-03-08 12:00", NEW_YORK)) == 7 * 3600
    assert calendar.seconds_between("", at("2026-10-31 12:00", NEW_YORK), at("2026-11-01 12:00", NEW_YORK)) == 9 * 3600


def test_a_shop_that_never_closes_says_so() -> None:
    calendar = Calendar(ALWAYS_OPEN, SHANGHAI)
    now = at("2026-11-22 03:00")
    assert calendar.next_open("", now) == now
    assert calendar.next_close("", now) is None
    assert calendar.after("", now, 400 * DAY) is None, "nobody plans for more than a year"
    assert calendar.after("", now, 40 * DAY) == now + 40 * DAY


def test_the_last_night_of_the_year_closes_in_the_new_one() -> None:
    night = Week(((Stretch(22 * 60, 30 * 60),),) * 7)
    calendar = Calendar(HoursPolicy(usual=night), SHANGHAI)
    assert calendar.next_close("", at("2026-12-31 23:00")) == at("2027-01-01 06:00")
    office = Calendar(HoursPolicy(usual=Week(((Stretch(9 * 60, 24 * 60),),) * 7)), SHANGHAI)
    assert office.next_close("", at("2026-12-31 23:00")) == at("2027-01-01 00:00")


def test_a_shop_that_never_opens_says_so() -> None:
    calendar = Calendar(HoursPolicy(usual=Week(((),) * 7)), SHANGHAI)
    now = at("2026-11-22 03:00")
    assert calendar.next_open("", now) is None
    assert calendar.after("", now, 1) is None
    assert calendar.after("", now, 0) == now


def test_it_is_said_why_it_is_closed() -> None:
    stocktaking = Closure(
        begins=datetime.fromisoformat("2026-11-23 10:00"),
        ends=datetime.fromisoformat("2026-11-23 11:00"),
        say={"en": "stocktaking"},
    )
    policy = nine_to_six(holidays={date(2026, 11, 24): [Holiday(name={"en": "our birthday"})]}, closures=(stocktaking,))
    calendar = Calendar(policy, SHANGHAI)
    assert calendar.why_closed("", at("2026-11-23 10:30")) == {"en": "stocktaking"}
    assert calendar.why_closed("", at("2026-11-24 10:30")) == {"en": "our birthday"}
    assert calendar.why_closed("", at("2026-11-25 03:00")) == {}
    assert calendar.why_closed("", at("2026-11-25 10:00")) == {}


def test_after_the_midnight_of_a_holiday_it_is_still_that_holidays_night() -> None:
    evenings = Week(((Stretch(18 * 60, 26 * 60),),) * 7)
    birthday = {date(2026, 11, 24): [Holiday(name={"en": "our birthday"})]}
    calendar = Calendar(HoursPolicy(usual=evenings, holidays=birthday), SHANGHAI)
    assert calendar.is_open("", at("2026-11-24 01:00")), "this is the night of the day before"
    assert calendar.why_closed("", at("2026-11-24 01:00")) == {}
    assert calendar.why_closed("", at("2026-11-25 01:59")) == {"en": "our birthday"}
    assert calendar.why_closed("", at("2026-11-25 02:00")) == {}


def test_the_week_without_anything_said_is_always() -> None:
    assert ALWAYS_OPEN.usual == ALWAYS
