"""What Prometheus reads of the messages that came and went."""

import re
from pathlib import Path

import pytest
import yaml
from prometheus_client import CollectorRegistry, Histogram, ProcessCollector, generate_latest
from prometheus_client.parser import text_string_to_metric_families

from bots.metrics import SECONDS, Metrics
from storage.store import Fate

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
TURNS = (0.0, 0.001, 0.0011, 0.3, 30.0, 31.0)


@pytest.fixture
def registry() -> CollectorRegistry:
    return CollectorRegistry()


@pytest.fixture
def metrics(registry: CollectorRegistry) -> Metrics:
    return Metrics(registry)


def test_messages_are_counted_by_their_channel_and_sends_by_what_became_of_them(
    registry: CollectorRegistry, metrics: Metrics
) -> None:
    for channel in ("wechat", "slack", "wechat"):
        metrics.inbound(channel)
    metrics.sent("wechat", Fate.DELIVERED, 5.0)
    metrics.sent("wechat", Fate.FAILED)
    assert registry.get_sample_value("kefu_inbound_total", {"channel": "wechat"}) == 2
    assert registry.get_sample_value("kefu_inbound_total", {"channel": "slack"}) == 1
    for fate in ("delivered", "failed"):
        assert registry.get_sample_value("kefu_sends_total", {"channel": "wechat", "fate": fate}) == 1
    assert registry.get_sample_value("kefu_last_delivery_timestamp_seconds", {"channel": "wechat"}) == 5.0


def test_turns_are_spread_as_prometheus_own_histogram_spreads_them(
    registry: CollectorRegistry, metrics: Metrics
) -> None:
    other = CollectorRegistry()
    theirs = Histogram("kefu_turn_seconds", "The same.", ["outcome"], registry=other, buckets=SECONDS)
    for seconds in TURNS:
        metrics.turn("answered", seconds)
        theirs.labels("answered").observe(seconds)
    names = [f"kefu_turn_seconds_{name}" for name in ("count", "sum")]
    assert [registry.get_sample_value(name, {"outcome": "answered"}) for name in names] == [
        other.get_sample_value(name, {"outcome": "answered"}) for name in names
    ]
    for bound in (*map(str, SECONDS), "+Inf"):
        at = {"outcome": "answered", "le": bound}
        name = "kefu_turn_seconds_bucket"
        assert registry.get_sample_value(name, at) == other.get_sample_value(name, at) is not None


def test_what_is_scraped_before_anything_happened_can_be_read(registry: CollectorRegistry, metrics: Metrics) -> None:
    del metrics  # it has registered itself
    families = list(text_string_to_metric_families(generate_latest(registry).decode()))
    assert {"kefu_inbound", "kefu_turn_seconds", "kefu_sends"} <= {family.name for family in families}


def test_how_long_messages_wait_is_asked_when_somebody_looks(registry: CollectorRegistry, metrics: Metrics) -> None:
    waits = {"telegram": 0.0, "slack": 7.5}
    metrics.waiting(lambda: 3, lambda: waits)
    waits["telegram"] = 2.0
    assert registry.get_sample_value("kefu_outbox_waiting") == 3
    for channel, seconds in waits.items():
        assert registry.get_sample_value("kefu_outbox_oldest_seconds", {"channel": channel}) == seconds


def test_the_first_failure_of_all_is_a_rise_and_not_the_beginning(
    registry: CollectorRegistry, metrics: Metrics
) -> None:
    metrics.expect(["slack"])
    failed = "kefu_sends_total", {"channel": "slack", "fate": "failed"}
    given_up = "kefu_turn_seconds_count", {"outcome": "given_up"}
    assert [registry.get_sample_value(*each) for each in (failed, given_up)] == [0, 0]
    metrics.sent("slack", Fate.FAILED)
    metrics.turn("given_up", 0.1)
    assert [registry.get_sample_value(*each) for each in (failed, given_up)] == [1, 1]
    assert registry.get_sample_value("kefu_inbound_total", {"channel": "slack"}) == 0


def told(registry: CollectorRegistry) -> set[str]:
    return set(re.findall(r"(?m)^# TYPE (\S+) ", generate_latest(registry).decode()))


def test_the_readme_names_every_metric_and_no_other(registry: CollectorRegistry, metrics: Metrics) -> None:
    del metrics  # it has registered itself
    [alerts] = re.findall(r"(?s)### Alerts\n(.*?)\n## ", README)
    assert set(re.findall(r"(?m)^\| `(kefu_\w+)", alerts)) == told(registry)


def test_the_alerts_of_the_readme_look_at_metrics_that_there_are(registry: CollectorRegistry, metrics: Metrics) -> None:
    del metrics
    ProcessCollector(registry=registry)
    [rules] = re.findall(r"(?s)### Alerts\n.*?```yaml\n(.*?)```", README)
    alerts = [rule for group in yaml.safe_load(rules)["groups"] for rule in group["rules"]]
    asked = {name for rule in alerts for name in re.findall(r"\b(?:kefu|process)_\w+", rule["expr"])}
    assert len(asked) >= len(alerts) - 1
    assert {name.removesuffix("_count") for name in asked} <= told(registry)
