"""From facts to figures: each is looked at once, in whatever order, but those that undo another come before all."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, time

from bots.reports.counts import Counts, Heap
from bots.reports.figures import Figures, Report, ReturnFigures
from bots.reports.period import Period
from bots.reports.promoting import Scale
from handlers.hours.instants import midnight
from storage.records import record
from storage.reports import Fact, Verdict

COUNTED = (
    *("opened", "handoff", "contained", "not_understood", "claimed", "reopened"),
    *("first_response", "next_response", "resolved", "breach"),
)
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
AFTERCARE = ("task_opened", "task_settled", "feedback")
UNDONE = {"first_response_undone": "first_response", "next_response_undone": "next_response"}
"""By what takes it back."""
NAMES = (*UNDONE, *COUNTED, DECIDED, *MOVES, *AFTERCARE)

PROMPT_SECONDS = 180
PROMPT_FROM, PROMPT_UNTIL = time(9), time(23)
"""The three-minute rule holds between these, whatever the opening hours are."""


@record(frozen=True, slots=True, kw_only=True)
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
Alike = tuple[int, str, str, str, str, str, str]
"""The number of the day, then name, kind, channel, team, agent and script: all that a report divides by."""


class Counting:
    """Facts that are alike are put on a heap; the heaps, which are few, are counted in the end."""

    def __init__(self, period: Period, choice: Choice = EVERYTHING) -> None:
        self.period = period
        self.choice = choice
        self.teams_seen: set[str] = set()
        self._days = period.days
        self._midnights = [*(midnight(day, period.zone) for day in self._days), period.ends]
        self._heaps: defaultdict[Alike, Heap] = defaultdict(Heap)
        self._verdicts: list[Verdict] = []
        self._moves: Counter[str] = Counter()
        self._paid: defaultdict[str, float] = defaultdict(float)
        self._aftercare: Counter[str] = Counter()
        self._undone: Counter[tuple[str, str, float]] = Counter()
        """Answers that were taken back, by the wait that they ended: the contact had another one."""

    def take(self, fact: Fact) -> None:
        """A fact of the period."""
        if fact.name in UNDONE:
            self._undone[wait(UNDONE[fact.name], fact)] += 1
            return
        self.teams_seen.add(fact.team)
        if not self.choice.takes(fact):
            return
        if fact.name == DECIDED or fact.name in MOVES:
            self._move(fact)
            return
        if fact.name in AFTERCARE:
            self._aftercare[fact.kind or "opened"] += 1
            return
        if self._undone and self._was_undone(fact):
            return
        day = bisect_right(self._midnights, fact.at)
        heap = self._heaps[day, fact.name, fact.kind, fact.channel, fact.team, fact.agent, fact.script]
        heap.put(fact)
        if fact.name == "first_response" and fact.value is not None and self._is_timed(fact.at - fact.value):
            heap.timed += 1
            heap.in_time += fact.value <= PROMPT_SECONDS

    def judge(self, verdict: Verdict) -> None:
        """A verdict on a survey of the period."""
        self.teams_seen.add(verdict.team)
        if self.choice.takes_verdict(verdict):
            self._verdicts.append(verdict)

    @property
    def report(self) -> Report:
        groups = Groups(self._days)
        for (day, name, kind, *rest), heap in self._heaps.items():
            for counts in groups.concerned(day, name, *rest):
                counts.add(name, kind, heap)
        for verdict in self._verdicts:
            groups.judge(bisect_right(self._midnights, verdict.asked_at), verdict)
        returns = ReturnFigures(moves=dict(self._moves), refunded=dict(self._paid))
        return groups.report(returns, dict(self._aftercare))

    def _was_undone(self, fact: Fact) -> bool:
        which = wait(fact.name, fact)
        if not self._undone[which]:
            return False
        self._undone[which] -= 1
        return True

    def _is_timed(self, handed_over: float) -> bool:
        return PROMPT_FROM <= self.period.clock_of(handed_over) < PROMPT_UNTIL

    def _move(self, fact: Fact) -> None:
        self._moves[fact.kind if fact.name == DECIDED else MOVES[fact.name]] += 1
        if fact.name in PAID:
            self._paid[fact.kind] += fact.value or 0.0


def wait(name: str, fact: Fact) -> tuple[str, str, float]:
    """Of whom an answer of this name ended it: by channel and since when, to the millisecond."""
    return name, fact.channel, round(fact.at - (fact.value or 0.0), 3)


class Groups:
    """The counts that one report shows. Days are numbered from 1."""

    def __init__(self, days: list[date]) -> None:
        self.total = Counts()
        self.days = {day: Counts() for day in days}
        self.channels: defaultdict[str, Counts] = defaultdict(Counts)
        self.teams: defaultdict[str, Counts] = defaultdict(Counts)
        self.agents: defaultdict[str, Counts] = defaultdict(Counts)
        self.scripts: defaultdict[str, Counts] = defaultdict(Counts)
        self.scales: defaultdict[str, Scale] = defaultdict(Scale)
        self._numbered = list(self.days.values())

    def concerned(self, day: int, name: str, channel: str, team: str, agent: str, script: str) -> Iterator[Counts]:
        yield self.total
        yield self._numbered[day - 1]
        yield self.channels[channel]
        yield self.teams[team]
        if agent:
            yield self.agents[agent]
        if script and name != "opened":  # where a visit ends says more than where it begins
            yield self.scripts[script]

    def judge(self, day: int, verdict: Verdict) -> None:
        agents = (self.agents[each] for each in verdict.agents)
        everywhere = (self.total, self._numbered[day - 1], self.channels[verdict.channel], self.teams[verdict.team])
        for counts in (*everywhere, *agents):
            counts.judge(verdict)
        if verdict.value is not None and verdict.score is not None:
            self.scales[verdict.survey].take(verdict.value, verdict.score)

    def report(self, returns: ReturnFigures, aftercare: Mapping[str, int]) -> Report:
        nps = (scale.promoters(survey) for survey, scale in sorted(self.scales.items()))
        return Report(
            total=self.total.figures,
            days={day: counts.figures for day, counts in self.days.items()},
            channels=busiest(self.channels),
            teams=busiest(self.teams),
            agents=busiest(self.agents),
            scripts=busiest(self.scripts),
            nps=tuple(each for each in nps if each is not None),
            returns=returns,
            aftercare=aftercare,
        )


def busiest(counts: Mapping[str, Counts]) -> dict[str, Figures]:
    """By key, the busiest first."""
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
