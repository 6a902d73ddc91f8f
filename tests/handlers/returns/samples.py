"""A shop's orders and its policy, small enough to reckon with in the head."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from handlers.fields.words import Words
from handlers.returns.policy import Case, Explanation, Products, Reason, Returnable, ReturnPolicy, Rule, Window
from handlers.returns.windows import any_quality, returnable
from storage.orders import Order, OrderLine, OrderStatus, Shipment
from storage.returns import Decision, Resolution
from tests.moments import SHANGHAI, at


def en(text: str) -> Words:
    return {"en": text}


def line(sku: str = "CUP", quantity: int = 1, price: str = "100.00", category: str = "", *tags: str) -> OrderLine:
    return OrderLine(
        sku=sku, item=sku.title(), quantity=quantity, unit_price=Decimal(price), category=category, tags=tags
    )


def order(*lines: OrderLine, placed: str = "2026-11-01 09:12", **changes: Any) -> Order:
    facts: dict[str, Any] = {"status": OrderStatus.DELIVERED, "currency": "CNY", "total": Decimal("100.00")}
    return Order(number="A20261101", placed_at=at(placed), lines=lines or (line(),), **(facts | changes))


def parcel(delivered: str = "", shipped: str = "2026-11-01 18:40") -> Shipment:
    return Shipment(
        carrier="SF",
        tracking_number="SF1",
        shipped_at=at(shipped) if shipped else None,
        delivered_at=at(delivered) if delivered else None,
    )


def delivered(moment: str, *lines: OrderLine, **changes: Any) -> Order:
    return order(*lines, shipments=(parcel(moment),), **changes)


CHANGED_MIND = Reason(id="changed_mind", labels=en("Changed my mind"))
TOO_SMALL = Reason(id="too_small", labels=en("Too small"))
SIZE = Reason(id="size", labels=en("Size"), sub_reasons=(TOO_SMALL,))
BROKEN = Reason(id="broken", labels=en("Broken"), quality=True, postage="shop", photos=1)
SEVEN_DAYS = Window(days=7, quality_days=15)
POLICY = ReturnPolicy(
    windows=(SEVEN_DAYS,),
    reasons=(CHANGED_MIND, SIZE, BROKEN),
    rules=(),
    explanations={each: en(each.value) for each in Explanation},
    address={},
)


def with_windows(*windows: Window, **changes: Any) -> ReturnPolicy:
    return replace(POLICY, windows=windows, **changes)


def with_rules(*rules: Rule) -> ReturnPolicy:
    return replace(POLICY, rules=rules)


def told(
    order: Order,
    now: str,
    *,
    policy: ReturnPolicy = POLICY,
    reason: Reason | None = CHANGED_MIND,
    taken: Mapping[int, int] | None = None,
    zone: ZoneInfo = SHANGHAI,
) -> Returnable:
    """What the shop says of the order's first line."""
    return every_line(policy, order, taken or {}, reason, zone, at(now, zone))[0]


def every_line(
    policy: ReturnPolicy, order: Order, taken: Mapping[int, int], reason: Reason | None, zone: ZoneInfo, now: float
) -> list[Returnable]:
    """Without a reason yet: what could be sent back for some reason of the policy."""
    quality = any_quality(policy) if reason is None else reason.quality
    return [
        returnable(policy, order, index, taken.get(index, 0), zone, now, quality=quality)
        for index in range(len(order.lines))
    ]


def final_sale(*tags: str) -> Window:
    return Window(products=Products(tags=frozenset(tags)), days=0, quality_days=15, because=en("On final sale."))


def case(
    amount: str = "100.00",
    *,
    order: Order = order(),  # noqa: B008 - a frozen value
    pieces: Mapping[int, int] | None = None,
    reason: Reason = CHANGED_MIND,
    resolution: Resolution = Resolution.REFUND,
    earlier_returns: int = 0,
) -> Case:
    return Case(
        order=order,
        pieces={0: 1} if pieces is None else pieces,
        reason=reason,
        resolution=resolution,
        amount=Decimal(amount),
        earlier_returns=earlier_returns,
    )


def rule(rule_id: str = "r", decision: Decision = Decision.APPROVE, **conditions: Any) -> Rule:
    return Rule(id=rule_id, decision=decision, **conditions)
