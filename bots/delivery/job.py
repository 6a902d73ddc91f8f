"""Outbox rows on their way: one, or several that go out as one message."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field

from bots.delivery.degrade import joined
from storage.content import Content
from storage.results import Action, Outgoing, Side


@dataclass(slots=True)
class Job:
    rows: tuple[Outgoing, ...]
    since: float
    """Unix seconds from which its time to be delivered counts."""
    to: str = ""
    attempts: int = 0
    parts_sent: int = 0
    external_id: str = ""
    content: Content = field(default_factory=Content)

    @property
    def row(self) -> Outgoing:
        """The first row stands for all of them."""
        return self.rows[0]


def job_of(rows: tuple[Outgoing, ...], now: float) -> Job:
    """An operator who has an old row sent again makes it due now, and it gets its whole time again."""
    first = rows[0]
    since = max(first.created_at, first.due_at) or now
    return Job(
        rows,
        min(since, now),
        to=first.to,
        attempts=first.attempts,
        parts_sent=first.parts_sent,
        content=content_of(rows),
    )


def content_of(rows: Sequence[Outgoing]) -> Content:
    return rows[0].content if len(rows) == 1 else joined([row.content for row in rows])


def lane_of(row: Outgoing) -> Hashable:
    """What must go out in order. Topics of the desk do not wait for one another, nor does a mark for anything.

    An EFFECT waits for those of the same return request.
    """
    match row.action:
        case Action.SEND:
            return (Action.SEND, row.channel, row.to)
        case Action.POST:
            return (Action.POST, row.conversation_id)
        case Action.EDIT | Action.UNSEND | Action.REACT:
            # Behind the message that they change.
            return (
                (Action.SEND, row.channel, row.to) if row.side is Side.CONTACT else (Action.POST, row.conversation_id)
            )
        case Action.ALERT:
            return (row.action,)
        case Action.EFFECT:
            return (row.action, row.to)
        case Action.MARK:
            return (row.action, row.relays)
