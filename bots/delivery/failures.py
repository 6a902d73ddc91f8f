"""What the desk is told of a message that could not be delivered."""

from collections.abc import Callable
from dataclasses import dataclass

import structlog

from bots.channel import SendFailed
from handlers.faults import told
from handlers.insistence import Insistence
from handlers.notices import Why
from storage.records import replace
from storage.results import Action, Mark, Outgoing, Side
from storage.store import Store

FailureNote = Callable[[Outgoing, Why, str], Outgoing | None]
"""`Wording.undelivered`."""

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Count:
    until: float
    more: int = 0


class Failures:
    def __init__(
        self,
        store: Store,
        desk: str | None,
        note: FailureNote,
        *,
        clock: Callable[[], float],
        insist: Insistence,
        alert_every: float,
    ) -> None:
        self._store = store
        self._desk = desk
        self._note = note
        self._clock = clock
        self._insist = insist
        self._alert_every = alert_every
        self._alerted: dict[tuple[str, str], Count] = {}

    async def follow_up(self, row: Outgoing, error: SendFailed) -> tuple[Outgoing, ...]:
        """The mark on the staff message, and a word in the topic; without a topic, an alert.

        A return request has somebody who waits for staff, so its topic is opened for the word.
        What fails on the way to the desk is told by an alert at most, and a failed alert by nothing but the log.
        """
        if row.action in (Action.EDIT, Action.UNSEND):
            row = as_it_would_be_told(row)
        if self._desk is None or row.action not in (Action.SEND, Action.POST, Action.EFFECT):
            return ()
        word = await self._word(row, error)
        return (*mark_of(row, Mark.FAILED, self._desk), *((word,) if word else ()))

    async def _word(self, row: Outgoing, error: SendFailed) -> Outgoing | None:
        if row.action is Action.EFFECT:
            return self._written(row, error)
        thread = await self._insist("thread_of", lambda: self._store.thread_of(row.conversation_id))
        if row.action is Action.SEND and thread is not None:
            return self._written(row, error)
        more = self._count(row.channel, error)
        if more is None:
            return None
        note = self._written(row, error, f" (+{more})" if more else "")
        return replace(note, action=Action.ALERT) if note else None

    def _written(self, row: Outgoing, error: SendFailed, more: str = "") -> Outgoing | None:
        try:
            return self._note(row, error.why, f"{error}{more}")
        except Exception as error:  # noqa: BLE001 - the words are a script's, and a broken script must not hold up delivery
            log.warning("delivery.note_failed", row=row.id, **told(error))
            return None

    def _count(self, channel: str, error: SendFailed) -> int | None:
        """How many of this reason were not told since the last alert; None: this one is not told either."""
        key, now = (channel, type(error).__name__), self._clock()
        last = self._alerted.get(key)
        if last and now < last.until:
            last.more += 1
            return None
        self._alerted[key] = Count(now + self._alert_every)
        return last.more if last else 0


def as_it_would_be_told(row: Outgoing) -> Outgoing:
    """Staff read of an edit or a deletion that failed as of a message that did: here it is, as such a message."""
    at_desk = Action.POST if row.conversation_id else Action.ALERT
    action = Action.SEND if row.side is Side.CONTACT else at_desk
    return replace(row, action=action, content=row.instead or row.content)


def mark_of(row: Outgoing, mark: Mark, desk: str | None) -> tuple[Outgoing, ...]:
    """The row that marks the staff message which this one relays, if it does."""
    if desk is None or row.relays is None or row.action is not Action.SEND:
        return ()
    return (
        Outgoing(
            action=Action.MARK,
            channel=desk,
            to=row.relays.chat_id,
            conversation_id=row.conversation_id,
            relays=row.relays,
            mark=mark,
        ),
    )
