"""How the platform's bad days look in WeChat's API. A call is named by its path behind /cgi-bin/."""

from typing import Any

import orjson
from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from bots.sandbox.faults import Fault, Faults
from bots.sandbox.wechat.refusals import Refusal


def errcode(code: int) -> Fault:
    return Fault.answer(200, orjson.dumps(Refusal(code, f"errcode {code}").answer))


def busy(seconds: int) -> web.Response:
    return web.Response(status=429, headers={"Retry-After": str(seconds)})


def middleware(faults: Faults) -> Middleware:
    @web.middleware
    async def spoil(request: web.Request, handler: Handler) -> web.StreamResponse:
        if not faults.expected:
            return await handler(request)
        call = request.path.removeprefix("/cgi-bin/")
        return await faults.let_through(call, await openid_of(call, request), request, lambda: handler(request))

    return spoil


async def openid_of(call: str, request: web.Request) -> str:
    """Of no other call is the body read here: an upload can be read but once."""
    if not call.startswith(("message/custom/", "message/template/")):
        return ""
    try:
        body: Any = orjson.loads(await request.read())
    except orjson.JSONDecodeError:
        return ""
    return str(body.get("touser", "")) if isinstance(body, dict) else ""
