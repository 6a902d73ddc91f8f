"""What Prometheus is told."""

from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.metrics import MetricWrapperBase

from storage.store import Fate

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
M = TypeVar("M", bound=MetricWrapperBase)


class Children(dict[tuple[str, ...], M], Generic[M]):
    """Of a metric, each by its labels. `metric.labels` looks for one four times as long."""

    def __init__(self, metric: M) -> None:
        super().__init__()
        self._metric = metric

    def __missing__(self, labels: tuple[str, ...]) -> M:
        child = self[labels] = self._metric.labels(*labels)
        return child


class Metrics:
    def __init__(self, registry: CollectorRegistry) -> None:
        inbound = Counter("kefu_inbound", "Messages accepted.", ["channel"], registry=registry)
        turns = Histogram(
            "kefu_turn_seconds",
            "Turns, from their start to their commit.",
            ["outcome"],
            registry=registry,
            buckets=SECONDS,
        )
        sends = Counter("kefu_sends", "Ends of attempts to send.", ["channel", "fate"], registry=registry)
        self._inbound, self._turns, self._sends = Children(inbound), Children(turns), Children(sends)
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

    def inbound(self, channel: str) -> None:
        self._inbound[channel,].inc()

    def turn(self, outcome: str, seconds: float) -> None:
        self._turns[outcome,].observe(seconds)

    def sent(self, channel: str, fate: Fate, at: float | None = None) -> None:
        """`at`: unix seconds, when it was delivered."""
        self._sends[channel, fate].inc()
        if at is not None:
            if channel not in self._last_delivery:
                self._last.labels(channel).set_function(lambda: self._last_delivery[channel])
            self._last_delivery[channel] = at

    def waiting(self, rows: Callable[[], int]) -> None:
        """`rows` is asked whenever somebody looks."""
        self._waiting.set_function(rows)

    def desk_unreachable(self, chat: str, *, unreachable: bool) -> None:
        self._desk_unreachable.labels(chat).set(unreachable)

    def astray(self, why: str) -> None:
        self._astray.labels(why).inc()

    def last_delivery(self) -> Mapping[str, float]:
        """Unix seconds by channel; a channel that delivered nothing yet is missing."""
        return self._last_delivery
