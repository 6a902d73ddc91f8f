"""A small shop: its orders, and a door to them that keeps the same promises as the real one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from storage.factors import Factor, agrees, told
from storage.inbound import Identity
from storage.order_book import spellings
from storage.orders import (
    Checked,
    Order,
    OrderLine,
    OrderStatus,
    Shipment,
    TrackingEvent,
    Unavailable,
    Verdict,
)

NOW = 1_763_800_000.0
"""2025-11-22 16:26:40 in Shanghai."""
DAY = 86_400.0
ATTEMPTS = 5
WINDOW = 15 * 60.0
ENOUGH = {Verdict.WHOLE: (Factor.NUMBER, Factor.EMAIL), Verdict.EMAIL: (Factor.EMAIL,)}


def order(number: str, status: OrderStatus, **changes: object) -> Order:
    facts: dict[str, object] = {
        "placed_at": NOW - 3 * DAY,
        "currency": "CNY",
        "total": Decimal("268.00"),
        "name": "李雷",
        "phone": "13900008000",
        "email": "lilei@example.com",
        "lines": (OrderLine(sku="TEA-1", item="龙井 <特级>", quantity=2, unit_price=Decimal("134.00")),),
    }
    return Order(number=number, status=status, **(facts | changes))  # type: ignore[arg-type]  # facts by name


SHIPPED = order(
    "A10086",
    OrderStatus.SHIPPED,
    shipments=(
        Shipment(
            carrier="顺丰速运",
            tracking_number="SF1234567890",
            shipped_at=NOW - 2 * DAY,
            expected_at=NOW + 2 * DAY,
            events=(
                TrackingEvent(at=NOW - 3600, text="派送中", place="上海"),
                TrackingEvent(at=NOW - DAY, text="已到达", place="杭州"),
            ),
        ),
    ),
)
DELIVERED = order(
    "A10087",
    OrderStatus.DELIVERED,
    shipments=(Shipment(carrier="中通", tracking_number="ZT9", delivered_at=NOW - DAY),),
)
PAID = order("A10088", OrderStatus.PAID)
CANCELLED = order("A10089", OrderStatus.CANCELLED, phone="13900009999", email="")


@dataclass
class Shop:
    """`storage.orders.OrderDoor` in memory."""

    orders: dict[str, Order] = field(
        default_factory=lambda: {each.number: each for each in (SHIPPED, DELIVERED, PAID, CANCELLED)}
    )
    down: bool = False
    proven: dict[Identity, dict[str, float]] = field(default_factory=dict)
    attempts: list[float] = field(default_factory=list)
    window: float = WINDOW
    told_of_lock: bool = False
    many_locked: bool = False
    guessed_at: dict[str, Verdict] = field(default_factory=dict)
    """Orders of which more than the last digits must be known: WHOLE or EMAIL."""
    told_of: set[str] = field(default_factory=set)

    async def prove(self, identity: Identity, contact_id: int, number: str, factor: str, now: float) -> Checked:
        self.attempts = [at for at in self.attempts if at > now - self.window]
        if len(self.attempts) >= ATTEMPTS:
            return self.locked()
        if (asked := self.guessed_at.get(number)) and told(factor) not in ENOUGH[asked]:
            first = number not in self.told_of
            self.told_of.add(number)
            return Checked(asked, until=now + 7 * DAY, first_lock=first)
        self.attempts.append(now)
        found = next((self.read()[each] for each in spellings(number) if each in self.read()), None)
        if found is None or not agrees(factor, found):
            return Checked(Verdict.REFUSED)
        self.proven.setdefault(identity, {})[found.number] = now + 30 * DAY
        return Checked(Verdict.PROVEN, found)

    def locked(self) -> Checked:
        first, self.told_of_lock = not self.told_of_lock, True
        return Checked(Verdict.LOCKED, until=self.attempts[0] + self.window, first_lock=first, many=self.many_locked)

    async def of_contact(self, proven: Mapping[str, float], now: float) -> list[Order]:
        found = [self.read()[number] for number, until in proven.items() if until > now and number in self.orders]
        return sorted(found, key=lambda each: -each.placed_at)

    async def one_of_contact(self, proven: Mapping[str, float], number: str, now: float) -> Order | None:
        known = next((each for each in spellings(number) if proven.get(each, 0) > now), "")
        return self.read().get(known)

    def read(self) -> dict[str, Order]:
        if self.down:
            raise Unavailable("the shop is down")
        return self.orders
