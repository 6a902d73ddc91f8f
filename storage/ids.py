"""Row numbers, given out by the one process that owns the file, so that rows can be written without reading."""

import sqlite3
from itertools import count

NUMBERED = (
    "inbox",
    "contacts",
    "conversations",
    "messages",
    "outbox",
    "rmas",
    "cases",
    "links",
    "surveys",
    "swaps",
    "tasks",
    "feedback",
    "campaign_runs",
)


class Ids:
    """Counts on from the highest number ever given out in each table, also after its rows were purged."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._counters = {table: count(_last(connection, table) + 1) for table in NUMBERED}

    def next(self, table: str) -> int:
        return next(self._counters[table])


def _last(connection: sqlite3.Connection, table: str) -> int:
    sql = (
        f"SELECT max(coalesce((SELECT max(id) FROM {table}), 0), coalesce((SELECT id FROM last_ids WHERE name = ?), 0))"  # noqa: S608 - our own table names
    )
    (last,) = connection.execute(sql, (table,)).fetchone()
    return int(last)


def remember_last(connection: sqlite3.Connection, table: str) -> None:
    """Before rows are deleted: a number must not come back, others may point to it."""
    connection.execute(
        "INSERT INTO last_ids (name, id) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET id = excluded.id",
        (table, _last(connection, table)),
    )
