"""The sandbox's door, an HTTP server on loopback: for browsers the page, for terminals a seat whose screen they read.

Only for this machine, and only for our own page and terminals: see `bots.sandbox.page.security`.
"""

import asyncio
import os
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import asdict

from aiohttp import web
from aiohttp.typedefs import Handler

from bots.sandbox import DOOR_PORT
from bots.sandbox.page.security import HEADER, json_of, secured, word
from bots.sandbox.seats import Seat, lines
from bots.words import NotPossible, Said

POLL_SECONDS = 20.0
GRACE_SECONDS = 0.2
"""How long a closing door waits for what is being answered."""
OnShutdown = Callable[[web.Application], Awaitable[None]]


def door_at(port: int) -> str:
    return f"http://127.0.0.1:{port}"


class Door:
    """`routes`: the page's. `on_shutdown`: lets go of connections that the page holds open."""

    def __init__(
        self,
        seats: dict[str, Seat],
        routes: Sequence[web.AbstractRouteDef] = (),
        on_shutdown: Sequence[OnShutdown] = (),
    ) -> None:
        self.seats = seats
        self._routes = routes
        self._on_shutdown = on_shutdown
        self._runner: web.AppRunner | None = None

    async def open(self, port: int) -> int:
        """Listen on this port of loopback; returns it. The usual one gives way to any other when it is taken.

        NotPossible: a port that was asked for is taken.
        """
        application = secured([*self.for_terminals(), *self._routes])
        application.on_shutdown.extend(self._on_shutdown)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=GRACE_SECONDS)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, "127.0.0.1", port).start()
        except OSError as error:
            if port != DOOR_PORT:
                why = os.strerror(error.errno or 0).lower()
                raise NotPossible(error.errno, Said("port_taken", {"port": port, "why": why})) from error
            await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        bound: int = self._runner.addresses[0][1]
        return bound

    async def close(self) -> None:
        if self._runner:
            await self._runner.cleanup()

    def for_terminals(self) -> list[web.RouteDef]:
        return [
            web.get("/seats", only_terminals(self.list)),
            web.get("/seats/{seat}/messages", only_terminals(self.messages)),
            web.post("/seats/{seat}/messages", self.say),
            web.post("/seats/{seat}/presses", self.press),
        ]

    async def list(self, _request: web.Request) -> web.Response:
        return web.json_response([{"name": seat.name, "title": seat.title} for seat in self.seats.values()])

    async def messages(self, request: web.Request) -> web.Response:
        """What the screen shows since so many changes; held until there is something new, or for a while."""
        seat = self.seat(request)
        since = request.query.get("since", "0")
        if not since.isdecimal():
            raise web.HTTPBadRequest(text="'since' must be a number")
        changed = seat.screen.change
        if len(seat.screen.changes) <= int(since):
            with suppress(TimeoutError):
                async with asyncio.timeout(POLL_SECONDS):
                    await changed.wait()
        told = [asdict(line) for line in lines(seat, int(since))]
        return web.json_response({"since": len(seat.screen.changes), "lines": told})

    async def say(self, request: web.Request) -> web.Response:
        body = await json_of(request)
        await self.seat(request).say(word(body, "text"), body.get("thread"))
        return web.json_response({})

    async def press(self, request: web.Request) -> web.Response:
        await self.seat(request).press(word(await json_of(request), "label"))
        return web.json_response({})

    def seat(self, request: web.Request) -> Seat:
        seat = self.seats.get(request.match_info["seat"])
        if seat is None:
            raise web.HTTPNotFound(text=f"there is no such seat; there are {', '.join(self.seats)}")
        return seat


def only_terminals(handler: Handler) -> Handler:
    async def checked(request: web.Request) -> web.StreamResponse:
        if HEADER not in request.headers:
            raise web.HTTPForbidden(text=f"the header {HEADER} is missing")
        return await handler(request)

    return checked
