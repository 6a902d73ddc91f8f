"""What commands look up in the running kefu, and fill."""

from collections.abc import AsyncIterable, Sequence
from typing import Protocol

from storage.campaigns import CampaignBooks
from storage.order_book import Imported
from storage.orders import Order
from storage.records import record
from storage.reports import ReportBooks
from storage.returns import ReturnBooks


class OrderImports(Protocol):
    """Where imported orders go: all of them, or none; but for new ones of which nothing was heard since `before`."""

    async def import_chunks(self, chunks: AsyncIterable[Sequence[Order]], before: float) -> Imported: ...


@record(frozen=True, slots=True, kw_only=True)
class Books:
    orders: OrderImports
    returns: ReturnBooks
    reports: ReportBooks
    campaigns: CampaignBooks
