"""A door to the running kefu for its own command line: a Unix socket beside the database.

One process owns the database file, so `kefu orders import` and `kefu outbox` ask it through this socket. Only the
user who runs kefu may open it (mode 0600): there is no other key.
"""

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote

import aiohttp
from aiohttp import web

from bots.orders_file.json_lines import Reader, line_of
from bots.orders_file.problems import BadOrders, Problems, RowProblem
from bots.persons import wire
from bots.persons.wire import said
from storage.codec import event_of, rma_of
from storage.errors import Conflict, StorageError, StorageFailed
from storage.orders import Order
from storage.persons import Nobody, Outcome, Person, PersonDoor, Plan, Told, Who
from storage.reports import Fact, Place, ReportBooks, Verdict
from storage.results import Outgoing
from storage.returns import ReturnBooks, ReturnQuery, Rma, RmaEvent, RmaStatus
from storage.store import Store, Undelivered
from storage.surveys import SurveyStatus

MAX_BODY = 2_000_000_000
MAX_PATH = 100
"""Bytes. Kernels take about 108 for the address of a Unix socket."""
BATCH = 500


class NotReachable(Exception):
    """No running kefu answers at this socket."""


class Book(Protocol):
    """Where imported orders go: all of them, or none."""

    async def import_orders(self, orders: Sequence[Order]) -> object: ...


def socket_beside(database: Path) -> Path:
    return database.with_name(database.name + ".sock")


@contextmanager
def address_of(path: Path) -> Iterator[str]:
    """The path, or a short way to it: a shop's folder may lie deeper than a socket's address is long."""
    if len(os.fsencode(path)) <= MAX_PATH:
        yield str(path)
        return
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)


class ControlServer:
    """Holds the socket between `start` and `close`. `deliver` takes rows that wait again."""

    def __init__(
        self,
        path: Path,
        store: Store,
        book: Book,
        returns: ReturnBooks,
        reports: ReportBooks,
        persons: PersonDoor,
        back_up: Callable[[Path], Awaitable[None]],
        deliver: Callable[[tuple[Outgoing, ...]], None],
        clock: Callable[[], float],
    ) -> None:
        self.path = path
        self.store = store
        self.book = book
        self.returns = returns
        self.reports = reports
        self.persons = persons
        self.back_up = back_up
        self.deliver = deliver
        self.clock = clock
        self.runner: web.AppRunner | None = None

    async def start(self) -> None:
        """Raises OSError. A socket left by a crash is replaced: whoever holds the database is alone."""
        app = web.Application(client_max_size=MAX_BODY)
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
                web.post("/backup", self.write_backup),
                *wire.routes(self.persons),
            ]
        )
        self.runner = web.AppRunner(app, access_log=None)
        await self.runner.setup()
        await web.SockSite(self.runner, bound(self.path)).start()

    async def close(self) -> None:
        if self.runner:
            await self.runner.cleanup()
            self.path.unlink(missing_ok=True)

    async def take_orders(self, request: web.Request) -> web.Response:
        reader = Reader(UTC, Problems())
        try:
            number = 0
            async for number, line in numbered(request.content.iter_any()):
                reader.take(number, line)
            reader.problems.raise_any()
        except (BadOrders, UnicodeDecodeError) as error:
            return web.json_response({"error": str(error)}, status=400)
        await self.book.import_orders(reader.orders)
        return web.json_response({"imported": len(reader.orders)})

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
            return said(await self.returns.newest(query, limit))
        return said(await self.returns.following(after, query, limit))

    async def show_return(self, request: web.Request) -> web.Response:
        found = await self.returns.with_events(request.match_info["number"])
        return said(None if found is None else {"rma": found[0], "events": found[1]})

    async def report_facts(self, request: web.Request) -> web.Response:
        after, until = stretch_in(request.query)
        return said(await self.reports.facts(request.match_info["name"], after, until))

    async def report_verdicts(self, request: web.Request) -> web.Response:
        after, until = stretch_in(request.query)
        return said(await self.reports.verdicts(after, until))

    async def report_names(self, _request: web.Request) -> web.Response:
        return said(await self.reports.names())

    async def write_backup(self, request: web.Request) -> web.Response:
        try:
            await self.back_up(Path((await request.json())["target"]))
        except (StorageError, OSError) as error:
            return web.json_response({"error": str(error)}, status=web.HTTPInsufficientStorage.status_code)
        return web.json_response({})


def query_in(fields: Mapping[str, str]) -> ReturnQuery:
    status, until = fields.get("status"), fields.get("until")
    return ReturnQuery(
        status=RmaStatus(status) if status else None,
        since=float(fields.get("since", "0")),
        until=float(until) if until else None,
    )


def query_as(query: ReturnQuery) -> dict[str, str]:
    """What `query_in` reads."""
    fields = {"status": query.status, "since": query.since, "until": query.until}
    return {name: str(value) for name, value in fields.items() if value is not None}


def stretch_in(fields: Mapping[str, str]) -> tuple[Place, float]:
    return Place(float(fields["at"]), int(fields["id"])), float(fields["until"])


def stretch_as(after: Place, until: float) -> dict[str, str]:
    """What `stretch_in` reads."""
    return {"at": str(after.at), "id": str(after.id), "until": str(until)}


def bound(path: Path) -> socket.socket:
    path.unlink(missing_ok=True)
    door = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        with address_of(path) as address:
            door.bind(address)
        # Nobody can connect before `listen`, so the mode is in force in time.
        path.chmod(0o600)
    except OSError:
        door.close()
        raise
    return door


