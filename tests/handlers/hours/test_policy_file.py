"""hours.yaml: what an admin writes is what customers are told, and what they mistype is told to them."""

import re
from datetime import date
from pathlib import Path

import pytest

from handlers.fields.file import Reader
from handlers.hours.calendar import Calendar
from handlers.hours.policy import ALWAYS_OPEN, HoursPolicy, RotaRules
from handlers.hours.policy_file import checked_hours
from tests.moments import SHANGHAI, at

READER = Reader(languages=["zh-CN", "zh-TW", "en"], default_language="zh-CN")
ROOT = Path(__file__).parents[3]
SAMPLE = ROOT / "config/hours.sample.yaml"


def read(text: str, folder: Path = Path()) -> HoursPolicy:
    found = checked_hours(folder / "hours.yaml", READER, ["sales"], draft=text.encode())
    assert not found.problems, [str(each) for each in found.problems]
    return found.rules


def problems(text: str, folder: Path = Path()) -> list[tuple[int, str]]:
    found = checked_hours(folder / "hours.yaml", READER, ["sales"], draft=text.encode())
    return [(each.line, each.code) for each in found.problems]


def calendar(text: str, folder: Path = Path()) -> Calendar:
    return Calendar(read(text, folder), SHANGHAI)


OFFICE = 'open:\n  - {days: [mon-fri], hours: ["09:00-12:00", "13:30-18:00"]}\n  - {days: 周六, hours: "22:00-06:00"}\n'


def test_several_ranges_a_day_and_a_night_shift() -> None:
    hours = calendar(OFFICE)
    assert hours.seconds_between("", at("2026-11-23 00:00"), at("2026-11-24 00:00")) == 7.5 * 3600
    assert hours.is_open("", at("2026-11-22 05:59"))
    assert not hours.is_open("", at("2026-11-22 06:00"))
    assert not hours.is_open("", at("2026-11-22 12:00"))


def test_a_team_has_hours_of_its_own_and_any_other_has_the_usual_ones() -> None:
    hours = calendar(OFFICE + "teams:\n  sales:\n    open:\n      - {days: daily, hours: 00:00-24:00}\n")
    night = at("2026-11-23 03:00")
    assert hours.is_open("sales", night)
    assert not hours.is_open("aftersales", night)


def test_the_holidays_of_china_come_with_the_days_that_are_made_up_for() -> None:
    hours = calendar('open:\n  - {days: [mon-fri], hours: ["09:00-18:00"]}\nholidays: {country: CN}\n')
    assert not hours.is_open("", at("2026-10-01 10:00"))
    assert hours.why_closed("", at("2026-10-01 10:00")) == {"": "国庆节"}
    assert date(2026, 10, 10).weekday() == 5
    assert hours.is_open("", at("2026-10-10 10:00")), "a Saturday that is made up for"
    assert not hours.is_open("", at("2026-10-17 10:00")), "any other Saturday"


def test_other_countries_and_their_regions_are_known() -> None:
    text = OFFICE + "holidays: {country: de, region: BY}\n"
    assert not calendar(text).is_open("", at("2026-01-06 10:00")), "Epiphany is one in Bavaria"


def test_the_shops_own_list_goes_before_the_country() -> None:
    hours = calendar(
        OFFICE
        + "holidays:\n  country: CN\n  days:\n    - {date: 2026-10-01, hours: ['10:00-12:00'], name: 国庆}\n"
        + "    - {from: 2026-11-24, to: 2026-11-25, name: {zh-CN: 年会, zh-TW: 尾牙, en: party}, teams: [sales]}\n"
        + "make_up_days:\n  - {date: 2026-11-22, like: fri}\n"
    )
    assert hours.is_open("", at("2026-10-01 11:00"))
    assert not hours.is_open("", at("2026-10-01 14:00"))
    assert not hours.is_open("sales", at("2026-11-25 10:00"))
    assert hours.is_open("", at("2026-11-25 10:00"))
    assert hours.is_open("", at("2026-11-22 10:00"))


