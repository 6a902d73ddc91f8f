"""SQLite's log, which lies beside the file while it is open: what was written last is in it alone.

Whoever copies the file of a running kefu without its log, or deletes the log after a crash, has a file that opens as if
nothing were missing. So the file itself says, from an open to the close in order, that there has to be one: in the
number that SQLite leaves to applications (`PRAGMA user_version`), which can be read before SQLite looks at the file.
"""

import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from storage.errors import StorageFailed
from storage.flushing import flush
from storage.words import Trouble

HEADER = 64
"""Bytes of the file (https://sqlite.org/fileformat2.html#the_database_header)."""
WRITES_AT = 18
WITHOUT, WITH = b"\x01\x01", b"\x02\x02"
"""How it is written: a copy that `kefu backup` made is written without a log, kefu's own file with one."""
WITHOUT_LOG = Trouble("without_log")
"""For whoever runs kefu."""
MARK = slice(60, 64)
OPEN = int.from_bytes(b"kefu", "big")
"""No other program's number: what has one of its own is not ours to set."""


def log_of(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


def is_written(path: Path, how: bytes) -> bool:
    return header_of(path)[WRITES_AT : WRITES_AT + 2] == how


def is_missing(path: Path) -> bool:
    """Before SQLite has opened the file."""
    return is_marked(path) and is_written(path, WITH) and not log_of(path).exists()


def is_marked(path: Path) -> bool:
    """In the file itself, whatever a log says."""
    return int.from_bytes(header_of(path)[MARK], "big") == OPEN


def header_of(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(HEADER)


def mark_open(connection: sqlite3.Connection) -> None:
    """Where there is no room for the mark, as on a full disk, kefu does without it."""
    with suppress(sqlite3.Error):
        if number_in(connection) != OPEN:
            connection.execute(f"PRAGMA user_version = {OPEN}").close()
            # Into the file: in the log it says nothing.
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def mark_closed(connection: sqlite3.Connection) -> None:
    """It reaches the file as SQLite closes it, with all else that is in the log; `leave_log` is for where it cannot."""
    with suppress(sqlite3.Error):
        if number_in(connection) == OPEN:
            connection.execute("PRAGMA user_version = 0").close()


def number_in(connection: sqlite3.Connection) -> int:
    ((number,),) = connection.execute("PRAGMA user_version").fetchall()
    return int(number)


def leave_log(path: Path) -> None:
    """Of a file that was closed: on a full disk the mark stays, and SQLite deletes the log all the same when all of it
    is in the file. An empty one takes no room, and says that nothing is missing.
    """
    with suppress(OSError):
        if is_missing(path):
            log_of(path).touch(0o600)
            flush(path.parent)


def check_without(path: Path) -> None:
    """A file whose log was cut off while it was being written in. Raises StorageFailed.

    Read as a file that nobody writes: else SQLite would begin a log, and whoever kills a kefu that reads for long would
    find one at the next start.
    """
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?immutable=1", uri=True)) as connection:
            ((found,),) = connection.execute("PRAGMA quick_check(1)").fetchall()
    except sqlite3.DatabaseError as error:  # so broken that it cannot even be looked through
        found = str(error)
    if found != "ok":
        raise StorageFailed(Trouble("damaged_without_log", {"error": found}))
