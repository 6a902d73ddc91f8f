"""A bad day of the platform, for the next so many calls of its API."""

import asyncio
from dataclasses import dataclass
from enum import StrEnum

from aiohttp import web
from aiohttp.typedefs import Handler


class Fault(StrEnum):
    TOO_MANY_REQUESTS = "too many requests"
    SERVER_ERROR = "server error"
    HANG = "hang"
    RESET = "reset"
    NONSENSE = "nonsense"


@dataclass(slots=True)
class Planned:
    fault: Fault | int
    """An int is an `errcode`."""
    calls: int
    path: str


class Faults:
    def __init__(self) -> None:
        self.happened = 0
        """Calls that failed so."""
        self.busy_seconds = 7
        """What a 429 asks for."""
        self._planned: list[Planned] = []
        self._over = asyncio.Event()

    def plan(self, fault: Fault | int, calls: int = 1, path: str = "message/custom/send") -> None:
        """For the next `calls` calls whose path ends so."""
        self._planned.append(Planned(fault, calls, path))

    def clear(self) -> None:
        """The platform is well again: calls that hang end."""
        self._planned.clear()
        self._over.set()
        self._over = asyncio.Event()

    @web.middleware
    async def middleware(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        fault = self._next(request.path) if self._planned else None
        return await handler(request) if fault is None else await self._happen(fault, request)

    def _next(self, path: str) -> Fault | int | None:
        for planned in self._planned:
            if path.endswith(planned.path):
                planned.calls -= 1
                if planned.calls <= 0:
                    self._planned.remove(planned)
                return planned.fault
        return None

    async def _happen(self, fault: Fault | int, request: web.Request) -> web.Response:
        self.happened += 1
        match fault:
            case int():
                return web.json_response({"errcode": fault, "errmsg": f"errcode {fault} rid: 0-0-0"})
            case Fault.TOO_MANY_REQUESTS:
                return web.Response(status=429, headers={"Retry-After": str(self.busy_seconds)})
            case Fault.SERVER_ERROR:
                return web.Response(status=500, text="<html>oops</html>")
            case Fault.NONSENSE:
                return web.Response(text="<html>not json</html>")
            case Fault.RESET if request.transport:
                request.transport.abort()
            case Fault.HANG:
                await self._over.wait()
        return web.Response(status=503)
