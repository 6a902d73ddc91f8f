"""Business time, as everything that waits for people counts it."""

from collections.abc import Collection
from typing import Protocol

from handlers.fields.words import Words


class BusinessHours(Protocol):
    """Times are unix seconds. `team` is a key of desk.yaml; "" for a desk without teams."""

    def is_open(self, team: str, at: float) -> bool: ...

    def next_open(self, team: str, at: float) -> float | None:
        """The first moment from `at` on that is open (`at` itself, if it is); None: not within a year."""

    def closes_at(self, team: str, at: float) -> float | None:
        """When the range ends that `at` is in; None: it is closed at `at`, or never closes."""

    def seconds_between(self, team: str, start: float, end: float) -> float:
        """How much of this time was open."""

    def after(self, team: str, start: float, seconds: float) -> float | None:
        """The moment at which so much open time has passed since `start`; None: not within a year."""

    def why_closed(self, team: str, at: float) -> Words:
        """What the shop says of a holiday or a closure; empty where it is open, and for an ordinary evening."""

    def on_call(self) -> Collection[str]:
        """The accounts of the agents who are called in urgent matters while it is closed."""


class AlwaysOpen:
    """A shop that says nothing of its hours."""

    def is_open(self, team: str, at: float) -> bool:
        return True

    def next_open(self, team: str, at: float) -> float | None:
        return at

    def closes_at(self, team: str, at: float) -> float | None:
        return None

    def seconds_between(self, team: str, start: float, end: float) -> float:
        return max(0.0, end - start)

    def after(self, team: str, start: float, seconds: float) -> float | None:
        return start + seconds

    def why_closed(self, team: str, at: float) -> Words:
        return {}

    def on_call(self) -> Collection[str]:
        return ()
