"""From facts to figures: each is looked at once, in whatever order."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import TypeVar

from bots.reports.figures import (
    Figures,
    Promoters,
    Report,
    ReturnFigures,
    Satisfaction,
    Share,
    Spread,
    Waits,
    spread,
)
from bots.reports.period import Period
from storage.reports import Fact, Verdict
from storage.surveys import SurveyStatus

COUNTED = ("opened", "handoff", "contained", "not_understood", "claimed", "reopened")
TIMED = ("first_response", "next_response", "resolved")
MOVES = {
    "return_opened": "opened",
    "return_shipped": "shipped",
    "return_received": "received",
    "return_refunded": "refunded",
    "return_credited": "credited",
    "return_exchanged": "exchanged",
    "return_cancelled": "cancelled",
    "return_expired": "expired",
    "return_late": "late",
}
DECIDED = "return_decided"
"""Its kind says how."""
PAID = ("return_refunded", "return_credited")
NAMES = (*COUNTED, *TIMED, "breach", DECIDED, *MOVES)

PROMPT_SECONDS = 180
PROMPT_FROM, PROMPT_UNTIL = time(9), time(23)
"""The three-minute rule holds between these, whatever the opening hours are."""
GOOD = 2 / 3
PROMOTER, PASSIVE, TEN = 9, 7, 10
ROUNDING = 1e-6

Key = TypeVar("Key", str, date)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What a report is about; "" for all."""

    team: str = ""
    channel: str = ""
    agent: str = ""
    """An account."""

    def takes(self, fact: Fact) -> bool:
        return self.team in ("", fact.team) and self.channel in ("", fact.channel) and self.agent in ("", fact.agent)

    def takes_verdict(self, verdict: Verdict) -> bool:
        return (
            self.team in ("", verdict.team)
            and self.channel in ("", verdict.channel)
            and (not self.agent or self.agent in verdict.agents)
        )


EVERYTHING = Choice()


class Counts:
    """Of one team, one day ... or of all."""

    def __init__(self) -> None:
        self.names: Counter[str] = Counter()
        self.wall: dict[str, array[float]] = {}
        self.business: dict[str, array[float]] = {}
        self.breaches: Counter[str] = Counter()
        self.in_time = 0
        self.timed = 0
        self.asked = 0
        self.good = 0
        self.scores = array("d")

    def take(self, fact: Fact, is_prompt: bool | None) -> None:
        """`is_prompt`: of a first answer; None where the three-minute rule does not hold."""
        self.names[fact.name] += 1
        if fact.name == "breach":
            self.breaches[fact.kind] += 1
        elif fact.name in TIMED:
            put(self.wall, fact.name, fact.value)
            put(self.business, fact.name, fact.business_value)
        if is_prompt is not None:
            self.timed += 1
            self.in_time += is_prompt

    def judge(self, verdict: Verdict) -> None:
        self.asked += verdict.status is not SurveyStatus.UNSENDABLE
        if verdict.score is not None:
            self.scores.append(verdict.score)
            self.good += verdict.score >= GOOD - ROUNDING

    @property
    def figures(self) -> Figures:
        names = self.names
        return Figures(
            visits=names["opened"],
            handed_over=names["handoff"],
            contained=names["contained"],
            not_understood=names["not_understood"],
            claimed=names["claimed"],
            resolved=names["resolved"],
            reopened=names["reopened"],
            first_response=self._waits("first_response"),
            in_time=Share(self.in_time, self.timed),
            next_response=self._waits("next_response"),
            resolution=self._waits("resolved"),
            breaches=dict(self.breaches.most_common()),
            satisfaction=self._satisfaction(),
        )

    def _waits(self, name: str) -> Waits:
        return Waits(of_values(self.wall.get(name)), of_values(self.business.get(name)))

    def _satisfaction(self) -> Satisfaction:
        count = len(self.scores)
        mean = sum(self.scores) / count if count else None
        return Satisfaction(self.asked, Share(self.good, count), mean)


def put(values: dict[str, "array[float]"], name: str, value: float | None) -> None:
    if value is not None:
        values.setdefault(name, array("d")).append(value)


def of_values(values: "array[float] | None") -> Spread:
    return spread(values) if values else Spread()


