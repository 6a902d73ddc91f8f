"""What an erasure leaves to be done to the files once its transaction is written: it is noted in that transaction, so
that whoever opens the file after a power cut does it.
"""

import sqlite3

from storage.database import Database, Rows
from storage.sqlite import bookmarks

NAME = "erasure_to_finish"
FORGET = "DELETE FROM bookmarks WHERE name = ? AND value = ?"


def note(connection: sqlite3.Connection, receipt: int) -> None:
    connection.execute(bookmarks.SET, (NAME, str(receipt)))


async def noted(database: Database) -> str | None:
    """The latest receipt of those that are not finished."""
    rows = await database.look_up(bookmarks.READ, (NAME,))
    return rows[0][0] if rows else None


async def finished(database: Database, receipt: str) -> None:
    """Unless another erasure was written meanwhile."""
    await database.write(Rows(FORGET, [(NAME, receipt)]))
