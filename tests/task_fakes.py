"""Tasks and feedback in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from storage.feedback import Feedback, FeedbackStatus
from storage.tasks import Severity, Task


@dataclass
class MemoryTasks:
    """Implements `TaskDoor`. It does not see the timers."""

    lost: list[Task] = field(default_factory=list)
    """What no timer watches."""
    written: dict[int, Task] = field(default_factory=dict)
    numbers: int = 0

    def write(self, tasks: Sequence[Task], conversation_id: int, contact_id: int) -> None:
        for each in tasks:
            self.written[each.id] = replace(
                each,
                conversation_id=each.conversation_id or conversation_id,
                contact_id=each.contact_id or contact_id,
            )

    async def by_id(self, task_id: int) -> Task | None:
        return self.written.get(task_id)

    async def of_survey(self, survey_id: int) -> Task | None:
        return next((each for each in self.written.values() if survey_id and each.survey_id == survey_id), None)

    async def unended(self) -> Sequence[Task]:
        found = [each for each in self.written.values() if each.ended_at is None]
        return sorted(found, key=lambda each: (each.due_at, each.id))

    async def of_conversation(self, conversation_id: int) -> Sequence[Task]:
        return [each for each in await self.unended() if each.conversation_id == conversation_id]

    async def unwatched(self) -> Sequence[Task]:
        return self.lost

    def next_id(self) -> int:
        self.numbers += 1
        return self.numbers


@dataclass
class MemoryFeedback:
    """Implements `FeedbackDoor`."""

    given: dict[int, Feedback] = field(default_factory=dict)
    numbers: int = 0

    def write(self, given: Sequence[Feedback], conversation_id: int, contact_id: int) -> None:
        for each in given:
            self.given[each.id] = replace(
                each,
                conversation_id=each.conversation_id or conversation_id,
                contact_id=each.contact_id or contact_id,
            )

    async def by_id(self, feedback_id: int) -> Feedback | None:
        return self.given.get(feedback_id)

    async def latest(self, contact_id: int, limit: int) -> Sequence[Feedback]:
        found = [each for each in self.given.values() if each.contact_id == contact_id]
        return sorted(found, key=lambda each: (each.at, each.id), reverse=True)[:limit]

    async def unanswered(self, limit: int) -> Sequence[Feedback]:
        found = [each for each in self.given.values() if each.status is FeedbackStatus.OPEN]
        return sorted(found, key=lambda each: (each.severity is Severity.NORMAL, each.at, each.id))[:limit]

    def next_id(self) -> int:
        self.numbers += 1
        return self.numbers
