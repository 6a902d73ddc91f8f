"""The HTTP server: every channel's doors, and the three an operator looks through."""

from collections.abc import Awaitable, Callable, Iterable

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

from bots.channel import Accept, Channel, Refused
from bots.health import Health

log = structlog.get_logger(__name__)

BODY_LIMIT = 2 * 1024 * 1024
"""Bytes. No platform's callback comes near; each channel caps its own lower."""


def application(
    channels: Iterable[Channel], accept: Accept, health: Health, registry: CollectorRegistry
) -> web.Application:
    server = web.Application(client_max_size=BODY_LIMIT, middlewares=[refusals])
    for channel in channels:
        server.router.add_routes(channel.routes(accept))
    server.router.add_get("/healthz", alive)
    server.router.add_get("/readyz", ready(health.report))
    server.router.add_get("/metrics", metrics(registry))
    return server


@web.middleware
async def refusals(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer what a channel refused. Its reason is logged and never its content: strangers write that."""
    try:
        return await handler(request)
    except Refused as refused:
        log.warning("request refused", path=request.path, status=refused.status, reason=str(refused))
        return web.Response(status=refused.status)


async def alive(_request: web.Request) -> web.Response:
    return web.json_response({"status": "ok"})


def ready(report: Callable[[], Awaitable[tuple[bool, dict[str, object]]]]) -> Handler:
    async def readyz(_request: web.Request) -> web.Response:
        is_ready, body = await report()
        return web.json_response(body, status=200 if is_ready else 503)

    return readyz


def metrics(registry: CollectorRegistry) -> Handler:
    async def exposition(_request: web.Request) -> web.Response:
        return web.Response(body=generate_latest(registry), headers={"Content-Type": CONTENT_TYPE_LATEST})

    return exposition


async def listen(server: web.Application, host: str, port: int) -> tuple[web.AppRunner, int]:
    """Serve until the runner is cleaned up; returns the port that was bound (for port 0)."""
    runner = web.AppRunner(server, access_log=None, shutdown_timeout=5)
    await runner.setup()
    site = web.TCPSite(runner, host, port)
    await site.start()
    bound: int = runner.addresses[0][1]
    return runner, bound
