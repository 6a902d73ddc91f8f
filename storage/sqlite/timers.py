"""Timers that are due become messages of the inbox."""

import sqlite3
from typing import Any

from storage.database import Database
from storage.inbound import Identity, Inbound, Kind
from storage.results import Timer
from storage.sqlite import inbox
from storage.store import Accepted

DUE = """
SELECT t.id, t.name, t.payload, t.due_at, c.channel, c.account_id, c.chat_id, c.name, c.locale
FROM timers AS t JOIN conversations AS c ON c.id = t.conversation_id
WHERE t.due_at <= ? ORDER BY t.due_at, t.id LIMIT ?
"""
OF_CONVERSATION = "SELECT name, due_at, payload FROM timers WHERE conversation_id = ? ORDER BY due_at, id"
SET = """
INSERT INTO timers (conversation_id, name, due_at, payload) VALUES (?, ?, ?, ?)
ON CONFLICT (conversation_id, name) DO UPDATE SET due_at = excluded.due_at, payload = excluded.payload
"""
DELETE = "DELETE FROM timers WHERE id = ?"
AT_ONCE = 500
"""Timers moved in one transaction, so that a long outage's worth of them does not hold up the writer."""


async def claim(database: Database, now: float) -> list[Accepted]:
    return await database.transact(lambda connection: _claim(database, connection, now))


async def of(database: Database, conversation_id: int) -> list[Timer]:
    rows = await database.look_up(OF_CONVERSATION, (conversation_id,))
    return [Timer(name=name, due_at=due_at, payload=payload) for name, due_at, payload in rows]


def _claim(database: Database, connection: sqlite3.Connection, now: float) -> list[Accepted]:
    return [_move(database, connection, row, now) for row in connection.execute(DUE, (now, AT_ONCE)).fetchall()]


def _move(database: Database, connection: sqlite3.Connection, row: tuple[Any, ...], now: float) -> Accepted:
    accepted = Accepted(database.ids.next("inbox"), _inbound(row))
    inbox.insert(connection, inbox.inbox_row(accepted.inbox_id, accepted.inbound, now))
    connection.execute(DELETE, (row[0],))
    return accepted


def _inbound(row: tuple[Any, ...]) -> Inbound:
    """`payload` is the timer's name, `text` what was to be remembered with it."""
    timer_id, timer, remembered, due_at, channel, account_id, chat_id, name, locale = row
    return Inbound(
        identity=Identity(channel, account_id),
        key=f"timer:{timer_id}",
        kind=Kind.TIMER,
        chat_id=chat_id,
        text=remembered,
        payload=timer,
        sent_at=due_at,
        name=name,
        locale=locale,
    )
