"""What a report says, as values."""

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date
from math import ceil, sqrt

from storage.records import record

WILSON_Z = 1.959963984540054
"""Two-sided 95 %."""
DIGITS = 9
"""Of a share; further ones are errors of rounding."""


@record(frozen=True, slots=True)
class Spread:
    """Of so many values, in seconds; None: there were none."""

    count: int = 0
    p50: float | None = None
    p90: float | None = None


@record(frozen=True, slots=True)
class Waits:
    wall: Spread = Spread()
    business: Spread = Spread()
    """In opening hours."""


@record(frozen=True, slots=True)
class Share:
    hits: int = 0
    count: int = 0

    @property
    def rate(self) -> float | None:
        """From 0 to 1; None: of nothing."""
        return self.hits / self.count if self.count else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Wilson's, at 95 %: where the share of all contacts lies, of whom these are a few."""
        return wilson(self.hits, self.count) if self.count else None


@record(frozen=True, slots=True)
class Satisfaction:
    asked: int = 0
    good: Share = Share()
    """Of those who answered, who gave a score in the upper third of its scale."""
    mean: float | None = None
    """From 0 (the worst answer of a scale) to 1 (the best)."""

    @property
    def answered(self) -> int:
        return self.good.count


@record(frozen=True, slots=True)
class Promoters:
    """Of one survey whose scale is 0-10."""

    survey: str
    promoters: int
    passives: int
    detractors: int

    @property
    def count(self) -> int:
        return self.promoters + self.passives + self.detractors

    @property
    def score(self) -> float:
        """NPS: from -100 to 100."""
        return 100 * (self.promoters - self.detractors) / self.count


@record(frozen=True, slots=True, kw_only=True)
class Figures:
    visits: int = 0
    """Those that began in the period."""
    handed_over: int = 0
    contained: int = 0
    """Visits that ended without a person."""
    not_understood: int = 0
    """Messages."""
    claimed: int = 0
    resolved: int = 0
    reopened: int = 0
    first_response: Waits = Waits()
    in_time: Share = Share()
    """First answers within three minutes, of hand-overs between 9:00 and 23:00."""
    next_response: Waits = Waits()
    resolution: Waits = Waits()
    breaches: Mapping[str, int] = field(default_factory=dict)
    """By promise."""
    satisfaction: Satisfaction = Satisfaction()

    @property
    def containment(self) -> Share:
        return Share(self.contained, self.contained + self.handed_over)

    @property
    def breached(self) -> int:
        return sum(self.breaches.values())

    @property
    def is_empty(self) -> bool:
        return self == Figures()


@record(frozen=True, slots=True, kw_only=True)
class ReturnFigures:
    moves: Mapping[str, int] = field(default_factory=dict)
    """How many were `opened`, `approved`, `declined`, `received`, `refunded` ..."""
    refunded: Mapping[str, float] = field(default_factory=dict)
    """By currency; credits too."""


@record(frozen=True, slots=True, kw_only=True)
class Report:
    total: Figures
    days: Mapping[date, Figures]
    """Every day of the period, the first first."""
    channels: Mapping[str, Figures]
    """Here and below: the busiest first."""
    teams: Mapping[str, Figures]
    """"" for none."""
    agents: Mapping[str, Figures]
    scripts: Mapping[str, Figures]
    nps: Sequence[Promoters]
    returns: ReturnFigures
    aftercare: Mapping[str, int] = field(default_factory=dict)
    """How many tasks were `opened`, `recovered`, `not_recovered`, and how much feedback there was, by topic."""

    @property
    def is_empty(self) -> bool:
        return self.total.is_empty and not (self.returns.moves or self.aftercare)


def spread(values: Sequence[float]) -> Spread:
    ordered = sorted(values)
    return Spread(len(ordered), ranked(ordered, 0.5), ranked(ordered, 0.9))


def ranked(ordered: Sequence[float], share: float) -> float | None:
    """The nearest rank: the smallest value that so many are not above."""
    return ordered[ceil(share * len(ordered)) - 1] if ordered else None


def wilson(hits: int, count: int) -> tuple[float, float]:
    """The lower and the upper end of Wilson's interval for a share, between 0 and 1."""
    share, square = hits / count, WILSON_Z**2
    middle = share + square / (2 * count)
    half = WILSON_Z * sqrt(share * (1 - share) / count + square / (4 * count * count))
    whole = 1 + square / count
    low, high = round((middle - half) / whole, DIGITS), round((middle + half) / whole, DIGITS)
    return max(0.0, low), min(1.0, high)
