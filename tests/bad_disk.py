"""A database on a disk that fails now and then."""

import random
import sqlite3
from dataclasses import dataclass
from typing import Any, cast

from storage.connection import Connection, set_pragmas
from storage.database import Database
from storage.ids import Ids
from storage.migrating import migrate

FULL = "database or disk is full"


@dataclass(slots=True)
class Trouble:
    dice: random.Random
    is_over: bool = False
    at_statements: float = 0.01
    """How often the disk fails at one."""
    at_commits: float = 0.15

    def comes(self, chance: float) -> bool:
        return not self.is_over and self.dice.random() < chance

    def fails(self, sql: str) -> bool:
        return sql != "ROLLBACK" and self.comes(self.at_commits if sql == "COMMIT" else self.at_statements)


class BadCursor(sqlite3.Cursor):
    connection: "BadDisk"

    def execute(self, sql: str, *parameters: Any) -> "BadCursor":
        self.connection.meet(sql)
        return super().execute(sql, *parameters)

    def executemany(self, sql: str, *parameters: Any) -> "BadCursor":
        self.connection.meet(sql)
        return super().executemany(sql, *parameters)


class BadDisk(sqlite3.Connection):
    trouble: Trouble | None = None

    def meet(self, sql: str) -> None:
        """Some errors make SQLite roll back by itself, others leave the transaction open."""
        if self.trouble is None or not self.trouble.fails(sql):
            return
        if self.in_transaction and self.trouble.comes(0.5):
            super().execute("ROLLBACK")
        raise sqlite3.OperationalError(FULL)

    def execute(self, sql: str, *parameters: Any) -> sqlite3.Cursor:
        self.meet(sql)
        return super().execute(sql, *parameters)

    def cursor(self, factory: Any = BadCursor) -> Any:
        return super().cursor(factory)


async def on_a_bad_disk(trouble: Trouble) -> Database:
    def connector() -> sqlite3.Connection:
        return sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False, factory=BadDisk)

    connection = cast("Connection", await Connection(connector))

    def prepare(disk: sqlite3.Connection) -> Ids:
        set_pragmas(disk)
        migrate(disk)
        ids = Ids(disk)
        assert isinstance(disk, BadDisk)
        disk.trouble = trouble
        return ids

    return Database(connection, await connection.run(prepare), None)
