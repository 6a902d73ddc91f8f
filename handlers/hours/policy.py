"""What hours.yaml says of opening hours, as values; `policy_file` reads them.

Clock times are the shop's. A range belongs to the day on which it begins: one over midnight goes on into a holiday.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from datetime import date, datetime
from typing import Protocol

from handlers.fields.week import MIDNIGHT
from handlers.fields.words import Words
from storage.records import record


@record(frozen=True, slots=True)
class Stretch:
    """Minutes from the midnight with which the day begins; `ends` is beyond 24:00 where it goes over midnight."""

    begins: int
    ends: int


Stretches = tuple[Stretch, ...]
ALL_DAY: Stretches = (Stretch(0, MIDNIGHT),)


@record(frozen=True, slots=True)
class Week:
    days: tuple[Stretches, Stretches, Stretches, Stretches, Stretches, Stretches, Stretches]
    """Monday first."""


ALWAYS = Week((ALL_DAY,) * 7)


@record(frozen=True, slots=True, kw_only=True)
class Holiday:
    name: Words = field(default_factory=dict)
    hours: Stretches = ()
    """For shorter hours than usual; empty: closed."""
    teams: frozenset[str] = frozenset()
    """Empty: all."""


@record(frozen=True, slots=True, kw_only=True)
class MakeUpDay:
    """A day on which people work although it would be free (调休)."""

    like: int = 0
    """The weekday whose hours it has; 0 is Monday."""
    hours: Stretches = ()
    """Its own; empty: those of `like`."""


@record(frozen=True, slots=True, kw_only=True)
class Closure:
    """Times without a zone are the shop's."""

    begins: datetime
    ends: datetime
    say: Words = field(default_factory=dict)
    teams: frozenset[str] = frozenset()
    """Empty: all."""


@record(frozen=True, slots=True, kw_only=True)
class Shift:
    hours: Stretches
    agents: tuple[str, ...]
    """Their accounts."""
    name: Words = field(default_factory=dict)
    days: frozenset[int] = frozenset()
    """0 is Monday. None on holidays; one that is made up for is like the day that it stands for."""
    dates: frozenset[date] = frozenset()
    """Whatever these days are."""


@record(frozen=True, slots=True, kw_only=True)
class Duty:
    """A shift of one day."""

    shift: Shift
    begins: float
    ends: float
    agents: tuple[str, ...]
    """Who has it, after what colleagues have exchanged."""
    instead_of: Mapping[str, str] = field(default_factory=dict)
    """Who stands in for whom, by account."""


@record(frozen=True, slots=True, kw_only=True)
class RotaRules:
    """What the bot does at the beginning and at the end of a shift. Seconds."""

    remind: float = 15 * 60.0
    """So long before its beginning; 0: nobody is reminded."""
    hand_over: bool = True
    """At its end the conversations of whoever goes go to the queue."""
    announce: float = 10 * 60.0
    """So long before its end they are told of it; 0: they are not."""


class Country(Protocol):
    """The public holidays of a country."""

    def holiday(self, day: date) -> str:
        """Its name; "" for none."""

    def is_made_up(self, day: date) -> bool:
        """People work although it is a weekend."""


class Feed(Protocol):
    """A calendar that somebody else keeps, as a file beside hours.yaml."""

    def holidays(self, year: int) -> Mapping[date, str]:
        """Whole days, with their names."""

    def closures(self, year: int) -> Iterable[Closure]:
        """What is shorter than a day."""


@record(frozen=True, slots=True, kw_only=True)
class HoursPolicy:
    usual: Week = ALWAYS
    teams: Mapping[str, Week] = field(default_factory=dict)
    """Those with hours of their own, by key."""
    holidays: Mapping[date, Sequence[Holiday]] = field(default_factory=dict)
    """The shop's own list, which goes before all others."""
    make_up_days: Mapping[date, MakeUpDay] = field(default_factory=dict)
    closures: tuple[Closure, ...] = ()
    country: Country | None = None
    feed: Feed | None = None
    shifts: tuple[Shift, ...] = ()
    """Empty: everybody is always on duty."""
    rota: RotaRules = RotaRules()
    on_call: frozenset[str] = frozenset()
    """Accounts of agents."""


ALWAYS_OPEN = HoursPolicy()
