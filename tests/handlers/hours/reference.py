"""Opening hours, minute by minute: slow, and obvious."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo

from handlers.hours.policy import HoursPolicy, Stretch, Stretches

MINUTE = 60
DAY = 86_400


@lru_cache
def clock(zone: ZoneInfo, begins: int, days: int) -> list[tuple[int, datetime]]:
    """What the shop's clocks show, a line a minute."""
    minutes = range(begins, begins + days * DAY, MINUTE)
    return [(at, datetime.fromtimestamp(at, zone).replace(tzinfo=None)) for at in minutes]


@dataclass
class Slow:
    """From a day before `first` to some days after it."""

    policy: HoursPolicy
    zone: ZoneInfo
    first: date
    days: int

    @cached_property
    def start(self) -> int:
        return int(datetime.combine(self.first, time(), UTC).timestamp())

    def first_minute(self, local: datetime) -> int:
        begins = self.start - 3 * DAY
        return next(at for at, shown in clock(self.zone, begins, self.days + 6) if shown >= local)

    def open_minutes(self, team: str) -> set[int]:
        found: set[int] = set()
        # West of Greenwich the first minute belongs to the day before, and a night that began the evening before that.
        for number in range(-2, self.days):
            day = self.first + timedelta(days=number)
            for each in self.hours(team, day):
                found |= set(range(self.of(day, each.begins), self.of(day, each.ends), MINUTE))
        for closure in self.policy.closures:
            if not closure.teams or team in closure.teams:
                found -= set(range(self.first_minute(closure.begins), self.first_minute(closure.ends), MINUTE))
        return {each for each in found if self.start <= each < self.start + (self.days - 1) * DAY}

    def of(self, day: date, minutes: int) -> int:
        return self.first_minute(datetime.combine(day, time()) + timedelta(minutes=minutes))

    def hours(self, team: str, day: date) -> Stretches:
        for holiday in self.policy.holidays.get(day, ()):
            if not holiday.teams or team in holiday.teams:
                return holiday.hours
        week = self.policy.teams.get(team, self.policy.usual)
        made_up = self.policy.make_up_days.get(day)
        if made_up is None:
            return week.days[day.weekday()]
        return made_up.hours or week.days[made_up.like]


def stretch(begins: int, length: int) -> Stretch:
    return Stretch(begins, begins + length)
