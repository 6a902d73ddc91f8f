"""Shifts that colleagues exchange: proposed by the one, agreed to by the other."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol

from storage.records import record


class SwapStatus(StrEnum):
    PROPOSED = "proposed"
    AGREED = "agreed"
    DECLINED = "declined"
    """By the one who was asked."""
    WITHDRAWN = "withdrawn"
    """By the one who asked."""
    EXPIRED = "expired"
    DROPPED = "dropped"
    """A shift that it is about is not planned any more, or is another's by now."""


@record(frozen=True, slots=True)
class Span:
    """Of a shift, by which it is known together with who has it. Unix seconds."""

    begins: float
    ends: float


@record(frozen=True, slots=True, kw_only=True)
class Swap:
    id: int
    giver: str
    """The account of who proposes it and has the shift."""
    taker: str
    """Who will have it."""
    shift: Span
    back: Span | None = None
    """The taker's own, which the giver has for it; None: it is given away."""
    proposed_at: float
    expires_at: float
    status: SwapStatus = SwapStatus.PROPOSED
    decided_by: str = ""
    """An account; "" while nobody has, or for time itself."""
    place: int = 0
    """AGREED: among all of them, the first is 1. Each is about the rota as those before it have left it."""

    @property
    def over(self) -> float:
        """When the last shift that it is about has ended."""
        return max(self.shift.ends, self.back.ends if self.back else 0.0)


class SwapDoor(Protocol):
    async def load(self) -> None:
        """Once, before anything else."""

    def agreed(self) -> Sequence[Swap]:
        """What is in force, in its order, as of the last commit."""

    def next_place(self) -> int:
        """Of the next one that is agreed on. Whoever writes another first has it: then the commit raises Conflict."""

    async def proposed(self) -> Sequence[Swap]:
        """What nobody has decided on, the oldest first."""

    async def by_id(self, swap_id: int) -> Swap | None: ...

    def next_id(self) -> int: ...