async def numbered(chunks: AsyncIterator[bytes]) -> AsyncIterator[tuple[int, str]]:
    number, rest = 0, b""
    async for chunk in chunks:
        *lines, rest = (rest + chunk).split(b"\n")
        for line in lines:
            number += 1
            yield number, line.decode()
        # A large import must not hold up the chats: what waits on the loop goes first.
        await asyncio.sleep(0)
    if rest:
        yield number + 1, rest.decode()


class Control:
    """The client's side: what the command line asks of the running kefu. Raises NotReachable."""

    def __init__(self, path: Path) -> None:
        self.path = path

    async def import_orders(self, orders: Sequence[Order], sent: Callable[[int], None]) -> int:
        """All of them or none; `sent` is called with how many are on their way. Raises BadOrders."""
        answer = await self.ask("POST", "/orders", data=json_lines(orders, sent))
        return int(answer["imported"])

    async def undelivered(self, limit: int) -> list[Undelivered]:
        return [Undelivered(**row) for row in await self.ask("GET", f"/outbox?limit={limit}")]

    async def retry(self, ids: Sequence[int] | None) -> list[int]:
        answer = await self.ask("POST", "/outbox/retry", json={"ids": ids if ids is None else list(ids)})
        return list(answer["retried"])

    async def newest(self, query: ReturnQuery, limit: int) -> list[Rma]:
        return await self.rmas(query_as(query) | {"limit": str(limit)})

    async def following(self, number: str, query: ReturnQuery, limit: int) -> list[Rma]:
        return await self.rmas(query_as(query) | {"limit": str(limit), "after": number})

    async def with_events(self, number: str) -> tuple[Rma, list[RmaEvent]] | None:
        found = await self.ask("GET", f"/returns/{quote(number, safe='')}")
        return (rma_of(found["rma"]), [event_of(event) for event in found["events"]]) if found else None

    async def facts(self, name: str, after: Place, until: float) -> list[Fact]:
        found = await self.ask("GET", f"/report/facts/{quote(name, safe='')}", params=stretch_as(after, until))
        return [Fact(**each) for each in found]

    async def verdicts(self, after: Place, until: float) -> list[Verdict]:
        found = await self.ask("GET", "/report/verdicts", params=stretch_as(after, until))
        return [verdict_of(each) for each in found]

    async def names(self) -> Mapping[str, str]:
        names: Mapping[str, str] = await self.ask("GET", "/report/names")
        return names

    async def find(self, text: str, limit: int) -> list[Person]:
        found = await self.ask("GET", "/contacts", params={"text": text, "limit": str(limit)})
        return [wire.person_of(each) for each in found]

    async def told(self, who: Who, *, with_notes: bool) -> Told:
        asked = {"who": wire.named(who), "notes": "1" if with_notes else "0"}
        return wire.told_of(await self.ask("GET", "/contacts/told", params=asked))

    async def photo(self, photo_id: str) -> bytes | None:
        found: bytes | None = await self.ask("GET", f"/contacts/photo/{quote(photo_id, safe='')}")
        return found

    async def plan(self, who: Who) -> Plan:
        return wire.plan_of(await self.ask("GET", "/contacts/plan", params={"who": wire.named(who)}))

    async def erase(self, who: Who, *, force: bool, command: str) -> Outcome:
        wish = {"who": wire.named(who), "force": force, "command": command}
        return wire.outcome_of(await self.ask("POST", "/contacts/erase", json=wish))

    async def back_up(self, target: Path) -> None:
        """Into this absolute path. Raises StorageFailed."""
        await self.ask("POST", "/backup", json={"target": str(target)})

    async def rmas(self, fields: Mapping[str, str]) -> list[Rma]:
        return [rma_of(rma) for rma in await self.ask("GET", "/returns", params=fields)]

    async def ask(self, method: str, path: str, **body: Any) -> Any:
        try:
            with address_of(self.path) as address:
                async with (
                    aiohttp.ClientSession(
                        connector=aiohttp.UnixConnector(path=address), timeout=aiohttp.ClientTimeout(total=600)
                    ) as session,
                    session.request(method, f"http://kefu{path}", **body) as response,
                ):
                    return await answer_of(response)
        except (aiohttp.ClientError, OSError) as error:
            raise NotReachable(f"the running kefu does not answer at {self.path} ({type(error).__name__})") from error


def verdict_of(fields: dict[str, Any]) -> Verdict:
    return Verdict(**{**fields, "status": SurveyStatus(fields["status"]), "agents": tuple(fields["agents"])})


async def answer_of(response: aiohttp.ClientResponse) -> Any:
    if response.status == web.HTTPBadRequest.status_code:
        raise BadOrders([RowProblem(0, (await response.json())["error"])])
    if response.status == web.HTTPNotFound.status_code:
        raise Nobody
    if response.status == web.HTTPConflict.status_code:
        raise Conflict((await response.json())["error"])
    if response.status == web.HTTPInsufficientStorage.status_code:
        raise StorageFailed((await response.json())["error"])
    response.raise_for_status()
    if response.status == web.HTTPNoContent.status_code:
        return None
    return await (response.json() if response.content_type == "application/json" else response.read())


async def json_lines(orders: Sequence[Order], sent: Callable[[int], None]) -> AsyncIterator[bytes]:
    for start in range(0, len(orders), BATCH):
        batch = orders[start : start + BATCH]
        yield "".join(line_of(order) + "\n" for order in batch).encode()
        sent(start + len(batch))
