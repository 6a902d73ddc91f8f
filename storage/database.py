"""The SQLite file: one owner, one connection, and writes that share their commits."""

import asyncio
import os
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, Literal, TypeVar

from storage.connection import Connection, check_version, connect, set_pragmas
from storage.errors import StorageFailed
from storage.groups import Claim, Outcome, Row, Rows, Write, commit, roll_back, write_group, written
from storage.ids import Ids
from storage.lock import FileLock
from storage.migrating import migrate

T = TypeVar("T")

LARGEST_GROUP = 512
"""Writes in one transaction: more would make the first of them wait for the last."""


class Database:
    """Constructed by `Database.open`. Everything returns only when it is durable, and raises StorageFailed."""

    def __init__(self, connection: Connection, ids: Ids, lock: FileLock | None) -> None:
        self.ids = ids
        self._connection = connection
        self._held = asyncio.Lock()
        """By whoever uses the connection, on the loop or in its thread: one group or one read at a time."""
        self._lock = lock
        self._waiting: list[tuple[Write, asyncio.Future[Outcome]]] = []
        self._writer: asyncio.Task[None] | None = None
        self._closed = False

    @classmethod
    async def open(cls, path: Path | Literal[":memory:"]) -> "Database":
        """Lock the file, bring its tables up to date. Raises DatabaseInUse, DatabaseTooNew, StorageFailed."""
        file = None if path == ":memory:" else Path(path)
        check_version(file)
        async with AsyncExitStack() as undo:
            try:
                lock = _lock(file) if file else None
                if lock:
                    undo.callback(lock.release)
                connection = await connect(file)
                undo.push_async_callback(connection.close)
                ids = await connection.run(_prepare)
            except (sqlite3.Error, OSError) as error:
                raise StorageFailed(f"{path} cannot be used as kefu's database: {error}") from error
            undo.pop_all()
        return cls(connection, ids, lock)

    async def write(self, *rows: Rows, claim: Claim | None = None, abandoned: Callable[[], None] | None = None) -> bool:
        """Write the rows in one transaction, which others may share. False: the claim was lost, nothing was written.

        A caller that is cancelled meanwhile stops nothing: `abandoned` is called in its place when they are durable.
        """
        return (await self._join(Write(claim, rows, abandoned=abandoned))).won

    async def transact(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Run statements that depend on each other in a transaction, which others may share.

        The work must be quick, must not commit, and may run a second time after a roll-back.
        """
        value: T = (await self._join(Write(work=work))).value
        return value

    async def look_up(self, sql: str, parameters: Row = ()) -> list[tuple[Any, ...]]:
        """A few rows by an index: read on the loop. Only what is committed."""
        async with self._held:
            try:
                return self._connection.here(lambda connection: connection.execute(sql, parameters).fetchall())
            except (sqlite3.Error, ValueError) as error:
                raise _failed(error) from error

    async def read(self, sql: str, parameters: Row = ()) -> list[tuple[Any, ...]]:
        """However much it may be: read in the connection's thread. Only what is committed."""
        async with self._held:
            try:
                return await self._connection.run(lambda connection: connection.execute(sql, parameters).fetchall())
            except (sqlite3.Error, ValueError) as error:
                raise _failed(error) from error

    async def close(self) -> None:
        """Finish the writes under way, then let the file go."""
        if self._closed:
            return
        self._closed = True
        if self._writer:
            await self._writer
        await self._connection.close()
        if self._lock:
            self._lock.release()

    async def _join(self, write: Write) -> Outcome:
        if self._closed:
            raise StorageFailed("the database is closed")
        done: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._waiting.append((write, done))
        if self._writer is None:
            self._writer = asyncio.create_task(self._write_groups(), name="database writer")
        try:
            outcome = await done
        except asyncio.CancelledError:
            if not done.cancelled() and write.abandoned and done.result().stands:
                write.abandoned()  # cancelled in the moment between the result and this
            raise
        if outcome.error:
            raise _failed(outcome.error) from outcome.error
        return outcome

    async def _write_groups(self) -> None:
        """Until nothing waits. What arrives while one group commits is the next group."""
        try:
            while self._waiting:
                group, self._waiting = self._waiting[:LARGEST_GROUP], self._waiting[LARGEST_GROUP:]
                self._resolve(group, await self._outcomes([write for write, _ in group]))
        finally:
            self._writer = None

    async def _outcomes(self, writes: Sequence[Write]) -> Sequence[Outcome]:
        async with self._held:
            try:
                return await self._written(writes)
            except Exception as error:  # noqa: BLE001 - a writer that died would leave every later caller waiting for ever
                return [Outcome(error=error)] * len(writes)

    async def _written(self, writes: Sequence[Write]) -> Sequence[Outcome]:
        """Rows are written on the loop and only the commit is waited for; work that may take long goes as a whole."""
        if not any(write.work for write in writes):
            try:
                outcomes = self._connection.here(lambda connection: written(connection, writes))
                await self._connection.run(commit)
            except Exception:  # noqa: BLE001 - whatever failed belongs to one of the callers: below, each is written alone
                self._connection.here(roll_back)
            else:
                return outcomes
        return await self._connection.run(lambda connection: write_group(connection, writes))

    @staticmethod
    def _resolve(group: Sequence[tuple[Write, asyncio.Future[Outcome]]], outcomes: Sequence[Outcome]) -> None:
        loop = asyncio.get_running_loop()
        for (write, done), outcome in zip(group, outcomes, strict=True):
            if not done.done():
                done.set_result(outcome)
            elif write.abandoned and outcome.stands:
                loop.call_soon(write.abandoned)  # in its place: callers before it have only been woken


def _lock(file: Path) -> FileLock:
    """The file is made here if it is not there: only its owner may read what customers wrote, the log beside it too."""
    file.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(file)
    os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    return lock


def _prepare(connection: sqlite3.Connection) -> Ids:
    set_pragmas(connection)
    migrate(connection)
    return Ids(connection)


def _failed(error: Exception) -> StorageFailed:
    return StorageFailed(
        f"the database did not do it ({type(error).__name__}: {error}); see the disk's space and health"
    )


__all__ = ["Claim", "Database", "Rows"]
