"""What became of each message, on the board as the engine tells it."""

from collections import deque
from collections.abc import Callable
from dataclasses import replace

from bots.delivery.markup import visible
from bots.sandbox.board import Board
from bots.sandbox.page.lines import said
from bots.sandbox.page.values import Sending, Trace
from handlers.watch import Turned
from storage.inbound import Attachment, Identity, Inbound, Kind
from storage.results import Action, Outgoing
from storage.store import Accepted, Fate, Settlement

KEPT = 200
"""Traces of one customer."""
LONGEST = 200
"""Characters of a text."""
DESK = "desk"


class Traces:
    """A `bots.watch.Watch`. What staff write belongs to the customer whom their topic is about."""

    def __init__(
        self,
        board: Board,
        clock: Callable[[], float],
        whose: Callable[[str | None], Identity | None],
        on_news: Callable[[Identity], None],
    ) -> None:
        """`whose` thread it is, as far as that is known; `on_news` is told to whom something has happened."""
        self._board = board
        self._clock = clock
        self._whose = whose
        self._on_news = on_news
        self._kept: dict[Identity, deque[str]] = {}
        self._rows: dict[int, tuple[str, Identity]] = {}
        """The trace of each row that is on its way, or was, and its customer."""
        self._unplaced: dict[int, float] = {}
        """When messages came of which only their turn will tell whom they are about."""

    def accepted(self, accepted: Accepted) -> None:
        inbound = accepted.inbound
        customer = self._whose(inbound.thread) if inbound.staff else inbound.identity
        if customer is None:
            self._unplaced[accepted.inbox_id] = self._clock()
        else:
            self._begin(customer, accepted, self._clock())

    def turned(self, turned: Turned) -> None:
        accepted, customer = turned.accepted, turned.customer
        received_at = self._unplaced.pop(accepted.inbox_id, turned.at - turned.seconds)
        if customer is None:
            return
        key = key_of(customer, accepted.inbox_id)
        lines = said(turned.lines, turned.rows)
        begun = self._trace(key) or self._begin(customer, accepted, received_at)
        self._board.set(
            key,
            replace(
                begun,
                handler=turned.handler,
                script=turned.script,
                lines=lines,
                served=tuple(line for line in turned.lines if line not in lines),
                outcome=turned.outcome,
                committed_at=turned.at,
                seconds=turned.seconds,
                sendings=self._sendings(key, customer, turned.rows),
            ),
        )
        self._on_news(customer)

    def settled(self, settlement: Settlement, follow_up: tuple[Outgoing, ...]) -> None:
        key, customer = self._rows.get(settlement.outgoing.id, ("", None))
        trace = self._trace(key)
        if trace is None or customer is None:
            return
        sendings = tuple(
            after(sending, settlement) if sending.id == settlement.outgoing.id else sending
            for sending in trace.sendings
        )
        led_to = self._sendings(key, customer, follow_up)
        self._board.set(key, replace(trace, sendings=sendings + led_to))
        self._on_news(customer)

    def _begin(self, customer: Identity, accepted: Accepted, received_at: float) -> Trace:
        key, inbound = key_of(customer, accepted.inbox_id), accepted.inbound
        trace = Trace(
            inbox_id=accepted.inbox_id,
            kind=inbound.kind,
            text=words_of(inbound),
            staff=inbound.staff,
            received_at=received_at,
        )
        self._board.set(key, trace)
        kept = self._kept.setdefault(customer, deque())
        kept.append(key)
        if len(kept) > KEPT:
            self._forget(kept.popleft())
        return trace

    def _forget(self, key: str) -> None:
        trace = self._trace(key)
        for sending in trace.sendings if trace else ():
            self._rows.pop(sending.id, None)
        self._board.remove(key)

    def _trace(self, key: str) -> Trace | None:
        found = self._board.get(key)
        return found if isinstance(found, Trace) else None

    def _sendings(self, key: str, customer: Identity, rows: tuple[Outgoing, ...]) -> tuple[Sending, ...]:
        self._rows |= {row.id: (key, customer) for row in rows}
        return tuple(map(sending_of, rows))


def key_of(customer: Identity, inbox_id: int) -> str:
    return f"trace/{customer.channel}/{customer.account_id}/{inbox_id}"


def words_of(inbound: Inbound) -> str:
    """A timer's text is what its owner remembers with it, and nobody's words."""
    if inbound.kind is Kind.TIMER:
        return inbound.payload
    return short(" ".join(filter(None, (inbound.text or inbound.payload, *map(named, inbound.attachments)))))


def sending_of(row: Outgoing) -> Sending:
    content = row.content
    words = " ".join(filter(None, (visible(content.text), *map(named, content.attachments))))
    return Sending(
        id=row.id,
        action=row.action,
        to=row.channel if row.action is Action.SEND else DESK,
        fate="waiting",
        attempts=row.attempts,
        due_at=row.due_at,
        text=short(words or (row.mark or "")),
    )


def after(sending: Sending, settlement: Settlement) -> Sending:
    """As it stands when the attempt has ended."""
    if settlement.fate is Fate.POSTPONED:
        if not settlement.error:
            return sending  # a part of it went out, and the attempt goes on
        settled_at, due_at = 0.0, settlement.due_at
    else:
        settled_at, due_at = settlement.at, 0.0
    return replace(
        sending,
        fate=settlement.fate,
        attempts=sending.attempts + 1,
        error=short(settlement.error),
        due_at=due_at,
        settled_at=settled_at,
    )


def named(attachment: Attachment) -> str:
    return f"[{attachment.media}]"


def short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
