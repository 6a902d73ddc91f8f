"""The shop of the chats about returns: a policy with every kind of reason, and orders for it."""

from dataclasses import replace
from decimal import Decimal

from handlers.fields.words import Words
from handlers.returns.policy import Explanation, Products, Reason, ReturnPolicy, Rule, Window
from storage.orders import Order, OrderLine, OrderStatus, Shipment
from storage.returns import Decision, Resolution
from tests.handlers.chat import Chat
from tests.handlers.shop import DAY, NOW
from tests.handlers.shop import order as some_order

R = Resolution


def said(zh: str, en: str) -> Words:
    return {"zh-CN": zh, "zh-TW": zh, "en": en}


CHANGED_MIND = Reason(
    id="changed_mind",
    labels=said("不想要了", "Changed my mind"),
    heard=frozenset({"不喜欢", "买多了", "don't like"}),
    resolutions=(R.REFUND,),
)
CHIPPED = Reason(
    id="chipped",
    labels=said("有裂纹或缺口", "Cracked or chipped"),
    quality=True,
    postage="shop",
    photos=1,
    resolutions=(R.REFUND, R.REFUND_ONLY, R.REPLACEMENT),
)
BROKEN = Reason(
    id="broken",
    labels=said("碎了或坏了", "Broken"),
    heard=frozenset({"碎", "坏", "broken", "smashed"}),
    quality=True,
    postage="shop",
    photos=2,
    resolutions=(R.REFUND, R.EXCHANGE, R.STORE_CREDIT),
)
WRONG_SIZE = Reason(id="too_small", labels=said("太小", "Too small"), resolutions=(R.EXCHANGE, R.REFUND))
SIZE = Reason(
    id="size",
    labels=said("尺寸不合适", "Wrong size"),
    sub_reasons=(WRONG_SIZE, replace(WRONG_SIZE, id="too_large", labels=said("太大", "Too large"))),
)
NO_RETURNS = said("茶叶开封后不能退。", "Tea cannot be sent back.")
POLICY = ReturnPolicy(
    windows=(
        Window(products=Products(categories=frozenset({"tea"})), days=0, quality_days=0, because=NO_RETURNS),
        Window(days=7, quality_days=15),
    ),
    reasons=(CHANGED_MIND, BROKEN, CHIPPED, SIZE),
    rules=(
        Rule(
            id="outlet",
            decision=Decision.DECLINE,
            products=Products(tags=frozenset({"outlet"})),
            because=said("特价商品不退不换。", "Outlet items are final."),
        ),
        Rule(id="expensive", decision=Decision.REVIEW, amount_over=Decimal(500)),
        Rule(id="small", decision=Decision.APPROVE),
    ),
    explanations={each: said(f"（{each.value}）", f"({each.value})") for each in Explanation},
    address=said("寄到：杭州市余杭区文一西路 969 号", "Send it to: 969 West Wen Yi Road, Hangzhou"),
)
CUP = OrderLine(sku="CUP", item="青瓷杯子", quantity=2, unit_price=Decimal("58.00"))
TRAY = OrderLine(sku="TRAY", item="竹茶盘", quantity=1, unit_price=Decimal("120.00"))
TEA = OrderLine(sku="TEA", item="明前龙井", quantity=3, unit_price=Decimal("99.00"), category="tea")


def arrived(number: str, *lines: OrderLine, days: float = 2) -> Order:
    parcel = Shipment(
        carrier="中通", tracking_number="ZT9", shipped_at=NOW - (days + 2) * DAY, delivered_at=NOW - days * DAY
    )
    return some_order(number, OrderStatus.DELIVERED, lines=lines, shipments=(parcel,), placed_at=NOW - (days + 3) * DAY)


CUPS = arrived("A1001", CUP)
TEA_SET = arrived("A1002", CUP, TRAY, TEA)
OLD = arrived("A1003", CUP, days=10)
ONLY_TEA = arrived("A1004", TEA)
OUTLET = arrived("A1005", replace(CUP, tags=("outlet",)))
LAMP = arrived("A1006", OrderLine(sku="LAMP", item="落地灯", quantity=1, unit_price=Decimal("899.00")))
MUGS = arrived("A1007", OrderLine(sku="MUG", item="Celadon cup, small", quantity=2, unit_price=Decimal("12.00")))
HOUSEHOLD = arrived("A1008", CUP, TRAY, OrderLine(sku="VASE", item="花瓶", quantity=1, unit_price=Decimal("66.00")))
ORDERS = (CUPS, TEA_SET, OLD, ONLY_TEA, OUTLET, LAMP, MUGS, HOUSEHOLD)


def open_shop(chat: Chat, *proven: str) -> Chat:
    """The chat of somebody who has proven these orders."""
    chat.return_policy = POLICY
    chat.shop.orders |= {each.number: each for each in ORDERS}
    chat.shop.proven[chat.identity] = dict.fromkeys(proven, NOW + 30 * DAY)
    return chat
