"""What can go wrong with the Web API, switched on for the next calls."""

import asyncio
from dataclasses import dataclass
from enum import Enum

from aiohttp import web

EVERY = "*"


class Trouble(Enum):
    BUSY = "429 with Retry-After"
    ERROR = "500"
    HANG = "no answer until the stand-in closes"
    RESET = "the connection is reset before anything is done"
    LOST = "done as asked, but the connection is reset before the answer"
    NONSENSE = "an answer that is not JSON"
    REFUSED = '{"ok": false, "error": ...}'


@dataclass(frozen=True, slots=True)
class Fault:
    trouble: Trouble
    seconds: int = 0
    error: str = ""

    @staticmethod
    def busy(seconds: int = 1) -> "Fault":
        return Fault(Trouble.BUSY, seconds)

    @staticmethod
    def server_error() -> "Fault":
        return Fault(Trouble.ERROR)

    @staticmethod
    def hang() -> "Fault":
        return Fault(Trouble.HANG)

    @staticmethod
    def reset() -> "Fault":
        return Fault(Trouble.RESET)

    @staticmethod
    def lost() -> "Fault":
        return Fault(Trouble.LOST)

    @staticmethod
    def nonsense() -> "Fault":
        return Fault(Trouble.NONSENSE)

    @staticmethod
    def refused(error: str) -> "Fault":
        return Fault(Trouble.REFUSED, error=error)


@dataclass(slots=True)
class Ordered:
    method: str
    fault: Fault
    times: int
    channel: str | None

    def fits(self, method: str, channel: str | None) -> bool:
        return self.method in (EVERY, method) and self.channel in (None, channel)


class Faults:
    def __init__(self) -> None:
        self.ordered: list[Ordered] = []
        self.over = asyncio.Event()

    def next(self, method: str, fault: Fault, times: int = 1, *, channel: str | None = None) -> None:
        """The next so many calls of `method` ("*": any), or only those to one channel, meet this."""
        self.ordered.append(Ordered(method, fault, times, channel))

    def clear(self) -> None:
        """The platform is well again: calls that hang end."""
        self.ordered.clear()
        self.over.set()
        self.over = asyncio.Event()

    def take(self, method: str, channel: str | None) -> Fault | None:
        for ordered in self.ordered:
            if ordered.fits(method, channel):
                ordered.times -= 1
                if ordered.times <= 0:
                    self.ordered.remove(ordered)
                return ordered.fault
        return None

    async def happen(self, fault: Fault, request: web.Request) -> web.Response:
        match fault.trouble:
            case Trouble.BUSY:
                headers = {"Retry-After": str(fault.seconds)}
                return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
            case Trouble.NONSENSE:
                return web.Response(text="<html>not json</html>", content_type="text/html")
            case Trouble.REFUSED:
                return web.json_response({"ok": False, "error": fault.error})
            case Trouble.HANG:
                await self.over.wait()
            case Trouble.RESET | Trouble.LOST if request.transport:
                request.transport.abort()
        return web.Response(status=500, text="oops")
