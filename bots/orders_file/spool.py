"""Orders that have been read and are not imported yet, on disk: a shop may have more of them than memory.

SQLite's own temporary file: nobody else can open it, and it is gone with the process, however that dies.
"""

import marshal
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import chain, groupby
from operator import itemgetter
from typing import Self

from bots.words import Said
from storage.codec import decode_order, encode_order
from storage.errors import StorageFailed
from storage.order_book import CHUNK
from storage.orders import Order

TABLES = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA temp_store = FILE;
PRAGMA cache_size = -16000;
CREATE TABLE stretches (number TEXT, line INTEGER, rows BLOB);
CREATE TABLE orders (
    number TEXT PRIMARY KEY,
    placed_at, status, currency, total, name, phone, email, tier, lines, shipments, line INTEGER
);
BEGIN;
"""
ADD_ROWS = "INSERT INTO stretches VALUES (?, ?, ?)"
SORTED = "SELECT number, rows FROM stretches ORDER BY number, line"
ADD_ORDER = "INSERT OR IGNORE INTO orders VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
FIRST_LINE = "SELECT line FROM orders WHERE number = ?"
ORDERS = """
SELECT number, placed_at, status, currency, total, name, phone, email, tier, lines, shipments FROM orders ORDER BY rowid
"""

Row = tuple[int, list[str]]
"""The line of the file it begins in, and its cells."""


class Spool:
    """Raises StorageFailed."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._orders = 0

    @classmethod
    @contextmanager
    def opened(cls) -> Iterator[Self]:
        try:
            with closing(sqlite3.connect("", isolation_level=None)) as connection:
                connection.executescript(TABLES)
                yield cls(connection)
        except sqlite3.Error as error:
            raise StorageFailed(Said("no_room_for_orders", {"error": error})) from error

    def __len__(self) -> int:
        """How many orders."""
        return self._orders

    def add_rows(self, number: str, rows: list[Row]) -> None:
        """Of one order, or without a number; a few."""
        self._connection.execute(ADD_ROWS, (number, rows[0][0], marshal.dumps(rows)))

    def rows_by_number(self) -> Iterator[tuple[str, Iterator[Row]]]:
        """Each number's, in the order of the file."""
        for number, stretches in groupby(self._connection.execute(SORTED), key=itemgetter(0)):
            yield number, (row for _, rows in stretches for row in marshal.loads(rows))  # noqa: S302 - we wrote it

    def add(self, order: Order, line: int) -> int | None:
        """None, or the line of the same order that is here already."""
        if self._connection.execute(ADD_ORDER, (*encode_order(order), line)).rowcount:
            self._orders += 1
            return None
        ((first,),) = self._connection.execute(FIRST_LINE, (order.number,))
        return int(first)

    def __iter__(self) -> Iterator[Order]:
        return chain.from_iterable(self.chunks())

    def chunks(self) -> Iterator[Sequence[Order]]:
        """All orders, as many at a time as are imported together."""
        found = self._connection.execute(ORDERS)
        while some := found.fetchmany(CHUNK):
            yield [decode_order(row) for row in some]