def test_a_closure_ends_when_it_says_and_a_day_alone_is_meant_whole() -> None:
    hours = calendar(
        OFFICE
        + 'closed:\n  - {from: "2026-11-23 10:00", to: "2026-11-23 11:00", say: 盘点}\n'
        + "  - {from: 2026-11-25, to: 2026-11-26}\n"
    )
    assert hours.next_open("", at("2026-11-23 10:30")) == at("2026-11-23 11:00")
    assert hours.why_closed("", at("2026-11-23 10:30")) == {"zh-CN": "盘点"}
    assert hours.next_open("", at("2026-11-25 09:00")) == at("2026-11-27 09:00")


ICAL = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//shop//
BEGIN:VEVENT
UID:1
DTSTART;VALUE=DATE:20251124
DTEND;VALUE=DATE:20251126
SUMMARY:Founders
RRULE:FREQ=YEARLY
END:VEVENT
BEGIN:VEVENT
UID:2
DTSTART;TZID=Europe/Berlin:20261123T030000
DTEND;TZID=Europe/Berlin:20261123T040000
SUMMARY:Fire drill
RRULE:FREQ=WEEKLY;COUNT=2
END:VEVENT
BEGIN:VEVENT
UID:3
DTSTART;VALUE=DATE:20261127
STATUS:CANCELLED
END:VEVENT
END:VCALENDAR
"""
FED = OFFICE + "holidays: {calendar: ours.ics}\n"


def test_a_calendar_file_gives_whole_days_and_shorter_closures_again_and_again(tmp_path: Path) -> None:
    (tmp_path / "ours.ics").write_text(ICAL.replace("\n", "\r\n"))
    hours = calendar(FED, tmp_path)
    assert hours.why_closed("", at("2026-11-25 10:00")) == {"": "Founders"}
    for drill in ("2026-11-23", "2026-11-30"):
        assert hours.is_open("", at(f"{drill} 09:59"))
        assert not hours.is_open("", at(f"{drill} 10:00")), "three o'clock in Berlin"
    assert hours.is_open("", at("2026-11-27 10:00")), "cancelled"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (None, "policy_ical_gone"),
        (b"", "policy_ical"),
        (b"\xff\x00", "policy_ical"),
        (ICAL.replace("20251124", "2025xx24").encode(), "policy_ical"),
        (ICAL.replace("WEEKLY", "MINUTELY").encode(), "policy_ical_often"),
        (ICAL.encode() + b" " * 1_000_000, "policy_ical_large"),
    ],
)
def test_a_calendar_that_cannot_be_used_is_told_where_it_is_named(
    tmp_path: Path, data: bytes | None, code: str
) -> None:
    if data is not None:
        (tmp_path / "ours.ics").write_bytes(data)
    assert problems(FED, tmp_path) == [(4, code)]


def test_no_file_of_another_folder_is_read(tmp_path: Path) -> None:
    assert problems("holidays: {calendar: ../ours.ics}", tmp_path) == [(1, "policy_ical_beside")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("open:\n  - {days: [mon], hours: ['9 to 5']}", "policy_hours"),
        ("open:\n  - {days: [mon], hours: ['09:00-12:00', '11:00-14:00']}", "policy_hours_overlap"),
        ("open:\n  - {days: [mon-day], hours: ['09:00-12:00']}", "policy_weekday"),
        ("open:\n  - {hours: ['09:00-12:00']}", "policy_no_days"),
        ("open:\n  - {days: mon}", "policy_key_missing"),
        ("teams:\n  sales:", "policy_key_missing"),
        ("teams:\n  sale: {open: []}", "policy_team_elsewhere"),
        ("holidays:\n  days: [{date: 2026-02-30}]", "policy_day"),
        ("holidays:\n  days: [{from: 2026-02-20, to: 2026-02-10}]", "policy_from_to"),
        ("holidays:\n  days: [{from: 2026-02-20, to: 2029-02-10}]", "policy_too_long"),
        ("holidays:\n  country: XX", "policy_country"),
        ("make_up_days: [{date: 2026-02-14},\n {date: 2026-02-14}]", "policy_date_twice"),
        ("closed:\n  - {from: tomorrow, to: 2026-11-24}", "policy_moment"),
        ("closed:\n  - {from: 2026-11-24, to: 9999-12-31}", "policy_moment"),
        ("closed:\n  - {from: 2026-11-24, to: 2026-11-22}", "policy_from_to"),
        ("\nopening: []", "unknown_key"),
        ("\non_call: [mei]", "policy_account"),
        ("rota:\n  - {days: [mon], hours: 9-5, agents: ['telegram:1']}", "policy_hours"),
        ("rota:\n  - {hours: 09:00-17:00, agents: ['telegram:1']}", "policy_no_days"),
        ("rota:\n  - {days: [mon], hours: 09:00-17:00}", "policy_key_missing"),
        ("rota:\n  - {days: [mon], hours: 09:00-17:00, agents: [mei]}", "policy_account"),
        ("rota:\n  - {dates: [monday], hours: 09:00-17:00, agents: ['telegram:1']}", "policy_day"),
        ("rota: []\nremind_minutes: soon", "policy_whole"),
        ("rota: []\nannounce_minutes: 2000", "policy_whole"),
        ("rota: []\nhand_over: perhaps", "policy_truth"),
        ("\nremind_minutes: 5", "policy_no_rota"),
    ],
)
def test_a_mistake_is_told_with_its_line(text: str, code: str) -> None:
    assert problems(text) == [(2, code)]


@pytest.mark.parametrize(("desk_channel", "like"), [("slack", "slack:123456"), ("", "telegram:123456")])
def test_a_wrong_account_is_told_how_one_of_the_desk_looks(desk_channel: str, like: str) -> None:
    text = b"on_call: [mei]\nrota:\n  - {days: [mon], hours: 09:00-17:00, agents: [mei]}"
    found = checked_hours(Path("hours.yaml"), READER, desk_channel=desk_channel, draft=text)
    assert [like in str(each) for each in found.problems] == [True, True]


def test_what_is_done_at_the_beginning_and_the_end_of_a_shift_is_said_in_minutes() -> None:
    rota = "rota:\n  - {days: [mon], hours: 09:00-17:00, agents: ['telegram:1']}\n"
    assert read(rota).rota == RotaRules(remind=900.0, hand_over=True, announce=600.0)
    said = read(f"{rota}remind_minutes: 0\nannounce_minutes: 30\nhand_over: false\n").rota
    assert said == RotaRules(remind=0.0, hand_over=False, announce=1800.0)


def test_all_mistakes_are_told_at_once() -> None:
    text = "open:\n  - {days: [mon], hours: ['9']}\nholidays:\n  country: XX\nclosed:\n  - {from: now, to: then}\n"
    assert [code for _, code in problems(text)] == ["policy_hours", "policy_country", "policy_moment", "policy_moment"]


def test_nothing_said_is_always_open() -> None:
    assert read("open:\n") == ALWAYS_OPEN


def test_the_sample_is_sound_and_always_open() -> None:
    found = checked_hours(SAMPLE, READER)
    assert not found.problems
    assert found.rules == ALWAYS_OPEN


def test_what_the_sample_leaves_out_is_sound_too(tmp_path: Path) -> None:
    (tmp_path / "holidays.ics").write_text(ICAL.replace("\n", "\r\n"))
    lines = SAMPLE.read_text("utf-8").splitlines()
    switched_on = [line[2:] if line.startswith(("# ", "#   ")) and is_yaml(line) else line for line in lines]
    text = "\n".join(switched_on).replace('  - {days: [daily], hours: ["00:00-24:00"]}\n', "", 1)
    found = checked_hours(tmp_path / "hours.yaml", READER, ["aftersales", "presales"], draft=text.encode())
    assert [str(each) for each in found.problems if each.severity == "error"] == []
    assert set(found.rules.teams) == {"aftersales", "presales"}
    assert found.rules.country is not None
    assert len(found.rules.holidays) == 9
    assert len(found.rules.make_up_days) == 2
    assert len(found.rules.closures) == 2
    assert len(found.rules.shifts) == 3
    assert found.rules.rota == RotaRules(), "as it is without being said"
    assert found.rules.on_call == {"telegram:123456789"}


def is_yaml(line: str) -> bool:
    said = line.removeprefix("# ").strip()
    return said.startswith("- {") or re.match(r"[a-z_]+:", said, re.ASCII) is not None
