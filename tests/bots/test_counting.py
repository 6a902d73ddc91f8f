"""What an operator's Prometheus reads of what is counted here is what it would read of the library's own metrics."""

import re

from hypothesis import given
from hypothesis import strategies as st
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

from bots.counting import Counts, Durations

ABOUT = "Said of it."
BUCKETS = (0.001, 0.5, 1.0, 30.0)
CREATED = re.compile(r"(?<=_created)(\S*) .*")


def read(registry: CollectorRegistry) -> list[str]:
    """But for the moment at which the counting began."""
    return sorted(CREATED.sub(r"\1", generate_latest(registry).decode()).splitlines())


@given(st.lists(st.tuples(st.sampled_from(["wechat", "slack"]), st.sampled_from(["delivered", 'fa"il\\ed']))))
def test_counts_are_read_as_those_of_the_library(counted: list[tuple[str, str]]) -> None:
    ours, theirs = CollectorRegistry(), CollectorRegistry()
    counts = Counts("kefu_sends", ABOUT, ["channel", "fate"], ours)
    counter = Counter("kefu_sends", ABOUT, ["channel", "fate"], registry=theirs)
    for labels in counted:
        counts.of[labels] += 1
        counter.labels(*labels).inc()
    assert read(ours) == read(theirs)


@given(st.lists(st.tuples(st.sampled_from(["answered", "given_up"]), st.sampled_from([0.0, *BUCKETS, 0.25, 77.5]))))
def test_seconds_fall_into_the_buckets_of_the_library(taken: list[tuple[str, float]]) -> None:
    ours, theirs = CollectorRegistry(), CollectorRegistry()
    durations = Durations("kefu_turn_seconds", ABOUT, ["outcome"], ours, BUCKETS)
    histogram = Histogram("kefu_turn_seconds", ABOUT, ["outcome"], registry=theirs, buckets=BUCKETS)
    for outcome, seconds in taken:
        durations.took((outcome,), seconds)
        histogram.labels(outcome).observe(seconds)
    assert read(ours) == read(theirs)
