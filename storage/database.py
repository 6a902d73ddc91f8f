"""The SQLite file: one owner, one connection, and writes that share their commits."""

import asyncio
import os
import sqlite3
import threading
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path
from typing import Any, Literal, TypeVar

from storage.backup import copied, proven, put_back
from storage.connection import Connection, check_version, connect, scrubbed, set_pragmas
from storage.errors import DatabaseTooNew, StorageFailed, failed
from storage.groups import Claim, Row, Rows, Write
from storage.ids import Ids
from storage.lock import FileLock
from storage.log_beside import check_without, is_missing, leave_log, mark_closed, mark_open
from storage.migrating import FIRST, migrate
from storage.unusable import why
from storage.words import Trouble
from storage.writer import Writer

T = TypeVar("T")

BREATH = 0.001
"""Seconds between two steps of a backup: whoever waited for the last one has its turn."""


class Database:
    """Constructed by `Database.open`. Everything returns only when it is durable, and raises StorageFailed."""

    def __init__(
        self,
        connection: Connection,
        ids: Ids,
        lock: FileLock | None,
        migrations: Sequence[str] = (),
        *,
        file: Path | None = None,
        lacks_log: bool = False,
    ) -> None:
        """`migrations`: what had to be done to the file; all there are where it is new. `file`: None in memory."""
        self.ids = ids
        self.migrations = tuple(migrations)
        self.lacks_log = lacks_log
        """The log was not there that a file has which was not closed in order."""
        self._connection = connection
        self._file = file
        self._writer = Writer(connection)
        self._lock = lock
        self._closed = False

    @classmethod
    async def open(cls, path: Path | Literal[":memory:"]) -> "Database":
        """Lock the file, bring its tables up to date. Raises DatabaseInUse, DatabaseTooNew, StorageFailed."""
        file = None if path == ":memory:" else Path(path)
        check_version()
        async with AsyncExitStack() as undo:
            try:
                lock = _lock(file) if file else None
                if lock:
                    undo.callback(lock.release)
                lacks_log = False
                if file:
                    put_back(file)
                    if lacks_log := is_missing(file):
                        await asyncio.to_thread(check_without, file)
                connection = await connect(file)
                # What lacks its log is to be told of at the next start again: it is left as it was found.
                undo.push_async_callback(connection.close if lacks_log else partial(_let_go, connection, file))
                ids, migrations = await connection.run(_prepare)
            except (sqlite3.Error, OSError) as error:
                raise StorageFailed(Trouble("unusable", {"file": path, "why": why(error, Path(path))})) from error
            except (DatabaseTooNew, StorageFailed) as error:
                raise type(error)(Trouble("of_file", {"file": path, "said": error.said})) from None
            undo.pop_all()
        return cls(connection, ids, lock, migrations, file=file, lacks_log=lacks_log)

    @property
    def is_new(self) -> bool:
        """There was no file, or an empty one."""
        return FIRST in self.migrations

    @property
    def faults(self) -> int:
        """So many times the disk has failed us since the start."""
        return self._connection.faults

    def write(
        self,
        *rows: Rows,
        claim: Claim | None = None,
        guards: Sequence[Claim] = (),
        begun: Callable[[], None] | None = None,
        can_wait: bool = False,
    ) -> Awaitable[bool]:
        """Write the rows in one transaction, which others may share. False: the claim was lost, nothing was written.

        Raises Conflict when the claim was won and one of the guards was not; then nothing was written either.
        `begun` is called when they are written and not durable yet; what it leads to is durable at the same time or
        later. A caller that is cancelled stops nothing.
        """
        done: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._join(Write(done, claim, guards, rows, None, begun, can_wait))
        return done

    async def transact(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Run statements that depend on each other in a transaction, which others may share.

        The work must be quick, must not commit, and may run a second time after a roll-back.
        """
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._join(Write(done, work=work))
        return await done

    async def look_up(self, sql: str, parameters: Row = ()) -> list[tuple[Any, ...]]:
        """A few rows by an index: read on the loop, with what is written and about to be durable."""
        async with self._connection.busy:
            try:
                return self._connection.here(lambda connection: connection.execute(sql, parameters).fetchall())
            except (sqlite3.Error, ValueError) as error:
                raise failed(error) from error

    async def read(self, sql: str, parameters: Row = ()) -> list[tuple[Any, ...]]:
        """However much it may be: read in the connection's thread. Only what is committed."""
        async with self._writer.transaction:
            try:
                return await self._connection.run(lambda connection: connection.execute(sql, parameters).fetchall())
            except (sqlite3.Error, ValueError) as error:
                raise failed(error) from error

    async def scrub(self, largest: int | None) -> bool:
        """Leave nothing of what was deleted in the file and its log. False: the file is larger than `largest` bytes, so
        only what rows had left behind when they moved from page to page may still be there.

        What is deleted is overwritten (`secure_delete`), but only in its last place, and the log beside the file has
        pages as they were: it is emptied. The file is written anew where nobody waits for that.
        """
        async with self._writer.transaction:
            try:
                return await self._connection.run(lambda connection: scrubbed(connection, largest))
            except sqlite3.Error as error:
                raise failed(error) from error

    async def back_up(self, target: Path) -> None:
        """Copy it into a new file, in small steps between which everything else goes on. Raises OSError, too."""
        given_up = threading.Event()
        copying = asyncio.ensure_future(self._copy(target, given_up))
        try:
            await asyncio.shield(copying)
        except asyncio.CancelledError:
            given_up.set()  # the locks are its own until the thread has ended
            await asyncio.wait([copying])
            copying.exception()  # else asyncio tells that nobody has looked at it
            raise
        await asyncio.to_thread(proven, target)

    async def _copy(self, target: Path, given_up: threading.Event) -> None:
        loop = asyncio.get_running_loop()

        def pause() -> None:
            asyncio.run_coroutine_threadsafe(self._stand_aside(), loop).result()
            if given_up.is_set():
                raise StorageFailed("the copy was given up before it was whole")

        async with self._writer.transaction, self._connection.busy:
            await self._connection.beside(lambda connection: copied(connection, target, pause))

    async def _stand_aside(self) -> None:
        self._connection.busy.release()
        self._writer.transaction.release()
        await asyncio.sleep(BREATH)
        await self._writer.transaction.acquire()
        await self._connection.busy.acquire()
        if self._closed:
            raise StorageFailed(Trouble("closed_amid_copy"))

    async def close(self) -> None:
        """Finish the writes under way, then let the file go."""
        if self._closed:
            return
        self._closed = True
        await self._writer.close()
        async with self._writer.transaction:
            await _let_go(self._connection, self._file)
        if self._lock:
            self._lock.release()

    def _join(self, write: Write) -> None:
        if self._closed:
            raise StorageFailed(Trouble("closed"))
        self._writer.join(write)


def _lock(file: Path) -> FileLock:
    """The file is made here if it is not there: only its owner may read what customers wrote, the log beside it too."""
    file.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(file)
    os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    return lock


async def _let_go(connection: Connection, file: Path | None) -> None:
    """In order: no log is missed at the next start."""
    await connection.run(mark_closed)
    await connection.close()
    if file:
        leave_log(file)


def _prepare(connection: sqlite3.Connection) -> tuple[Ids, list[str]]:
    set_pragmas(connection)
    migrations = migrate(connection)
    mark_open(connection)
    return Ids(connection), migrations


__all__ = ["Claim", "Database", "Rows"]
