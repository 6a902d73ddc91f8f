"""What a peer at the HTTP door may keep of ours, and for how long.

aiohttp waits an hour for the rest of a request, and for as many peers as come: whoever opens connections and says
nothing, or one word a minute, would keep the platforms out, and take the descriptors that we send through.
"""

import asyncio
import resource
from collections.abc import Awaitable, Callable, Iterator
from heapq import nsmallest
from time import monotonic
from typing import Any

import structlog
from aiohttp import hdrs, web
from aiohttp.abc import AbstractStreamWriter
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.http_parser import RawRequestMessage
from aiohttp.streams import StreamReader

from handlers.faults import told
from storage.errors import StorageError
from storage.records import record

log = structlog.get_logger(__name__)

SECONDS = 30.0
"""For a request to come whole, and for its answer to be fetched. Platforms and proxies take milliseconds."""
LOOK_SECONDS = 5.0
MOST = 1000
"""Connections at once, where the system allows twice as many files. A callback of WeChat may hold one for 4.5 s."""
MOST_BUSY = 2 * MOST
"""So many where nobody gives way: each has brought a message, and is as good as whoever comes next."""
AT_ONCE = 50
"""Where there are too many, one of so many is closed at once: to look through all for each newcomer would cost more
than the newcomer does."""
OPTIONS: dict[str, Any] = {
    "access_log": None,
    "auto_decompress": False,
    "max_headers": 64,
    "max_line_size": 4096,
    "max_field_size": 4096,
}


@record(frozen=True, slots=True)
class Room:
    most: int
    most_busy: int


def affordable() -> Room:
    """The other half of the files is for what we send, and for the database."""
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    half = MOST_BUSY if soft == resource.RLIM_INFINITY else soft // 2
    return Room(min(MOST, half), min(MOST_BUSY, half))


class Request(web.BaseRequest):
    async def _prepare_hook(self, response: web.StreamResponse) -> None:
        """Strangers need not read which aiohttp and which Python answer them."""
        response.headers.popall(hdrs.SERVER, None)


class Connection(web.RequestHandler):
    __slots__ = ("_clock", "_owes", "_request", "since")

    def __init__(self, server: "LimitedServer", clock: Callable[[], float]) -> None:
        super().__init__(server, loop=asyncio.get_running_loop(), **OPTIONS)
        self._clock = clock
        self._request: web.BaseRequest | None = None
        self._owes = True
        """A request has begun to come, or the first is yet to."""
        self.since = clock()
        """When the request began, or the last one was answered."""

    async def start(self) -> None:
        """Of who was cut off before, as in a flood, there is nothing to read: aiohttp calls that a fault of its own."""
        if self._manager is not None:
            await super().start()

    def data_received(self, data: bytes) -> None:
        if not self._owes:
            self._owes, self.since = True, self._clock()
        super().data_received(data)

    def came(self, request: web.BaseRequest) -> None:
        """Its head did."""
        self._request, self._owes = request, True

    def answered(self) -> None:
        self._request, self._owes, self.since = None, False, self._clock()

    @property
    def waits(self) -> bool:
        """For the peer; else it is we who are busy."""
        return self._request is None or not self._request.content.is_eof()

    @property
    def gives_way(self) -> bool:
        """All but those with a message that is being answered: platforms bring theirs by POST."""
        return self.waits or self._request is None or self._request.method != hdrs.METH_POST

    def is_late(self) -> bool:
        """One that waits is. Not what is merely kept open for the next request."""
        return self._clock() - self.since > SECONDS and (self._owes or self._is_unread())

    def cut(self) -> None:
        """At once: what the peer does not fetch would hold a closing connection open."""
        if self.transport is not None:
            self.transport.abort()

    def handle_error(
        self, request: web.BaseRequest, status: int = 500, exc: BaseException | None = None, message: str | None = None
    ) -> web.StreamResponse:
        """Nothing of what a stranger wrote is logged or sent back: aiohttp quotes it in both."""
        is_gone = self.transport is None or self.transport.is_closing()
        if is_gone and isinstance(exc, ConnectionError):
            raise exc
        if isinstance(exc, HttpProcessingError):
            status = 400
            log.warning("request refused", status=status, reason=f"malformed: {type(exc).__name__}")
        elif isinstance(exc, StorageError):  # as on a full disk: the platform brings the message again
            status = 503
            log.error("message not taken", path=request.path, status=status, reason=str(exc))
        else:
            log.error("request failed", path=request.path, status=status, **(told(exc) if exc else {}))
        if request.writer.output_size > 0:
            raise ConnectionResetError("half of an answer is sent")
        response = web.Response(status=status)
        response.force_close()
        return response

    def _is_unread(self) -> bool:
        return self.transport is not None and self.transport.get_write_buffer_size() > 0


class LimitedServer(web.Server):
    """aiohttp's server, over such connections. To be made in the running loop."""

    def __init__(
        self,
        answer: Callable[[web.BaseRequest], Awaitable[web.StreamResponse]],
        room: Room,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        super().__init__(answer, request_factory=request_of)
        self._room = room
        self._clock = clock
        self._open: set[Connection] = set()
        self._shed = 0
        self._timer: asyncio.TimerHandle | None = None

    def __call__(self) -> Connection:
        return Connection(self, self._clock)

    def connection_made(self, handler: web.RequestHandler, transport: asyncio.Transport) -> None:
        super().connection_made(handler, transport)
        if isinstance(handler, Connection):
            if len(self._open) >= self._room.most:
                self._make_room()
            self._open.add(handler)
            if len(self._open) > self._room.most_busy:
                self._shed += 1
                self._cut(handler)
        if self._timer is None:
            self._look_later()

    def connection_lost(self, handler: web.RequestHandler, exc: BaseException | None = None) -> None:
        super().connection_lost(handler, exc)
        if isinstance(handler, Connection):
            self._open.discard(handler)

    def _make_room(self) -> None:
        """Who has kept us waiting longest goes first, and whoever looks through an operator's door last."""
        giving_way = (connection for connection in self._open if connection.gives_way)
        for connection in nsmallest(
            max(1, self._room.most // AT_ONCE), giving_way, key=lambda each: (not each.waits, each.since)
        ):
            self._shed += 1
            self._cut(connection)

    def look(self) -> None:
        """Who is late is cut off; and what was done since the last look is told in one line, however many come."""
        late = [connection for connection in self.waiting() if connection.is_late()]
        for connection in late:
            self._cut(connection)
        if late or self._shed:
            log.warning("connections closed", late=len(late), too_many=self._shed, open=len(self._open))
        self._shed = 0

    def waiting(self) -> Iterator[Connection]:
        return (connection for connection in self._open if connection.waits)

    def _cut(self, connection: Connection) -> None:
        self._open.discard(connection)
        connection.cut()

    def _look_later(self) -> None:
        self._timer = self._loop.call_later(LOOK_SECONDS, self._look)

    def _look(self) -> None:
        self.look()
        self._timer = None
        if self._open:
            self._look_later()


def request_of(
    message: RawRequestMessage,
    payload: StreamReader,
    connection: web.RequestHandler,
    writer: AbstractStreamWriter,
    task: "asyncio.Task[None]",
) -> Request:
    return Request(message, payload, connection, writer, task, task.get_loop())


def connection_of(request: web.BaseRequest) -> Connection:
    if not isinstance(request.protocol, Connection):
        raise TypeError("a request of another server")
    return request.protocol
