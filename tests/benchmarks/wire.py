"""HTTP/1.1 cut down to what a load needs, so that load and platform together fit on one core.

Both ends keep connections alive and never pipeline. Bodies have a Content-Length: every client and server measured
here sends one.
"""

import asyncio
import re
from collections.abc import Callable
from typing import Self

LENGTH = re.compile(rb"content-length:\s*(\d+)", re.IGNORECASE)


class Framed(asyncio.Protocol):
    """Cuts the stream into (head, body) messages."""

    def __init__(self) -> None:
        self.buffer = bytearray()
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while (end := self.buffer.find(b"\r\n\r\n")) >= 0:
            head = bytes(self.buffer[:end])
            found = LENGTH.search(head)
            total = end + 4 + (int(found[1]) if found else 0)
            if len(self.buffer) < total:
                return
            body = bytes(self.buffer[end + 4 : total])
            del self.buffer[:total]
            self.message(head, body)

    def message(self, head: bytes, body: bytes) -> None:
        raise NotImplementedError


class Connection(Framed):
    """The load's end: one request at a time."""

    def __init__(self) -> None:
        super().__init__()
        self.answer: asyncio.Future[tuple[bytes, bytes]] | None = None

    @classmethod
    async def open(cls, port: int) -> Self:
        _, protocol = await asyncio.get_running_loop().create_connection(cls, "127.0.0.1", port)
        return protocol

    async def request(self, request: bytes) -> tuple[bytes, bytes]:
        """Send a whole request; returns head and body of the answer, whose status must be 2xx."""
        self.answer = asyncio.get_running_loop().create_future()
        assert self.transport is not None
        self.transport.write(request)
        head, body = await self.answer
        if not head.startswith(b"HTTP/1.1 2"):
            raise ConnectionError(f"answered {head.splitlines()[0]!r}: {body[:200]!r}")
        return head, body

    def message(self, head: bytes, body: bytes) -> None:
        if self.answer is not None and not self.answer.done():
            self.answer.set_result((head, body))

    def connection_lost(self, error: Exception | None) -> None:
        if self.answer is not None and not self.answer.done():
            self.answer.set_exception(error or ConnectionError("closed"))

    def close(self) -> None:
        assert self.transport is not None
        self.transport.close()


Platform = Callable[[bytes, bytes], bytes]
"""(head, body) of an API call to the JSON that answers it."""


class PlatformEnd(Framed):
    def __init__(self, answer: Platform, latency: float) -> None:
        super().__init__()
        self.answer = answer
        self.latency = latency

    def message(self, head: bytes, body: bytes) -> None:
        answer = self.answer(head, body)
        whole = (
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: "
            + str(len(answer)).encode()
            + b"\r\n\r\n"
            + answer
        )
        if self.latency:
            asyncio.get_running_loop().call_later(self.latency, self.write, whole)
        else:
            self.write(whole)

    def write(self, whole: bytes) -> None:
        if self.transport is not None and not self.transport.is_closing():
            self.transport.write(whole)


async def serve(answer: Platform, latency: float) -> tuple[asyncio.Server, int]:
    server = await asyncio.get_running_loop().create_server(lambda: PlatformEnd(answer, latency), "127.0.0.1", 0)
    return server, server.sockets[0].getsockname()[1]


def post(path: str, body: bytes, content_type: str, headers: dict[str, str] | None = None) -> bytes:
    lines = [f"POST {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Type: {content_type}"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    lines += [f"Content-Length: {len(body)}", "", ""]
    return "\r\n".join(lines).encode() + body
