"""Days and times of the clock, as customers read them where the shop is."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.formats import CLOCK, day, minute, moment, weekday

HALF_A_CENTURY = 50 * 365 * 86_400


def at(text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()


@pytest.mark.parametrize(
    ("moment_in_utc", "read"),
    [
        ("2026-03-29T00:59:59", "Mar 29 01:59"),
        ("2026-03-29T01:00:00", "Mar 29 03:00"),
        ("2026-10-25T00:59:59", "Oct 25 02:59"),
        ("2026-10-25T01:00:00", "Oct 25 02:00"),
        ("2026-12-31T23:00:00", "Jan 1 00:00"),
    ],
)
def test_a_customer_reads_what_the_clocks_show_when_they_are_put_forward_and_back(
    moment_in_utc: str, read: str
) -> None:
    assert minute(at(moment_in_utc), "en", "Europe/Berlin") == read


def test_the_day_is_the_shops_own() -> None:
    late = at("2026-11-23T16:30:00")
    assert day(late, "zh-CN", "Asia/Shanghai") == "2026年11月24日"
    assert weekday(late, "zh-CN", "Asia/Shanghai") == "11月24日周二"
    assert day(late, "zh-CN", "UTC") == "2026年11月23日"


@given(
    st.integers(0, HALF_A_CENTURY),
    st.sampled_from(("Asia/Shanghai", "Asia/Kathmandu", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe")),
)
def test_a_minute_reads_as_the_calendar_has_it(second: int, timezone: str) -> None:
    when = moment(second, timezone)
    assert minute(second, "en", timezone).endswith(f" {when.day} {CLOCK[when.hour * 60 + when.minute]}")
    assert day(second, "zh-CN", timezone) == f"{when.year}年{when.month}月{when.day}日"
