"""Watching turns: what was accepted, and what came of it."""

from collections.abc import Mapping
from typing import Protocol

from storage.inbound import Identity
from storage.records import record
from storage.results import Outgoing
from storage.store import Accepted


@record(frozen=True, slots=True, kw_only=True)
class Turned:
    """A turn that is committed."""

    accepted: Accepted
    customer: Identity | None
    """Whose conversation it was about; None for what staff wrote in nobody's topic."""
    handler: str
    script: str
    lines: Mapping[str, str]
    """The script lines that were filled, `order_lookup.found`, and how; one that only labels a button too."""
    outcome: str
    """`answered`, `apologised` or `given_up`."""
    rows: tuple[Outgoing, ...]
    """What must now go out."""
    at: float
    seconds: float


class TurnWatch(Protocol):
    def __bool__(self) -> bool:
        """Whether anybody watches."""

    def accepted(self, accepted: Accepted) -> None:
        """It waits for its turn: from a channel, from a timer, or from the last run."""

    def turned(self, turned: Turned) -> None: ...


class Unwatched:
    def __bool__(self) -> bool:
        return False

    def accepted(self, accepted: Accepted) -> None:
        """Nobody is told."""

    def turned(self, turned: Turned) -> None:
        """Nobody is told."""
