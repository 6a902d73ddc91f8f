"""An order in words: what was bought, whether it is paid, and where it is."""

from functools import lru_cache

from handlers import trace
from handlers.exchange import Turn, plain
from handlers.formats import day, minute, money, weekday
from handlers.scripts.library import Script
from storage.orders import Order, OrderStatus, Shipment
from storage.records import record
from storage.remembered import of_people

SHOWN_EVENTS = 3
REMEMBERED = 1000
"""Orders in words. Whoever asks where an order is asks again, mostly before anything has changed."""
PAYMENTS = {
    OrderStatus.PENDING: "payment_open",
    OrderStatus.PAID: "payment_paid",
    OrderStatus.SHIPPED: "payment_paid",
    OrderStatus.DELIVERED: "payment_paid",
    OrderStatus.REFUNDED: "payment_refunded",
}
"""A cancelled order says nothing of whether it had been paid."""


@record(frozen=True, slots=True)
class Wording:
    """How an order is told: in the lines of a script, which is order_lookup's, with the days of a place."""

    script: Script
    language: str
    timezone: str


def order_text(turn: Turn, order: Order) -> str:
    """In the lines of this turn's own script."""
    wording = Wording(turn.script, turn.language, turn.policy.timezone)
    # Whoever watches is told each line that is said, so it has to be said.
    return in_words(wording, order) if trace.watched() is None else in_words.__wrapped__(wording, order)


@of_people
@lru_cache(maxsize=REMEMBERED)
def in_words(wording: Wording, order: Order) -> str:
    """Nothing but these two decides it: an order that was imported anew, or a script that was saved, is told anew."""
    return "\n".join(filter(None, [*heading(wording, order), *parcels(wording, order)]))


def heading(wording: Wording, order: Order) -> list[str]:
    line, language, paid = wording.script.line, wording.language, PAYMENTS.get(order.status)
    stands = plain(line("status_" + order.status))
    placed = day(order.placed_at, language, wording.timezone)
    said = [line("found", number=order.number, status=stands, placed=placed)]
    for each in order.lines:
        price = money(each.unit_price * each.quantity, order.currency, language)
        said.append(line("item", item=each.item, quantity=each.quantity, price=price))
    total = money(order.total, order.currency, language)
    said.append(line("total", total=total, payment=plain(line(paid)) if paid else ""))
    return said


def parcels(wording: Wording, order: Order) -> list[str]:
    if not order.shipments and order.status in (OrderStatus.PENDING, OrderStatus.PAID):
        return [wording.script.line("not_shipped")]
    return [line for shipment in order.shipments for line in parcel(wording, shipment)]


def parcel(wording: Wording, shipment: Shipment) -> list[str]:
    line, language, timezone = wording.script.line, wording.language, wording.timezone
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
