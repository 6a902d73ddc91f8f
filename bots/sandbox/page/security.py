"""Who may ask, and what a browser is told to allow.

The page can write as anybody and rewrite scripts, so it must be out of reach of every other page this browser has open:
of one that resolves its own name to 127.0.0.1 (the Host header tells), of one that posts here (our header and the
Origin tell), and of one that embeds us.
"""

from collections.abc import Mapping
from json import JSONDecodeError
from typing import Any

import orjson
from aiohttp import web
from aiohttp.typedefs import Handler

HEADER = "X-Kefu-Sandbox"
"""A page elsewhere cannot send it without asking first, and nobody here says yes."""
NAMES = ("127.0.0.1", "localhost", "[::1]")
READS = ("GET", "HEAD")
JSON_LIMIT = 64 * 1024
FILE_LIMIT = 10 * 1024 * 1024

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' blob:",
        "media-src 'self' blob:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def secured(routes: web.RouteTableDef | list[web.AbstractRouteDef]) -> web.Application:
    """An application that answers only our own page and our terminals."""
    application = web.Application(middlewares=[in_words, only_ours], client_max_size=FILE_LIMIT)
    application.router.add_routes(routes)
    application.on_response_prepare.append(careful)
    return application


async def careful(_request: web.Request, response: web.StreamResponse) -> None:
    """Every answer, refusals too. `no-cache`: asked for again each time, answered 304 while it is the same."""
    response.headers.update(HEADERS)
    response.headers.setdefault("Cache-Control", "no-cache")


@web.middleware
async def in_words(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refusals as the page reads them: `{"error": "..."}`. A LookupError says what is not (or no longer) there."""
    try:
        return await handler(request)
    except LookupError as error:
        return refusal(409, str(error.args[0]) if error.args else "it is not there")
    except web.HTTPError as error:
        return refusal(error.status, error.text or error.reason, error.headers)


@web.middleware
async def only_ours(request: web.Request, handler: Handler) -> web.StreamResponse:
    hosts = our_hosts(request)
    if request.headers.get("Host", "").lower() not in hosts:
        raise web.HTTPForbidden(text=f"the sandbox answers at http://{hosts[0]} only")
    if not asked_from_here(request.headers, hosts):
        raise web.HTTPForbidden(text="another page may not ask the sandbox for anything")
    if request.method not in READS and HEADER not in request.headers:
        raise web.HTTPForbidden(text=f"the header {HEADER} is missing")
    return await handler(request)


def our_hosts(request: web.Request) -> tuple[str, ...]:
    """Our names with the port that this very connection came in by."""
    transport = request.transport
    if transport is None:
        raise web.HTTPForbidden(text="the connection is gone")
    port = transport.get_extra_info("sockname")[1]
    return tuple(f"{name}:{port}" for name in NAMES)


def asked_from_here(headers: Mapping[str, str], hosts: tuple[str, ...]) -> bool:
    """Browsers say where a request comes from; a link to us from elsewhere is fine, a request by its page is not."""
    origin = headers.get("Origin")
    if origin is not None and origin.lower() not in {f"http://{host}" for host in hosts}:
        return False
    site, mode = headers.get("Sec-Fetch-Site", "none"), headers.get("Sec-Fetch-Mode", "")
    return site in ("same-origin", "none") or mode == "navigate"


def refusal(status: int, reason: str, headers: Mapping[str, str] | None = None) -> web.Response:
    kept = {"Allow": headers["Allow"]} if headers and "Allow" in headers else {}
    body = orjson.dumps({"error": reason})
    return web.Response(body=body, content_type="application/json", status=status, headers=kept)


async def json_of(request: web.Request, limit: int = JSON_LIMIT) -> dict[str, Any]:
    """The body, an object. Refuses what is too long or not JSON in a sentence."""
    data = await bytes_of(request, limit)
    try:
        body = orjson.loads(data)
    except JSONDecodeError as error:
        raise web.HTTPBadRequest(text=f"the body is not JSON: {error.msg}") from None
    if not isinstance(body, dict):
        raise web.HTTPBadRequest(text="the body must be a JSON object")
    return body


async def bytes_of(request: web.Request, limit: int = FILE_LIMIT) -> bytes:
    """The body as it is, read no further than `limit`."""
    data = bytearray()
    async for chunk in request.content.iter_chunked(JSON_LIMIT):
        data += chunk
        if len(data) > limit:
            raise web.HTTPRequestEntityTooLarge(limit, len(data), text=f"more than {limit // 1024} kB")
    return bytes(data)


def word(body: Mapping[str, Any], name: str, *, limit: int = JSON_LIMIT, empty: bool = False) -> str:
    """A text of the body; refused when it is missing, no text, empty (unless `empty`) or longer than `limit`."""
    value = body.get(name, "" if empty else None)
    if not isinstance(value, str):
        raise web.HTTPBadRequest(text=f"{name!r} must be a text")
    if not value.strip() and not empty:
        raise web.HTTPBadRequest(text=f"{name!r} is empty")
    if len(value) > limit:
        raise web.HTTPBadRequest(text=f"{name!r} is longer than {limit} characters")
    return value


def one_of(body: Mapping[str, Any], name: str, allowed: tuple[str, ...]) -> str:
    value = word(body, name)
    if value not in allowed:
        raise web.HTTPBadRequest(text=f"{name!r} must be one of {', '.join(allowed)}")
    return value


def number(body: Mapping[str, Any], name: str) -> float:
    value = body.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise web.HTTPBadRequest(text=f"{name!r} must be a number")
    return value


def switch(body: Mapping[str, Any], name: str) -> bool:
    value = body.get(name)
    if not isinstance(value, bool):
        raise web.HTTPBadRequest(text=f"{name!r} must be true or false")
    return value
