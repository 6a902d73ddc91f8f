"""An admin saves hours.yaml while customers write: a good one counts at once, a bad one never does."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from handlers.fields.file import Reader
from handlers.hours.policy import HoursPolicy
from handlers.hours.shelf import ReloadingHours
from tests.handlers.admin import Admin

READER = Reader(languages=["en"], default_language="en")
NEVER = "open: []\n"
Hours = Admin[HoursPolicy]
NOON = 1_795_000_000.0
"""2026-11-18."""
FEAST = """\
BEGIN:VCALENDAR
BEGIN:VEVENT
SUMMARY:Feast
DTSTART;VALUE=DATE:20261118
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def hours(tmp_path: Path) -> Hours:
    return Admin(
        tmp_path / "hours.yaml",
        lambda path, hearers: ReloadingHours(path, ZoneInfo("UTC"), lambda: READER, tuple, "", hearers),
    )


async def test_without_a_file_it_is_always_open_until_one_is_written(hours: Hours) -> None:
    shelf = hours.shelf
    assert isinstance(shelf, ReloadingHours)
    async with hours.watched():
        assert shelf.is_open("", NOON)
        hours.saves(NEVER)
        assert await hours.hears() == []
    assert not shelf.is_open("", NOON)
    assert shelf.next_open("", NOON) is None
    assert shelf.after("", NOON, 1) is None
    assert shelf.seconds_between("", NOON, NOON + 60) == 0
    assert shelf.why_closed("", NOON) == {}


async def test_a_mistake_leaves_the_last_good_hours_in_force(hours: Hours) -> None:
    shelf = hours.shelf
    assert isinstance(shelf, ReloadingHours)
    async with hours.watched():
        hours.saves(NEVER)
        assert await hours.hears() == []
        hours.saves("open:\n  - {days: [mon], hours: ['9']}\n")
        assert await hours.hears() == ["policy_hours"]
        assert not shelf.is_open("", NOON)
        hours.path.unlink()
        assert await hours.hears() == ["policy_gone"]
    assert not shelf.is_open("", NOON)


async def test_broken_hours_and_the_calendar_beside_them_are_those_of_before_the_restart(tmp_path: Path) -> None:
    def started() -> Hours:
        return Admin(
            tmp_path / "hours.yaml",
            lambda path, hearers: ReloadingHours(
                path, ZoneInfo("UTC"), lambda: READER, tuple, "", hearers, kept_in=tmp_path / "var/kept"
            ),
        )

    hours = started()
    (tmp_path / "feast.ics").write_text(FEAST)
    async with hours.watched():
        hours.saves("holidays: {calendar: feast.ics}\n")
        assert await hours.hears() == []
    hours.saves("open:\n\t- daily\n")
    (tmp_path / "feast.ics").unlink()
    again = started()
    async with again.watched():
        assert await again.hears() == ["tab"]
    assert isinstance(again.shelf, ReloadingHours)
    assert not again.shelf.is_open("", NOON)
    assert again.shelf.is_open("", NOON + 86_400)
