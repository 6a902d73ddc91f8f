"""A place in the queue, and how long it honestly takes."""

import math
from collections.abc import Iterable, Sequence
from statistics import median

from storage.desk import PRIORITIES, Case, Waiting
from storage.records import record

RECENT = 20
ENOUGH = 3
"""Fewer waits than this say nothing of the next one."""


@record(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What a contact in the queue can be told."""

    position: int
    seconds: float | None
    """What recent ones waited; None: nobody can say."""
    attended: bool = True
    """False: everybody of the team is away."""
    closed: bool = False
    """It is not the time at which anybody would be there."""

    @property
    def minutes(self) -> int | None:
        return None if self.seconds is None else max(1, math.ceil(self.seconds / 60))

    def is_long(self, late_seconds: float) -> bool:
        return self.seconds is not None and self.seconds > late_seconds


def place(queue: Iterable[Waiting], case: Case, conversation_id: int) -> int:
    """1 is the next of this team to be taken."""
    own = (PRIORITIES.index(case.priority), case.queued_at, conversation_id)
    return 1 + sum(order(each) < own for each in queue if each.team == case.team)


def order(waiting: Waiting) -> tuple[int, float, int]:
    return PRIORITIES.index(waiting.priority), waiting.queued_at, waiting.conversation_id


def honest(waits: Sequence[float]) -> float | None:
    return median(waits) if len(waits) >= ENOUGH else None