@dataclass(slots=True)
class Scale:
    """What one survey's scale seems to be, from its answers."""

    values: Counter[int] = field(default_factory=Counter)
    is_to_ten: bool = True

    def take(self, value: int, score: float) -> None:
        self.values[value] += 1
        self.is_to_ten = self.is_to_ten and abs(value - score * TEN) < ROUNDING

    def promoters(self, survey: str) -> Promoters | None:
        """None: it is no scale of 0-10. Of one on which everybody gave a 0, nobody can say."""
        if not self.is_to_ten or not any(self.values):
            return None
        high = sum(count for value, count in self.values.items() if value >= PROMOTER)
        low = sum(count for value, count in self.values.items() if value < PASSIVE)
        return Promoters(survey, high, self.values.total() - high - low, low)


class Counting:
    def __init__(self, period: Period, choice: Choice = EVERYTHING) -> None:
        self.period = period
        self.choice = choice
        self.teams_seen: set[str] = set()
        self._total = Counts()
        self._days: dict[date, Counts] = {day: Counts() for day in period.days}
        self._channels: defaultdict[str, Counts] = defaultdict(Counts)
        self._teams: defaultdict[str, Counts] = defaultdict(Counts)
        self._agents: defaultdict[str, Counts] = defaultdict(Counts)
        self._scripts: defaultdict[str, Counts] = defaultdict(Counts)
        self._scales: defaultdict[str, Scale] = defaultdict(Scale)
        self._moves: Counter[str] = Counter()
        self._paid: defaultdict[str, float] = defaultdict(float)

    def take(self, fact: Fact) -> None:
        self.teams_seen.add(fact.team)
        if not self.choice.takes(fact):
            return
        if fact.name == DECIDED or fact.name in MOVES:
            self._move(fact)
            return
        is_prompt = self._is_prompt(fact)
        for counts in self._concerned(fact):
            counts.take(fact, is_prompt)

    def judge(self, verdict: Verdict) -> None:
        self.teams_seen.add(verdict.team)
        if not self.choice.takes_verdict(verdict):
            return
        day = self._days.get(self.period.day_of(verdict.asked_at))
        agents = [self._agents[each] for each in verdict.agents]
        for counts in (self._total, day, self._channels[verdict.channel], self._teams[verdict.team], *agents):
            if counts is not None:
                counts.judge(verdict)
        if verdict.value is not None and verdict.score is not None:
            self._scales[verdict.survey].take(verdict.value, verdict.score)

    @property
    def report(self) -> Report:
        nps = (scale.promoters(survey) for survey, scale in sorted(self._scales.items()))
        return Report(
            total=self._total.figures,
            days={day: counts.figures for day, counts in self._days.items()},
            channels=busiest(self._channels),
            teams=busiest(self._teams),
            agents=busiest(self._agents),
            scripts=busiest(self._scripts),
            nps=tuple(each for each in nps if each is not None),
            returns=ReturnFigures(moves=dict(self._moves), refunded=dict(self._paid)),
        )

    def _concerned(self, fact: Fact) -> Iterator[Counts]:
        yield self._total
        day = self._days.get(self.period.day_of(fact.at))
        if day is not None:
            yield day
        yield self._channels[fact.channel]
        yield self._teams[fact.team]
        if fact.agent:
            yield self._agents[fact.agent]
        if fact.script and fact.name != "opened":
            yield self._scripts[fact.script]

    def _is_prompt(self, fact: Fact) -> bool | None:
        if fact.name != "first_response" or fact.value is None:
            return None
        handed_over = self.period.clock_of(fact.at - fact.value)
        return fact.value <= PROMPT_SECONDS if PROMPT_FROM <= handed_over < PROMPT_UNTIL else None

    def _move(self, fact: Fact) -> None:
        self._moves[fact.kind if fact.name == DECIDED else MOVES[fact.name]] += 1
        if fact.name in PAID:
            self._paid[fact.kind] += fact.value or 0.0


def busiest(counts: Mapping[str, Counts]) -> dict[str, Figures]:
    """What most was heard of comes first."""
    figures = {key: each.figures for key, each in counts.items()}
    return dict(sorted(figures.items(), key=lambda each: (-busy(each[1]), each[0])))


def busy(figures: Figures) -> int:
    return (
        figures.visits
        + figures.handed_over
        + figures.claimed
        + figures.resolved
        + figures.contained
        + figures.not_understood
        + figures.satisfaction.asked
    )
