"""Orders in the shop's own database, filled by `kefu orders import`."""

import asyncio
import math
import re
import sqlite3
import unicodedata
from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterable, Sequence
from contextlib import suppress
from typing import TypeVar

from storage import old_orders
from storage.codec import decode_order, dumps, encode_order
from storage.database import Database, Rows
from storage.errors import StorageFailed
from storage.latest import Latest
from storage.orders import Order, Unavailable
from storage.records import record
from storage.returns import ReturnChange

Done = TypeVar("Done")
VISIBLE = "SELECT coalesce(max(visible), 0) FROM order_imports"
"""The last import that came to its end: rows of a later one are as if they were not there."""
FIND = f"""
SELECT o.number, o.placed_at, o.status, o.currency, o.total, o.name, o.phone, o.email, o.tier, o.lines,
       o.shipments
FROM orders AS o
WHERE o.number = ? AND o.import_id <= ({VISIBLE})
ORDER BY o.import_id DESC LIMIT 1
"""  # noqa: S608 - our own statement
"""Of rows with the same number the newest import's wins."""
COUNT = f"SELECT count(DISTINCT number) FROM orders WHERE import_id <= ({VISIBLE})"  # noqa: S608 - our own statement
SHOW = "INSERT INTO order_imports (id, visible) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET visible = excluded.visible"
INSERT = """
INSERT INTO orders (number, placed_at, status, currency, total, name, phone, email, tier, lines, shipments, import_id)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (number, import_id) DO UPDATE
SET placed_at = excluded.placed_at, status = excluded.status, currency = excluded.currency, total = excluded.total,
    name = excluded.name, phone = excluded.phone, email = excluded.email, tier = excluded.tier, lines = excluded.lines,
    shipments = excluded.shipments
"""
REPLACING = "SELECT rowid, number FROM orders WHERE import_id = ? AND rowid > ? ORDER BY rowid LIMIT ?"
KNOWN_OF = "SELECT DISTINCT number FROM orders WHERE number IN (SELECT value FROM json_each(?))"
DELETE_OLDER = "DELETE FROM orders WHERE number = ? AND import_id < ?"
DELETE_UNSEEN = """
DELETE FROM orders WHERE rowid IN (SELECT rowid FROM orders WHERE import_id > ? LIMIT ?)
"""
CHUNK = 200
"""Orders written in one transaction: a few milliseconds, which customers' messages wait at most."""

LETTERS = re.compile(r"^[A-Z]+(?=\d)")
KNOWN = 2000
"""Orders kept in memory."""


def normalise_number(text: str) -> str:
    """As numbers are compared: full-width forms narrowed, upper case, without spaces and invisible characters."""
    if text.isascii() and text.isalnum():  # as nearly all are, and each is asked for several times
        return text.upper()
    narrow = unicodedata.normalize("NFKC", text)
    visible = "".join(character for character in narrow if character.isprintable() and not character.isspace())
    return unicodedata.normalize("NFKC", visible.upper())


def spellings(number: str) -> tuple[str, ...]:
    """A normalised number, and how customers write it, too: A10086 and A-10086. The first is as it was given."""
    bare = without_dashes(number)
    return tuple(dict.fromkeys((number, bare, LETTERS.sub(r"\g<0>-", bare))))


def without_dashes(number: str) -> str:
    return number.replace("-", "")


@record(frozen=True, slots=True, kw_only=True)
class Imported:
    """How many orders."""

    written: int
    too_old: int = 0
    """Left out: they would be forgotten the next night."""


