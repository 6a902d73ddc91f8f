"""Outbox rows on their way: one, or several that go out as one message."""

from collections.abc import Hashable
from dataclasses import dataclass, field, replace

from bots.delivery.degrade import joined
from storage.content import Content
from storage.results import Action, Outgoing


@dataclass(slots=True)
class Job:
    rows: tuple[Outgoing, ...]
    to: str = ""
    attempts: int = 0
    parts_sent: int = 0
    external_id: str = ""
    content: Content = field(default_factory=Content)

    @property
    def row(self) -> Outgoing:
        """The first row stands for all of them, with the attempts made at it."""
        return replace(self.rows[0], attempts=self.attempts)


def job_of(rows: tuple[Outgoing, ...]) -> Job:
    first = rows[0]
    content = first.content if len(rows) == 1 else joined([row.content for row in rows])
    return Job(rows, to=first.to, attempts=first.attempts, parts_sent=first.parts_sent, content=content)


def lane_of(row: Outgoing) -> Hashable:
    """What must go out in order. Topics of the desk do not wait for one another, nor does a mark for anything."""
    match row.action:
        case Action.SEND:
            return (row.action, row.channel, row.to)
        case Action.POST:
            return (row.action, row.conversation_id)
        case Action.ALERT:
            return (row.action,)
        case Action.MARK:
            return (row.action, row.relays)
