"""Return requests as turns open and move them."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from storage.database import Database
from storage.results import Outgoing, TurnResult
from storage.returns import Decision, Resolution, ReturnChange, Rma, RmaEvent, RmaLine, RmaStatus
from storage.sqlite import SqliteStore
from storage.sqlite.returns import Returns
from tests.storage.samples import LIN, writes

BOUGHT = {0: 2, 1: 1}


def opening(number: str, pieces: int = 1, *, line: int = 0, order: str = "A10086", **fields: Any) -> ReturnChange:
    taken = RmaLine(line=line, sku="T-1", item="茶壶", quantity=pieces, unit_price=Decimal("99.95"))
    rma = Rma(
        number=number,
        order_number=order,
        conversation_id=1,
        identity=LIN,
        language="zh-CN",
        status=RmaStatus.REQUESTED,
        version=1,
        lines=(taken,),
        reason="broken",
        note="壶嘴裂了 <b>",
        photos=("p1",),
        resolution=Resolution.REFUND,
        currency="CNY",
        amount=Decimal("99.95"),
        rule="small",
        decision=Decision.REVIEW,
        opened_at=1.0,
        changed_at=1.0,
    )
    rma = replace(rma, **fields)
    event = RmaEvent(at=rma.opened_at, actor="contact", before=None, after=rma.status, details={"rule": "small"})
    return ReturnChange(rma=rma, event=event, bought=BOUGHT)


def moved(rma: Rma, after: RmaStatus, at: float = 2.0) -> ReturnChange:
    changed = replace(rma, status=after, version=rma.version + 1, changed_at=at)
    return ReturnChange(
        rma=changed, event=RmaEvent(at=at, actor="telegram:7", actor_name="小美", before=rma.status, after=after)
    )


class Shop:
    def __init__(self, database: Database) -> None:
        self.store = SqliteStore(database)
        self.returns = Returns(database)
        self.messages = 0

    async def turns(self, *changes: ReturnChange, outgoing: tuple[Outgoing, ...] = ()) -> tuple[Outgoing, ...]:
        self.messages += 1
        inbox_id = await self.store.accept(writes(str(self.messages)), 1.0)
        assert inbox_id
        return await self.store.commit(inbox_id, TurnResult(returns=changes, outgoing=outgoing), 1.0)

    async def opens(self, pieces: int = 1, *, line: int = 0) -> Rma:
        change = opening(self.returns.next_number(), pieces, line=line)
        await self.turns(change)
        return change.rma

    async def has(self, number: str) -> Rma:
        found = await self.returns.by_number(number)
        assert found
        return found
