"""Campaigns: the same asked of many contacts, each of them once, over hours or days, whatever crashes meanwhile.

A run looks its contacts up once, at its start; each becomes a target. Targets get a turn of their own, a few at a time
(a timer of their conversation), and that turn decides: they are asked, left out, or tried again later. What became of
them is written with the turn.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from enum import StrEnum
from typing import Protocol

from storage.inbound import Identity
from storage.records import record

PREFIX = "campaign:"
"""Of the timer that gives a target its turn; the number of the run follows."""


class RunStatus(StrEnum):
    RUNNING = "running"
    STOPPED = "stopped"
    """By staff, who may let it go on."""
    DONE = "done"


class TargetStatus(StrEnum):
    WAITING = "waiting"
    ASKED = "asked"
    SKIPPED = "skipped"
    UNSENDABLE = "unsendable"
    """The platform allows no message to them."""


LATE = "late"
"""Why a target is left out that had no turn in the time of its run."""


@record(frozen=True, slots=True, kw_only=True)
class Audience:
    """Whom a run asks: all of it must hold. Empty, or None: it does not matter. Times are unix seconds."""

    tiers: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    """Any of them, in small letters."""
    channels: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    written_since: float | None = None
    delivered: tuple[float, float] | None = None
    """An order of theirs arrived from the first (included) to the second."""
    refunded: tuple[float, float] | None = None


@record(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A contact who may be asked, on the account that they wrote on last and that can be reached."""

    contact_id: int
    conversation_id: int
    identity: Identity
    language: str | None
    locale: str | None
    proven: Mapping[str, float]
    """As in `Conversation.proven`."""


Fits = Callable[[Candidate], Awaitable[bool]]
"""Whether they are of an audience as far as no table tells: their tier, and the language that they read."""


@record(frozen=True, slots=True, kw_only=True)
class Run:
    id: int
    campaign: str
    """Its key in surveys.yaml."""
    scheduled_at: float
    """By the calendar, or when staff asked for it: there is one run for each such time."""
    started_at: float
    audience: Audience
    status: RunStatus
    stopped_by: str = ""
    ends_at: float
    """Whoever was not asked by then is not asked any more."""
    done_at: float | None = None
    gathered: bool
    """All of its targets are known."""
    told: int
    """How far the desk was told: 0 of nothing, 1 that it began, 2 of its end."""

    @property
    def key(self) -> str:
        """As surveys name it."""
        return f"{self.campaign}:{self.id}"


@record(frozen=True, slots=True, kw_only=True)
class Tally:
    """How far a run is."""

    waiting: int = 0
    asked: int = 0
    """Of them, those in `undelivered` got nothing."""
    unsendable: int = 0
    skipped: Mapping[str, int]
    """By the reason."""
    answered: int = 0
    undelivered: int = 0

    @property
    def total(self) -> int:
        return self.waiting + self.asked + self.unsendable + sum(self.skipped.values())


@record(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a run stands, for whoever looks from outside. It names nobody."""

    campaign: str
    status: str
    started_at: float
    ends_at: float
    done_at: float | None
    total: int
    waiting: int
    asked: int
    """Without those who got nothing."""
    answered: int
    undelivered: int
    unsendable: int
    skipped: Mapping[str, int]
    """By the reason."""


def standing(run: Run, tally: Tally) -> Standing:
    return Standing(
        campaign=run.campaign,
        status=run.status.value,
        started_at=run.started_at,
        ends_at=run.ends_at,
        done_at=run.done_at,
        total=tally.total,
        waiting=tally.waiting,
        asked=tally.asked - tally.undelivered,
        answered=tally.answered,
        undelivered=tally.undelivered,
        unsendable=tally.unsendable,
        skipped=tally.skipped,
    )


@record(frozen=True, slots=True, kw_only=True)
class Begun:
    """Written only while no other run of the campaign is under way, and none has this time."""

    campaign: str
    scheduled_at: float
    at: float
    by: str = ""
    """An agent's account; "": the calendar. For the record: whoever asks later finds it in the table."""
    audience: Audience = Audience()
    ends_at: float


@record(frozen=True, slots=True, kw_only=True)
class Stopped:
    """Nobody is asked behind this. Written only if it runs."""

    run_id: int
    by: str


@record(frozen=True, slots=True, kw_only=True)
class Resumed:
    """Written only if it is stopped."""

    run_id: int


@record(frozen=True, slots=True, kw_only=True)
class TargetSettled:
    """What became of the target that this turn's conversation is. Written only if it waits, and its run goes on."""

    run_id: int
    status: TargetStatus
    why: str = ""
    due_at: float = 0.0
    """WAITING: when to try again."""


CampaignChange = Begun | Stopped | Resumed | TargetSettled


class CampaignBooks(Protocol):
    async def standings(self) -> Sequence[Standing]:
        """Of each campaign that ever ran the latest run."""


class CampaignDoor(Protocol):
    async def latest(self) -> Sequence[Run]:
        """Of each campaign that ever ran the latest run."""

    async def run(self, run_id: int) -> Run | None: ...

    async def target(self, run_id: int, conversation_id: int) -> TargetStatus | None:
        """None: the run does not ask this conversation."""

    async def tally(self, run: Run) -> Tally: ...

    async def size(self, audience: Audience, fits: Fits) -> Mapping[str, int]:
        """How many contacts a run would have now, by channel."""
