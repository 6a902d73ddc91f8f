"""Orders of which nothing was heard for so long that the shop has no reason left to show them."""

import sqlite3
from collections.abc import Iterator, Sequence

from storage.codec import dumps
from storage.orders import Order
from storage.returns import ENDED

RANGE = 500
"""Rows looked at in one transaction, for which everybody else waits."""
BOUNDS = "SELECT coalesce(min(rowid) - 1, 0), coalesce(max(rowid), 0) FROM orders"
SILENT = """
o.placed_at < :before AND NOT EXISTS (
    SELECT 1 FROM json_tree(o.shipments) WHERE key IN ('shipped_at', 'delivered_at', 'at') AND atom >= :before)
"""
"""As `last_heard` says it."""
WITHIN = "o.rowid > :behind AND o.rowid <= :last"
FORGET_REPLACED = f"""
DELETE FROM orders AS o
WHERE {WITHIN} AND EXISTS (SELECT 1 FROM orders WHERE number = o.number AND import_id > o.import_id)
"""  # noqa: S608 - our own statement
"""A kill may have kept an import from sweeping up the rows that it replaced. First: what is left decides."""
OLD = f"""
SELECT o.number FROM orders AS o
WHERE {WITHIN} AND {SILENT}
AND NOT EXISTS (SELECT 1 FROM rmas WHERE order_number = o.number
                AND status NOT IN (SELECT value FROM json_each(:ended)))
"""  # noqa: S608 - our own statement
FORGET = "DELETE FROM orders WHERE number IN (SELECT value FROM json_each(?))"
FORGET_PROOFS = "DELETE FROM proofs WHERE number IN (SELECT value FROM json_each(?))"
"""Wrong tries stay, for thirty days at most: whoever guesses must not get them back."""


def last_heard(order: Order) -> float:
    """When it was placed, sent, seen on its way, or delivered. When it is expected is no news of it."""
    return max((order.placed_at, *_parcels_heard(order)))


def _parcels_heard(order: Order) -> Iterator[float]:
    for parcel in order.shipments:
        yield from (at for at in (parcel.shipped_at, parcel.delivered_at) if at is not None)
        yield from (event.at for event in parcel.events)


def forget_range(connection: sqlite3.Connection, behind: int, before: float) -> int:
    """Of the rows behind this one, those whose orders are silent since `before`; returns how many orders. A return
    that is not over keeps its order. No row may be of an import that is not seen yet.
    """
    within = {"behind": behind, "last": behind + RANGE}
    connection.execute(FORGET_REPLACED, within)
    found = connection.execute(OLD, {**within, "before": before, "ended": dumps(sorted(ENDED))}).fetchall()
    if numbers := [number for (number,) in found]:
        forget(connection, numbers)
    return len(numbers)


def forget(connection: sqlite3.Connection, numbers: Sequence[str]) -> None:
    connection.execute(FORGET, (dumps(numbers),))
    connection.execute(FORGET_PROOFS, (dumps(numbers),))
