"""How long the lines of an order may be sent back, in whole days of the shop's time zone.

The day on which something was ordered, shipped or delivered is not counted (七日期间自消费者签收商品的次日开始起算): a
window of n days ends when the n-th day after it ends.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.fields.words import Words
from handlers.labels import share
from handlers.returns.policy import (
    CountedFrom,
    Explanation,
    Extension,
    Products,
    Returnable,
    ReturnPolicy,
    Window,
)
from storage.orders import Order, OrderLine, OrderStatus, Shipment

DAY = timedelta(days=1)
SATURDAY = 5
NOT_OPEN: Mapping[OrderStatus, Explanation] = {
    OrderStatus.PENDING: Explanation.NOT_SHIPPED,
    OrderStatus.PAID: Explanation.NOT_SHIPPED,
    OrderStatus.CANCELLED: Explanation.CANCELLED,
    OrderStatus.REFUNDED: Explanation.REFUNDED,
}


def any_quality(policy: ReturnPolicy) -> bool:
    """Whether there is a reason by which the shop is to blame."""
    return any(each.quality for reason in policy.reasons for each in (reason, *reason.sub_reasons))


def returnable(
    policy: ReturnPolicy, order: Order, index: int, taken: int, zone: ZoneInfo, now: float, *, quality: bool
) -> Returnable:
    """Of one line of the order. `taken`: pieces that are on their way back, or came back. `quality`: the shop is to
    blame.
    """
    line = order.lines[index]
    if order.status in NOT_OPEN and not sent_in_part(order):
        return Returnable(left=0, because=explained(policy, NOT_OPEN[order.status]))
    left = max(0, line.quantity - taken)
    window = window_of(policy, line)
    days = 0 if window is None else days_of(window, policy.extensions, order, zone, quality=quality)
    if window is None or days == 0:
        because = explained(policy, Explanation.FINAL_SALE, window)
        return Returnable(left=0, because=because if left else {})
    counted = counted_moment(policy, order, window.counted_from)
    until = end_of(local_date(counted, zone) + days * DAY, window, zone)
    if now < until:
        return Returnable(left=left, until=until)
    because = explained(policy, Explanation.WINDOW_OVER, window)
    return Returnable(left=0, until=until, because=because if left else {})


def sent_in_part(order: Order) -> bool:
    """Paid, and some of it is there already: nobody has to wait with what they have."""
    sent = any(parcel.shipped_at or parcel.delivered_at for parcel in order.shipments)
    return order.status is OrderStatus.PAID and sent


def explained(policy: ReturnPolicy, explanation: Explanation, window: Window | None = None) -> Words:
    return window.because if window and window.because else policy.explanations[explanation]


def window_of(policy: ReturnPolicy, line: OrderLine) -> Window | None:
    return next((window for window in policy.windows if fits(window.products, line)), None)


def fits(products: Products, line: OrderLine) -> bool:
    if products == Products():
        return True
    return (
        share(products.categories, [line.category])
        or share(products.tags, line.tags)
        or line.sku.casefold() in lowered(products.skus)
    )


def lowered(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word.casefold() for word in words)


def days_of(window: Window, extensions: Iterable[Extension], order: Order, zone: ZoneInfo, *, quality: bool) -> int:
    days = max(window.days, window.quality_days) if quality else window.days
    if days == 0:
        return 0
    return days + max((extension.days for extension in extensions if extends(extension, order, zone)), default=0)


def extends(extension: Extension, order: Order, zone: ZoneInfo) -> bool:
    if extension.tiers and not share(extension.tiers, [order.tier]):
        return False
    ordered = local_date(order.placed_at, zone).isoformat()
    return (extension.ordered_from or ordered) <= ordered <= (extension.ordered_until or ordered)


def counted_moment(policy: ReturnPolicy, order: Order, counted_from: CountedFrom) -> float:
    """From when the days count. Of several parcels the last one does. What nobody wrote down is assumed, late enough
    that no customer loses days.
    """
    if counted_from is CountedFrom.ORDERED:
        return order.placed_at
    transit = policy.assumed_transit_days * DAY.total_seconds()
    if not order.shipments:
        return order.placed_at + transit
    return max(moment(parcel, order, counted_from, transit) for parcel in order.shipments)


def moment(parcel: Shipment, order: Order, counted_from: CountedFrom, transit: float) -> float:
    found = parcel.shipped_at if counted_from is CountedFrom.SHIPPED else parcel.delivered_at
    return found if found is not None else (parcel.shipped_at or order.placed_at) + transit


def local_date(at: float, zone: ZoneInfo) -> date:
    return datetime.fromtimestamp(at, zone).date()


def end_of(day: date, window: Window, zone: ZoneInfo) -> float:
    if window.ends_on_workday and day.weekday() >= SATURDAY:
        day += (7 - day.weekday()) * DAY
    return end_of_day(day, zone)


def end_of_day(day: date, zone: ZoneInfo) -> float:
    """The last moment of a day, which need not be followed by midnight: clocks may jump over it, or show it twice."""
    following = day + DAY
    midnights = [datetime(following.year, following.month, following.day, tzinfo=zone, fold=fold) for fold in (0, 1)]
    return max(at for midnight in midnights if local_date((at := midnight.timestamp()) - 1, zone) <= day)
