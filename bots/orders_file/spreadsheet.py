"""CSV: one row an order line; the rows of an order may stand anywhere in the file."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import tzinfo
from functools import lru_cache
from itertools import chain, groupby, islice
from typing import Any, Self

from bots.orders_file.problems import BadOrders, Problems, RowProblem, Wrong, did_you_mean
from bots.orders_file.spool import Row, Spool
from bots.orders_file.values import (
    MAX_ITEMS,
    REQUIRED,
    Parser,
    head_parsers,
    line_parsers,
    order_number,
    parse,
    shipment_parsers,
)
from bots.words import Said
from storage.orders import Order, OrderLine, Shipment

AT_ONCE = 100
"""Rows of an order that follow each other are laid down together, so many at most."""
NEEDED_IN_A_LINE = ("item", "quantity", "unit_price")
COLUMNS = (
    *("order_number", "placed_at", "status", "currency", "total", "name", "phone", "email"),
    *("sku", "item", "quantity", "unit_price", "carrier", "tracking_number", "shipped_at", "delivered_at"),
    *("category", "tags", "tier"),
)
KNOWN = frozenset(COLUMNS)


@dataclass(slots=True)
class Draft:
    """An order while its rows are being read."""

    line: int
    written: list[str | None] = field(default_factory=list)
    """The cells of its last row that are the same for all: most exports repeat them, and need no second reading."""
    head: dict[str, Any] = field(default_factory=dict)
    lines: list[OrderLine] = field(default_factory=list)
    shipments: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)


@dataclass(slots=True)
class Sheet:
    columns: list[str]
    head: dict[str, Parser]
    line: dict[str, Parser]
    shipment: dict[str, Parser]
    problems: Problems
    number: Callable[[str], str]

    @classmethod
    def with_columns(cls, columns: list[str], zone: tzinfo, problems: Problems) -> Self:
        parsers = head_parsers(zone), line_parsers(), shipment_parsers(zone)
        return cls(columns, *parsers, problems, lru_cache(maxsize=1)(number_in))

    def has_room_for(self, line: int, row: list[str]) -> bool:
        if len(row) > len(self.columns) and any(cell.strip() for cell in row[len(self.columns) :]):
            self.problems.add(line, Said("too_many_values"))
            return False
        return True

    def number_of(self, row: Row) -> str:
        """Empty where there is none; `tell_of_number` says why."""
        cells, at = row[1], self.columns.index("order_number")
        return self.number(cells[at]) if at < len(cells) else ""

    def tell_of_number(self, line: int, row: list[str]) -> None:
        """What is wrong in a row of no order."""
        cells = dict(zip(self.columns, row, strict=False))
        parse(self.head, cells, line, self.problems)
        if not cells.get("order_number", "").strip():
            self.problems.add(line, Said("missing"), "order_number")

    def order_of(self, number: str, rows: Iterator[Row]) -> tuple[Order, int] | None:
        """And the line it begins in."""
        draft: Draft | None = None
        for line, row in rows:
            cells = dict(zip(self.columns, row, strict=False))
            draft = draft or Draft(line)
            self.take_head(draft, line, cells)
            self.take_line(draft, line, cells)
            self.take_shipment(draft, line, cells)
        return (self.finished(number, draft), draft.line) if draft and self.is_whole(draft) else None

    def take_head(self, draft: Draft, line: int, cells: dict[str, str]) -> None:
        written = [cells.get(name) for name in self.head]
        if draft.written == written:
            return
        draft.written = written
        head = parse(self.head, cells, line, self.problems)
        self.join(draft.head, head, Said("unlike_its_order", {"first": draft.line}), line)

    def join(self, known: dict[str, Any], values: dict[str, Any], unlike: Said, line: int) -> None:
        for name, value in values.items():
            if known.setdefault(name, value) != value and None not in (value, known[name]):
                self.problems.add(line, unlike, name)

    def take_line(self, draft: Draft, line: int, cells: dict[str, str]) -> None:
        before = self.problems.count
        values = parse(self.line, cells, line, self.problems)
        if not values or self.problems.count > before:
            return
        missing = [name for name in NEEDED_IN_A_LINE if name not in values]
        if missing:
            self.problems.add(line, Said("missing"), ", ".join(missing))
        elif len(draft.lines) == MAX_ITEMS:
            self.problems.add(line, Said("too_many_lines", {"most": MAX_ITEMS}))
        else:
            draft.lines.append(OrderLine(**{"sku": "", **values}))

    def take_shipment(self, draft: Draft, line: int, cells: dict[str, str]) -> None:
        values = parse(self.shipment, cells, line, self.problems)
        if values:
            parcel = (values.pop("carrier", ""), values.pop("tracking_number", ""))
            self.join(draft.shipments.setdefault(parcel, {}), values, Said("unlike_its_parcel"), line)

    def is_whole(self, draft: Draft) -> bool:
        missing = [name for name in REQUIRED if name not in draft.head]
        if missing:
            self.problems.add(draft.line, Said("missing"), ", ".join(missing))
        return not self.problems.count

    def finished(self, number: str, draft: Draft) -> Order:
        head = {name: value for name, value in draft.head.items() if name != "order_number"}
        return Order(
            number=number,
            **head,
            lines=tuple(draft.lines),
            shipments=tuple(Shipment(carrier=c, tracking_number=t, **v) for (c, t), v in draft.shipments.items()),
        )


def number_in(cell: str) -> str:
    """Or nothing."""
    try:
        return order_number(cell.strip())
    except Wrong:
        return ""


def read_csv(lines: Iterator[str], zone: tzinfo, problems: Problems, spool: Spool) -> Iterator[tuple[Order, int]]:
    """Each order with the line it begins in. The rows are laid down first: they come back sorted."""
    rows = rows_of(lines, problems)
    first = next(rows, None)
    if first is None:
        return
    line, header = first
    sheet = Sheet.with_columns(columns_of(header, line), zone, problems)
    for number, of_number in groupby((row for row in rows if sheet.has_room_for(*row)), sheet.number_of):
        while some := list(islice(of_number, AT_ONCE)):
            spool.add_rows(number, some)
    for number, of_number in spool.rows_by_number():
        if not number:
            for start, row in of_number:
                sheet.tell_of_number(start, row)
        elif found := sheet.order_of(number, of_number):
            yield found


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
        problems.add(start, Said("not_csv", {"why": error}))


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
    unknown = [name for name in columns if name not in KNOWN]
    wrong = [Said("not_a_column", {"name": name[:40], "guess": did_you_mean(name, KNOWN)}) for name in unknown]
    wrong += [Said("column_twice", {"name": name}) for name in sorted(KNOWN) if columns.count(name) > 1]
    wrong += [Said("column_missing", {"name": name}) for name in REQUIRED if name not in columns]
    if wrong:
        raise BadOrders([RowProblem(line, said) for said in wrong])
    return columns
