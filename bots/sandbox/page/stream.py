"""`GET /events`: the board, as server-sent events.

Each event is a batch of what changed, a JSON array of `[key, value]`; its id is `<epoch>-<revision>`. A browser that
connects again says the last id it has seen and is told what changed since. With another epoch (the sandbox was started
anew), one too long ago, or none at all, an event `reset` comes first. There is no queue for anybody: who reads slowly
is told less often.
"""

import asyncio
from collections.abc import Callable

import orjson
from aiohttp import web

from bots.sandbox.board import Board, Entry

BATCH_SECONDS = 0.05
"""At most 20 batches a second, however much happens: a browser draws no faster."""
HEARTBEAT_SECONDS = 15.0
"""How long a line may be silent. Only by writing is a browser found gone."""
STALLED_SECONDS = 30.0
"""A browser that takes nothing for so long is cut off; it comes back when it can."""
LARGEST_BATCH = 500
"""Entries; more follow at once."""
MOST_STREAMS = 50


class Stream:
    """`on_connect`: called before a browser is told anything, to bring the board up to date."""

    def __init__(
        self,
        board: Board,
        epoch: str,
        *,
        on_connect: Callable[[], None] = lambda: None,
        batch_seconds: float = BATCH_SECONDS,
        heartbeat_seconds: float = HEARTBEAT_SECONDS,
        stalled_seconds: float = STALLED_SECONDS,
    ) -> None:
        self.board = board
        self.epoch = epoch
        self.open = 0
        """Browsers that listen now."""
        self._on_connect = on_connect
        self._batch_seconds = batch_seconds
        self._heartbeat_seconds = heartbeat_seconds
        self._stalled_seconds = stalled_seconds
        self._closing = asyncio.Event()

    async def close(self, _server: object = None) -> None:
        """End every stream after what it is writing."""
        self._closing.set()

    async def serve(self, request: web.Request) -> web.StreamResponse:
        if self.open >= MOST_STREAMS:
            raise web.HTTPServiceUnavailable(text=f"{MOST_STREAMS} pages listen already; close some")
        self._on_connect()
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await response.prepare(request)
        self.open += 1
        try:
            await self._tell(response, request.headers.get("Last-Event-ID", ""))
        except (ConnectionError, TimeoutError):
            if request.transport is not None:
                request.transport.abort()
        finally:
            self.open -= 1
        return response

    async def _tell(self, response: web.StreamResponse, last_id: str) -> None:
        await self._write(response, b"retry: 1000\n\n")
        revision = self.revision_of(last_id)
        begun_at = 0
        while not self._closing.is_set():
            change = self.board.change
            if revision is None or max(revision, begun_at) < self.board.forgotten:
                revision, begun_at = 0, self.board.revision
                await self._write(response, event(self.epoch, 0, [], name="reset"))
            news = self.board.since(revision)
            if not news:
                if not await self._wait(self._heartbeat_seconds, change):
                    await self._write(response, b":\n\n")
                continue
            batch = news[:LARGEST_BATCH]
            revision = batch[-1].revision
            await self._write(response, event(self.epoch, revision, batch))
            if len(batch) == len(news):
                await self._wait(self._batch_seconds)

    async def _write(self, response: web.StreamResponse, data: bytes) -> None:
        """Returns when the browser has taken most of what it was sent. Raises ConnectionError, TimeoutError."""
        async with asyncio.timeout(self._stalled_seconds):
            await response.write(data)

    async def _wait(self, seconds: float, *events: asyncio.Event) -> bool:
        """Whether one of the events (or the end) came within the time."""
        waiting = [asyncio.ensure_future(each.wait()) for each in (self._closing, *events)]
        try:
            done, _ = await asyncio.wait(waiting, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in waiting:
                task.cancel()
        return bool(done)

    def revision_of(self, last_id: str) -> int | None:
        """What a browser with this last id has; None: nothing that is of use."""
        epoch, _, number = last_id.rpartition("-")
        if epoch != self.epoch or not (number.isascii() and number.isdecimal() and len(number) < 16):
            return None
        revision = int(number)
        return revision if revision <= self.board.revision else None


def event(epoch: str, revision: int, batch: list[Entry], *, name: str = "") -> bytes:
    data = orjson.dumps([(entry.key, entry.value) for entry in batch])
    return b"%sid: %s-%d\ndata: %s\n\n" % (f"event: {name}\n".encode() if name else b"", epoch.encode(), revision, data)
