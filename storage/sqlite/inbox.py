"""What came in: kept until it is handled, and known again when it is delivered twice."""

import sqlite3
from collections.abc import Callable
from functools import partial

from storage.codec import decode_inbound, encode_inbound
from storage.database import Claim, Database
from storage.inbound import Inbound
from storage.store import Accepted

INSERT = "INSERT INTO inbox (id, channel, key, body, accepted_at) VALUES (?, ?, ?, ?, ?)"
ACCEPT = INSERT + " ON CONFLICT (channel, key) DO NOTHING"
HANDLE = "UPDATE inbox SET handled_at = ? WHERE id = ? AND handled_at IS NULL"
FIND = "SELECT id FROM inbox WHERE channel = ? AND key = ?"
UNHANDLED = "SELECT id, body FROM inbox WHERE handled_at IS NULL ORDER BY id"


class Inbox:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def accept(self, inbound: Inbound, at: float, begun: Callable[[int], None]) -> int | None:
        row = inbox_row(self._database.ids.next("inbox"), inbound, at)
        inbox_id = row[0]
        won = await self._database.write(claim=Claim(ACCEPT, row), begun=partial(begun, inbox_id))
        return inbox_id if won else None

    async def find(self, channel: str, key: str) -> int | None:
        rows = await self._database.look_up(FIND, (channel, key))
        return rows[0][0] if rows else None

    async def unhandled(self) -> list[Accepted]:
        return [Accepted(row_id, decode_inbound(body)) for row_id, body in await self._database.read(UNHANDLED)]


def handled(inbox_id: int, at: float) -> Claim:
    """Won by the first turn of this message only."""
    return Claim(HANDLE, (at, inbox_id))


def inbox_row(inbox_id: int, inbound: Inbound, at: float) -> tuple[int, str, str, str, float]:
    return (inbox_id, inbound.identity.channel, inbound.key, encode_inbound(inbound), at)


def insert(connection: sqlite3.Connection, row: tuple[int, str, str, str, float]) -> None:
    connection.execute(INSERT, row)
