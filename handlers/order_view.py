"""An order in words: what was bought, whether it is paid, and where it is."""

from handlers.exchange import Turn, plain
from handlers.formats import day, minute, money, weekday
from storage.orders import Order, OrderStatus, Shipment

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
    return "\n".join(filter(None, [*heading(turn, order), *parcels(turn, order)]))


def heading(turn: Turn, order: Order) -> list[str]:
    line, language, paid = turn.script.line, turn.language, PAYMENTS.get(order.status)
    stands = plain(line("status_" + order.status))
    placed = day(order.placed_at, language, turn.policy.timezone)
    said = [line("found", number=order.number, status=stands, placed=placed)]
    for each in order.lines:
        price = money(each.unit_price * each.quantity, order.currency, language)
        said.append(line("item", item=each.item, quantity=each.quantity, price=price))
    total = money(order.total, order.currency, language)
    said.append(line("total", total=total, payment=plain(line(paid)) if paid else ""))
    return said


def parcels(turn: Turn, order: Order) -> list[str]:
    if not order.shipments and order.status in (OrderStatus.PENDING, OrderStatus.PAID):
        return [turn.script.line("not_shipped")]
    return [line for shipment in order.shipments for line in parcel(turn, shipment)]


def parcel(turn: Turn, shipment: Shipment) -> list[str]:
    line, language, timezone = turn.script.line, turn.language, turn.policy.timezone
    said = [line("shipment", carrier=shipment.carrier, tracking_number=shipment.tracking_number)]
    if shipment.delivered_at is not None:
        said.append(line("delivered", date=minute(shipment.delivered_at, language, timezone)))
    elif shipment.expected_at is not None:
        said.append(line("expected", date=weekday(shipment.expected_at, language, timezone)))
    elif shipment.shipped_at is not None:
        said.append(line("shipped", date=minute(shipment.shipped_at, language, timezone)))
    for event in shipment.events[:SHOWN_EVENTS]:
        when = minute(event.at, language, timezone)
        said.append(line("event", date=when, place=event.place, text=event.text))
    return said


def status(turn: Turn, order: Order) -> str:
    """For whoever speaks in the lines of another script."""
    return plain(turn.words("order_lookup").line("status_" + order.status))
