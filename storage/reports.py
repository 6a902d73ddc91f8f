"""What reports are counted from, for whoever counts it: however much it is, a page at a time."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from storage.records import record
from storage.surveys import SurveyStatus


@record(frozen=True, slots=True)
class Fact:
    """A reporting event, as far as reports tell such events apart. It names no customer."""

    id: int
    name: str
    at: float
    value: float | None
    business_value: float | None
    channel: str
    team: str
    agent: str
    script: str
    kind: str
    """By its name: whose end it was, which promise, what was decided, which currency; "" for most."""


@record(frozen=True, slots=True)
class Verdict:
    """A survey, without who was asked and what they said in their own words."""

    id: int
    survey: str
    asked_at: float
    status: SurveyStatus
    channel: str
    team: str
    agents: tuple[str, ...]
    """Empty: the bot."""
    score: float | None
    value: int | None


@record(frozen=True, slots=True)
class Place:
    """How far somebody has read; what is at the same moment goes by its id."""

    at: float
    id: int = 0


PAGE = 1000
"""So many are read while nobody else can write."""


class ReportBooks(Protocol):
    """Pages, the oldest first, of what came after a place and before a time. Less than a full page is the last."""

    async def facts(self, name: str, after: Place, until: float) -> Sequence[Fact]:
        """The events of one name."""

    async def verdicts(self, after: Place, until: float) -> Sequence[Verdict]:
        """By when they were asked for."""

    async def names(self) -> Mapping[str, str]:
        """What agents are called, by account, where their platform has told."""
