"""Money, days, times and lists as a language writes them."""

from calendar import timegm
from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from math import ceil, floor
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.numbers import format_currency

FIRST = datetime(1970, 1, 1)  # noqa: DTZ001 - a day, wherever
DAY = 86_400
REMEMBERED = 4096
"""Formatting costs some 30 microseconds; the amounts and days a shop tells repeat."""
CLOCK = tuple(f"{hour:02}:{minute:02}" for hour in range(24) for minute in range(60))
"""Of each minute of a day: written anew it costs as much as everything else about a moment."""


@lru_cache(maxsize=64)
def locale_of(language: str) -> Locale:
    """A folder of scripts/ may be named for a language babel does not know: then English forms."""
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")


@lru_cache(maxsize=64)
def zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def listed(names: Iterable[str], language: str) -> str:
    return comma(language).join(names)


def comma(language: str) -> str:
    """Between the names of a list."""
    return "、" if language.startswith("zh") else ", "


def still_to_wait(seconds: float) -> dict[str, object]:
    """The blanks `minutes` and `hours`, rounded up, but one minute at least; `hours`: "" for an hour or less."""
    minutes = max(1, ceil(seconds / 60))
    return {"minutes": minutes, "hours": ceil(minutes / 60) if minutes > 60 else ""}


def money(amount: Decimal, currency: str, language: str) -> str:
    # Remembered by its digits: a Decimal that was just computed takes five times as long to hash.
    return digits_as_money(str(amount), currency, language)


@lru_cache(maxsize=REMEMBERED)
def digits_as_money(digits: str, currency: str, language: str) -> str:
    return format_currency(Decimal(digits), currency, locale=locale_of(language))


def day(at: float, language: str, timezone: str) -> str:
    """With its year: 2026年11月22日."""
    return long_day(on_clocks(at, timezone) // DAY, language)


def weekday(at: float, language: str, timezone: str) -> str:
    """For a day close by: 11月24日周二."""
    return short_day(on_clocks(at, timezone) // DAY, language)


def minute(at: float, language: str, timezone: str) -> str:
    """11月22日 14:05."""
    # Few languages have a skeleton for both in one, and the minutes of a year are too many to remember their words.
    shown = on_clocks(at, timezone)
    return f"{short_date(shown // DAY, language)} {CLOCK[shown % DAY // 60]}"


def moment(at: float, timezone: str) -> datetime:
    return datetime.fromtimestamp(at, zone(timezone))


def on_clocks(at: float, timezone: str) -> int:
    """What the clocks of a zone show, in seconds since they showed the first day of 1970."""
    second = floor(at)
    ahead = ahead_all_day(second // DAY, timezone)
    return second + (ahead_of_utc(second, timezone) if ahead is None else ahead)


@lru_cache(maxsize=REMEMBERED)
def ahead_all_day(days: int, timezone: str) -> int | None:
    """None: the clocks are put forward or back on this day of UTC. Days repeat in what a shop tells, moments do not."""
    first, last = (ahead_of_utc(days * DAY + second, timezone) for second in (0, DAY - 1))
    return first if first == last else None


def ahead_of_utc(second: int, timezone: str) -> int:
    return timegm(moment(second, timezone).timetuple()) - second


@lru_cache(maxsize=REMEMBERED)
def long_day(days: int, language: str) -> str:
    return format_date(FIRST + timedelta(days), "long", locale=locale_of(language))


@lru_cache(maxsize=REMEMBERED)
def short_day(days: int, language: str) -> str:
    return format_skeleton("MMMEd", FIRST + timedelta(days), locale=locale_of(language))


@lru_cache(maxsize=REMEMBERED)
def short_date(days: int, language: str) -> str:
    return format_skeleton("MMMd", FIRST + timedelta(days), locale=locale_of(language))
