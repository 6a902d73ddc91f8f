"""What a platform hears from a door: a 200, with or without a body."""

import time
from email.utils import formatdate
from functools import lru_cache

from aiohttp import web


class Answer(web.StreamResponse):
    """Written out at once: aiohttp's Response gathers, completes and checks its headers anew each time, and that is
    more than all the rest that its server does for a request as small as a message.
    """

    def __init__(self, body: bytes = b"", content_type: str = "") -> None:
        super().__init__()
        self._content = body
        self._type = f"Content-Type: {content_type}\r\n" if content_type else ""
        self._stays = False
        self._written = False

    @property
    def keep_alive(self) -> bool:
        return self._stays

    async def prepare(self, request: web.BaseRequest) -> None:
        """Writes all of it. Raises ConnectionError."""
        if self._written:
            return
        self._stays = request.keep_alive
        connection = "keep-alive" if self._stays else "close"
        head = (
            f"HTTP/1.1 200 OK\r\n{self._type}Content-Length: {len(self._content)}\r\n"
            f"Date: {_date(int(time.time()))}\r\nConnection: {connection}\r\n\r\n"
        )
        await request.writer.write_eof(head.encode() + self._content)
        self._written = True

    async def write_eof(self, data: bytes = b"") -> None:
        """Nothing is left to write."""


@lru_cache(maxsize=1)
def _date(second: int) -> str:
    return formatdate(second, usegmt=True)
