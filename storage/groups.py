"""A group of writes as one transaction. Runs in the connection's thread; nothing here awaits."""

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

Row = Sequence[Any]
Work = Callable[[sqlite3.Connection], Any]


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows for one statement, one execution each. Equal statements of a whole group run as one `executemany`."""

    sql: str
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Claim:
    """A row that only one write can win. `sql` takes a JSON array of rows and returns the first column of those won."""

    sql: str
    row: Row


@dataclass(frozen=True, slots=True)
class Write:
    """What one caller wants written: `rows` if the claim was won (or there is none), then `work`."""

    claim: Claim | None = None
    rows: Sequence[Rows] = ()
    work: Work | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """`error` set: nothing was written. `won`: False when the claim was not; `value` is what the work returned."""

    won: bool = True
    value: Any = None
    error: Exception | None = None


def write_group(connection: sqlite3.Connection, writes: Sequence[Write]) -> list[Outcome]:
    """All in one transaction; when that fails each alone, so that one bad row harms nobody else."""
    try:
        return _transaction(connection, writes)
    except Exception as error:  # noqa: BLE001 - whatever failed belongs to one of the callers, who gets it
        if len(writes) == 1:
            return [Outcome(error=error)]
    return [outcome for write in writes for outcome in write_group(connection, [write])]


def _transaction(connection: sqlite3.Connection, writes: Sequence[Write]) -> list[Outcome]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        outcomes = _run(connection, writes)
        connection.execute("COMMIT")
    except BaseException:
        # SQLite itself rolls back on some errors (disk full, I/O), and then there is nothing left to roll back.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    return outcomes


def _run(connection: sqlite3.Connection, writes: Sequence[Write]) -> list[Outcome]:
    lost = _lost_claims(connection, writes)
    standing = [write for write in writes if id(write) not in lost]
    for sql, rows in _merged(standing).items():
        connection.executemany(sql, rows)
    return [_finish(connection, write, id(write) not in lost) for write in writes]


def _lost_claims(connection: sqlite3.Connection, writes: Sequence[Write]) -> set[int]:
    """The `id()` of every write whose claim was not won."""
    claims: dict[str, list[tuple[Row, Write]]] = {}
    for write in writes:
        if write.claim:
            claims.setdefault(write.claim.sql, []).append((write.claim.row, write))
    lost: set[int] = set()
    for sql, claimed in claims.items():
        parameter = orjson.dumps([row for row, _ in claimed]).decode()
        won = {row[0] for row in connection.execute(sql, (parameter,)).fetchall()}
        lost |= {id(write) for row, write in claimed if row[0] not in won}
    return lost


def _merged(writes: Sequence[Write]) -> dict[str, list[Row]]:
    merged: dict[str, list[Row]] = {}
    for write in writes:
        for rows in write.rows:
            merged.setdefault(rows.sql, []).extend(rows.rows)
    return merged


def _finish(connection: sqlite3.Connection, write: Write, won: bool) -> Outcome:
    value = write.work(connection) if write.work and won else None
    return Outcome(won=won, value=value)
