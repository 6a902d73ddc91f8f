"""A calendar file (.ics) that somebody else keeps: its whole days are holidays, its shorter events closures."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

import icalendar
import recurring_ical_events

from handlers.hours.policy import Closure

LARGEST = 1_000_000
"""Bytes."""
MOST_EVENTS = 2000
MOST_RULES = 20
"""Of events that come again and again: a year of a daily one takes a fifth of a second."""
LONGEST_NAME = 100
OFTEN = frozenset({"SECONDLY", "MINUTELY", "HOURLY"})


class NoCalendar(ValueError):
    """Why it cannot be used, as a code of the messages."""


class IcalFeed:
    def __init__(self, data: bytes) -> None:
        """Raises NoCalendar."""
        if len(data) > LARGEST:
            raise NoCalendar("policy_ical_large")
        try:
            self._calendar = icalendar.Calendar.from_ical(data)
        except ValueError as error:
            raise NoCalendar("policy_ical") from error
        if not isinstance(self._calendar, icalendar.Calendar):
            raise NoCalendar("policy_ical")
        events = self._calendar.events
        if len(events) > MOST_EVENTS:
            raise NoCalendar("policy_ical_large")
        if sum("RRULE" in each for each in events) > MOST_RULES:
            raise NoCalendar("policy_ical_large")
        if any(is_often(each) for each in events):
            raise NoCalendar("policy_ical_often")
        self._years: dict[int, tuple[Mapping[date, str], tuple[Closure, ...]]] = {}
        self._tried()

    def _tried(self) -> None:
        """What is wrong with an event shows where it is asked for: now, and not at the first customer of a year."""
        try:
            for year in sorted({event.start.year for event in self._calendar.events})[-2:]:
                self._of(year)
        except NoCalendar:
            raise
        except Exception as error:  # a file from anywhere: whatever is raised, it is no calendar
            raise NoCalendar("policy_ical") from error

    def holidays(self, year: int) -> Mapping[date, str]:
        return self._of(year)[0]

    def closures(self, year: int) -> Iterable[Closure]:
        return self._of(year)[1]

    def _of(self, year: int) -> tuple[Mapping[date, str], tuple[Closure, ...]]:
        if year not in self._years:
            events = list(self._events(year))
            days = {day: name(each) for each in events if is_whole(each) for day in days_of(each)}
            self._years[year] = days, tuple(closures_of(events))
        return self._years[year]

    def _events(self, year: int) -> Iterator[icalendar.Event]:
        """A day more at both ends: the shop's year is not everybody's."""
        begins, ends = date(year, 1, 1) - timedelta(days=1), date(year + 1, 1, 2)
        found = recurring_ical_events.of(self._calendar).between(begins, ends)
        return (each for each in found if str(each.get("STATUS", "")).upper() != "CANCELLED")


def read_feed(path: Path) -> IcalFeed:
    """Raises OSError, NoCalendar."""
    with path.open("rb") as file:
        return IcalFeed(file.read(LARGEST + 1))


def is_often(event: icalendar.Component) -> bool:
    rules = event.get("RRULE") or []
    frequencies = [rule.get("FREQ", []) for rule in (rules if isinstance(rules, list) else [rules])]
    return any(str(each).upper() in OFTEN for found in frequencies for each in found)


def is_whole(event: icalendar.Event) -> bool:
    return not isinstance(event.start, datetime)


def days_of(event: icalendar.Event) -> Iterator[date]:
    for number in range(max(1, min(366, (event.end - event.start).days))):
        yield event.start + timedelta(days=number)


def closures_of(events: Iterable[icalendar.Event]) -> Iterator[Closure]:
    for event in events:
        begins, ends, said = event.start, event.end, name(event)
        if isinstance(begins, datetime) and isinstance(ends, datetime):
            yield Closure(begins=begins, ends=ends, say={"": said} if said else {})


def name(event: icalendar.Event) -> str:
    return str(event.get("SUMMARY", "")).strip()[:LONGEST_NAME]
