"""Surveys in memory, and platforms with windows."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from storage.conversations import Reach
from storage.openings import ALWAYS, Opening
from storage.surveys import Survey


@dataclass
class MemorySurveys:
    """Implements `SurveyDoor`."""

    asked: dict[int, Survey] = field(default_factory=dict)
    numbers: int = 0

    def write(self, surveys: Sequence[Survey], conversation_id: int, contact_id: int) -> None:
        for each in surveys:
            self.asked[each.id] = replace(
                each,
                conversation_id=each.conversation_id or conversation_id,
                contact_id=each.contact_id or contact_id,
            )

    async def latest(self, contact_id: int, limit: int) -> Sequence[Survey]:
        found = [each for each in self.asked.values() if each.contact_id == contact_id]
        return sorted(found, key=lambda each: (each.asked_at, each.id), reverse=True)[:limit]

    async def by_id(self, survey_id: int) -> Survey | None:
        return self.asked.get(survey_id)

    def next_id(self) -> int:
        self.numbers += 1
        return self.numbers


@dataclass
class Platform:
    """Implements `Openings`."""

    opening: Opening = ALWAYS

    async def of(self, reach: Reach, now: float) -> Opening:
        return self.opening
