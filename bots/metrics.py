"""What Prometheus is told."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate

from prometheus_client import CollectorRegistry, Counter, Gauge
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.registry import Collector
from prometheus_client.utils import floatToGoString

from handlers.turn import ENDS, TurnEnd
from storage.store import Fate

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
Labels = tuple[str, ...]


class Tally(Collector):
    """A counter of what every message counts: plain numbers until Prometheus asks for them.

    Only the loop counts, so nothing has to be locked; the library's own locks each of them for other threads.
    """

    def __init__(self, name: str, documentation: str, labels: Sequence[str]) -> None:
        self._described = name, documentation
        self._labels = labels
        self.counts: defaultdict[Labels, int] = defaultdict(int)

    def collect(self) -> Iterator[CounterMetricFamily]:
        family = CounterMetricFamily(*self._described, labels=self._labels)
        for labels, count in self.counts.items():
            family.add_metric(labels, count)
        yield family


class Spread(Collector):
    """A histogram, kept as a `Tally` is."""

    def __init__(self, name: str, documentation: str, labels: Sequence[str], bounds: Sequence[float]) -> None:
        self._described = name, documentation
        self._labels = labels
        self._bounds = bounds
        self._counts: defaultdict[Labels, list[int]] = defaultdict(lambda: [0] * (len(bounds) + 1))
        """Not above each of the bounds and above the one before; at last, above all of them."""
        self._sums: defaultdict[Labels, float] = defaultdict(float)

    def expect(self, labels: Labels) -> None:
        """Begin at 0."""
        self._sums[labels], self._counts[labels] = 0.0, [0] * (len(self._bounds) + 1)

    def observe(self, labels: Labels, value: float) -> None:
        self._counts[labels][bisect_left(self._bounds, value)] += 1
        self._sums[labels] += value

    def collect(self) -> Iterator[HistogramMetricFamily]:
        family = HistogramMetricFamily(*self._described, labels=self._labels)
        names = [*map(floatToGoString, self._bounds), "+Inf"]
        for labels, counts in self._counts.items():
            buckets = list(zip(names, accumulate(counts), strict=True))
            family.add_metric(labels, buckets, self._sums[labels])
        yield family


class Reading(Collector):
    """A gauge that is read off, for each value of its label, whenever Prometheus asks."""

    def __init__(self, name: str, documentation: str, label: str) -> None:
        self._described = name, documentation
        self._label = label
        self.read: Callable[[], Mapping[str, float]] = dict

    def collect(self) -> Iterator[GaugeMetricFamily]:
        family = GaugeMetricFamily(*self._described, labels=[self._label])
        for value, amount in self.read().items():
            family.add_metric([value], amount)
        yield family


class Metrics:
    def __init__(self, registry: CollectorRegistry) -> None:
        self._inbound = Tally("kefu_inbound", "Messages accepted.", ["channel"])
        self._turns = Spread("kefu_turn_seconds", "Turns, from their start to their commit.", ["outcome"], SECONDS)
        self._sends = Tally("kefu_sends", "Ends of attempts to send.", ["channel", "fate"])
        self._oldest = Reading(
            "kefu_outbox_oldest_seconds",
            "How long the oldest row has waited of those that were due; 0: none waits.",
            "channel",
        )
        for each in (self._inbound, self._turns, self._sends, self._oldest):
            registry.register(each)
        self._waiting = Gauge("kefu_outbox_waiting", "Outbox rows neither delivered nor failed.", registry=registry)
        self._last = Gauge(
            "kefu_last_delivery_timestamp_seconds",
            "When a channel last took a message.",
            ["channel"],
            registry=registry,
        )
        self._desk_unreachable = Gauge(
            "kefu_desk_unreachable", "Chats of the desk that the bot was put out of.", ["chat"], registry=registry
        )
        self._astray = Counter(
            "kefu_desk_astray",
            "Conversations found without exactly one owner; each is put right and reported.",
            ["why"],
            registry=registry,
        )
        self._last_delivery: dict[str, float] = {}

    def expect(self, channels: Iterable[str]) -> None:
        """Begin at 0, each: Prometheus sees no `increase` in what was not there before, so the first failure of all
        would alarm nobody.
        """
        for channel in channels:
            self._inbound.counts[channel,] = 0
            for fate in Fate:
                self._sends.counts[channel, fate] = 0
        for outcome in ENDS:
            self._turns.expect((outcome,))

    def inbound(self, channel: str) -> None:
        self._inbound.counts[channel,] += 1

    def turn(self, outcome: TurnEnd, seconds: float) -> None:
        self._turns.observe((outcome,), seconds)

    def sent(self, channel: str, fate: Fate, at: float | None = None) -> None:
        """`at`: unix seconds, when it was delivered."""
        self._sends.counts[channel, fate] += 1
        if at is not None:
            if channel not in self._last_delivery:
                self._last.labels(channel).set_function(lambda: self._last_delivery[channel])
            self._last_delivery[channel] = at

    def waiting(self, rows: Callable[[], int], oldest: Callable[[], Mapping[str, float]]) -> None:
        """How many, and by channel for how many seconds; both are asked whenever somebody looks."""
        self._waiting.set_function(rows)
        self._oldest.read = oldest

    def desk_unreachable(self, chat: str, *, unreachable: bool) -> None:
        self._desk_unreachable.labels(chat).set(unreachable)

    def astray(self, why: str) -> None:
        self._astray.labels(why).inc()

    def last_delivery(self) -> Mapping[str, float]:
        """Unix seconds by channel; a channel that delivered nothing yet is missing."""
        return self._last_delivery
