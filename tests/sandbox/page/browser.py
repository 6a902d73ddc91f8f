"""A browser that has the page open, without drawing it: it copies the board as it is told, and asks for things."""

import asyncio
import io
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import orjson

from bots.sandbox.page.security import HEADER


@dataclass
class Copy:
    """What the browser knows, event by event, as an EventSource and the page's own code would read them."""

    entries: dict[str, Any] = field(default_factory=dict)
    last_id: str = ""
    told: list[tuple[str, Any]] = field(default_factory=list)
    """Everything that was said since the last reset."""
    resets: int = 0
    _unread: bytes = b""

    def read(self, data: bytes) -> None:
        *events, self._unread = (self._unread + data).split(b"\n\n")
        for event in events:
            fields = dict(line.split(b": ", 1) for line in event.split(b"\n") if line[:1] not in (b":", b""))
            if b"data" in fields:
                self._apply(fields)

    def cut_off(self) -> None:
        """The connection is gone: of a half event nothing is known."""
        self._unread = b""

    def _apply(self, fields: dict[bytes, bytes]) -> None:
        if fields.get(b"event") == b"reset":
            self.resets += 1
            self.entries.clear()
            self.told.clear()
        for key, value in orjson.loads(fields[b"data"]):
            self.told.append((key, value))
            self.entries[key] = value
            if value is None:
                del self.entries[key]
        self.last_id = fields[b"id"].decode()


class Browser:
    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self.session = session
        self.url = url
        self.copy = Copy()
        self._more = asyncio.Event()

    async def listen(self) -> None:
        async with self.session.get(f"{self.url}/events") as stream:
            async for data in stream.content.iter_any():
                self.copy.read(data)
                self._more.set()

    async def sees(self, wanted: Callable[[dict[str, Any]], Any], seconds: float = 60) -> Any:
        """Wait until this is so on the page; returns what `wanted` found."""
        try:
            async with asyncio.timeout(seconds):
                while not (found := wanted(self.copy.entries)):
                    self._more.clear()
                    await self._more.wait()
                return found
        except TimeoutError:
            raise TimeoutError(f"it never came; the page ends: {list(self.copy.entries.items())[-12:]}") from None

    async def reads(self, screen: str, *words: str) -> dict[str, Any]:
        """A message on this screen (`message/wechat/...` or `post`) that says all of this."""

        def said(entries: dict[str, Any]) -> dict[str, Any] | None:
            shown = (value["shown"] for key, value in entries.items() if key.startswith(f"{screen}/"))
            return next((each for each in shown if all(word in each["text"] for word in words)), None)

        found: dict[str, Any] = await self.sees(said)
        return found

    async def posts(self, path: str, body: Any = None, data: bytes | None = None) -> dict[str, Any]:
        """What must succeed."""
        status, answer = await self.asks("POST", path, body, data)
        assert status == 200, answer
        return answer

    async def asks(
        self, method: str, path: str, body: Any = None, data: bytes | None = None
    ) -> tuple[int, dict[str, Any]]:
        sent = io.BytesIO(data) if data is not None else None
        async with self.session.request(method, self.url + path, json=body, data=sent, headers={HEADER: "1"}) as answer:
            return answer.status, await answer.json()


@asynccontextmanager
async def browser_at(url: str) -> AsyncIterator[Browser]:
    async with aiohttp.ClientSession() as session:
        browser = Browser(session, url)
        listening = asyncio.create_task(browser.listen())
        try:
            await browser.sees(lambda entries: entries.get("sandbox"))
            yield browser
        finally:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)
