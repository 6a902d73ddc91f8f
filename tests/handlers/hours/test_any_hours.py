"""Whatever an admin saves as hours.yaml: it is read or complained of, and what is read answers every question."""

import json
from pathlib import Path
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.fields.file import Reader
from handlers.hours.calendar import Calendar
from handlers.hours.policy_file import checked_hours
from handlers.hours.reading.closures import CLOSED_KEYS
from handlers.hours.reading.days import HOLIDAY_KEYS, MAKE_UP_KEYS
from handlers.hours.reading.opening import HOLIDAYS_KEYS, KEYS
from handlers.hours.reading.rota import SHIFT_KEYS
from handlers.scripts.problem import usable

READER = Reader(languages=["zh-CN", "en"], default_language="zh-CN")
NOW = 1_795_000_000.0
WORDS = (
    *("mon-fri", "周六", "daily", "mon-", "-", "09:00-18:00", "22:00-06:00", "24:00-24:00", "25:00-26:99", "9至5"),
    *("2026-11-20", "2026-11-31", "0001-01-01", "9999-12-31", "2026-11-20 10:00", "2026-11-20T10:00:59+08:00"),
    *("TW", "XX", "ours.ics", "..", "telegram:1", ":", "", "sales", "٣", "null"),
)
words = st.sampled_from(WORDS)
keys = st.sampled_from(
    sorted({*KEYS, *HOLIDAYS_KEYS, *HOLIDAY_KEYS, *MAKE_UP_KEYS, *CLOSED_KEYS, *SHIFT_KEYS, "open", "sales", "x"})
)
anything = st.recursive(
    words, lambda below: st.lists(below, max_size=3) | st.dictionaries(keys, below, max_size=4), max_leaves=25
)
some_days = st.lists(st.fixed_dictionaries({}, optional=dict.fromkeys(HOLIDAY_KEYS, words)), max_size=3)
some_shifts = st.lists(st.fixed_dictionaries({}, optional=dict.fromkeys(SHIFT_KEYS, words)), max_size=3)
files = st.dictionaries(keys, anything, max_size=5) | st.fixed_dictionaries(
    {},
    optional={
        "open": st.lists(st.fixed_dictionaries({"days": words, "hours": words}), max_size=3),
        "holidays": st.fixed_dictionaries({}, optional={"country": words, "calendar": words, "days": some_days}),
        "make_up_days": st.lists(st.fixed_dictionaries({}, optional=dict.fromkeys(MAKE_UP_KEYS, words)), max_size=2),
        "closed": st.lists(st.fixed_dictionaries({"from": words, "to": words}, optional={"say": words}), max_size=2),
        "rota": some_shifts,
    },
)


@settings(max_examples=150, deadline=None)
@given(files)
def test_every_file_is_read_or_complained_of(written: object) -> None:
    found = checked_hours(Path("hours.yaml"), READER, draft=json.dumps(written, ensure_ascii=False).encode())
    assert all(problem.line >= 1 and problem.message for problem in found.problems)
    if not usable(found.problems):
        return
    calendar = Calendar(found.rules, ZoneInfo("Asia/Shanghai"))
    opens = calendar.next_open("sales", NOW)
    assert (opens == NOW) == calendar.is_open("sales", NOW)
    closes = calendar.next_close("sales", NOW)
    assert (closes == NOW) != calendar.is_open("sales", NOW)
    assert calendar.seconds_between("sales", NOW, NOW + 86_400) <= 86_400
    calendar.why_closed("sales", NOW)
    assert (calendar.duties(NOW, NOW + 86_400) is None) == (not found.rules.shifts)
