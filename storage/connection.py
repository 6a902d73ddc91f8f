"""The one connection to the SQLite file, and how to run a function beside it."""

import asyncio
import logging
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar, cast

import aiosqlite

from storage.errors import StorageFailed
from storage.words import Trouble

# At DEBUG aiosqlite logs every call with its parameters, which are what customers wrote.
logging.getLogger("aiosqlite").setLevel(logging.INFO)
# Else sqlite3 asks each NULL in a row how it is to be written, and raises and forgets an AttributeError.
sqlite3.register_adapter(type(None), lambda nothing: nothing)

T = TypeVar("T")

PRAGMAS = (
    # Nobody else may open the file: no transaction has to lock it, and the race of SQLite 3.7.0 to 3.51.2, which loses
    # commits when the log is reset beside a second connection (https://sqlite.org/wal.html), cannot happen.
    "PRAGMA locking_mode = EXCLUSIVE",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    # Pages in the log (16 MB) before what it holds is brought into the file, while every commit waits. Of SQLite's own
    # 1,000 a busy desk fills twelve a second; the more are brought at once, the more often a page is among them that
    # was written many times.
    "PRAGMA wal_autocheckpoint = 4000",
    "PRAGMA busy_timeout = 5000",
    "PRAGMA cache_size = -32000",  # KiB
    "PRAGMA temp_store = MEMORY",
    "PRAGMA secure_delete = ON",  # what is purged does not stay behind; FAST would leave it in pages that become free
)
OLDEST = (3, 35, 0)
"""The first with RETURNING."""


class Connection(aiosqlite.Connection):
    """An aiosqlite connection that runs a whole function in one hop to its thread, or here and now.

    A hop costs as much as many statements: beside a busy loop the thread waits for the interpreter again after each.
    So what is quick runs on the loop, and what waits for the disk (a commit) or takes long runs in the thread.
    """

    def __init__(self, connector: Callable[[], sqlite3.Connection]) -> None:
        super().__init__(connector, iter_chunk_size=1000)
        self._thread.daemon = True  # a program that fails before it closes must end, not wait for this thread
        self.busy = asyncio.Lock()
        """Held while a function runs in the thread."""
        self.faults = 0
        """So many times the disk has failed a function: it is full, or broken."""

    def here(self, function: Callable[[sqlite3.Connection], T]) -> T:
        """Only by whoever holds `busy`, or the open transaction: then nothing runs in the thread."""
        try:
            return function(self._conn)
        except sqlite3.OperationalError:
            self.faults += 1
            raise

    async def run(self, function: Callable[[sqlite3.Connection], T]) -> T:
        async with self.busy:
            try:
                return cast("T", await self._execute(function, self._conn))  # type: ignore[no-untyped-call] # not annotated there
            except sqlite3.OperationalError:
                self.faults += 1
                raise

    async def beside(self, function: Callable[[sqlite3.Connection], T]) -> T:
        """In a thread of its own. Only by whoever holds `busy` and the writer's transaction whenever it works."""
        return await asyncio.to_thread(function, self._conn)


async def connect(path: Path | None) -> Connection:
    """None: in memory. Foreign keys are not enforced: ids are made here, by the one writer there is."""

    def connector() -> sqlite3.Connection:
        return sqlite3.connect(path or ":memory:", isolation_level=None, cached_statements=256, check_same_thread=False)

    return cast("Connection", await Connection(connector))


def set_pragmas(connection: sqlite3.Connection) -> None:
    for pragma in PRAGMAS:
        connection.execute(pragma).close()


def check_version(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> None:
    """Raises StorageFailed when Python's SQLite is too old."""
    if version < OLDEST:
        raise StorageFailed(Trouble("old_sqlite", {"version": sqlite3.sqlite_version}))


def scrubbed(connection: sqlite3.Connection, largest: int | None) -> bool:
    """See `Database.scrub`."""
    ((pages,),), ((size,),) = (connection.execute(f"PRAGMA page_{name}").fetchall() for name in ("count", "size"))
    small = largest is None or pages * size <= largest
    if small:
        connection.execute("PRAGMA temp_store = FILE").close()  # it is a second file for a moment: not in our memory
        connection.execute("VACUUM").close()
        connection.execute("PRAGMA temp_store = MEMORY").close()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    return small
