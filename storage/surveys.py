"""What contacts were asked about how it was, and what they said."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol

from storage.records import record


class SurveyStatus(StrEnum):
    ASKED = "asked"
    ANSWERED = "answered"
    EXPIRED = "expired"
    UNSENDABLE = "unsendable"
    """The platform allows no message to this contact any more, or did not take it."""


@record(frozen=True, slots=True, kw_only=True)
class Survey:
    """One question about how it was, put to one contact. Everything but the answer is as it was when it was asked."""

    id: int = 0
    """0: not written yet; the store numbers it."""
    survey: str
    """Its key in surveys.yaml."""
    campaign: str = ""
    """The campaign that asked, as `key:run`; "": it was asked because a conversation ended."""
    contact_id: int = 0
    """0: of this turn's conversation."""
    conversation_id: int = 0
    case_id: int = 0
    """The stay at the desk that it is about; 0: the bot alone served the contact."""
    channel: str = ""
    language: str = ""
    team: str = ""
    tier: str = ""
    agents: tuple[str, ...] = ()
    """Whom it is credited to: who had answered by the end of the case. Empty: the bot."""
    status: SurveyStatus = SurveyStatus.ASKED
    asked_at: float
    valid_until: float
    reminded_at: float | None = None
    score: float | None = None
    """From 0 (the worst answer of the scale) to 1 (the best)."""
    value: int | None = None
    """The score as the scale counts it: 4 of 5 stars, 9 of 0-10."""
    low: bool = False
    reasons: tuple[str, ...] = ()
    """Keys of surveys.yaml."""
    comment: str = ""
    """Masked. Forgotten with the transcript."""
    answered_at: float | None = None
    """The first time; what they say later, while it may still be changed, replaces it."""


class SurveyDoor(Protocol):
    async def latest(self, contact_id: int, limit: int) -> Sequence[Survey]:
        """Over all of the contact's channels, the newest first."""

    async def by_id(self, survey_id: int) -> Survey | None: ...

    def next_id(self) -> int:
        """For a survey that is asked with this turn: its buttons name it. One that is never committed leaves a gap."""
