"""Outbox rows on their way: one, or several that go out as one message."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field

from bots.delivery.degrade import joined
from handlers.notices import KeptBack
from storage.content import Content
from storage.copies import CARD, Copy
from storage.inbound import Attachment
from storage.results import Action, Outgoing, Side

PASSIVE = "passive"
"""The external id of what travelled in the answer to the platform's own request."""


@dataclass(slots=True)
class Job:
    rows: tuple[Outgoing, ...]
    since: float
    """Unix seconds from which its time to be delivered counts."""
    to: str = ""
    stands_alone: bool = False
    """It was refused together with others, which go out behind it: nothing else may be joined to it."""
    attempts: int = 0
    parts_sent: int = 0
    content: Content = field(default_factory=Content)
    external_ids: list[str] = field(default_factory=list)
    """Of the messages it became, in the order in which they went out."""
    chat: str = ""
    thread: str = ""
    """POST: the chat of the desk in which it is, and the topic's name outside of its platform."""
    is_for_the_whole_chat: bool = False
    """SEND: the thread in which it was asked was deleted."""
    known: tuple[Copy, ...] = ()
    """EDIT, UNSEND, REACT: the copies of the message that is changed."""
    is_said_instead: bool = False
    """What an EDIT or an UNSEND asks for cannot be done: it is told in words."""
    reopens: bool = False
    """The topic was deleted: the new one begins with a summary."""
    summary: Content | None = None
    """To be posted before anything else."""
    is_card_again: bool = False
    """The topic has one that cannot be written over: of this one the heading and the buttons are enough."""
    kept_back: dict[Attachment, KeptBack] = field(default_factory=dict)
    """Files that could not go along, and why."""

    @property
    def row(self) -> Outgoing:
        """The first row stands for all of them."""
        return self.rows[0]

    @property
    def is_final(self) -> bool:
        """The other rows are what the first one is: nothing else is joined."""
        return self.row.final

    @property
    def external_id(self) -> str:
        return self.external_ids[0] if self.external_ids else ""

    def take(self, rows: Sequence[Outgoing]) -> None:
        """These go out in the same message."""
        if rows:
            self.rows = (*self.rows, *rows)
            self.content = content_of(self.rows)

    def leave_out(self, rows: Sequence[Outgoing]) -> None:
        """These do not go out any more. The job may be left without rows."""
        self.rows = tuple(row for row in self.rows if row not in rows)
        self.content = content_of(self.rows) if self.rows else Content()


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
    """Of several cards the latest, which says all that those before it said."""
    if len(rows) == 1 or rows[-1].card:
        return rows[-1].content
    return joined([row.content for row in rows])


def is_card_again(row: Outgoing) -> bool:
    """A card that brings an earlier one up to date, in its place."""
    return row.action is Action.POST and row.card and not row.opens


def topic_of(conversation_id: int) -> Hashable:
    """The lane of what is said in a conversation's topic."""
    return (Action.POST, conversation_id)


def lane_of(row: Outgoing) -> Hashable:
    """What must go out in order. Topics of the desk do not wait for one another, nor does a mark for anything.

    An EFFECT waits for those of the same return request.
    """
    match row.action:
        case Action.SEND:
            return (row.action, row.channel, row.to)
        case Action.POST:
            # A card changes in its own place, and holds back nothing that is said below it.
            return (Action.POST, row.conversation_id, CARD) if is_card_again(row) else topic_of(row.conversation_id)
        case Action.EDIT | Action.UNSEND | Action.REACT:
            # Behind the message that they change.
            if row.side is Side.CONTACT:
                return (Action.SEND, row.channel, row.to)
            return topic_of(row.conversation_id) if row.conversation_id else (Action.ALERT, row.to)
        case Action.ALERT:
            # A chat of the desk that has put the bot out must not hold back what is told in the others.
            return (row.action, row.to)
        case Action.EFFECT:
            return (row.action, row.to)
        case Action.MARK:
            return (row.action, row.relays)
