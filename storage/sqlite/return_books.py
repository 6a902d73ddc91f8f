"""Return requests for the shop's own books, however many there are; and forgetting who asked."""

import sqlite3
from typing import Any

from storage.codec import decode_rma, dumps
from storage.database import Database
from storage.inbound import Identity
from storage.records import replace
from storage.returns import ENDED, ReturnQuery, Rma, RmaEvent
from storage.sqlite.returns import Returns, id_of

FIND = "SELECT body FROM rmas WHERE id > ? AND opened_at >= ?"
BOUNDS = "SELECT min(id), max(id) FROM rmas"
RANGE = 2000
"""Row numbers looked at in one transaction."""
OUTLIVED = """
SELECT id, body FROM rmas
WHERE id >= ? AND id < ? AND account_id <> '' AND changed_at < ? AND status IN (SELECT value FROM json_each(?))
"""
FORGET = "UPDATE rmas SET body = ?, account_id = '', conversation_id = 0 WHERE id = ?"
UNNAMED_EVENT = """
why = '', actor_name = CASE actor WHEN 'contact' THEN '' ELSE actor_name END,
details = json_remove(details, '$.carrier', '$.tracking_number')
"""
"""What is set in a move for it to stay in the books without the customer."""
FORGET_EVENTS = f"UPDATE rma_events SET {UNNAMED_EVENT} WHERE number = ?"  # noqa: S608 - our own statement
LET_GO = "UPDATE photos SET named = 0 WHERE channel = ? AND account_id = ?"
"""The next sweep of photographs looks again which of them a request names."""


class SqliteReturnBooks:
    """A `ReturnBooks`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._returns = Returns(database)

    async def newest(self, query: ReturnQuery, limit: int) -> list[Rma]:
        return await self._found(0, query, "DESC", limit)

    async def following(self, number: str, query: ReturnQuery, limit: int) -> list[Rma]:
        return await self._found(id_of(number) if number else 0, query, "ASC", limit)

    async def with_events(self, number: str) -> tuple[Rma, list[RmaEvent]] | None:
        rma = await self._returns.by_number(number)
        return (rma, await self._returns.events(number)) if rma else None

    async def _found(self, after: int, query: ReturnQuery, order: str, limit: int) -> list[Rma]:
        sql = FIND
        parameters: list[Any] = [after, query.since]
        if query.until is not None:
            sql, parameters = f"{sql} AND opened_at < ?", [*parameters, query.until]
        if query.status is not None:
            sql, parameters = f"{sql} AND status = ?", [*parameters, query.status]
        rows = await self._database.read(f"{sql} ORDER BY id {order} LIMIT ?", (*parameters, limit))
        return [decode_rma(body) for (body,) in rows]


async def forget(database: Database, before: float) -> int:
    """Cut the ties of requests that ended before to whoever asked, a little at a time; returns how many.

    Books are kept: numbers, amounts, states and events stay.
    """
    ((first, last),) = await database.read(BOUNDS)
    starts = range(first, last + 1, RANGE) if first is not None else ()
    return sum([await _forget_some(database, start, before) for start in starts])


async def _forget_some(database: Database, start: int, before: float) -> int:
    def work(connection: sqlite3.Connection) -> int:
        rows = connection.execute(OUTLIVED, (start, start + RANGE, before, dumps(sorted(ENDED)))).fetchall()
        rmas = {rma_id: decode_rma(body) for rma_id, body in rows}
        askers = {rma.identity for rma in rmas.values()}
        connection.executemany(FORGET, [(dumps(unnamed(rma)), rma_id) for rma_id, rma in rmas.items()])
        connection.executemany(FORGET_EVENTS, [(rma.number,) for rma in rmas.values()])
        connection.executemany(LET_GO, [(asker.channel, asker.account_id) for asker in askers])
        return len(rows)

    return await database.transact(work)


def unnamed(rma: Rma) -> Rma:
    """For the books alone: what, when, how much. A parcel's number leads to an address, staff's words to anything."""
    return replace(
        rma,
        identity=Identity(rma.identity.channel, ""),
        conversation_id=0,
        note="",
        variant="",
        photos=(),
        declined_because="",
        carrier="",
        tracking_number="",
        sent_carrier="",
        sent_tracking_number="",
    )
