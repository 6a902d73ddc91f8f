"""The running kefu's side."""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import asdict
from datetime import UTC
from pathlib import Path

from aiohttp import web
from aiohttp.typedefs import Handler

from bots.control.address import bound
from bots.control.books import Books
from bots.control.wire import numbered, query_in, stretch_in
from bots.orders_file.json_lines import Reader
from bots.orders_file.problems import BadOrders, Problems
from bots.persons import wire
from bots.persons.wire import said
from bots.words import Said
from handlers.scripts.ours import nearest
from handlers.turns import Deliver
from storage.errors import StorageError, StorageFailed
from storage.order_book import CHUNK
from storage.orders import Order
from storage.persons import PersonDoor
from storage.store import Store
from storage.unusable import name_of

MAX_BODY = 2_000_000_000
GLANCE = 0.5
"""Seconds between two looks whether somebody still waits."""
PATIENCE = 60.0
"""Seconds in which more of an import has to come: its orders are ready when it begins."""
DRAIN_SECONDS = 5.0
"""How long a stopping kefu lets commands finish. A longer import or backup is as if it had not begun."""


class ControlServer:
    """Holds the socket between `start` and `close`. `deliver` takes rows that wait again."""

    def __init__(
        self,
        path: Path,
        store: Store,
        books: Books,
        persons: PersonDoor,
        back_up: Callable[[Path], Awaitable[None]],
        deliver: Deliver,
        clock: Callable[[], float],
        patience: float = PATIENCE,
    ) -> None:
        self.path = path
        self.store = store
        self.books = books
        self.persons = persons
        self.back_up = back_up
        self.deliver = deliver
        self.clock = clock
        self.patience = patience
        self.runner: web.AppRunner | None = None

    async def start(self) -> None:
        """Raises OSError. A socket left by a crash is replaced: whoever holds the database is alone."""
        app = web.Application(client_max_size=MAX_BODY, middlewares=[telling])
        app.add_routes(
            [
                web.post("/orders", self.take_orders),
                web.get("/outbox", self.list_outbox),
                web.post("/outbox/retry", self.retry_outbox),
                web.get("/returns", self.list_returns),
                web.get("/returns/{number}", self.show_return),
                web.get("/report/facts/{name}", self.report_facts),
                web.get("/report/verdicts", self.report_verdicts),
                web.get("/report/names", self.report_names),
                web.get("/campaigns", self.list_campaigns),
                web.post("/backup", self.write_backup),
                *wire.routes(self.persons),
            ]
        )
        self.runner = web.AppRunner(app, access_log=None, shutdown_timeout=DRAIN_SECONDS)
        await self.runner.setup()
        await web.SockSite(self.runner, bound(self.path)).start()

    async def close(self) -> None:
        if self.runner:
            await self.runner.cleanup()
            self.path.unlink(missing_ok=True)

    async def take_orders(self, request: web.Request) -> web.Response:
        orders, before = orders_in(self._coming(request.content.iter_any())), float(request.query.get("before", "-inf"))
        try:
            imported = await self.books.orders.import_chunks(orders, before)
        except BadOrders as error:
            return web.json_response({"error": error.told(language_of(request))}, status=400)
        except UnicodeDecodeError as error:
            return web.json_response({"error": str(error)}, status=400)
        return web.json_response(asdict(imported))

    async def _coming(self, body: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        """Raises StorageFailed where nothing more comes: whoever was put to sleep amid an import must not keep the next
        one waiting for ever.
        """
        while True:
            try:
                async with asyncio.timeout(self.patience):
                    some = await anext(body, b"")
            except TimeoutError:
                raise StorageFailed(Said("orders_ended", {"seconds": f"{self.patience:g}"})) from None
            if not some:
                return
            yield some

    async def list_outbox(self, request: web.Request) -> web.Response:
        limit = min(int(request.query.get("limit", "100")), 10_000)
        return web.json_response([asdict(row) for row in await self.store.undelivered(limit)])

    async def retry_outbox(self, request: web.Request) -> web.Response:
        ids = (await request.json())["ids"]
        waiting = await self.store.retry(ids, self.clock())
        self.deliver(waiting)
        return web.json_response({"retried": [outgoing.id for outgoing in waiting]})

    async def list_returns(self, request: web.Request) -> web.Response:
        """Newest first; with `after` oldest first, from there on."""
        limit = min(int(request.query.get("limit", "100")), 10_000)
        query = query_in(request.query)
        after = request.query.get("after")
        if after is None:
            return said(await self.books.returns.newest(query, limit))
        return said(await self.books.returns.following(after, query, limit))

    async def show_return(self, request: web.Request) -> web.Response:
        found = await self.books.returns.with_events(request.match_info["number"])
        return said(None if found is None else {"rma": found[0], "events": found[1]})

    async def report_facts(self, request: web.Request) -> web.Response:
        after, until = stretch_in(request.query)
        return said(await self.books.reports.facts(request.match_info["name"], after, until))

    async def report_verdicts(self, request: web.Request) -> web.Response:
        after, until = stretch_in(request.query)
        return said(await self.books.reports.verdicts(after, until))

    async def report_names(self, _request: web.Request) -> web.Response:
        return said(await self.books.reports.names())

    async def list_campaigns(self, _request: web.Request) -> web.Response:
        return said(await self.books.campaigns.standings())

    async def write_backup(self, request: web.Request) -> web.Response:
        """A copy that nobody waits for any more is given up: its folder is gone."""
        copying = asyncio.ensure_future(self.back_up(Path((await request.json())["target"])))
        try:
            while not copying.done():
                await asyncio.wait([copying], timeout=GLANCE)
                if request.transport is None:
                    copying.cancel()
                    break  # a second time would cut off how it ends
            await copying
        except PermissionError:
            return unstored(not_ours(), request)
        except OSError as error:
            return unstored(StorageFailed(str(error)), request)
        finally:
            copying.cancel()
        return web.json_response({})


async def orders_in(body: AsyncIterator[bytes]) -> AsyncIterator[Sequence[Order]]:
    """A few at a time, as they come: all of a shop's would take the memory that customers' messages need, and keep it.

    Raises BadOrders with all that is wrong, once all is read.
    """
    reader = Reader(UTC, Problems())
    async for number, line in numbered(body):
        reader.take(number, line)
        if len(reader.orders) == CHUNK and not reader.problems.count:
            yield reader.taken()
    reader.problems.raise_any()
    yield reader.taken()


@web.middleware
async def telling(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Whoever typed the command can free the disk; our log need not tell of it, too."""
    try:
        return await handler(request)
    except StorageError as error:
        return unstored(error, request)


def language_of(request: web.Request) -> str:
    """Of the terminal in which the command was typed."""
    return nearest(request.headers.get("Accept-Language", ""))


def not_ours() -> StorageFailed:
    """As when root typed the command: only root may write into the folder that it made."""
    user = name_of(os.geteuid())
    return StorageFailed(Said("not_our_folder", {"user": user}))


def unstored(error: StorageError, request: web.Request) -> web.Response:
    return web.json_response(
        {"error": error.told(language_of(request))}, status=web.HTTPInsufficientStorage.status_code
    )
