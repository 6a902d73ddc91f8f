"""Times as staff write them: durations, and the shop's clock."""

import time
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.desk.moments import moment_of

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")
SATURDAY = datetime(2025, 11, 22, 16, 26, 40, tzinfo=SHANGHAI)
nows = st.floats(1_500_000_000, 2_500_000_000)
zones = st.sampled_from([SHANGHAI, BERLIN, NEW_YORK])


def read(text: str, now: datetime = SATURDAY) -> str | None:
    zone = now.tzinfo
    assert isinstance(zone, ZoneInfo)
    at = moment_of(text, now.timestamp(), zone)
    return None if at is None else datetime.fromtimestamp(at, zone).strftime("%m-%d %H:%M")


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("2h", 120),
        ("30m", 30),
        ("90 min", 90),
        ("1h30m", 90),
        ("1h 30m", 90),
        ("1.5h", 90),
        ("2 hours", 120),
        ("for 2 hours", 120),
        ("２ｈ", 120),
        ("半小时", 30),
        ("2小时", 120),
        ("两小时后", 120),
        ("一个半小时", 90),
        ("1个半小时", 90),
        ("一小时半", 90),
        ("十分钟", 10),
        ("十五分钟", 15),
        ("二十分钟", 20),
        ("半小時", 30),
        ("兩個小時", 120),
        ("1d", 1440),
        ("两天", 2880),
        ("一周", 10080),
    ],
)
def test_a_duration_leads_that_far_from_now(text: str, minutes: int) -> None:
    assert moment_of(text, SATURDAY.timestamp(), SHANGHAI) == (SATURDAY + timedelta(minutes=minutes)).timestamp()


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("明天 9:00", "11-23 09:00"),
        ("tomorrow 9:00", "11-23 09:00"),
        ("tomorrow 9am", "11-23 09:00"),
        ("until tomorrow 9am", "11-23 09:00"),
        ("明天", "11-23 09:00"),
        ("明早9点", "11-23 09:00"),
        ("明天下午3点半", "11-23 15:30"),
        ("后天10点", "11-24 10:00"),
        ("後天10點", "11-24 10:00"),
        ("今晚8点", "11-22 20:00"),
        ("明天中午12点", "11-23 12:00"),
        ("明天中午1点", "11-23 13:00"),
        ("明天中午11点半", "11-23 11:30"),
        ("今晚12点", "11-23 00:00"),
        ("晚上12点半", "11-23 00:30"),
        ("明晚十二点", "11-24 00:00"),
        ("晚上24点", "11-23 00:00"),
        ("明天24:00", "11-24 00:00"),
        ("明晚1点", "11-24 01:00"),
        ("明天凌晨1点", "11-23 01:00"),
        ("明晚5点", "11-23 17:00"),
        ("18:30", "11-22 18:30"),
        ("6pm", "11-22 18:00"),
        ("until 14:00", "11-23 14:00"),
        ("到下午3点半", "11-23 15:30"),
        ("12am", "11-23 00:00"),
        ("12pm", "11-23 12:00"),
        ("周一 9:00", "11-24 09:00"),
        ("monday 3pm", "11-24 15:00"),
        ("星期天 10:00", "11-23 10:00"),
        ("周六 9:00", "11-29 09:00"),
        ("下周一", "11-24 09:00"),
        ("下周日 10:00", "11-30 10:00"),
        ("12-01 9:00", "12-01 09:00"),
        ("12月1日 9点", "12-01 09:00"),
        ("2025-12-01 09:30", "12-01 09:30"),
    ],
)
def test_a_day_or_an_hour_is_the_next_one_of_its_name(text: str, at: str) -> None:
    assert read(text) == at


