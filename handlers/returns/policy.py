"""The shop's policy for returns, as values. `policy_file` reads them; `windows` and `ruling` apply them, purely."""

from collections.abc import Mapping
from dataclasses import field
from decimal import Decimal
from enum import StrEnum

from storage.orders import Order
from storage.records import record
from storage.returns import Decision, Resolution

Words = Mapping[str, str]
"""By language, as the folders of `scripts/` are named."""


class CountedFrom(StrEnum):
    ORDERED = "ordered"
    SHIPPED = "shipped"
    DELIVERED = "delivered"


@record(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why something is sent back. A sub-reason inherits what it does not say."""

    id: str
    labels: Words
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
    because: Words = field(default_factory=dict)
    """Told to the customer when the window is over or there is none."""


@record(frozen=True, slots=True, kw_only=True)
class Extension:
    """More days: for a tier of customers, or for what was ordered in a season (dates of the shop's zone, inclusive)."""

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
    reasons: frozenset[str] = frozenset()
    """Ids of reasons or sub-reasons."""
    resolutions: frozenset[Resolution] = frozenset()
    pieces_over: int | None = None
    earlier_returns_over: int | None = None
    """Of the contact, in the last year."""
    products: Products = Products()
    tiers: frozenset[str] = frozenset()


@record(frozen=True, slots=True, kw_only=True)
class ReturnPolicy:
    enabled: bool = True
    windows: tuple[Window, ...]
    extensions: tuple[Extension, ...] = ()
    reasons: tuple[Reason, ...]
    rules: tuple[Rule, ...]
    """The last one always fits (the reader adds `review` when the file has no such rule)."""
    address: Words
    """Where to send it, with instructions: told at approval."""
    send_back_days: int = 28
    remind_days: tuple[int, ...] = (14, 25)
    """Days after approval on which a customer who has sent nothing is reminded."""
    refund_days: int = 7
    """Promised after receipt; when they are over the desk is warned."""
    photos_most: int = 10

    def reason(self, reason_id: str) -> Reason | None:
        """A reason or a sub-reason."""
        for reason in self.reasons:
            for each in (reason, *reason.sub_reasons):
                if each.id == reason_id:
                    return each
        return None


@record(frozen=True, slots=True, kw_only=True)
class Returnable:
    """What `windows.returnable` says of one line of an order."""

    line: int
    left: int
    """Pieces that may be sent back now; 0: none."""
    until: float | None = None
    """The end of the window, unix seconds (exclusive); None: it has not begun, or there is none."""
    because: Words = field(default_factory=dict)
    """Nothing is left: why, if the policy says so. Empty for pieces that are on their way back already."""


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
    because: Words = field(default_factory=dict)
