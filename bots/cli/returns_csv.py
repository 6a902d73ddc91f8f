"""Return requests as CSV for the shop's books: one row a line of a request."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from datetime import datetime, tzinfo
from decimal import Decimal

from storage.returns import Rma, RmaLine

BOM = "\ufeff"
"""Without it Excel takes UTF-8 for something else."""
COLUMNS = (
    *("number", "order_number", "opened_at", "status", "changed_at"),
    *("sku", "item", "quantity", "received", "unit_price", "line_amount", "currency"),
    *("amount", "refunded", "reference"),
    *("reason", "sub_reason", "resolution", "postage", "decision", "rule", "declined_because"),
    *("carrier", "tracking_number", "sent_carrier", "sent_tracking_number", "channel"),
)
"""`amount`, `refunded` and `reference` are of the whole request and stand in its first row only, so that a column can
be summed. Whose request it is does not belong into the books."""
FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20", "\t", "\r", "\n")
"""A spreadsheet would take a cell that begins so for a formula, and do what it says; one for Chinese or Japanese also
where the sign is full-width."""
BROKEN_UP = re.compile('([;|\t][\\s"]*)(?=[' + re.escape("".join(FORMULA)) + "])")
"""What divides cells where a comma stands in numbers (1,5): there one that is quoted begins anew behind it, also with
quotation marks of its own in front."""


def header() -> str:
    return BOM + written(COLUMNS)


def rows_of(rma: Rma, zone: tzinfo) -> Iterator[str]:
    for index, line in enumerate(rma.lines):
        cells = about(rma, zone) | of_line(line) | (money_of(rma) if index == 0 else {})
        yield written(cells.get(name, "") for name in COLUMNS)


def about(rma: Rma, zone: tzinfo) -> dict[str, str]:
    """The same in every row of a request."""
    return {
        "number": rma.number,
        "order_number": rma.order_number,
        "opened_at": local(rma.opened_at, zone),
        "status": rma.status,
        "changed_at": local(rma.changed_at, zone),
        "currency": rma.currency,
        "reason": rma.reason,
        "sub_reason": rma.sub_reason,
        "resolution": rma.resolution,
        "postage": rma.postage,
        "decision": rma.decision,
        "rule": rma.rule,
        "declined_because": rma.declined_because,
        "carrier": rma.carrier,
        "tracking_number": rma.tracking_number,
        "sent_carrier": rma.sent_carrier,
        "sent_tracking_number": rma.sent_tracking_number,
        "channel": rma.identity.channel,
    }


def of_line(line: RmaLine) -> dict[str, str]:
    return {
        "sku": line.sku,
        "item": line.item,
        "quantity": str(line.quantity),
        "received": str(line.received),
        "unit_price": amount(line.unit_price),
        "line_amount": amount(line.unit_price * line.quantity),
    }


def money_of(rma: Rma) -> dict[str, str]:
    refunded = "" if rma.refunded is None else amount(rma.refunded)
    return {"amount": amount(rma.amount), "refunded": refunded, "reference": rma.reference}


def amount(value: Decimal) -> str:
    return f"{value:f}"


def local(seconds: float, zone: tzinfo) -> str:
    return datetime.fromtimestamp(seconds, zone).strftime("%Y-%m-%d %H:%M:%S")


def written(cells: Iterable[str]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow([guarded(cell) for cell in cells])
    return text.getvalue()


def guarded(cell: str) -> str:
    within = BROKEN_UP.sub(r"\1'", cell)
    return f"'{within}" if cell.startswith(FORMULA) else within
