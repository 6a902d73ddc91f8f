"""The numbered files of storage/migrations/, each run once."""

import re
import sqlite3
from pathlib import Path

from storage.errors import DatabaseTooNew
from storage.words import Trouble

FOLDER = Path(__file__).parent / "migrations"
NAME = re.compile(r"\d{4}_[a-z0-9_]+\.sql")
FIRST = "0001_conversations.sql"
TABLE = "CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY, applied_at TEXT NOT NULL)"


def migrate(connection: sqlite3.Connection, folder: Path = FOLDER) -> list[str]:
    """Run what this database has not seen, oldest first; returns the names of what was run."""
    connection.execute(TABLE)
    seen = {name for (name,) in connection.execute("SELECT name FROM migrations")}
    known = sorted(path.name for path in folder.glob("*.sql") if NAME.fullmatch(path.name))
    if unknown := sorted(seen - set(known)):
        raise DatabaseTooNew(Trouble("too_new", {"newest": unknown[-1], "last": known[-1]}))
    new = [name for name in known if name not in seen]
    for name in new:
        _apply(connection, name, (folder / name).read_text("utf-8"))
    return new


def _apply(connection: sqlite3.Connection, name: str, sql: str) -> None:
    record = f"INSERT INTO migrations (name, applied_at) VALUES ('{name}', CURRENT_TIMESTAMP)"  # noqa: S608 - our own file names
    try:
        connection.executescript(f"BEGIN IMMEDIATE;\n{sql}\n;{record};\nCOMMIT;")
    except sqlite3.Error:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
