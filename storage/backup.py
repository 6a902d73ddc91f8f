"""A copy of the database while it is in use: whole, as of one moment."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from storage.errors import StorageFailed
from storage.flushing import flush
from storage.log_beside import WITHOUT, is_written, log_of, mark_closed
from storage.words import Trouble

PAGES = 128
"""Copied at a time; nothing else is read or written for about as many microseconds."""


def copied(source: sqlite3.Connection, target: Path, pause: Callable[[], None]) -> None:
    """`pause` is called after each step: what the same connection writes then is in the copy, too
    (https://sqlite.org/c3ref/backup_finish.html). No transaction may be open when it returns.

    `target` is made, for its owner only. Raises StorageFailed, OSError, and what `pause` raises.
    """
    os.close(os.open(target, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    try:
        with closing(sqlite3.connect(target)) as copy:
            # Made durable once, by `proven`, when nobody waits: else the last step would flush the whole file.
            copy.execute("PRAGMA synchronous = OFF").close()
            source.backup(copy, pages=PAGES, progress=lambda *_: pause())
    except sqlite3.Error as error:
        raise StorageFailed(Trouble("copy_not_written", {"target": target, "error": error})) from error


def proven(target: Path) -> None:
    """Read it through, make it one file without a log beside it, and durable. Raises StorageFailed, OSError."""
    with closing(sqlite3.connect(target, isolation_level=None)) as copy:
        problem = _problem(copy)
    if problem:
        raise StorageFailed(Trouble("copy_not_sound", {"problem": problem}))
    flush(target)
    flush(target.parent)


def put_back(path: Path) -> None:
    """Of a copy that was put back where a kefu crashed: remove the log of the file that was there, which SQLite would
    write into this one. A copy says of itself that it has no log; kefu's own file has said otherwise since it was made.

    And the mark of the file that it was copied from, which was open: from here to the log of its own, a copy would look
    as if it lacked one.
    """
    if not is_written(path, WITHOUT):
        return
    if (log := log_of(path)).exists():
        log.unlink()
        flush(path.parent)
    with closing(sqlite3.connect(path, isolation_level=None)) as copy:
        # All that changes is in the header: SQLite needs no journal for that, and a kill would leave it beside whatever
        # copy is put back next, and have it written into that.
        copy.execute("PRAGMA journal_mode = MEMORY").close()
        mark_closed(copy)
        copy.execute("PRAGMA journal_mode = WAL").close()


def _problem(copy: sqlite3.Connection) -> str:
    try:
        copy.execute("PRAGMA journal_mode = DELETE").close()
        found = str(copy.execute("PRAGMA quick_check(1)").fetchone()[0])
    except sqlite3.DatabaseError as error:  # so broken that it cannot even be looked through
        return str(error)
    return "" if found == "ok" else found
