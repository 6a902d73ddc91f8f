"""What the desk owes a contact who was not content: seen to by somebody, by a time, and ended one way or the other."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol

from storage.records import record

PREFIX = "task:"
"""Every task that has not ended has a timer of this and its number: without it, nothing would remind of it."""


class TaskKind(StrEnum):
    LOW_SCORE = "low_score"
    FEEDBACK = "feedback"


class Severity(StrEnum):
    NORMAL = "normal"
    SEVERE = "severe"


class Ending(StrEnum):
    RECOVERED = "recovered"
    NOT_RECOVERED = "not_recovered"


@record(frozen=True, slots=True, kw_only=True)
class Task:
    """Open until somebody settles it; then the contact is asked once whether it is better now, and it has ended."""

    id: int
    kind: TaskKind
    survey_id: int = 0
    """Of a low score."""
    feedback_id: int = 0
    conversation_id: int = 0
    """0: this turn's own."""
    contact_id: int = 0
    owner: str = ""
    """An agent's account; "": the team's."""
    team: str = ""
    severity: Severity = Severity.NORMAL
    summary: str = ""
    """Masked. Forgotten with the transcript."""
    opened_at: float
    due_at: float
    remind_at: float
    """When the desk hears of it next, unless it is settled before."""
    reminded_at: float | None = None
    reminders: int = 0
    settled_at: float | None = None
    settled_by: str = ""
    """An agent's account."""
    said: Ending | None = None
    """How it ended, as the agent has it."""
    note: str = ""
    """What the agent wrote to it. Forgotten with the transcript."""
    asked_again_at: float | None = None
    """When the contact was asked whether it is better now."""
    answer_by: float | None = None
    """Until when they can say."""
    answered_at: float | None = None
    ended_at: float | None = None
    outcome: Ending | None = None
    """As the contact says, else as the agent did."""

    @property
    def timer(self) -> str:
        return f"{PREFIX}{self.id}"


class TaskDoor(Protocol):
    async def by_id(self, task_id: int) -> Task | None: ...

    async def of_survey(self, survey_id: int) -> Task | None: ...

    async def unended(self) -> Sequence[Task]:
        """The first to be due first."""

    async def of_conversation(self, conversation_id: int) -> Sequence[Task]:
        """Those that have not ended."""

    async def unwatched(self) -> Sequence[Task]:
        """Those that have not ended, and that nothing would remind of."""

    def next_id(self) -> int:
        """For a task that begins with this turn: its buttons name it. One that is never committed leaves a gap."""
