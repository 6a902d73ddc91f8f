"""What contacts say of the shop unasked, and what became of it."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol

from storage.records import record
from storage.tasks import Severity


class Topic(StrEnum):
    PRODUCT = "product"
    DELIVERY = "delivery"
    SERVICE = "service"
    PRICE = "price"
    OTHER = "other"


class FeedbackStatus(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    """The contact was told what became of it."""
    CLOSED = "closed"
    """Nothing more will come of it, and the contact was told nothing."""


@record(frozen=True, slots=True, kw_only=True)
class Feedback:
    id: int
    """The contact knows it as F17."""
    contact_id: int = 0
    """0: of this turn's conversation."""
    conversation_id: int = 0
    channel: str = ""
    language: str = ""
    team: str = ""
    topic: Topic
    severity: Severity = Severity.NORMAL
    text: str
    """Masked. Forgotten with the transcript."""
    status: FeedbackStatus = FeedbackStatus.OPEN
    at: float
    answer: str = ""
    """What the contact was told became of it. Forgotten with the transcript."""
    answered_at: float | None = None
    answered_by: str = ""
    """An agent's account."""


class FeedbackDoor(Protocol):
    async def by_id(self, feedback_id: int) -> Feedback | None: ...

    async def latest(self, contact_id: int, limit: int) -> Sequence[Feedback]:
        """Over all of the contact's channels, the newest first."""

    async def unanswered(self, limit: int) -> Sequence[Feedback]:
        """The severe ones first, then the oldest."""

    def next_id(self) -> int:
        """For feedback that is given with this turn: its receipt names it. One that is never committed leaves a gap."""
