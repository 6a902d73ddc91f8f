"""Books of a shop in memory, and facts in few words."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bots.reports.counting import Counting
from bots.reports.figures import Report
from bots.reports.period import Period
from storage.reports import Fact, Place, Verdict
from storage.surveys import SurveyStatus


def fact(name: str, moment: float, **fields: Any) -> Fact:
    known: dict[str, Any] = {
        "id": 1,
        "value": None,
        "business_value": None,
        "channel": "wechat",
        "team": "",
        "agent": "",
        "script": "",
        "kind": "",
    }
    return Fact(name=name, at=moment, **(known | fields))


def verdict(moment: float, value: int | None = None, score: float | None = None, **fields: Any) -> Verdict:
    known: dict[str, Any] = {
        "id": 1,
        "survey": "service",
        "status": SurveyStatus.ASKED if score is None else SurveyStatus.ANSWERED,
        "channel": "wechat",
        "team": "",
        "agents": (),
    }
    return Verdict(asked_at=moment, value=value, score=score, **(known | fields))


@dataclass
class Books:
    """A `ReportBooks` of small pages."""

    kept: Sequence[Fact] = ()
    judged: Sequence[Verdict] = ()
    called: Mapping[str, str] = field(default_factory=dict)
    page: int = 2

    async def facts(self, name: str, after: Place, until: float) -> Sequence[Fact]:
        found = [each for each in self.kept if each.name == name]
        found = [each for each in found if (after.at, after.id) < (each.at, each.id) and each.at < until]
        return sorted(found, key=lambda each: (each.at, each.id))[: self.page]

    async def verdicts(self, after: Place, until: float) -> Sequence[Verdict]:
        found = [each for each in self.judged if (after.at, after.id) < (each.asked_at, each.id)]
        return sorted((each for each in found if each.asked_at < until), key=lambda each: (each.asked_at, each.id))[
            : self.page
        ]

    async def names(self) -> Mapping[str, str]:
        return self.called


def busy_month(period: Period, seed: int = 7) -> Report:
    """Something in every table."""
    dice, counting = random.Random(seed), Counting(period)
    for number in range(600):
        moment = dice.uniform(period.begins, period.ends - 1)
        channel = dice.choices(["wechat", "telegram", "slack"], [7, 2, 1])[0]
        script = dice.choice(["order_lookup", "returns", "shipping_fee"])
        counting.take(fact("opened", moment, script=script, channel=channel))
        if dice.random() < 0.65:
            counting.take(fact("contained", moment, script=script, channel=channel))
        else:
            for each in served(moment, dice, channel=channel):
                counting.take(each)
            value = dice.choice([1, 4, 5, 5, 5])
            counting.judge(verdict(moment, value, (value - 1) / 4, id=number, channel=channel, agents=("slack:U1",)))
    for value in (10, 9, 7, 3):
        counting.judge(verdict(period.begins, value, value / 10, survey="monthly"))
    for name, kind in (("return_opened", ""), ("return_decided", "approved"), ("return_refunded", "CNY")):
        counting.take(fact(name, period.begins, value=99.5, kind=kind))
    for name, kind in (("task_opened", ""), ("task_settled", "recovered"), ("feedback", "delivery")):
        counting.take(fact(name, period.begins, kind=kind))
    return counting.report


def served(moment: float, dice: random.Random, channel: str) -> Iterator[Fact]:
    """From the hand-over to the end of a conversation."""
    waited = dice.expovariate(1 / 150)
    whose = {
        "channel": channel,
        "team": dice.choice(["sales", "after_sales"]),
        "agent": dice.choice(["slack:U1", "slack:U2"]),
    }
    yield fact("handoff", moment, channel=channel, team=whose["team"], script="returns")
    for name, after in (("claimed", 0.5), ("first_response", 1.0), ("next_response", 2.0), ("resolved", 9.0)):
        seconds = waited * after
        yield fact(name, moment, value=seconds, business_value=seconds * 0.8, **whose)
    if waited > 400:
        yield fact("breach", moment, value=60.0, business_value=60.0, kind="first_response", **whose)