@pytest.mark.parametrize(
    "text",
    [
        "",
        "哈哈",
        "2x",
        "25:00",
        "9:75",
        "31/31",
        "今天 9:00",
        "2025-11-21 9:00",
        "0h",
        "until",
        "99999d",
        "等一下",
        "-2h",
        "9999-12-31 24:00",
        "9999-12-31",
        "3000-01-01 9:00",
    ],
)
def test_what_is_no_time_or_is_over_is_not_guessed(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    "text", ["1h  " * 20 + "x", "on" + " " * 4_000 + "x", "明天" + " , " * 1_000 + "x", "9" + " " * 4_000 + "x"]
)
def test_many_blanks_keep_nobody_waiting(text: str) -> None:
    begun = time.process_time()
    assert read(text) is None
    assert time.process_time() - begun < 1, "tried with each blank in every place, it takes minutes, or for ever"


def test_where_the_clock_is_put_forward_a_skipped_time_is_the_one_as_much_later() -> None:
    evening = datetime(2026, 3, 28, 20, tzinfo=BERLIN)
    assert read("tomorrow 2:30", evening) == "03-29 03:30"


def test_where_the_clock_is_put_back_the_first_of_two_such_times_is_meant_unless_it_is_over() -> None:
    before = datetime(2026, 10, 25, 1, tzinfo=BERLIN)
    first = moment_of("2:30", before.timestamp(), BERLIN)
    assert first == before.timestamp() + 90 * 60
    assert moment_of("2:30", first + 60, BERLIN) == first + 3600


def test_a_day_keeps_the_time_of_day_and_an_hour_is_an_hour() -> None:
    evening = datetime(2026, 3, 28, 20, tzinfo=BERLIN)
    assert read("1d", evening) == "03-29 20:00"
    assert read("24h", evening) == "03-29 21:00"


@given(nows, zones, st.integers(0, 23), st.integers(0, 59))
def test_a_time_of_day_is_within_a_day_and_shows_on_the_shops_clock(
    now: float, zone: ZoneInfo, hour: int, minute: int
) -> None:
    at = moment_of(f"{hour}:{minute:02}", now, zone)
    assert at is not None
    assert 0 < at - now <= 25 * 3600
    local = datetime.fromtimestamp(at, zone)
    skipped = datetime.fromtimestamp(at - 3600, zone).utcoffset() != local.utcoffset()
    assert (local.hour, local.minute) == (hour, minute) or skipped


@given(nows, zones, st.integers(1, 500), st.sampled_from([("m", 60), ("h", 3600)]))
def test_hours_and_minutes_are_measured_by_a_stopwatch(
    now: float, zone: ZoneInfo, amount: int, unit: tuple[str, int]
) -> None:
    at = moment_of(f"{amount}{unit[0]}", now, zone)
    assert at is not None
    assert abs(at - now - amount * unit[1]) < 0.001


@given(nows, zones, st.integers(1, 30))
def test_days_are_days_of_the_calendar(now: float, zone: ZoneInfo, days: int) -> None:
    at = moment_of(f"{days}天", now, zone)
    assert at is not None
    passed = datetime.fromtimestamp(at, zone).date() - datetime.fromtimestamp(now, zone).date()
    assert passed == timedelta(days=days)


@given(st.text(max_size=30), nows, zones)
def test_whatever_is_written_is_a_time_to_come_or_none(text: str, now: float, zone: ZoneInfo) -> None:
    at = moment_of(text, now, zone)
    assert at is None or at > now


pieces = st.sampled_from(
    [
        "明天",
        "until",
        " ",
        "9",
        ":",
        "30",
        "点",
        "半",
        "pm",
        "下",
        "周一",
        "2",
        "h",
        "十",
        "天",
        "-",
        "12",
        "月",
        "至",
        "个",
        "小时",
    ]
)


@given(st.lists(pieces, max_size=8).map("".join), nows, zones)
def test_nor_does_anything_that_looks_like_one_fail(text: str, now: float, zone: ZoneInfo) -> None:
    at = moment_of(text, now, zone)
    assert at is None or at > now
