"""The HTTP server: every channel's doors, and the three an operator looks through.

A handful of addresses, none of them a pattern: a table of them before aiohttp's low-level server. Its Application would
resolve, wrap and hand on for each message what never changes.
"""

import os
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from time import monotonic

import structlog
from aiohttp import HttpVersion11, web
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

from bots.channel import Accept, Channel, Refused, Route
from bots.connections import LimitedServer, Room, affordable, connection_of
from bots.health import Health
from bots.words import NotPossible, Said

log = structlog.get_logger(__name__)

Answering = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]
Doors = Mapping[tuple[str, str], Answering]
"""By method and path."""


def routes_of(
    channels: Iterable[Channel], accept: Accept, health: Health, registry: CollectorRegistry
) -> Iterator[Route]:
    for channel in channels:
        yield from channel.routes(accept)
    for path, answer in (("/healthz", alive), ("/readyz", ready(health.report)), ("/metrics", metrics(registry))):
        yield Route("GET", path, answer)
        yield Route("HEAD", path, answer)


def server_of(
    routes: Iterable[Route], room: Room | None = None, clock: Callable[[], float] = monotonic
) -> LimitedServer:
    """To be made in the running loop. A body is read up to aiohttp's limit, a megabyte: no platform's callback comes
    near, and each channel caps its own. None packs it, and what is signed is the body as it comes: so none is unpacked.
    """
    doors = {(route.method, route.path): route.answer for route in routes}

    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        connection = connection_of(request)
        connection.came(request)
        try:
            door = doors.get((request.method, request.path)) or missing(request, doors)
            if "Expect" in request.headers:
                await go_on(request)
            return await door(request)
        except Refused as refused:
            return refuse(request, refused.status, str(refused))
        except web.HTTPRequestEntityTooLarge:
            return refuse(request, 413, "oversized")
        finally:
            connection.answered()

    return LimitedServer(answer, room or affordable(), clock)


def missing(request: web.BaseRequest, doors: Doors) -> Answering:
    if methods := [method for method, path in doors if path == request.path]:
        raise web.HTTPMethodNotAllowed(request.method, methods)
    raise web.HTTPNotFound


async def go_on(request: web.BaseRequest) -> None:
    """Who announces a large body asks first whether to send it."""
    if request.version < HttpVersion11:
        return
    if request.headers["Expect"].lower() != "100-continue":
        raise web.HTTPExpectationFailed
    await request.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
    request.writer.output_size = 0  # nothing of the answer is written yet


def refuse(request: web.BaseRequest, status: int, reason: str) -> web.Response:
    """The reason is logged and never the content: strangers write that."""
    log.warning("request refused", path=request.path, status=status, reason=reason)
    return web.Response(status=status)


async def alive(_request: web.BaseRequest) -> web.Response:
    return web.json_response({"status": "ok"})


def ready(report: Callable[[], Awaitable[tuple[bool, dict[str, object]]]]) -> Answering:
    async def readyz(_request: web.BaseRequest) -> web.Response:
        is_ready, body = await report()
        return web.json_response(body, status=200 if is_ready else 503)

    return readyz


def metrics(registry: CollectorRegistry) -> Answering:
    async def exposition(_request: web.BaseRequest) -> web.Response:
        return web.Response(body=generate_latest(registry), headers={"Content-Type": CONTENT_TYPE_LATEST})

    return exposition


async def listen(server: web.Server, host: str, port: int) -> tuple[web.ServerRunner, int]:
    """Serve until the runner is cleaned up; returns the port that was bound (for port 0). Raises OSError."""
    runner = web.ServerRunner(server, shutdown_timeout=5)
    await runner.setup()
    site = web.TCPSite(runner, host, port)
    try:
        await site.start()
    except OSError as error:
        why = os.strerror(error.errno) if error.errno and error.errno > 0 else error.strerror  # below: no such host
        address = f"{f'[{host}]' if ':' in host else host}:{port}"
        raise NotPossible(error.errno, Said("cannot_listen", {"address": address, "why": why})) from error
    bound: int = runner.addresses[0][1]
    return runner, bound
