"""The orders that the customers of a load ask about."""

from decimal import Decimal

from storage.orders import Order, OrderLine, OrderStatus, Shipment, TrackingEvent
from tests.benchmarks.loads import order_number

DAY = 86400


def order(account: int, now: float) -> Order:
    number = order_number(account)
    events = tuple(TrackingEvent(at=now - hours * 3600, text="Left the hub", place="Hangzhou") for hours in (5, 20, 30))
    shipment = Shipment(carrier="SF Express", tracking_number=f"SF{number}", shipped_at=now - DAY, events=events)
    lines = (
        OrderLine(sku="CUP", item="Thermos cup", quantity=2, unit_price=Decimal("99.00")),
        OrderLine(sku="BRUSH", item="Brush", quantity=1, unit_price=Decimal("70.00")),
    )
    return Order(
        number=number,
        placed_at=now - 2 * DAY,
        status=OrderStatus.SHIPPED,
        currency="CNY",
        total=Decimal("268.00"),
        name="Li Lei",
        phone="13800001234",
        email="li@example.com",
        lines=lines,
        shipments=(shipment,),
    )
