"""Business time of a shop: its week, less holidays and closures, and with the days that are made up for.

A year of a team is worked out once, as the spans in which it is open.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.fields.words import Words
from handlers.hours.instants import instant, midnight, of_day, shown
from handlers.hours.policy import Closure, Duty, Holiday, HoursPolicy, RotaRules, Stretches
from handlers.hours.spans import Span, Year, less, merged, within
from handlers.hours.swapping import swapped
from storage.swaps import Swap

FAR = 366 * 86_400.0
"""Nothing is looked for beyond a year."""
MONDAY = 0


class Calendar:
    """`BusinessHours` by hours.yaml, and by what colleagues have exchanged."""

    def __init__(self, policy: HoursPolicy, zone: ZoneInfo, swaps: Callable[[], Sequence[Swap]] = tuple) -> None:
        self.policy = policy
        self.zone = zone
        self._swaps = swaps
        self._years: dict[tuple[str, int], Year] = {}
        self._own = frozenset(policy.teams).union(
            *(each.teams for each in policy.closures),
            *(each.teams for day in policy.holidays.values() for each in day),
        )

    def is_open(self, team: str, at: float) -> bool:
        span = self._year(team, self._number(at)).next(at)
        return span is not None and span[0] <= at

    def next_open(self, team: str, at: float) -> float | None:
        for year in self._from(team, at):
            span = year.next(at)
            if span is not None:
                opens = max(at, span[0])
                return opens if opens <= at + FAR else None
        return None

    def next_close(self, team: str, at: float) -> float | None:
        closes = at
        for year in self._from(team, at):
            span = year.next(closes)
            if span is None or span[0] > closes:
                break
            closes = span[1]
            if closes < year.ends:  # else it may go on in the new year
                break
        return closes if closes <= at + FAR else None

    def seconds_between(self, team: str, start: float, end: float) -> float:
        if end <= start:
            return 0.0
        first, last = self._number(start), self._number(end)
        years = (self._year(team, number) for number in range(first, last + 1))
        return sum(year.until(min(end, year.ends)) - year.until(max(start, year.begins)) for year in years)

    def after(self, team: str, start: float, seconds: float) -> float | None:
        if seconds <= 0:
            return start
        left = seconds
        for year in self._from(team, start):
            passed = year.until(max(start, year.begins))
            if year.before[-1] - passed >= left:
                at = year.at(passed + left)
                return at if at <= start + FAR else None
            left -= year.before[-1] - passed
        return None

    def why_closed(self, team: str, at: float) -> Words:
        """In the shop's own words: the closure's, or the holiday's name; empty for an ordinary evening."""
        key = self._key(team)
        for each in self._closures(key, self._number(at)):
            begins, ends = self._span_of(each)
            if begins <= at < ends:
                return each.say
        if self.is_open(team, at):
            return {}
        today = shown(at, self.zone).date()
        return self.holiday(team, today) or self._holiday_of_last_night(team, at, today - timedelta(days=1))

    def _holiday_of_last_night(self, team: str, at: float, yesterday: date) -> Words:
        """Hours over midnight are of the day before: had that been none, people would be there."""
        usual = self._usual(self._key(team), yesterday.weekday())
        ends_at = (of_day(yesterday, each.ends, self.zone) for each in usual)
        return self.holiday(team, yesterday) if any(at < ends for ends in ends_at) else {}

    def on_call(self) -> Collection[str]:
        return self.policy.on_call

    def on_duty(self, at: float) -> Collection[str] | None:
        duties = self.duties(at, at)
        return None if duties is None else {account for duty in duties for account in duty.agents}

    def rota_rules(self) -> RotaRules:
        return self.policy.rota

    def duties(self, begins: float, ends: float) -> Sequence[Duty] | None:
        planned = self.planned(begins, ends)
        return None if planned is None else swapped(planned, self._swaps())

    def planned(self, begins: float, ends: float) -> Sequence[Duty] | None:
        if not self.policy.shifts:
            return None
        first, last = shown(begins, self.zone).date() - timedelta(days=1), shown(ends, self.zone).date()
        days = (first + timedelta(days=number) for number in range((last - first).days + 1))
        found = (duty for day in days for duty in self._duties(day))
        meant = (each for each in found if each.begins <= ends and each.ends > begins)
        return sorted(meant, key=lambda each: (each.begins, each.ends))

    def _duties(self, day: date) -> Iterator[Duty]:
        weekday = self.weekday(day)
        for shift in self.policy.shifts:
            if day in shift.dates or weekday in shift.days:
                for each in shift.hours:
                    begins, ends = (of_day(day, minutes, self.zone) for minutes in (each.begins, each.ends))
                    yield Duty(shift=shift, begins=begins, ends=ends, agents=shift.agents)

    # Days

    def holiday(self, team: str, day: date) -> Words:
        """Its name; empty for a day that is none, or that people work."""
        own = self._own_holiday(self._key(team), day)
        if own is not None:
            return own.name
        if day in self.policy.make_up_days:
            return {}
        name = self._public(day)
        return {"": name} if name else {}

    def weekday(self, day: date) -> int | None:
        """Of which weekday it has the hours, for all teams; None for a holiday."""
        own = self._own_holiday("", day)
        if own is not None:
            return day.weekday() if own.hours else None
        made_up = self.policy.make_up_days.get(day)
        if made_up is not None:
            return made_up.like
        if self._public(day):
            return None
        country = self.policy.country
        return MONDAY if country is not None and country.is_made_up(day) else day.weekday()

    def _hours(self, key: str, day: date) -> Stretches:
        own = self._own_holiday(key, day)
        if own is not None:
            return own.hours
        made_up = self.policy.make_up_days.get(day)
        if made_up is not None and made_up.hours:
            return made_up.hours
        weekday = self.weekday(day)
        return () if weekday is None else self._usual(key, weekday)

    def _usual(self, key: str, weekday: int) -> Stretches:
        return self.policy.teams.get(key, self.policy.usual).days[weekday]

    def _own_holiday(self, key: str, day: date) -> Holiday | None:
        return next((each for each in self.policy.holidays.get(day, ()) if concerns(each.teams, key)), None)

    def _public(self, day: date) -> str:
        policy = self.policy
        fed = policy.feed.holidays(day.year).get(day, "") if policy.feed else ""
        return fed or (policy.country.holiday(day) if policy.country else "")

    # Years

    def _key(self, team: str) -> str:
        """Teams without anything of their own share their years."""
        return team if team in self._own else ""

    def _number(self, at: float) -> int:
        return shown(at, self.zone).year

    def _from(self, team: str, at: float) -> Iterator[Year]:
        first = self._number(at)
        return (self._year(team, number) for number in range(first, first + 3))

    def _year(self, team: str, number: int) -> Year:
        key = self._key(team)
        known = self._years.get((key, number))
        if known is None:
            known = self._years[key, number] = self._worked_out(key, number)
        return known

    def _worked_out(self, key: str, number: int) -> Year:
        first = date(number, 1, 1)
        begins, ends = midnight(first, self.zone), midnight(date(number + 1, 1, 1), self.zone)
        shut = sorted(self._span_of(each) for each in self._closures(key, number))
        spans = [clipped for each in less(self._opened(key, first), shut) for clipped in within(each, begins, ends)]
        return Year.of(begins, ends, spans)

    def _opened(self, key: str, first: date) -> list[Span]:
        """Of a year and of the night before it."""
        days = (date(first.year + 1, 1, 1) - first).days
        spans = (
            (of_day(day, each.begins, self.zone), of_day(day, each.ends, self.zone))
            for day in (first + timedelta(days=number) for number in range(-1, days))
            for each in self._hours(key, day)
        )
        return merged(sorted(spans))

    def _closures(self, key: str, year: int) -> Iterator[Closure]:
        fed = self.policy.feed.closures(year) if self.policy.feed else ()
        return (each for each in (*self.policy.closures, *fed) if concerns(each.teams, key))

    def _span_of(self, closure: Closure) -> Span:
        return self._instant(closure.begins), self._instant(closure.ends)

    def _instant(self, at: datetime) -> float:
        return at.timestamp() if at.tzinfo else instant(at, self.zone)


def concerns(teams: frozenset[str], key: str) -> bool:
    return not teams or key in teams
