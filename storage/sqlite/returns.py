"""Return requests: changed with a turn, and only if they still are as the turn saw them."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from storage.codec import decode_rma, dumps, loads
from storage.database import Claim, Database, Rows
from storage.inbound import Identity
from storage.returns import GIVEN_UP, ReturnChange, Rma, RmaEvent, RmaStatus, permitted

OPEN = """
INSERT INTO rmas (status, version, body, changed_at, id, number, order_number, conversation_id, channel, account_id,
                  opened_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (number) DO NOTHING
"""
CHANGE = "UPDATE rmas SET status = ?, version = ?, body = ?, changed_at = ? WHERE number = ? AND version = ?"
TAKE = """
INSERT INTO rma_pieces (order_number, line, number, quantity)
SELECT ?1, ?2, ?3, ?4
WHERE coalesce((SELECT sum(quantity) FROM rma_pieces WHERE order_number = ?1 AND line = ?2), 0) + ?4 <= ?5
"""
GIVE_BACK = "DELETE FROM rma_pieces WHERE number = ?"
EVENT = """
INSERT INTO rma_events (number, at, actor, actor_name, before, after, why, details) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""
SELECT = "SELECT body FROM rmas "
BY_NUMBER = SELECT + "WHERE number = ?"
BY_CONTACT = """
SELECT r.body FROM (
    SELECT ?1 AS channel, ?2 AS account_id
    UNION SELECT o.channel, o.account_id FROM identities AS i JOIN identities AS o USING (contact_id)
    WHERE i.channel = ?1 AND i.account_id = ?2
) AS own CROSS JOIN rmas AS r ON r.channel = own.channel AND r.account_id = own.account_id
ORDER BY r.id DESC
"""
BY_ORDER = SELECT + "WHERE order_number = ? ORDER BY id DESC"
EVENTS = """
SELECT at, actor, actor_name, before, after, why, details FROM rma_events WHERE number = ? ORDER BY id
"""
FIRST_NUMBER = 10_000


def number_of(rma_id: int) -> str:
    return f"R{FIRST_NUMBER + rma_id}"


def id_of(number: str) -> int:
    return int(number.removeprefix("R")) - FIRST_NUMBER


class Returns:
    """A `ReturnDoor`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of_identity(self, identity: Identity) -> list[Rma]:
        return _rmas(await self._database.look_up(BY_CONTACT, (identity.channel, identity.account_id)))

    async def of_order(self, order_number: str) -> list[Rma]:
        return _rmas(await self._database.look_up(BY_ORDER, (order_number,)))

    async def by_number(self, number: str) -> Rma | None:
        found = _rmas(await self._database.look_up(BY_NUMBER, (number,)))
        return found[0] if found else None

    async def events(self, number: str) -> list[RmaEvent]:
        return [
            RmaEvent(
                at=at,
                actor=actor,
                actor_name=name,
                before=RmaStatus(before) if before else None,
                after=RmaStatus(after),
                why=why,
                details=loads(details),
            )
            for at, actor, name, before, after, why, details in await self._database.look_up(EVENTS, (number,))
        ]

    def next_number(self) -> str:
        return number_of(self._database.ids.next("rmas"))


def guards(changes: Iterable[ReturnChange]) -> Iterator[Claim]:
    """What must hold for all of the turn to be written, in the order of the changes.

    Raises ValueError for a move that the table does not have: that is a mistake in a handler.
    """
    for change in changes:
        rma = change.rma
        _check(change)
        if rma.version == 1:
            yield Claim(OPEN, (*_columns(rma), *_fixed(rma)))
            for line in rma.lines:
                taken = (rma.order_number, line.line, rma.number, line.quantity, change.bought.get(line.line, 0))
                yield Claim(TAKE, taken)
        else:
            yield Claim(CHANGE, (*_columns(rma), rma.number, rma.version - 1))


def rows(changes: Sequence[ReturnChange]) -> list[Rows]:
    """What is written when the guards hold."""
    given_up = [(change.rma.number,) for change in changes if change.rma.status in GIVEN_UP]
    events = [_event(change.rma.number, change.event) for change in changes]
    return [Rows(sql, found) for sql, found in ((EVENT, events), (GIVE_BACK, given_up)) if found]


def _check(change: ReturnChange) -> None:
    before, after = change.event.before, change.event.after
    opened = change.rma.version == 1
    if after is not change.rma.status or opened is not (before is None):
        raise ValueError(f"{change.rma.number}: the event does not tell of this change")
    if before is not None and not permitted(before, after):
        raise ValueError(f"{change.rma.number}: {before} is never followed by {after}")


def _columns(rma: Rma) -> tuple[Any, ...]:
    return rma.status, rma.version, dumps(rma), rma.changed_at


def _fixed(rma: Rma) -> tuple[Any, ...]:
    return (
        id_of(rma.number),
        rma.number,
        rma.order_number,
        rma.conversation_id,
        rma.identity.channel,
        rma.identity.account_id,
        rma.opened_at,
    )


def _event(number: str, event: RmaEvent) -> tuple[Any, ...]:
    details = dumps(event.details)
    return number, event.at, event.actor, event.actor_name, event.before, event.after, event.why, details


def _rmas(rows: Iterable[tuple[Any, ...]]) -> list[Rma]:
    return [decode_rma(body) for (body,) in rows]
