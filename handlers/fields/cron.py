"""Times of the calendar as admins write them: `0 10 * * mon`, by the shop's clocks."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from math import floor
from zoneinfo import ZoneInfo

from apscheduler.triggers.cron import CronTrigger

DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
FIELDS = 5
SECOND = timedelta(seconds=1)
LEAP_DAY = datetime(2000, 2, 28, tzinfo=UTC)
"""Before the rarest of all days, so that whether one ever comes is soon known."""


class Cron:
    """Raises ValueError for what is no such expression, or a day that no calendar has."""

    def __init__(self, expression: str, zone: ZoneInfo) -> None:
        *others, weekdays = expression.split()
        if len(others) + 1 != FIELDS:
            raise ValueError("five fields are needed: minute, hour, day, month, weekday")
        # By what clocks show, without a zone: around a day of 23 hours APScheduler's own reckoning loses a midnight.
        self._trigger = CronTrigger.from_crontab(" ".join((*others, named(weekdays))), timezone=UTC)
        self._zone = zone
        if self._next(LEAP_DAY) is None:
            raise ValueError(f"{expression} never comes")

    def after(self, at: float) -> float | None:
        """The first time behind this one; None: there is none.

        Where clocks are set back, what comes in the hour that is passed twice comes the first time only. Where they are
        set forward, what would be in the hour left out comes as much later.
        """
        wall = datetime.fromtimestamp(floor(at), self._zone).replace(tzinfo=UTC, fold=0)
        while (found := self._next(wall)) is not None:
            if (due := found.replace(tzinfo=self._zone).timestamp()) > at:
                return due
            wall = found
        return None

    def _next(self, wall: datetime) -> datetime | None:
        found: datetime | None = self._trigger.get_next_fire_time(None, wall + SECOND)
        return found


def named(weekdays: str) -> str:
    """0 and 7 are Sunday here, as in every crontab; APScheduler counts from Monday, and knows names."""
    if weekdays in ("*", "?"):
        return "*"
    found = {day for part in weekdays.lower().split(",") for day in days(part)}
    return ",".join(DAYS[day] for day in sorted(found))


def days(part: str) -> Iterator[int]:
    """`1-5`, `fri-mon`, `*/2`."""
    span, _, step = part.partition("/")
    first, dash, last = ("0", "-", "6") if span == "*" else span.partition("-")
    begins, ends = number(first), number(last if dash else first)
    if step and not (step.isascii() and step.isdecimal() and int(step)):
        raise ValueError(f"{part} is no weekday")
    yield from ((begins + day) % 7 for day in range(0, (ends - begins) % 7 + 1, int(step or 1)))


def number(day: str) -> int:
    if day in DAYS:
        return DAYS.index(day)
    if day in ("0", "1", "2", "3", "4", "5", "6", "7"):
        return int(day) % 7
    raise ValueError(f"{day} is no weekday")
