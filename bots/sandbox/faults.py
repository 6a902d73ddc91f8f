"""What can go wrong with a platform, switched on for the next calls of its API."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import Enum

from aiohttp import web

EVERY = "*"


class Trouble(Enum):
    BUSY = "too many requests: come back in so many seconds"
    ERROR = "500"
    HANG = "no answer until the faults are cleared"
    RESET = "the connection is reset before anything is done"
    LOST = "done as asked, but the connection is reset before the answer"
    NONSENSE = "an answer that is not JSON"
    ANSWER = "nothing is done, and an answer of the caller's own is given"


@dataclass(frozen=True, slots=True)
class Fault:
    trouble: Trouble
    seconds: int = 0
    status: int = 200
    body: bytes = b""

    @staticmethod
    def busy(seconds: int = 1) -> "Fault":
        return Fault(Trouble.BUSY, seconds)

    @staticmethod
    def error() -> "Fault":
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
    def answer(status: int, body: bytes) -> "Fault":
        """Exactly this, said to be JSON; how platforms refuse is a matter of each stand-in."""
        return Fault(Trouble.ANSWER, status=status, body=body)

    def __str__(self) -> str:
        return self.body.decode(errors="replace") or self.trouble.name.lower()


@dataclass(slots=True)
class Ordered:
    call: str
    fault: Fault
    times: int
    chat: str | None

    def fits(self, call: str, chat: str) -> bool:
        return self.call in (EVERY, call) and self.chat in (None, chat)


def oops() -> web.Response:
    return web.Response(status=500, text="<html>oops</html>", content_type="text/html")


class Faults:
    """`busy`: how the platform writes that it is asked too much, given the seconds to wait. `error`: its 500."""

    def __init__(self, busy: Callable[[int], web.Response], error: Callable[[], web.Response] = oops) -> None:
        self.happened = 0
        """Calls that failed so."""
        self.ordered: list[Ordered] = []
        self._busy = busy
        self._error = error
        self._over = asyncio.Event()

    def next(self, call: str, fault: Fault, times: int = 1, *, chat: str | None = None) -> None:
        """The next so many calls of `call` ("*": any), or only those to one chat, meet this.

        `call`: the platform's name of a method, in any case, or the path behind what all its calls share.
        """
        self.ordered.append(Ordered(call.lower(), fault, times, chat))

    def clear(self) -> None:
        """The platform is well again: calls that hang end."""
        self.ordered.clear()
        self._over.set()
        self._over = asyncio.Event()

    def take(self, call: str, chat: str) -> Fault | None:
        for ordered in self.ordered:
            if ordered.fits(call.lower(), chat):
                ordered.times -= 1
                if ordered.times <= 0:
                    self.ordered.remove(ordered)
                return ordered.fault
        return None

    async def let_through(
        self, call: str, chat: str, request: web.BaseRequest, work: Callable[[], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        """The answer of `work`, or whatever fault is next. `chat`: empty for a call that is about none."""
        fault = self.take(call, chat)
        return await (work() if fault is None else self._happen(fault, request, work))

    async def _happen(
        self, fault: Fault, request: web.BaseRequest, work: Callable[[], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        self.happened += 1
        match fault.trouble:
            case Trouble.BUSY:
                return self._busy(fault.seconds)
            case Trouble.ERROR:
                return self._error()
            case Trouble.NONSENSE:
                return web.Response(text="<html>502 Bad Gateway</html>", content_type="text/html")
            case Trouble.ANSWER:
                return web.Response(status=fault.status, body=fault.body, content_type="application/json")
            case Trouble.HANG:
                await self._over.wait()
            case Trouble.LOST:
                await work()
        return cut(request)


def cut(request: web.BaseRequest) -> web.Response:
    """Reset the connection, so that the answer gets nowhere."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
