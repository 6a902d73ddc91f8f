"""A place in the queue, and how long it honestly takes."""

import math
from collections.abc import Iterable, Sequence
from statistics import median

from storage.desk import PRIORITIES, Case, Waiting
from storage.records import record

RECENT = 20
ENOUGH = 3
"""Fewer waits than this say nothing of the next one."""
Wait = tuple[float, float]
"""From when to when somebody waited who was taken in the end."""


@record(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What a contact in the queue can be told."""

    position: int
    seconds: float | None
    """What it takes, as far as one can tell; None: nobody can say."""
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
    return 1 + len(before(queue, case, conversation_id))


def before(queue: Iterable[Waiting], case: Case, conversation_id: int) -> list[Waiting]:
    """Those of this team who are taken first."""
    own = (PRIORITIES.index(case.priority), case.queued_at, conversation_id)
    return [each for each in queue if each.team == case.team and order(each) < own]


def order(waiting: Waiting) -> tuple[int, float, int]:
    return PRIORITIES.index(waiting.priority), waiting.queued_at, waiting.conversation_id


def waits_since(waiting: Case | Waiting) -> float:
    """For somebody, or for an answer of whoever had it before."""
    queued, unanswered = waiting.queued_at, waiting.waiting_since
    return queued if unanswered is None else min(queued, unanswered)


def overtaken(ahead: Iterable[Waiting], waits: Sequence[Wait]) -> list[Waiting]:
    """Those whom staff forgot, or pass over: so many came after them and were taken that nobody waits for them."""
    return [each for each in ahead if sum(begun > each.queued_at for begun, _ in waits) >= ENOUGH]


def telling(waits: Sequence[Wait], forgotten: Sequence[Waiting]) -> Sequence[Wait]:
    """The waits that say how long it takes now: where somebody was forgotten, of those who came later."""
    since = min((each.queued_at for each in forgotten), default=None)
    return waits if since is None else [each for each in waits if each[0] > since]


def honest(waits: Sequence[float], so_far: float) -> float | None:
    """As recent ones waited, but no less than it takes already. `so_far`: the longest wait among those before them, but
    for the forgotten.
    """
    return max(median(waits), so_far) if len(waits) >= ENOUGH else None