class OrderBook:
    """An `OrderSource`. Return requests are in the same database, so it need not be told of them."""

    wants_returns = False

    def __init__(self, database: Database) -> None:
        self._database = database
        self._importing = asyncio.Lock()
        self._known: Latest[str, Order] = Latest(KNOWN)
        """The orders asked for last, as they are on disk: whoever asks where an order is asks again."""

    async def find(self, number: str) -> Order | None:
        wanted = normalise_number(number)
        if (known := self._known.use(wanted)) is not None:
            return known
        order = await self._read(wanted)
        if order is not None:
            self._known.keep(wanted, order)
        return order

    async def _read(self, number: str) -> Order | None:
        try:
            rows = await self._database.look_up(FIND, (number,))
        except StorageFailed as error:
            raise Unavailable("the order tables cannot be read") from error
        return decode_order(rows[0]) if rows else None

    async def of_contact(self, proven: Sequence[str]) -> list[Order]:
        found = [await self.find(number) for number in dict.fromkeys(proven)]
        return sorted((order for order in found if order), key=lambda order: order.placed_at, reverse=True)

    async def open_return(self, change: ReturnChange, key: str) -> None:
        """It is there."""

    async def update_return(self, change: ReturnChange, key: str) -> None:
        """It is there."""

    async def count(self) -> int:
        ((count,),) = await self._database.read(COUNT)
        return int(count)

    async def import_orders(self, orders: Sequence[Order]) -> None:
        async def chunks() -> AsyncIterator[Sequence[Order]]:
            for start in range(0, len(orders), CHUNK):
                yield orders[start : start + CHUNK]

        await self.import_chunks(chunks())

    async def import_chunks(self, chunks: AsyncIterable[Sequence[Order]], before: float = -math.inf) -> Imported:
        """Insert or replace them (with normalised numbers), all or none: nobody sees any before all are written, and
        whatever `chunks` raises nothing is. Each chunk should be of about `CHUNK` orders. Those of which nothing was
        heard since `before` are left out, but for such as are here still: the shop may want somebody's name out of one.

        They are written under a number of their own, shown at once by making it the visible one, and only then are the
        rows they replace deleted. What a kill cuts off is swept away by the next import.
        """
        async with self._importing:
            visible = await self._visible()
            await self._delete_unseen(visible)
            try:
                imported = await self._write(chunks, visible + 1, before)
            except Exception:
                with suppress(StorageFailed):
                    await self._delete_unseen(visible)
                raise
            try:
                await self._database.write(Rows(SHOW, [(visible + 1,)]))
            finally:
                self._known.clear()
            await self._delete_replaced(visible + 1)
            return imported

    async def forget(self, before: float) -> int:
        """Orders of which nothing was heard since, a little at a time; returns how many."""
        async with self._importing:
            await self._delete_unseen(await self._visible())
            ((behind, last),) = await self._database.read(old_orders.BOUNDS)
            try:
                return sum([await self._forget_some(start, before) for start in range(behind, last, old_orders.RANGE)])
            finally:
                self._known.clear()

    async def erase(self, work: Callable[[sqlite3.Connection], Done]) -> Done:
        """Done while no import is under way, and nothing of what it deletes is remembered."""
        async with self._importing:
            await self._delete_unseen(await self._visible())
            try:
                return await self._database.transact(work)
            finally:
                self._known.clear()

    async def _forget_some(self, behind: int, before: float) -> int:
        return await self._database.transact(lambda connection: old_orders.forget_range(connection, behind, before))

    async def _write(self, chunks: AsyncIterable[Sequence[Order]], number: int, before: float) -> Imported:
        written = too_old = 0
        async for orders in chunks:
            left_out = await self._unknown(order.number for order in orders if old_orders.last_heard(order) < before)
            rows = [(*encode_order(order), number) for order in orders if order.number not in left_out]
            await self._database.write(Rows(INSERT, rows))
            written += len(rows)
            too_old += len(left_out)
        return Imported(written=written, too_old=too_old)

    async def _unknown(self, numbers: Iterable[str]) -> set[str]:
        wanted = set(numbers)
        if not wanted:
            return wanted
        return wanted.difference(*await self._database.read(KNOWN_OF, (dumps(sorted(wanted)),)))

    async def _delete_replaced(self, number: int) -> None:
        after = 0
        while some := await self._database.read(REPLACING, (number, after, CHUNK)):
            after = some[-1][0]
            await self._database.write(Rows(DELETE_OLDER, [(each, number) for _, each in some]))

    async def _visible(self) -> int:
        ((visible,),) = await self._database.read(VISIBLE)
        return int(visible)

    async def _delete_unseen(self, visible: int) -> None:
        def some(connection: sqlite3.Connection) -> int:
            return connection.execute(DELETE_UNSEEN, (visible, CHUNK)).rowcount

        while await self._database.transact(some):
            pass
