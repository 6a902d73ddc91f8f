"""What can go wrong with a platform: ordered for the next calls of its API, or switched on until it is off again."""

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
    SLOW = "done and answered as asked, only late"
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
    def slow(seconds: int) -> "Fault":
        return Fault(Trouble.SLOW, seconds)

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


@dataclass(slots=True, eq=False)
class Switch:
    """A fault of every call but the `spared`, while it is on."""

    fault: Fault
    spared: frozenset[str] = frozenset()
    happened: int = 0
    """Calls that met it since it was switched on."""
    on_happened: Callable[[], None] | None = None
    cuts: bool = False
    """What is open when it is switched on, a poll or a socket, breaks too."""

    def meet(self) -> Fault:
        self.happened += 1
        if self.on_happened is not None:
            self.on_happened()
        return self.fault


def oops() -> web.Response:
    return web.Response(status=500, text="<html>oops</html>", content_type="text/html")


class Faults:
    """`busy`: how the platform writes that it is asked too much, given the seconds to wait. `error`: its 500."""

    def __init__(
        self,
        busy: Callable[[int], web.Response],
        error: Callable[[], web.Response] = oops,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self.happened = 0
        """Calls that failed so."""
        self.ordered: list[Ordered] = []
        self.switches: list[Switch] = []
        """Those that are on; what is ordered comes before them."""
        self._sleep = sleep
        self._busy = busy
        self._error = error
        self._over = asyncio.Event()
        self.on_cut: Callable[[], None] = lambda: None
        """Break every connection that waits for something to happen."""

    def next(self, call: str, fault: Fault, times: int = 1, *, chat: str | None = None) -> None:
        """The next so many calls of `call` ("*": any), or only those to one chat, meet this.

        `call`: the platform's name of a method, in any case, or the path behind what all its calls share.
        """
        self.ordered.append(Ordered(call.lower(), fault, times, chat))

    def switch_on(self, switch: Switch) -> None:
        """For every call from now on, until it is switched off."""
        self.switch_off(switch)
        switch.happened = 0
        self.switches.append(switch)
        if switch.cuts:
            self.on_cut()

    def switch_off(self, switch: Switch) -> None:
        if switch in self.switches:
            self.switches.remove(switch)

    @property
    def expected(self) -> bool:
        """Whether some call may meet one."""
        return bool(self.ordered or self.switches)

    def clear(self) -> None:
        """The platform is well again: calls that hang end."""
        self.ordered.clear()
        self.switches.clear()
        self._over.set()
        self._over = asyncio.Event()

    def take(self, call: str, chat: str) -> Fault | None:
        for ordered in self.ordered:
            if ordered.fits(call.lower(), chat):
                ordered.times -= 1
                if ordered.times <= 0:
                    self.ordered.remove(ordered)
                return ordered.fault
        for switch in self.switches:
            if call.lower() not in switch.spared:
                return switch.meet()
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
            case Trouble.SLOW:
                await self._sleep(fault.seconds)
                return await work()
        return cut(request)


def cut(request: web.BaseRequest) -> web.Response:
    """Reset the connection, so that the answer gets nowhere."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
