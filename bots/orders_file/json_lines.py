"""JSON Lines: one order a line, with `lines` and `shipments`. It carries all of an order, also its tracking events."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from decimal import Decimal
from functools import partial
from typing import Any

from bots.orders_file.problems import Problems, Wrong, did_you_mean
from bots.orders_file.values import (
    BETWEEN_TAGS,
    MAX_ITEMS,
    REQUIRED,
    Parser,
    head_parsers,
    line_parsers,
    moment,
    parse,
    repeated,
    shipment_parsers,
    text,
)
from bots.words import Said
from storage.orders import Order, OrderLine, Shipment, TrackingEvent


def refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not a number")


DECODER = json.JSONDecoder(parse_float=Decimal, parse_constant=refuse_constant)


@dataclass(slots=True)
class Reader:
    """Takes lines as they come; `orders` counts only once every line is read and `problems` are none."""

    zone: tzinfo
    problems: Problems
    orders: list[Order] = field(default_factory=list)
    head: dict[str, Parser] = field(init=False)
    line: dict[str, Parser] = field(init=False)
    shipment: dict[str, Parser] = field(init=False)
    event: dict[str, Parser] = field(init=False)

    def __post_init__(self) -> None:
        when = partial(moment, zone=self.zone)
        self.head = head_parsers(self.zone)
        self.line = line_parsers()
        self.shipment = {**shipment_parsers(self.zone), "expected_at": when}
        self.event = {
            "at": when,
            "text": repeated(partial(text, limit=500)),
            "place": repeated(partial(text, limit=200)),
        }

    def take(self, line: int, written: str) -> None:
        if not written.strip():
            return
        try:
            order = self.order(line, decoded(written))
        except Wrong as wrong:
            self.problems.add(line, wrong.said, wrong.cell)
            return
        if order is not None:
            self.orders.append(order)

    def taken(self) -> list[Order]:
        """The orders so far, kept here no longer."""
        orders, self.orders = self.orders, []
        return orders

    def order(self, line: int, value: dict[str, Any]) -> Order | None:
        items, parcels = value.pop("lines", None), value.pop("shipments", None)
        head = self.values(self.head, value, line, REQUIRED)
        lines, shipments = tuple(self.lines_of(items, line)), tuple(self.shipments_of(parcels, line))
        if self.problems.count:
            return None
        return Order(number=head.pop("order_number"), **head, lines=lines, shipments=shipments)

    def lines_of(self, items: Any, line: int) -> Iterator[OrderLine]:
        for item in objects(items, "lines"):
            item["tags"] = tags_cell(item.get("tags"))
            values = self.values(self.line, item, line, ("item", "quantity", "unit_price"))
            if not self.problems.count:
                yield OrderLine(**{"sku": "", **values})

    def shipments_of(self, items: Any, line: int) -> Iterator[Shipment]:
        for item in objects(items, "shipments"):
            events = tuple(self.events_of(item.pop("events", None), line))
            values = self.values(self.shipment, item, line, ())
            yield Shipment(**{"carrier": "", "tracking_number": "", **values, "events": events})

    def events_of(self, items: Any, line: int) -> list[TrackingEvent]:
        found = [self.values(self.event, item, line, ("at", "text")) for item in objects(items, "events")]
        if self.problems.count:
            return []
        return sorted((TrackingEvent(**values) for values in found), key=lambda event: -event.at)

    def values(
        self, parsers: Mapping[str, Parser], value: Mapping[str, Any], line: int, needed: Iterable[str]
    ) -> dict[str, Any]:
        cells = {name: cell_of(name, cell) for name, cell in value.items()}
        for name in value.keys() - parsers.keys():
            self.problems.add(line, Said("not_a_field", {"name": name[:40], "guess": did_you_mean(name, parsers)}))
        for name in needed:
            if not cells.get(name, "").strip():
                self.problems.add(line, Said("missing"), name)
        return parse(parsers, cells, line, self.problems)


def decoded(written: str) -> dict[str, Any]:
    try:
        value = DECODER.decode(written.strip())
    except json.JSONDecodeError as error:
        raise Wrong(Said("not_json", {"why": error.msg, "character": error.colno})) from None
    except (ValueError, RecursionError):
        raise Wrong(Said("no_order_in_json")) from None
    if not isinstance(value, dict):
        raise Wrong(Said("one_order_a_line"))
    return value


def objects(items: Any, name: str) -> list[dict[str, Any]]:
    if items is None:
        return []
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise Wrong(Said("not_objects"), name)
    if len(items) > MAX_ITEMS:
        raise Wrong(Said("too_many", {"most": MAX_ITEMS}), name)
    return items


def cell_of(name: str, value: Any) -> str:
    if isinstance(value, str):  # as nearly all are
        return value
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise Wrong(Said("not_simple"), name[:40])
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def tags_cell(items: Any) -> str:
    """A list, as a cell of a spreadsheet would say it."""
    if items is None:
        return ""
    if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
        raise Wrong(Said("no_list_of_tags"), "tags")
    if any(BETWEEN_TAGS in item for item in items):
        raise Wrong(Said("bar_in_tag", {"bar": BETWEEN_TAGS}), "tags")
    return BETWEEN_TAGS.join(items)


def line_of(order: Order) -> str:
    """The same order as a line, exactly."""
    return json.dumps(
        {
            "order_number": order.number,
            "placed_at": order.placed_at,
            "status": order.status,
            "currency": order.currency,
            "total": str(order.total),
            "name": order.name,
            "phone": order.phone,
            "email": order.email,
            "tier": order.tier,
            "lines": [{**fields_of(line), "unit_price": str(line.unit_price)} for line in order.lines],
            "shipments": [
                {**fields_of(parcel), "events": [fields_of(event) for event in parcel.events]}
                for parcel in order.shipments
            ],
        },
        ensure_ascii=False,
    )


def fields_of(value: OrderLine | Shipment | TrackingEvent) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__slots__}
