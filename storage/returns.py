"""Return requests (RMA) as values, and the one table of what may follow what.

An RMA changes only by a `ReturnChange` in a turn's result: the store writes it with the turn, if the RMA is still as
the turn saw it. If not, nothing of the turn is written and it is decided anew.
"""

from collections.abc import Mapping
from dataclasses import field
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Protocol

from storage.inbound import Identity
from storage.records import record


class RmaStatus(StrEnum):
    REQUESTED = "requested"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    """Nothing has to be sent back: what was promised is owed now."""
    DECLINED = "declined"
    AWAITING_SHIPMENT = "awaiting_shipment"
    """Approved, and the goods are to be sent back."""
    SHIPPED = "shipped"
    RECEIVED = "received"
    """Whole or in part: see `RmaLine.received`."""
    INSPECTED = "inspected"
    REFUNDED = "refunded"
    EXCHANGED = "exchanged"
    """Another piece was sent: an exchange or a replacement."""
    CREDITED = "credited"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


S = RmaStatus
MOVES: Mapping[RmaStatus, frozenset[RmaStatus]] = MappingProxyType(
    {
        S.REQUESTED: frozenset({S.APPROVED, S.DECLINED, S.IN_REVIEW, S.CANCELLED}),
        S.IN_REVIEW: frozenset({S.APPROVED, S.DECLINED, S.CANCELLED}),
        S.APPROVED: frozenset({S.AWAITING_SHIPMENT, S.REFUNDED, S.EXCHANGED, S.CREDITED, S.CANCELLED}),
        S.AWAITING_SHIPMENT: frozenset({S.SHIPPED, S.RECEIVED, S.CANCELLED, S.EXPIRED}),
        S.SHIPPED: frozenset({S.SHIPPED, S.RECEIVED}),
        S.RECEIVED: frozenset({S.RECEIVED, S.INSPECTED}),
        S.INSPECTED: frozenset({S.REFUNDED, S.EXCHANGED, S.CREDITED, S.DECLINED}),
        S.DECLINED: frozenset(),
        S.REFUNDED: frozenset(),
        S.EXCHANGED: frozenset(),
        S.CREDITED: frozenset(),
        S.CANCELLED: frozenset(),
        S.EXPIRED: frozenset(),
    }
)
"""SHIPPED to SHIPPED corrects the parcel's number; RECEIVED to RECEIVED is another part of the goods."""

ENDED = frozenset(status for status, following in MOVES.items() if not following)
GIVEN_UP = frozenset({S.DECLINED, S.CANCELLED, S.EXPIRED})
"""Their pieces may be asked for again."""


class Resolution(StrEnum):
    """What the customer gets."""

    REFUND = "refund"
    """To the original payment, after the goods are back."""
    REFUND_ONLY = "refund_only"
    """The goods stay with the customer."""
    EXCHANGE = "exchange"
    """The same, or another variant."""
    REPLACEMENT = "replacement"
    """The same again; the goods stay."""
    STORE_CREDIT = "store_credit"


GOODS_STAY = frozenset({Resolution.REFUND_ONLY, Resolution.REPLACEMENT})


class Decision(StrEnum):
    """What the policy's first matching rule says."""

    APPROVE = "approve"
    DECLINE = "decline"
    REVIEW = "review"


@record(frozen=True, slots=True, kw_only=True)
class RmaLine:
    """So many of one line of the order."""

    line: int
    """Its index in `Order.lines`."""
    sku: str
    item: str
    quantity: int
    unit_price: Decimal
    received: int = 0


@record(frozen=True, slots=True, kw_only=True)
class Rma:
    """Times are unix seconds; amounts are in the order's currency."""

    number: str
    """Readable, as staff and customers say it: `R10042`."""
    order_number: str
    conversation_id: int
    identity: Identity
    language: str
    status: RmaStatus
    version: int
    """1 when it is opened; each change adds one."""
    lines: tuple[RmaLine, ...]
    reason: str
    """Ids of the policy; its labels are in the policy."""
    sub_reason: str = ""
    note: str = ""
    """The customer's own words."""
    photos: tuple[str, ...] = ()
    """Ids in the photo store."""
    resolution: Resolution
    variant: str = ""
    """EXCHANGE: which one, in the customer's words; "": the same."""
    postage: str = "customer"
    """Who pays for sending back: `customer` or `shop`."""
    currency: str
    amount: Decimal
    """What the lines cost."""
    rule: str
    """The id of the rule that decided."""
    decision: Decision
    declined_because: str = ""
    """The id of the policy's reason, or staff's own words."""
    carrier: str = ""
    tracking_number: str = ""
    """Of the customer's parcel."""
    refunded: Decimal | None = None
    reference: str = ""
    """Of the refund or the credit, in the shop's books."""
    sent_carrier: str = ""
    sent_tracking_number: str = ""
    """Of the exchange or the replacement."""
    opened_at: float
    changed_at: float
    send_back_by: float | None = None
    refund_by: float | None = None


@record(frozen=True, slots=True, kw_only=True)
class RmaEvent:
    """One move, for the books: never changed, never deleted before the RMA is."""

    at: float
    actor: str
    """`contact`, `policy`, `timer`, or the agent's account as `channel:account_id`."""
    actor_name: str = ""
    before: RmaStatus | None
    """None: it was opened."""
    after: RmaStatus
    why: str = ""
    """Staff's words, or the id of the policy's reason."""
    details: Mapping[str, Any] = field(default_factory=dict)


@record(frozen=True, slots=True, kw_only=True)
class ReturnChange:
    """One move of one RMA, written whole with its turn or not at all.

    Opening one (`rma.version == 1`) takes its pieces from what the order has left; `bought` says how many of each
    line there were. Giving it up gives them back. Several in one turn are several moves, in order.
    """

    rma: Rma
    """As it is afterwards."""
    event: RmaEvent
    bought: Mapping[int, int] = field(default_factory=dict)
    """Opening: pieces bought, by the index of the order's line."""

    @property
    def key(self) -> str:
        """The same whenever it is told, and no other change's."""
        return f"{self.rma.number}:{self.rma.version}"


@record(frozen=True, slots=True, kw_only=True)
class ReturnQuery:
    """Which requests the shop wants to see. Times are unix seconds."""

    status: RmaStatus | None = None
    since: float = 0.0
    """Opened then or later."""
    until: float | None = None
    """Opened before."""


class ReturnBooks(Protocol):
    """What the shop's own books are written from: all requests, whoever asked."""

    async def newest(self, query: ReturnQuery, limit: int) -> list[Rma]:
        """Newest first."""

    async def following(self, number: str, query: ReturnQuery, limit: int) -> list[Rma]:
        """Oldest first, and only what was opened after this one; "": from the first."""

    async def with_events(self, number: str) -> tuple[Rma, list[RmaEvent]] | None:
        """One, and its events, oldest first."""


class ReturnDoor(Protocol):
    """What a handler may ask about returns. Whoever asks has been let in: see each method."""

    async def of_identity(self, identity: Identity) -> list[Rma]:
        """The customer's own, on whichever of their identities they were opened, newest first."""

    async def of_order(self, order_number: str) -> list[Rma]:
        """All of an order, whoever opened them: for counting pieces, and for staff. Never told to a customer."""

    async def by_number(self, number: str) -> Rma | None:
        """For staff. A customer's own are found in `of_identity`."""

    async def events(self, number: str) -> list[RmaEvent]:
        """Oldest first."""

    def next_number(self) -> str:
        """For one that is opened in this turn."""


def permitted(before: RmaStatus, after: RmaStatus) -> bool:
    return after in MOVES[before]
