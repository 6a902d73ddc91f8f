"""What the staff of a place were last reminded of: the record by which nobody is told twice, whatever crashes."""

from collections.abc import Mapping
from dataclasses import field
from typing import Protocol

from storage.records import record
from storage.results import Outgoing


@record(frozen=True, slots=True, kw_only=True)
class Reminded:
    at: float
    said: Mapping[str, int] = field(default_factory=dict)
    """Of which promise, and at which stage it was."""
    called: Mapping[str, float] = field(default_factory=dict)
    """When whoever owes it was last called for it."""


class Reminders(Protocol):
    async def last(self, place: str) -> Reminded | None: ...

    async def post(
        self, place: str, before: Reminded | None, now: Reminded, outgoing: Outgoing
    ) -> tuple[Outgoing, ...]:
        """The record and the post become durable together. Nothing where `before` is not the last one any more:
        somebody else has reminded meanwhile.
        """
