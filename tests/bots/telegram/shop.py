"""What a test of Telegram needs: the channel, an inbox that can refuse, and a door for the webhook."""

import asyncio
import socket
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import aiohttp
from aiohttp import web
from pydantic import SecretStr

from bots.channel import Refused, Route
from bots.desk_chats import DeskChats
from bots.sandbox.telegram import TelegramGroup, TelegramStandIn
from bots.server import server_of
from bots.telegram import door
from bots.telegram.channel import Telegram
from bots.telegram.closed_topics import ClosedTopics
from bots.telegram.options import TelegramOptions
from bots.telegram.private_topics import PrivateTopics
from bots.telegram.reading import Place, read
from bots.telegram.speech import Myself
from storage.content import Button, Content
from storage.errors import StorageFailed
from storage.inbound import Inbound, Kind

SECRET = "the-secret_of-the-webhook"
TOKEN = "777:secret-token"
DESK = -1002200000001
ADDRESS = {"content-type": "application/json", "x-telegram-bot-api-secret-token": SECRET}
NOW = 1_800_000_000.0
UNCHECKED = "Not done: please press again."


def options(api_base: str = "http://127.0.0.1:9", token: str = TOKEN, **more: Any) -> TelegramOptions:
    settings: dict[str, Any] = {"retry_seconds": (0,), "secret": SecretStr(SECRET)} | more
    return TelegramOptions(token=SecretStr(token), api_base=api_base, **settings)


def received(
    body: bytes, headers: Mapping[str, str] = ADDRESS, *, secret: str = SECRET, me: Myself | None = None
) -> tuple[Inbound, ...]:
    """What a request brings. Raises Refused."""
    door.admit(headers, secret.encode())
    return read(door.parse(body), Place(me or Myself(), DeskChats(str(DESK)), "", lambda: NOW))


class Inbox:
    """Keeps what is accepted, once; `down`: how many times it cannot."""

    def __init__(self) -> None:
        self.kept: list[Inbound] = []
        self.tried: list[str] = []
        self.down: dict[str, int] = {}
        self.failure: Exception = OSError("the disk is full")
        self._changed = asyncio.Event()

    async def accept(self, inbound: Inbound) -> int | None:
        self.tried.append(inbound.text)
        await asyncio.sleep(0)
        if self.down.get(inbound.text, 0) > 0:
            self.down[inbound.text] -= 1
            raise self.failure
        if any(known.key == inbound.key for known in self.kept):
            return None
        self.kept.append(inbound)
        self._changed.set()
        return len(self.kept)

    @property
    def acts(self) -> list[Inbound]:
        """Without the news of who is in the desk."""
        return [each for each in self.kept if each.kind not in (Kind.MEMBER_GONE, Kind.MEMBER_BACK)]

    async def until(self, enough: Callable[[list[Inbound]], bool]) -> list[Inbound]:
        async with asyncio.timeout(60):
            while not enough(self.kept):
                self._changed.clear()
                await self._changed.wait()
        return self.kept

    async def texts(self, count: int) -> list[str]:
        return [inbound.text for inbound in await self.until(lambda kept: len(kept) >= count)]


class MemoryBook:
    """storage.private_topics in its smallest form; `fails`: it cannot write."""

    def __init__(self) -> None:
        self.topics: dict[str, str] = {}
        self.fails = False

    async def keep(self, account: str, topic: str | None) -> None:
        if self.fails:
            raise StorageFailed("the disk is full")
        self.topics.pop(account, None)
        if topic:
            self.topics[account] = topic

    async def latest(self, most: int) -> dict[str, str]:
        return dict([*self.topics.items()][-most:])


class MemoryOfClosed:
    """storage.closed_topics in its smallest form; `fails`: it cannot write."""

    def __init__(self) -> None:
        self.topics: list[tuple[str, str]] = []
        self.fails = False

    async def keep(self, chat: str, topic: str, *, closed: bool) -> None:
        if self.fails:
            raise StorageFailed("the disk is full")
        self.topics = [each for each in self.topics if each != (chat, topic)] + [(chat, topic)] * closed

    async def latest(self, most: int) -> list[tuple[str, str]]:
        return self.topics[-most:]


class Shop:
    def __init__(self, platform: TelegramStandIn, session: aiohttp.ClientSession) -> None:
        self.platform = platform
        self.session = session
        self.inbox = Inbox()
        self.now = NOW
        self.unchecked = UNCHECKED
        self.desk: TelegramGroup = platform.forum_group(DESK, "Desk", [(61007, "Ann")])
        self.book = MemoryBook()
        self.topics = PrivateTopics(self.book)
        self.book_of_closed = MemoryOfClosed()
        self.closed = ClosedTopics(self.book_of_closed)
        self.channel = self.open()
        self.statuses: list[int] = []
        self._runner: web.ServerRunner | None = None
        self._running: asyncio.Task[None] | None = None

    def open(self, *, desk: bool = True, team_chats: Sequence[str] = (), **more: Any) -> Telegram:
        chosen = options(self.platform.base_url, self.platform.token, **more)
        self.channel = Telegram(
            chosen,
            self.session,
            clock=lambda: self.now,
            topics=self.topics,
            closed=self.closed,
            desk=DeskChats(str(DESK) if desk else "", team_chats),
            unchecked=lambda: self.unchecked,
        )
        return self.channel

    async def open_door(self, **more: Any) -> str:
        """Serve the webhook and let the platform know of it."""
        listening = socket.create_server(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        await self.open(public_url=url, **more).check()
        server = server_of(self._noted(route) for route in self.channel.routes(self.inbox.accept))
        self._runner = web.ServerRunner(server)
        await self._runner.setup()
        await web.SockSite(self._runner, listening).start()
        await self.channel.run(self.inbox.accept)
        return url

    async def close_door(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    def poll(self, **more: Any) -> asyncio.Task[None]:
        return self.begin(mode="polling", **more)

    def begin(self, **more: Any) -> asyncio.Task[None]:
        self._running = asyncio.create_task(self.open(**more).run(self.inbox.accept))
        return self._running

    async def offer(self, chat: str, label: str, goto: str) -> str:
        return await self.channel.send(chat, Content(text="menu", buttons=(Button(label=label, goto=goto),)))

    async def settled(self) -> None:
        """Until the bot has taken everything that happened."""
        async with asyncio.timeout(60):
            await self.platform.updates.settled()

    async def stop(self) -> None:
        if self._running is not None:
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)
        await self.channel.close()

    async def close(self) -> None:
        await self.stop()
        await self.close_door()

    def _noted(self, route: Route) -> Route:
        async def answer(request: web.BaseRequest) -> web.StreamResponse:
            try:
                answered = await route.answer(request)
            except Refused as refused:
                self.statuses.append(refused.status)
                raise
            except OSError:
                answered = web.Response(status=500)
            self.statuses.append(answered.status)
            return answered

        return replace(route, answer=answer)
