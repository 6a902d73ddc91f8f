"""Money, dates and times in the words of a language."""

from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.numbers import format_currency

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


@lru_cache(maxsize=REMEMBERED)
def money(amount: Decimal, currency: str, language: str) -> str:
    return format_currency(amount, currency, locale=locale_of(language))


def day(at: float, language: str, timezone: str) -> str:
    """With its year: 2026年11月22日."""
    return long_day(moment(at, timezone).toordinal(), language)


def weekday(at: float, language: str, timezone: str) -> str:
    """For a day close by: 11月24日周二."""
    return short_day(moment(at, timezone).toordinal(), language)


def minute(at: float, language: str, timezone: str) -> str:
    """11月22日 14:05."""
    # Few languages have a skeleton for both in one, and the minutes of a year are too many to remember their words.
    when = moment(at, timezone)
    return f"{short_date(when.toordinal(), language)} {CLOCK[when.hour * 60 + when.minute]}"


def moment(at: float, timezone: str) -> datetime:
    return datetime.fromtimestamp(at, zone(timezone))


@lru_cache(maxsize=REMEMBERED)
def long_day(ordinal: int, language: str) -> str:
    return format_date(datetime.fromordinal(ordinal), "long", locale=locale_of(language))


@lru_cache(maxsize=REMEMBERED)
def short_day(ordinal: int, language: str) -> str:
    return format_skeleton("MMMEd", datetime.fromordinal(ordinal), locale=locale_of(language))


@lru_cache(maxsize=REMEMBERED)
def short_date(ordinal: int, language: str) -> str:
    return format_skeleton("MMMd", datetime.fromordinal(ordinal), locale=locale_of(language))
