"""The shop's policy for returns, as values. `policy_file` reads them; `windows` and `ruling` apply them, purely."""

from collections.abc import Mapping
from dataclasses import field
from decimal import Decimal
from enum import StrEnum

from handlers.fields.words import Words
from storage.orders import Order
from storage.records import record
from storage.returns import Decision, Resolution


class CountedFrom(StrEnum):
    ORDERED = "ordered"
    SHIPPED = "shipped"
    DELIVERED = "delivered"


@record(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why something is sent back. A sub-reason inherits what it does not say."""

    id: str
    labels: Words
    heard: frozenset[str] = frozenset()
    """What customers say who mean it, in any language (`碎了`, `broken`). Labels are heard anyway."""
    sub_reasons: tuple["Reason", ...] = ()
    postage: str = "customer"
    """Who pays for sending back: `customer` or `shop`."""
    photos: int = 0
    """So many at least."""
    resolutions: tuple[Resolution, ...] = (Resolution.REFUND,)
    quality: bool = False
    """The shop's fault: the longer window counts."""


@record(frozen=True, slots=True, kw_only=True)
class Products:
    """Which lines of an order something is about; empty: all. A line fits when it has any of what is named."""

    categories: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    skus: frozenset[str] = frozenset()


@record(frozen=True, slots=True, kw_only=True)
class Window:
    """How long these products may be sent back. The first window that fits a line counts."""

    products: Products = Products()
    days: int
    """0: final sale, never without a quality reason."""
    quality_days: int
    counted_from: CountedFrom = CountedFrom.DELIVERED
    ends_on_workday: bool = False
    """A window that would end on a Saturday or a Sunday ends with the Monday after."""
    because: Words = field(default_factory=dict)
    """Told to the customer when the window is over or there is none; empty: the policy's explanation."""


@record(frozen=True, slots=True, kw_only=True)
class Extension:
    """More days: for a tier of customers, or for what was ordered in a season (dates of the shop's zone, inclusive).

    What is given must hold together. Of several that fit, the longest counts; a final sale stays one.
    """

    days: int
    tiers: frozenset[str] = frozenset()
    ordered_from: str = ""
    ordered_until: str = ""


@record(frozen=True, slots=True, kw_only=True)
class Rule:
    """Decides a case. The first one that fits counts; every condition that is given must hold."""

    id: str
    decision: Decision
    because: Words = field(default_factory=dict)
    """DECLINE: told to the customer in plain words."""
    amount_up_to: Decimal | None = None
    amount_over: Decimal | None = None
    currencies: frozenset[str] = frozenset()
    """In which the amounts are meant."""
    quality: bool | None = None
    """Only for quality reasons, or only for others."""
    reasons: frozenset[str] = frozenset()
    """Ids of reasons or sub-reasons."""
    resolutions: frozenset[Resolution] = frozenset()
    pieces_over: int | None = None
    earlier_returns_over: int | None = None
    """Of the contact, in the last year."""
    products: Products = Products()
    """To approve, everything that is sent back must be of these; to decline or review, one thing is enough."""
    tiers: frozenset[str] = frozenset()


OTHERWISE = Rule(id="otherwise", decision=Decision.REVIEW)


class Explanation(StrEnum):
    """Why nothing of a line may be sent back, when no window says it better."""

    NOT_SHIPPED = "not_shipped"
    CANCELLED = "cancelled"
    REFUNDED = "refunded"
    WINDOW_OVER = "window_over"
    FINAL_SALE = "final_sale"


@record(frozen=True, slots=True, kw_only=True)
class ReturnPolicy:
    enabled: bool = True
    windows: tuple[Window, ...]
    extensions: tuple[Extension, ...] = ()
    reasons: tuple[Reason, ...]
    rules: tuple[Rule, ...]
    """What none of them fits is decided by OTHERWISE."""
    explanations: Mapping[Explanation, Words]
    address: Words
    """Where to send it, with instructions: told at approval. Empty: staff tell it."""
    assumed_transit_days: int = 30
    """A parcel of which nobody wrote down when it arrived is taken to have arrived so long after it was sent."""
    send_back_days: int = 28
    remind_days: tuple[int, ...] = (14, 25)
    """Days after approval on which a customer who has sent nothing is reminded."""
    refund_days: int = 7
    """Promised after receipt; when they are over the desk is warned."""
    photos_most: int = 10

    def reason(self, reason_id: str) -> Reason | None:
        """A reason or a sub-reason."""
        lineage = self.lineage(reason_id)
        return lineage[-1] if lineage else None

    def lineage(self, reason_id: str) -> tuple[Reason, ...]:
        """The reason, or the reason and its sub-reason; empty when the policy has no such id (any more)."""
        for reason in self.reasons:
            if reason.id == reason_id:
                return (reason,)
            for sub_reason in reason.sub_reasons:
                if sub_reason.id == reason_id:
                    return reason, sub_reason
        return ()


@record(frozen=True, slots=True, kw_only=True)
class Returnable:
    """What `windows.returnable` says of one line of an order."""

    left: int
    """Pieces that may be sent back now; 0: none."""
    until: float | None = None
    """The end of the window, unix seconds (exclusive); None: there is none."""
    because: Words = field(default_factory=dict)
    """Nothing is left: why. Empty for pieces that are on their way back already."""


@record(frozen=True, slots=True, kw_only=True)
class Case:
    """What a rule looks at."""

    order: Order
    pieces: Mapping[int, int]
    """By the index of the order's line."""
    reason: Reason
    """The sub-reason, where there is one."""
    resolution: Resolution
    amount: Decimal
    earlier_returns: int


@record(frozen=True, slots=True, kw_only=True)
class Ruling:
    decision: Decision
    rule: str
    """Its id: `declined.py` finds by it why."""
