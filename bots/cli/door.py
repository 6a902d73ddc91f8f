"""The database for a command: through the running kefu when there is one, or else directly."""

import logging
import time
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Protocol

import structlog

from bots.cli.boundary import say_error
from bots.cli.language import language_of_the_terminal
from bots.cli.words import worded
from bots.control.address import socket_beside
from bots.control.client import Control
from bots.persons.keeper import Keeper, Stopped
from bots.words import Said
from storage.campaigns import CampaignBooks
from storage.database import Database
from storage.errors import DatabaseInUse, StorageFailed
from storage.log_beside import WITHOUT_LOG
from storage.order_book import Imported, OrderBook
from storage.orders import Order
from storage.persons import PersonDoor
from storage.photo_files import folder_beside
from storage.photo_store import PhotoStore
from storage.reports import ReportBooks
from storage.returns import ReturnBooks
from storage.sqlite.campaigns.door import SqliteCampaigns
from storage.sqlite.persons.persons import SqlitePersons
from storage.sqlite.reports import SqliteReportBooks
from storage.sqlite.return_books import SqliteReturnBooks
from storage.sqlite.store import SqliteStore
from storage.store import Undelivered
from storage.words import Trouble


class Door(ReturnBooks, ReportBooks, CampaignBooks, PersonDoor, Protocol):
    async def import_orders(
        self, chunks: Iterable[Sequence[Order]], sent: Callable[[int], None], before: float
    ) -> Imported: ...

    async def undelivered(self, limit: int) -> list[Undelivered]: ...

    async def retry(self, ids: Sequence[int] | None) -> list[int]: ...

    async def back_up(self, target: Path) -> None: ...


class Direct(SqliteReturnBooks, SqliteReportBooks, Keeper):
    """kefu is not running: the file is ours for a moment."""

    def __init__(self, database: Database, path: Path) -> None:
        SqliteReturnBooks.__init__(self, database)
        SqliteReportBooks.__init__(self, database)
        self.back_up = database.back_up
        self.standings = SqliteCampaigns(database).standings
        self.store = SqliteStore(database)
        self.book = OrderBook(database)
        persons = SqlitePersons(database, is_running=False, clock=time.time)
        photos = PhotoStore(database, folder_beside(path))
        Keeper.__init__(self, persons, photos, self.book, Stopped(), time.time)

    async def import_orders(
        self, chunks: Iterable[Sequence[Order]], sent: Callable[[int], None], before: float
    ) -> Imported:
        async def counted() -> AsyncIterator[Sequence[Order]]:
            for orders in chunks:
                yield orders
                sent(len(orders))

        return await self.book.import_chunks(counted(), before)

    async def undelivered(self, limit: int) -> list[Undelivered]:
        return await self.store.undelivered(limit)

    async def retry(self, ids: Sequence[int] | None) -> list[int]:
        return [outgoing.id for outgoing in await self.store.retry(ids, time.time())]


@contextmanager
def quiet() -> Iterator[None]:
    """Advice to a service that starts is out of place in the output of a command."""
    before = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    try:
        yield
    finally:
        structlog.configure(**before)


@asynccontextmanager
async def opened(path: Path) -> AsyncIterator[Door]:
    """Raises StorageError; NotReachable comes from the calls, when another kefu has the file and does not answer."""
    try:
        with quiet():
            database = await Database.open(path)
    except DatabaseInUse:
        yield Control(socket_beside(path), say_error, language_of_the_terminal())
        return
    if database.lacks_log:
        say_error(worded("warning", said=Trouble("of_file", {"file": path, "said": WITHOUT_LOG})))
    try:
        direct = Direct(database, path)
        await finish_erasures(direct)
        yield direct
    finally:
        await database.close()


async def finish_erasures(direct: Direct) -> None:
    """A disk that is full keeps no command from what it is for."""
    try:
        await direct.finish()
    except StorageFailed as failed:
        say_error(worded("warning", said=Said("left_for_now", {"why": failed.said})))
