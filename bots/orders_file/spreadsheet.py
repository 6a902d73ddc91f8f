"""CSV: one row an order line; the rows of an order may stand anywhere in the file."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import tzinfo
from itertools import chain
from typing import Any, Self

from bots.orders_file.problems import BadOrders, Problems, RowProblem, did_you_mean
from bots.orders_file.values import REQUIRED, Parser, head_parsers, line_parsers, parse, shipment_parsers
from storage.orders import Order, OrderLine, Shipment

Row = tuple[int, list[str]]
"""The line it begins in, and its cells."""
NEEDED_IN_A_LINE = ("item", "quantity", "unit_price")
COLUMNS = (
    *("order_number", "placed_at", "status", "currency", "total", "name", "phone", "email"),
    *("sku", "item", "quantity", "unit_price", "carrier", "tracking_number", "shipped_at", "delivered_at"),
    *("category", "tags", "tier"),
)
KNOWN = frozenset(COLUMNS)


@dataclass(slots=True)
class Draft:
    """An order while its rows are being found."""

    line: int
    written: int
    """The hash of its last row's cells: most exports repeat them, and then they need no second reading. The
    cells themselves would be a fifth of all that a large file takes in memory.
    """
    head: dict[str, Any]
    lines: list[OrderLine] = field(default_factory=list)
    shipments: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)


@dataclass(slots=True)
class Sheet:
    columns: list[str]
    head: dict[str, Parser]
    line: dict[str, Parser]
    shipment: dict[str, Parser]
    problems: Problems
    drafts: dict[str, Draft] = field(default_factory=dict)

    @classmethod
    def with_columns(cls, columns: list[str], zone: tzinfo, problems: Problems) -> Self:
        return cls(columns, head_parsers(zone), line_parsers(), shipment_parsers(zone), problems)

    def take(self, line: int, row: list[str]) -> None:
        if len(row) > len(self.columns) and any(cell.strip() for cell in row[len(self.columns) :]):
            self.problems.add(line, "more values than columns; does a text with a comma lack its quotes?")
            return
        cells = dict(zip(self.columns, row, strict=False))
        draft = self.draft_of(line, cells)
        if draft is not None:
            self.take_line(draft, line, cells)
            self.take_shipment(draft, line, cells)

    def draft_of(self, line: int, cells: dict[str, str]) -> Draft | None:
        row = tuple(cells.get(name, "") for name in self.head)
        written = hash(row)
        known = self.drafts.get(row[0])
        if known is not None and known.written == written:
            return known
        head = parse(self.head, cells, line, self.problems)
        number = head.pop("order_number", None)
        if number is None:
            if not row[0].strip():
                self.problems.add(line, "order_number: missing")
            return None
        draft = self.drafts.setdefault(number, Draft(line, written, {}))
        draft.written = written
        self.join(draft.head, head, f"line {draft.line} of the same order", line)
        return draft

    def join(self, known: dict[str, Any], values: dict[str, Any], first: str, line: int) -> None:
        for name, value in values.items():
            if known.setdefault(name, value) != value and None not in (value, known[name]):
                self.problems.add(line, f"{name}: not the same as in {first}")

    def take_line(self, draft: Draft, line: int, cells: dict[str, str]) -> None:
        before = self.problems.count
        values = parse(self.line, cells, line, self.problems)
        if not values or self.problems.count > before:
            return
        missing = [name for name in NEEDED_IN_A_LINE if name not in values]
        if missing:
            self.problems.add(line, f"{', '.join(missing)}: missing")
            return
        draft.lines.append(OrderLine(**{"sku": "", **values}))

    def take_shipment(self, draft: Draft, line: int, cells: dict[str, str]) -> None:
        values = parse(self.shipment, cells, line, self.problems)
        if values:
            parcel = (values.pop("carrier", ""), values.pop("tracking_number", ""))
            self.join(draft.shipments.setdefault(parcel, {}), values, "another row of the same parcel", line)

    def orders(self) -> Iterator[Order]:
        """Each draft is let go as its order is made: a large file would be in memory twice."""
        for number in list(self.drafts):
            draft = self.drafts.pop(number)
            missing = [name for name in REQUIRED[1:] if name not in draft.head]
            if missing:
                self.problems.add(draft.line, f"{', '.join(missing)}: missing")
            if self.problems.count:
                continue
            yield Order(
                number=number,
                lines=tuple(draft.lines),
                shipments=tuple(Shipment(carrier=c, tracking_number=t, **v) for (c, t), v in draft.shipments.items()),
                **draft.head,
            )


def read_csv(lines: Iterator[str], zone: tzinfo, problems: Problems) -> list[Order]:
    rows = rows_of(lines, problems)
    first = next(rows, None)
    if first is None:
        return []
    line, header = first
    sheet = Sheet.with_columns(columns_of(header, line), zone, problems)
    for start, row in rows:
        sheet.take(start, row)
    return list(sheet.orders())


def rows_of(lines: Iterator[str], problems: Problems) -> Iterator[Row]:
    """Every row that is not blank. A row that is no CSV ends the reading: what follows it would be guesses."""
    head = list(up_to_the_header(lines))
    reader = csv.reader(chain(head, lines), delimiter=delimiter_of(head[-1] if head else ""))
    start = 1
    try:
        for row in reader:
            if "".join(row).strip():
                yield start, row
            start = reader.line_num + 1
    except csv.Error as error:
        problems.add(start, f"not CSV: {error}")


def up_to_the_header(lines: Iterator[str]) -> Iterator[str]:
    """The blank lines, and the one after them."""
    for line in lines:
        yield line
        if line.strip():
            return


def delimiter_of(header: str) -> str:
    """The one that finds most columns: spreadsheets write what the country uses."""

    def found(delimiter: str) -> int:
        return sum(cell.strip(' "\r\n').lower() in KNOWN for cell in header.split(delimiter))

    return max(",;\t", key=found)


def columns_of(header: list[str], line: int) -> list[str]:
    """Raises BadOrders: with a wrong header every row would be wrong too."""
    columns = [cell.strip().lower() for cell in header]
    while columns and not columns[-1]:
        columns.pop()
    wrong = [f"'{name[:40]}' is not a column{did_you_mean(name, KNOWN)}" for name in columns if name not in KNOWN]
    wrong += [f"column '{name}' is there twice" for name in sorted(KNOWN) if columns.count(name) > 1]
    wrong += [f"column '{name}' is missing" for name in REQUIRED if name not in columns]
    if wrong:
        raise BadOrders([RowProblem(line, text) for text in wrong])
    return columns
