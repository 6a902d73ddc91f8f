"""The sandbox's door for terminals: take a seat over loopback HTTP, read its screen, write and press.

Only for this machine: it listens on loopback, and asks for a header that a web page elsewhere cannot send.
"""

import asyncio
from dataclasses import asdict
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler

from bots.sandbox import DOOR_PORT
from bots.sandbox.seats import Seat, lines

HEADER = "X-Kefu-Sandbox"
POLL_SECONDS = 20.0


def door_at(port: int) -> str:
    return f"http://127.0.0.1:{port}"


class Door:
    def __init__(self, seats: dict[str, Seat]) -> None:
        self.seats = seats
        self._runner: web.AppRunner | None = None

    async def open(self, port: int) -> int:
        """Listen on this port of loopback; returns it. The usual one gives way to any other when it is taken.

        OSError: a port that was asked for is taken.
        """
        application = web.Application(middlewares=[only_our_terminal])
        application.router.add_get("/seats", self.list)
        application.router.add_get("/seats/{seat}/messages", self.messages)
        application.router.add_post("/seats/{seat}/messages", self.say)
        application.router.add_post("/seats/{seat}/presses", self.press)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, "127.0.0.1", port).start()
        except OSError:
            if port != DOOR_PORT:
                raise
            await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        bound: int = self._runner.addresses[0][1]
        return bound

    async def close(self) -> None:
        if self._runner:
            await self._runner.cleanup()

    async def list(self, _request: web.Request) -> web.Response:
        return web.json_response([{"name": seat.name, "title": seat.title} for seat in self.seats.values()])

    async def messages(self, request: web.Request) -> web.Response:
        """The screen from `since` on; held until there is something new, or for a while."""
        seat = self.seat(request)
        since = max(0, int(request.query.get("since", "0")))
        changed = seat.screen.change
        if len(seat.screen.shown) <= since:
            try:
                async with asyncio.timeout(POLL_SECONDS):
                    await changed.wait()
            except TimeoutError:
                return web.json_response([])
        return web.json_response([asdict(line) for line in lines(seat, since)])

    async def say(self, request: web.Request) -> web.Response:
        body = await request.json()
        try:
            await self.seat(request).say(str(body["text"]), body.get("thread"))
        except LookupError as error:
            return refused(error)
        return web.json_response({})

    async def press(self, request: web.Request) -> web.Response:
        body = await request.json()
        try:
            await self.seat(request).press(str(body["label"]))
        except LookupError as error:
            return refused(error)
        return web.json_response({})

    def seat(self, request: web.Request) -> Seat:
        seat = self.seats.get(request.match_info["seat"])
        if seat is None:
            raise web.HTTPNotFound(text=f"there is no such seat; there are {', '.join(self.seats)}")
        return seat


def refused(error: LookupError) -> web.Response:
    answer: dict[str, Any] = {"error": str(error.args[0]) if error.args else "not there"}
    return web.json_response(answer, status=409)


@web.middleware
async def only_our_terminal(request: web.Request, handler: Handler) -> web.StreamResponse:
    if HEADER not in request.headers:
        raise web.HTTPForbidden(text=f"the header {HEADER} is missing")
    return await handler(request)
