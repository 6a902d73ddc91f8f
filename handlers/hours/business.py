"""Business time, as everything that waits for people counts it."""

from collections.abc import Collection, Sequence
from typing import Protocol

from handlers.fields.words import Words
from handlers.hours.policy import Duty, RotaRules


class BusinessHours(Protocol):
    """Times are unix seconds. `team` is a key of desk.yaml; "" for a desk without teams."""

    def is_open(self, team: str, at: float) -> bool: ...

    def next_open(self, team: str, at: float) -> float | None:
        """The first moment from `at` on that is open (`at` itself, if it is); None: not within a year."""

    def next_close(self, team: str, at: float) -> float | None:
        """The first moment from `at` on that is not open (`at` itself, if it is not); None: not within a year."""

    def seconds_between(self, team: str, start: float, end: float) -> float:
        """How much of this time was open."""

    def after(self, team: str, start: float, seconds: float) -> float | None:
        """The moment at which so much open time has passed since `start`; None: not within a year."""

    def why_closed(self, team: str, at: float) -> Words:
        """What the shop says of a holiday or a closure; empty where it is open, and for an ordinary evening."""

    def on_call(self) -> Collection[str]:
        """The accounts of the agents who are called in urgent matters while it is closed."""

    def on_duty(self, at: float) -> Collection[str] | None:
        """The accounts of the agents who have a shift; None: there is no rota, and everybody has."""

    def duties(self, begins: float, ends: float) -> Sequence[Duty] | None:
        """The shifts that fall into this time, the first first; None: there is no rota."""

    def planned(self, begins: float, ends: float) -> Sequence[Duty] | None:
        """The same without what colleagues have exchanged."""

    def rota_rules(self) -> RotaRules: ...
