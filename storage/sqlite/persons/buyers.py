"""Orders of somebody who may never have written here, as they ask for them or want them forgotten."""

import sqlite3
from collections.abc import Sequence
from itertools import chain
from operator import itemgetter

from storage import old_orders
from storage.codec import decode_order, dumps, loads
from storage.database import Database
from storage.factors import reaching
from storage.order_book import FIND, normalise_number, spellings
from storage.persons import Bought, Erased, UnderWay, Wanted
from storage.returns import ENDED
from storage.sqlite.persons import receipts

RANGE = 1000
"""Rows looked at in one go: no index leads to a telephone number in whatever way it is written."""
THERE = "SELECT number FROM orders WHERE number IN (SELECT value FROM json_each(?))"
REACHED_BY = "SELECT number, phone, email FROM orders WHERE rowid > ? AND rowid <= ? AND (phone <> '' OR email <> '')"
COUNT_PROOFS = "SELECT count(*) FROM proofs WHERE number IN (SELECT value FROM json_each(?))"
OPEN_RETURNS = """
SELECT number, status FROM rmas WHERE order_number IN (SELECT value FROM json_each(:numbers))
AND status NOT IN (SELECT value FROM json_each(:ended)) ORDER BY id
"""
KNOWN_HERE = """
SELECT c.id FROM proofs AS p JOIN conversations AS c USING (channel, account_id)
WHERE p.number IN (SELECT value FROM json_each(:numbers))
UNION
SELECT c.id FROM rmas AS r JOIN conversations AS c USING (channel, account_id)
WHERE r.order_number IN (SELECT value FROM json_each(:numbers))
ORDER BY 1
"""


async def meant(database: Database, wanted: Wanted) -> list[str]:
    """The numbers of those that are there."""
    spelled = [spellings(normalise_number(number)) for number in wanted.numbers]
    rows = await database.read(THERE, (dumps(list(chain(*spelled))),))
    there = {number for (number,) in rows}
    found = [next(filter(there.__contains__, each)) for each in spelled if not there.isdisjoint(each)]
    if wanted.of:
        are_theirs = [reaching(each) for each in wanted.of]
        ((behind, last),) = await database.read(old_orders.BOUNDS)
        for start in range(behind, last, RANGE):
            rows = await database.read(REACHED_BY, (start, start + RANGE))
            found += [number for number, *reached in rows if any(is_theirs(*reached) for is_theirs in are_theirs)]
    return found


def bought(connection: sqlite3.Connection, numbers: Sequence[str]) -> Bought:
    """Those of them that are there."""
    rows = [row for number in dict.fromkeys(numbers) for row in connection.execute(FIND, (number,))]
    orders = sorted((loads(dumps(decode_order(row))) for row in rows), key=itemgetter("placed_at"), reverse=True)
    there = dumps([order["number"] for order in orders])
    ((proofs,),) = connection.execute(COUNT_PROOFS, (there,)).fetchall()
    open_returns = connection.execute(OPEN_RETURNS, {"numbers": there, "ended": dumps(sorted(ENDED))})
    known = connection.execute(KNOWN_HERE, {"numbers": there})
    return Bought(
        orders=orders,
        counts={"orders": len(orders), "proofs": proofs},
        under_way=tuple(UnderWay(what="return", number=number, status=status) for number, status in open_returns),
        known=tuple(number for (number,) in known),
    )


def erase(
    connection: sqlite3.Connection, numbers: Sequence[str], command: str, now: float
) -> tuple[Bought, Erased | None]:
    """All of them, or none while a return is under way. No row may be of an import that is not seen yet."""
    found = bought(connection, numbers)
    if found.under_way or not found.orders:
        return found, None
    old_orders.forget(connection, found.numbers)
    return found, receipts.written(connection, now, command, found.counts)
