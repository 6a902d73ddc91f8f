"""Orders as every source tells them, and the narrow doors to them.

There is no door that gives an order for a number alone: a contact sees an order only after they
have proven it, and the proof is made here, where its attempts are counted.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from storage.inbound import Identity
from storage.records import record


class OrderStatus(StrEnum):
    PENDING = "pending"
    PAID = "paid"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"
    REFUNDED = "refunded"


@record(frozen=True, slots=True, kw_only=True)
class OrderLine:
    sku: str
    item: str
    quantity: int
    unit_price: Decimal
    category: str = ""
    """What kind of thing it is, in the shop's words; policies for returns name it."""
    tags: tuple[str, ...] = ()


@record(frozen=True, slots=True, kw_only=True)
class TrackingEvent:
    at: float
    text: str
    place: str = ""


@record(frozen=True, slots=True, kw_only=True)
class Shipment:
    carrier: str
    tracking_number: str
    shipped_at: float | None = None
    delivered_at: float | None = None
    expected_at: float | None = None
    events: tuple[TrackingEvent, ...] = ()
    """Newest first."""


@record(frozen=True, slots=True, kw_only=True)
class Order:
    """Times are unix seconds. `number` is normalised: upper case, no spaces."""

    number: str
    placed_at: float
    status: OrderStatus
    currency: str
    total: Decimal
    name: str = ""
    phone: str = ""
    email: str = ""
    tier: str = ""
    """Of the customer, in the shop's words: `vip`."""
    lines: tuple[OrderLine, ...] = ()
    shipments: tuple[Shipment, ...] = ()


class Unavailable(Exception):
    """The order source did not answer: a web shop that is down, a database that is busy."""


class OrderSource(Protocol):
    """Where orders live. Only `Proofs` and the desk's card hold one; handlers get `Proofs`."""

    async def find(self, number: str) -> Order | None: ...

    async def of_contact(self, proven: Sequence[str]) -> list[Order]:
        """The orders with these (already proven) numbers, newest first."""


class Verdict(StrEnum):
    PROVEN = "proven"
    REFUSED = "refused"
    """No such order, or not theirs: one word for both."""
    LOCKED = "locked"
    """Too many attempts by this contact or on this order; try after `Checked.until`."""


@record(frozen=True, slots=True)
class Checked:
    verdict: Verdict
    order: Order | None = None
    until: float = 0.0
    first_lock: bool = False
    """LOCKED for the first time in this window: worth one note to the desk."""


class OrderDoor(Protocol):
    """What a handler may ask about orders."""

    async def prove(self, identity: Identity, contact_id: int, number: str, factor: str, now: float) -> Checked:
        """Count an attempt (durably, before comparing), then compare the factor with the order.

        `factor` is the last four digits of the phone or the whole e-mail address, as typed.
        The comparison takes the same time whether or not the order exists.
        """

    async def of_contact(self, proven: Mapping[str, float], now: float) -> list[Order]:
        """The orders this identity has proven and that are not forgotten yet, newest first."""

    async def one_of_contact(self, proven: Mapping[str, float], number: str, now: float) -> Order | None:
        """One of them, or None when it was never proven, was forgotten, or is gone."""
