"""A day begins with the first moment that clocks show of it, whatever they do at midnight."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from handlers.hours.instants import midnight

SHANGHAI, BEIRUT, HAVANA, TORONTO = map(ZoneInfo, ("Asia/Shanghai", "Asia/Beirut", "America/Havana", "America/Toronto"))


@pytest.mark.parametrize(
    ("zone", "day", "first_moment"),
    [
        pytest.param(SHANGHAI, date(2026, 11, 22), "2026-11-21 16:00", id="as on most days"),
        pytest.param(BEIRUT, date(2026, 3, 29), "2026-03-28 22:00", id="clocks jump from midnight to one"),
        pytest.param(TORONTO, date(1919, 3, 31), "1919-03-31 04:30", id="clocks jump from before midnight to after it"),
        pytest.param(HAVANA, date(2026, 11, 1), "2026-11-01 04:00", id="midnight comes twice"),
    ],
)
def test_a_day_begins_with_its_first_moment(zone: ZoneInfo, day: date, first_moment: str) -> None:
    at = midnight(day, zone)
    assert f"{datetime.fromtimestamp(at, UTC):%Y-%m-%d %H:%M}" == first_moment
    assert datetime.fromtimestamp(at, zone).date() == day
    assert datetime.fromtimestamp(at - 1, zone).date() < day
