"""What is counted with every message, as Prometheus reads it.

`prometheus_client` counts for many threads at once, behind a lock and a dozen calls. The event loop counts alone.
"""

import time
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily
from prometheus_client.registry import Collector

Labels = tuple[str, ...]


class Counts(Collector):
    def __init__(self, name: str, documentation: str, labels: Sequence[str], registry: CollectorRegistry) -> None:
        self.of: defaultdict[Labels, int] = defaultdict(int)
        """How many, by the values of the labels."""
        self._about = (name, documentation)
        self._labels = labels
        self._created = time.time()
        registry.register(self)

    def collect(self) -> Iterator[CounterMetricFamily]:
        family = CounterMetricFamily(*self._about, labels=self._labels)
        for labels, count in self.of.items():
            family.add_metric(labels, count, created=self._created)
        yield family

    describe = collect


class Durations(Collector):
    """A histogram of seconds."""

    def __init__(
        self,
        name: str,
        documentation: str,
        labels: Sequence[str],
        registry: CollectorRegistry,
        buckets: Sequence[float],
    ) -> None:
        self._about = (name, documentation)
        self._labels = labels
        self._bounds = buckets
        self._counts: defaultdict[Labels, list[int]] = defaultdict(lambda: [0] * (len(buckets) + 1))
        self._sums: defaultdict[Labels, float] = defaultdict(float)
        self._created = time.time()
        registry.register(self)

    def took(self, labels: Labels, seconds: float) -> None:
        self._counts[labels][bisect_left(self._bounds, seconds)] += 1
        self._sums[labels] += seconds

    def collect(self) -> Iterator[HistogramMetricFamily]:
        family = HistogramMetricFamily(*self._about, labels=self._labels)
        for labels, counts in self._counts.items():
            family.add_metric(labels, list(self._buckets(counts)), self._sums[labels])
            named = dict(zip(self._labels, labels, strict=True))
            family.add_sample(f"{family.name}_created", named, self._created)
        yield family

    def _buckets(self, counts: Iterable[int]) -> Iterator[tuple[str, float]]:
        """Prometheus counts in each what is in those before it, too."""
        return zip((*map(str, self._bounds), "+Inf"), accumulate(counts), strict=True)

    describe = collect
