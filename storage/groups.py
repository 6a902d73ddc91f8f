"""A group of writes as one transaction. Nothing here awaits."""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from typing import Any

from storage.errors import Conflict, failed
from storage.records import record

Row = Sequence[Any]
Work = Callable[[sqlite3.Connection], Any]


@record(frozen=True, slots=True)
class Rows:
    """Rows for one statement, one execution each. Equal statements of a whole group run as one `executemany`.

    What every message writes is given as plain str, int and float: for a member of an enum or a bool sqlite3 looks for
    adapters first, which takes it 0.9 us each.
    """

    sql: str
    rows: Sequence[Row]


@record(frozen=True, slots=True)
class Claim:
    """A row that only one write can win: the one whose statement changes it."""

    sql: str
    row: Row


@record(frozen=True, slots=True)
class Write:
    """What one caller wants written: `rows` if the claim was won (or there is none), then `work`."""

    done: "asyncio.Future[Any]"
    """What its caller waits for."""
    claim: Claim | None = None
    guards: Sequence[Claim] = ()
    """Every one of them has to be won, too; if one is not, nothing is written, not even the claim."""
    rows: Sequence[Rows] = ()
    work: Work | None = None
    begun: Callable[[], None] | None = None
    """Called once when it is written, before it is durable; not when it is refused."""
    can_wait: bool = False
    """Nobody is in a hurry: it may wait a moment for others to share their commit."""


@record(frozen=True, slots=True)
class Outcome:
    """`error` set: nothing was written. `won`: False when the claim was not. `value` is what the work returned; without
    any, whether the claim was won.
    """

    won: bool = True
    guarded: bool = True
    """False: the claim was won, a guard was not."""
    value: Any = None
    error: Exception | None = None

    @property
    def stands(self) -> bool:
        """Something was written."""
        return self.won and self.guarded and self.error is None

    def tell(self, done: "asyncio.Future[Any]") -> None:
        if self.error is not None:
            done.set_exception(failed(self.error))
        elif self.guarded:
            done.set_result(self.value)
        else:
            done.set_exception(Conflict("what this write depends on has changed"))


def write_group(connection: sqlite3.Connection, writes: Sequence[Write]) -> list[Outcome]:
    """All in one transaction; when that fails each alone, so that one bad row harms nobody else."""
    try:
        return _transaction(connection, writes)
    except Exception as error:  # noqa: BLE001 - whatever failed belongs to one of the callers, who gets it
        if len(writes) == 1:
            return [Outcome(error=error)]
    return [outcome for write in writes for outcome in write_group(connection, [write])]


def _transaction(connection: sqlite3.Connection, writes: Sequence[Write]) -> list[Outcome]:
    open_transaction(connection)
    try:
        outcomes = run(connection, writes)
        commit(connection)
    except BaseException:
        roll_back(connection)
        raise
    return outcomes


def open_transaction(connection: sqlite3.Connection) -> None:
    roll_back(connection)  # what failed before
    connection.execute("BEGIN IMMEDIATE")


def commit(connection: sqlite3.Connection) -> None:
    connection.execute("COMMIT")


def roll_back(connection: sqlite3.Connection) -> None:
    """SQLite itself rolls back on some errors (disk full, I/O), and then there is nothing left to roll back."""
    if connection.in_transaction:
        connection.execute("ROLLBACK")


def run(connection: sqlite3.Connection, writes: Sequence[Write]) -> list[Outcome]:
    """Their statements, in a transaction that is open. Raises sqlite3.OperationalError where it is no more."""
    if not connection.in_transaction:  # a read meanwhile met the disk's error; each statement would commit by itself
        raise sqlite3.OperationalError("the transaction was rolled back by an error of the disk")
    # Closed at once: a statement that failed stays begun as long as somebody holds its error, and holds the file.
    with closing(connection.cursor()) as cursor:
        claimed = [_claim(cursor, write) for write in writes]
        for sql, rows in _merged(writes, claimed).items():
            cursor.executemany(sql, rows)
    return [
        Outcome(value=write.work(connection)) if write.work and outcome is WON else outcome
        for write, outcome in zip(writes, claimed, strict=True)
    ]


def _merged(writes: Sequence[Write], claimed: Sequence[Outcome]) -> dict[str, list[Row]]:
    """The rows of those who won, by the statement that writes them."""
    merged: dict[str, list[Row]] = {}
    for write, outcome in zip(writes, claimed, strict=True):
        if outcome is WON:
            for rows in write.rows:
                merged.setdefault(rows.sql, []).extend(rows.rows)
    return merged


WON, LOST, UNGUARDED = Outcome(value=True), Outcome(won=False, value=False), Outcome(guarded=False)


def _claim(cursor: sqlite3.Cursor, write: Write) -> Outcome:
    if write.guards:
        return _claim_guarded(cursor, write)
    return WON if write.claim is None or _wins(cursor, write.claim) else LOST


def _claim_guarded(cursor: sqlite3.Cursor, write: Write) -> Outcome:
    cursor.execute("SAVEPOINT guarded")
    outcome = _guarded(cursor, write)
    if not outcome.stands:
        cursor.execute("ROLLBACK TO guarded")
    cursor.execute("RELEASE guarded")
    return outcome


def _guarded(cursor: sqlite3.Cursor, write: Write) -> Outcome:
    if write.claim is not None and not _wins(cursor, write.claim):
        return LOST
    return WON if all(_wins(cursor, guard) for guard in write.guards) else UNGUARDED


def _wins(cursor: sqlite3.Cursor, claim: Claim) -> bool:
    return cursor.execute(claim.sql, claim.row).rowcount > 0
