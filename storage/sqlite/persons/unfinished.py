"""What an erasure leaves to be done to the files once its transaction is written: it is noted in that transaction, so
that whoever opens the file after a power cut does it.
"""

import sqlite3

from storage.database import Database, Rows

NAME = "erasure_to_finish"
NOTE = "INSERT INTO bookmarks (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
NOTED = "SELECT value FROM bookmarks WHERE name = ?"
FORGET = "DELETE FROM bookmarks WHERE name = ? AND value = ?"


def note(connection: sqlite3.Connection, receipt: int) -> None:
    connection.execute(NOTE, (NAME, str(receipt)))


async def noted(database: Database) -> str | None:
    """The latest receipt of those that are not finished."""
    rows = await database.look_up(NOTED, (NAME,))
    return rows[0][0] if rows else None


async def finished(database: Database, receipt: str) -> None:
    """Unless another erasure was written meanwhile."""
    await database.write(Rows(FORGET, [(NAME, receipt)]))
