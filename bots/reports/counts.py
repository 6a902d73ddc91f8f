"""What is gathered of one team, one agent, one day ... or of all."""

from array import array
from collections import Counter, defaultdict

from bots.reports.figures import Figures, Satisfaction, Share, Waits, spread
from storage.reports import Fact, Verdict
from storage.surveys import SurveyStatus

GOOD = 2 / 3
"""From this score on: the upper third of a scale."""
ROUNDING = 1e-6


class Heap:
    """Facts that are alike in all that reports divide by."""

    __slots__ = ("business", "count", "in_time", "timed", "wall")

    def __init__(self) -> None:
        self.count = 0
        self.wall = array("d")
        self.business = array("d")
        self.timed = 0
        """First answers for which the three-minute rule holds."""
        self.in_time = 0
        """Of these, those that kept it."""

    def put(self, fact: Fact) -> None:
        self.count += 1
        if fact.value is not None:
            self.wall.append(fact.value)
        if fact.business_value is not None:
            self.business.append(fact.business_value)


class Counts:
    def __init__(self) -> None:
        self.names: Counter[str] = Counter()
        self.breaches: Counter[str] = Counter()
        self._wall: defaultdict[str, array[float]] = defaultdict(doubles)
        self._business: defaultdict[str, array[float]] = defaultdict(doubles)
        self._in_time = 0
        self._timed = 0
        self._asked = 0
        self._good = 0
        self._scores = doubles()

    def add(self, name: str, kind: str, heap: Heap) -> None:
        self.names[name] += heap.count
        if name == "breach":
            self.breaches[kind] += heap.count
        self._wall[name].extend(heap.wall)
        self._business[name].extend(heap.business)
        self._timed += heap.timed
        self._in_time += heap.in_time

    def judge(self, verdict: Verdict) -> None:
        self._asked += verdict.status is not SurveyStatus.UNSENDABLE
        if verdict.score is not None:
            self._scores.append(verdict.score)
            self._good += verdict.score >= GOOD - ROUNDING

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
            in_time=Share(self._in_time, self._timed),
            next_response=self._waits("next_response"),
            resolution=self._waits("resolved"),
            breaches=dict(sorted(self.breaches.items(), key=lambda each: (-each[1], each[0]))),
            satisfaction=self._satisfaction(),
        )

    def _waits(self, name: str) -> Waits:
        return Waits(spread(self._wall[name]), spread(self._business[name]))

    def _satisfaction(self) -> Satisfaction:
        count = len(self._scores)
        return Satisfaction(self._asked, Share(self._good, count), sum(self._scores) / count if count else None)


def doubles() -> "array[float]":
    return array("d")
