"""An order in words: what was bought, whether it is paid, and where it is."""

from collections.abc import Iterator

from handlers.exchange import Turn, plain
from handlers.words import day, minute, money, weekday
from storage.orders import Order, OrderStatus, Shipment, TrackingEvent

SHOWN_EVENTS = 3
PAYMENTS = {
    OrderStatus.PENDING: "payment_open",
    OrderStatus.PAID: "payment_paid",
    OrderStatus.SHIPPED: "payment_paid",
    OrderStatus.DELIVERED: "payment_paid",
    OrderStatus.REFUNDED: "payment_refunded",
}
"""A cancelled order says nothing of whether it had been paid."""


def order_text(turn: Turn, order: Order) -> str:
    """In the lines of this turn's own script, which is order_lookup's."""
    return "\n".join(filter(None, (*heading(turn, order), *parcels(turn, order))))


def heading(turn: Turn, order: Order) -> Iterator[str]:
    line, language = turn.script.line, turn.language
    placed = day(order.placed_at, language, turn.policy.timezone)
    yield line("found", number=order.number, status=status(turn, order), placed=placed)
    for each in order.lines:
        price = money(each.unit_price * each.quantity, order.currency, language)
        yield line("item", item=each.item, quantity=each.quantity, price=price)
    paid = PAYMENTS.get(order.status)
    total = money(order.total, order.currency, language)
    yield line("total", total=total, payment=turn_word(turn, paid) if paid else "")


def parcels(turn: Turn, order: Order) -> Iterator[str]:
    if not order.shipments and order.status in (OrderStatus.PENDING, OrderStatus.PAID):
        yield turn.script.line("not_shipped")
    for shipment in order.shipments:
        yield from parcel(turn, shipment)


def parcel(turn: Turn, shipment: Shipment) -> Iterator[str]:
    line, language, timezone = turn.script.line, turn.language, turn.policy.timezone
    yield line("shipment", carrier=shipment.carrier, tracking_number=shipment.tracking_number)
    if shipment.delivered_at is not None:
        yield line("delivered", date=minute(shipment.delivered_at, language, timezone))
    elif shipment.expected_at is not None:
        yield line("expected", date=weekday(shipment.expected_at, language, timezone))
    elif shipment.shipped_at is not None:
        yield line("shipped", date=minute(shipment.shipped_at, language, timezone))
    for event in shipment.events[:SHOWN_EVENTS]:
        yield tracked(turn, event)


def tracked(turn: Turn, event: TrackingEvent) -> str:
    when = minute(event.at, turn.language, turn.policy.timezone)
    return turn.script.line("event", date=when, place=event.place, text=event.text)


def status(turn: Turn, order: Order) -> str:
    return turn_word(turn, f"status_{order.status}")


def turn_word(turn: Turn, line: str) -> str:
    """A word of order_lookup's script, to stand inside another of its lines."""
    return plain(turn.words("order_lookup").line(line))
