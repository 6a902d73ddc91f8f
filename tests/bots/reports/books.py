"""Books of a shop in memory, and facts in few words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from storage.reports import Fact, Place, Verdict
from storage.surveys import SurveyStatus

SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(text: str, zone: ZoneInfo = SHANGHAI) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=zone).timestamp()


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
