"""Return requests at every point of their way, moved there as the shop moves them."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

from handlers.returns import moves
from handlers.returns.deadlines import Terms
from handlers.returns.moves import Move, Moved, Mover
from storage.returns import Decision, Resolution, Rma, RmaLine, RmaStatus
from tests.handlers.chat import LEI, MEI, Chat
from tests.handlers.returns.shop import POLICY
from tests.handlers.shop import DAY, NOW
from tests.moments import SHANGHAI

S = RmaStatus
TERMS = Terms(policy=POLICY, zone=SHANGHAI)
STAFF = Mover(actor=str(MEI), name="小美", at=NOW)
CUSTOMER = Mover(actor=moves.CONTACT, at=NOW)
CUPS = RmaLine(line=0, sku="CUP", item="青瓷杯子 <大>", quantity=2, unit_price=Decimal("58.00"))
TRAY = RmaLine(line=1, sku="TRAY", item="竹茶盘", quantity=1, unit_price=Decimal("120.00"))
BOUGHT = {0: 2, 1: 1}
NEW = Rma(
    number="R10001",
    order_number="A1002",
    conversation_id=17,
    identity=LEI,
    language="zh-CN",
    status=S.REQUESTED,
    version=1,
    lines=(CUPS, TRAY),
    reason="broken",
    note="到手就碎了，打我电话 13900008000",
    photos=("p1", "p2"),
    resolution=Resolution.REFUND,
    postage="shop",
    currency="CNY",
    amount=Decimal("236.00"),
    rule="expensive",
    decision=Decision.REVIEW,
    opened_at=NOW - DAY,
    changed_at=NOW - DAY,
)
STAYS = replace(NEW, resolution=Resolution.REFUND_ONLY)

Step = Callable[[Rma], Move]
STEPS: Mapping[RmaStatus, Step] = {
    S.IN_REVIEW: lambda rma: moves.review(rma, STAFF, TERMS),
    S.APPROVED: lambda rma: moves.approve(rma, STAFF, TERMS),
    S.AWAITING_SHIPMENT: lambda rma: moves.approve(rma, STAFF, TERMS),
    S.DECLINED: lambda rma: moves.decline(rma, STAFF, TERMS, "used"),
    S.SHIPPED: lambda rma: moves.ship(rma, CUSTOMER, TERMS, "顺丰速运", "SF1234567890"),
    S.RECEIVED: lambda rma: moves.receive(rma, STAFF, TERMS),
    S.INSPECTED: lambda rma: moves.inspect(rma, STAFF, TERMS, "完好"),
    S.REFUNDED: lambda rma: moves.refund(rma, STAFF, TERMS, Decimal("236.00"), "TK1"),
    S.EXCHANGED: lambda rma: moves.send(rma, STAFF, TERMS, "中通", "ZT12345678"),
    S.CREDITED: lambda rma: moves.credit(rma, STAFF, TERMS, Decimal("236.00"), "TK1"),
    S.CANCELLED: lambda rma: moves.cancel(rma, STAFF, TERMS),
    S.EXPIRED: lambda rma: moves.expire(rma, STAFF, TERMS),
}
BACK = (S.IN_REVIEW, S.AWAITING_SHIPMENT, S.SHIPPED, S.RECEIVED, S.INSPECTED)
WAYS: Mapping[RmaStatus, tuple[RmaStatus, ...]] = {
    S.REQUESTED: (),
    S.IN_REVIEW: (S.IN_REVIEW,),
    S.APPROVED: (S.IN_REVIEW, S.APPROVED),
    S.DECLINED: (S.IN_REVIEW, S.DECLINED),
    S.AWAITING_SHIPMENT: BACK[:2],
    S.SHIPPED: BACK[:3],
    S.RECEIVED: BACK[:4],
    S.INSPECTED: BACK,
    S.REFUNDED: (*BACK, S.REFUNDED),
    S.EXCHANGED: (*BACK, S.EXCHANGED),
    S.CREDITED: (*BACK, S.CREDITED),
    S.CANCELLED: (S.IN_REVIEW, S.CANCELLED),
    S.EXPIRED: (*BACK[:2], S.EXPIRED),
}
"""How a request comes to where it is."""


def begun(status: RmaStatus, rma: Rma | None = None) -> Moved:
    """A request on its way to a status, with all that led there."""
    rma = rma or (STAYS if status is S.APPROVED else NEW)
    made = moves.opened(rma, CUSTOMER, BOUGHT)
    for each in WAYS[status]:
        following = moves.onward(made, STEPS[each](made.rma))
        assert isinstance(following, Moved)
        made = following
    return made


def at(status: RmaStatus, rma: Rma | None = None) -> Rma:
    return begun(status, rma).rma


def brought(chat: Chat, status: RmaStatus, rma: Rma | None = None) -> Rma:
    """The customer of this chat has such a request, and its timers run."""
    made = begun(status, rma)
    chat.returns.write(made.changes)
    chat.timers |= {timer.name: timer for timer in made.timers}
    return made.rma
