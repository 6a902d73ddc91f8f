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
from storage.returns import ReturnChange


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


class ReturnRefused(Exception):
    """The shop's system will never take this change of a return request. The text is its own words, for staff."""


class OrderReader(Protocol):
    """Only `Proofs` holds one; handlers get `Proofs`."""

    async def find(self, number: str) -> Order | None: ...

    async def of_contact(self, proven: Sequence[str]) -> list[Order]:
        """The orders with these (already proven) numbers, newest first."""


class ReturnSystem(Protocol):
    """A shop's own system that keeps return requests, too: what happens to one here is done there as well.

    Raises Unavailable (the same change comes again) or ReturnRefused (it does not). A change comes again also when
    kefu died before it had noted that it was taken: `key` is the same then, and it must be applied once. The changes
    of one request come in order; only when an operator sends one again that was refused does it come after later ones.
    """

    @property
    def wants_returns(self) -> bool:
        """False: it is never told."""

    async def open_return(self, change: ReturnChange, key: str) -> None: ...

    async def update_return(self, change: ReturnChange, key: str) -> None: ...


class OrderSource(OrderReader, ReturnSystem, Protocol):
    """Where orders live."""


class Verdict(StrEnum):
    PROVEN = "proven"
    REFUSED = "refused"
    """No such order, or not theirs: one word for both."""
    LOCKED = "locked"
    """Too many attempts by this contact or on this order; try after `Checked.until`."""
    WHOLE = "whole"
    """As many in a month: until `Checked.until` nothing is compared but a whole telephone number or e-mail address."""
    EMAIL = "email"
    """Twice as many on this order: nothing but an e-mail address."""


@record(frozen=True, slots=True)
class Checked:
    verdict: Verdict
    order: Order | None = None
    until: float = 0.0
    first_lock: bool = False
    """LOCKED, WHOLE or EMAIL for the first time until then: worth one note to the desk."""
    many: bool = False
    """The last such note for now: so many were locked within an hour that somebody is at work."""


class OrderDoor(Protocol):
    """What a handler may ask about orders."""

    async def prove(self, identity: Identity, contact_id: int, number: str, factor: str, now: float) -> Checked:
        """Count an attempt (durably, before comparing), then compare the factor with the order.

        `factor` is the last four digits of the phone, all of it, or the whole e-mail address, as typed.
        The comparison takes the same time whether or not the order exists.
        """

    async def of_contact(self, proven: Mapping[str, float], now: float) -> list[Order]:
        """The orders that the contact has proven and that are not forgotten yet, newest first."""

    async def one_of_contact(self, proven: Mapping[str, float], number: str, now: float) -> Order | None:
        """One of them, or None when it was never proven, was forgotten, or is gone."""
