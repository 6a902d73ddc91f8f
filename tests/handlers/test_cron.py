"""When the calendar says it is time, by the clocks of the shop."""

from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.fields.cron import Cron

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")


def times(expression: str, zone: ZoneInfo, start: str, count: int) -> list[str]:
    cron, at, found = Cron(expression, zone), datetime.fromisoformat(start).replace(tzinfo=zone).timestamp(), []
    for _ in range(count):
        later = cron.after(at)
        assert later is not None
        at = later
        found.append(f"{datetime.fromtimestamp(at, zone):%a %m-%d %H:%M}")
    return found


@pytest.mark.parametrize(
    ("weekdays", "expected"),
    [
        ("1", ["Mon 11-23"]),
        ("0", ["Sun 11-29"]),
        ("7", ["Sun 11-29"]),
        ("mon,THU", ["Mon 11-23", "Thu 11-26"]),
        ("5-7", ["Fri 11-27", "Sat 11-28", "Sun 11-29"]),
        ("sat-mon", ["Mon 11-23", "Sat 11-28", "Sun 11-29"]),
        ("*/3", ["Wed 11-25", "Sat 11-28", "Sun 11-29"]),
        ("1-5/2", ["Mon 11-23", "Wed 11-25", "Fri 11-27"]),
    ],
)
def test_weekdays_are_those_of_every_crontab(weekdays: str, expected: list[str]) -> None:
    found = times(f"0 10 * * {weekdays}", SHANGHAI, "2026-11-22T12:00", len(expected))
    assert [each.removesuffix(" 10:00") for each in found] == expected


def test_an_hour_that_is_passed_twice_brings_it_once() -> None:
    assert times("30 2 * * *", BERLIN, "2026-10-24T00:00", 3) == [
        "Sat 10-24 02:30",
        "Sun 10-25 02:30",
        "Mon 10-26 02:30",
    ]


def test_an_hour_that_is_left_out_brings_it_as_much_later() -> None:
    assert times("30 2 * * *", BERLIN, "2026-03-28T12:00", 2) == ["Sun 03-29 03:30", "Mon 03-30 02:30"]


def test_a_day_that_comes_every_fourth_year_is_one() -> None:
    assert times("0 10 29 2 *", SHANGHAI, "2026-03-01T12:00", 2) == ["Tue 02-29 10:00", "Sun 02-29 10:00"]


@pytest.mark.parametrize(
    "expression",
    [
        "",
        "0 10 * *",
        "0 10 * * * *",
        "0 25 * * *",
        "0 10 * * 8",
        "0 10 * * mon-",
        "0 10 * * 1/x",
        "a b c d e",
        "0 10 30 2 *",
    ],
)
def test_what_is_no_time_is_refused(expression: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the admin is told so in their own words
        Cron(expression, SHANGHAI)


@given(st.floats(1.6e9, 2.0e9), st.floats(0.001, 1), st.sampled_from(["*/15 * * * *", "0 9 * * mon-fri"]))
def test_whoever_asks_in_the_second_before_a_time_does_not_miss_it(at: float, before: float, expression: str) -> None:
    cron = Cron(expression, SHANGHAI)
    due = cron.after(at)
    assert due is not None
    assert cron.after(due - before) == due


@given(
    minute=st.integers(0, 59),
    hour=st.integers(0, 23),
    begins=st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 1)),  # noqa: DTZ001 - the zone is added below
)
def test_a_daily_time_comes_once_on_every_day_of_the_shop(minute: int, hour: int, begins: datetime) -> None:
    cron, at = Cron(f"{minute} {hour} * * *", BERLIN), begins.replace(tzinfo=BERLIN).timestamp()
    found = []
    for _ in range(5):
        later = cron.after(at)
        assert later is not None
        assert later > at
        at = later
        found.append(datetime.fromtimestamp(at, BERLIN))
    assert all(later.date() - sooner.date() == timedelta(days=1) for sooner, later in pairwise(found))
    assert all((each.hour, each.minute) == (hour, minute) or each.month == 3 for each in found)
