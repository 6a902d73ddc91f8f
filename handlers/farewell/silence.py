"""When silence is minded: one timer a visit, and one a conversation that waits for the contact.

Neither is moved by what is said meanwhile. When one rings and somebody has spoken since, it is set anew.
"""

from enum import StrEnum

from handlers.farewell.policy import Silence
from storage.records import record

BOT_TIMER = "idle:bot"
DESK_TIMER = "idle:desk"


class Step(StrEnum):
    WAIT = "wait"
    WARN = "warn"
    CLOSE = "close"


@record(frozen=True, slots=True, kw_only=True)
class Moments:
    """Of one silence."""

    warn_at: float | None
    """None: nobody is warned, or they were."""
    close_at: float
    notice: float
    """So long have they after the warning."""


def begun(silence: Silence, since: float) -> Moments:
    """By the clock."""
    return Moments(
        warn_at=since + silence.warn_seconds if silence.warns else None,
        close_at=since + silence.close_seconds,
        notice=silence.notice,
    )


def step(moments: Moments, now: float) -> tuple[Step, float]:
    """What is due, and when the next thing is. A warning that comes late leaves as much time as any other."""
    if moments.warn_at is not None:
        if now < moments.warn_at:
            return Step.WAIT, moments.warn_at
        return Step.WARN, max(moments.close_at, now + moments.notice)
    if now < moments.close_at:
        return Step.WAIT, moments.close_at
    return Step.CLOSE, now
