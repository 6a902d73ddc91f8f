"""What stands still in a test: words and rules that nobody edits, and a shop that is always open."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from handlers.fields.words import Words
from handlers.hours.policy import Duty, RotaRules
from handlers.scripts.library import Library
from storage.conversations import Reach
from storage.openings import ALWAYS, Opening

Rules = TypeVar("Rules")


@dataclass(frozen=True)
class FixedShelf:
    """A `handlers.scripts.library.Shelf`."""

    library: Library


@dataclass(frozen=True)
class FixedRules(Generic[Rules]):
    """A shelf of a policy."""

    policy: Rules


class NoLimits:
    """`Openings` of channels that let a bot write to whoever has not left it."""

    async def of(self, reach: Reach, now: float) -> Opening:
        return ALWAYS


class AlwaysOpen:
    """`BusinessHours` of a shop that says nothing of its hours."""

    def is_open(self, team: str, at: float) -> bool:
        return True

    def next_open(self, team: str, at: float) -> float | None:
        return at

    def next_close(self, team: str, at: float) -> float | None:
        return None

    def seconds_between(self, team: str, start: float, end: float) -> float:
        return max(0.0, end - start)

    def after(self, team: str, start: float, seconds: float) -> float | None:
        return start + seconds

    def why_closed(self, team: str, at: float) -> Words:
        return {}

    def on_call(self) -> Collection[str]:
        return ()

    def on_duty(self, at: float) -> Collection[str] | None:
        return None

    def duties(self, begins: float, ends: float) -> Sequence[Duty] | None:
        return None

    def planned(self, begins: float, ends: float) -> Sequence[Duty] | None:
        return None

    def rota_rules(self) -> RotaRules:
        return RotaRules()
