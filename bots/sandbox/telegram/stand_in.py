"""The stand-in itself: an HTTP server on loopback with the paths of the Bot API."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, Self

import aiohttp
import orjson
from aiohttp import web

from bots.sandbox.faults import Faults
from bots.sandbox.telegram.account import Account
from bots.sandbox.telegram.changing import Changing
from bots.sandbox.telegram.customer import TelegramPhone
from bots.sandbox.telegram.forum import Forum
from bots.sandbox.telegram.group import TelegramGroup
from bots.sandbox.telegram.methods import methods
from bots.sandbox.telegram.parameters import read_parameters
from bots.sandbox.telegram.people import person
from bots.sandbox.telegram.refusal import Refusal, busy
from bots.sandbox.telegram.sending import Sending
from bots.sandbox.telegram.topics import Topics
from bots.sandbox.telegram.typing import Typing
from bots.sandbox.telegram.updates import Sleep, Updates
from bots.sandbox.telegram.world import Chat, Sent, World

TOKEN = "4200000001:sandbox-AAHfiqksKZ8WmR2zSjiQ7_v4TMAKdiHm9T0"  # noqa: S105 - made up; it opens nothing but this stand-in
BODY_LIMIT = 64 * 1024 * 1024
WEBHOOK_TIMEOUT = aiohttp.ClientTimeout(total=30)
UNAUTHORIZED = b'{"ok":false,"error_code":401,"description":"Unauthorized"}'
ERROR = Refusal(500, "Internal Server Error")
NOT_FOUND = b'{"ok":false,"error_code":404,"description":"Not Found"}'


class TelegramStandIn:
    """`latency`: seconds that every call takes. `flood_control`: refuse what is sent too fast.

    `keep_history`: False for benchmarks, in which screens and `sent` would only grow.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.time,
        *,
        token: str = TOKEN,
        latency: float = 0.0,
        flood_control: bool = False,
        keep_history: bool = True,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self.token = token
        self.latency = latency
        self.faults = Faults(lambda seconds: busy(seconds).response(), ERROR.response)
        self.base_url = ""
        self._clock = clock
        self._sleep = sleep
        self.world = World(int(token.partition(":")[0]), clock, keep_history=keep_history)
        self.typing = Typing(sleep)
        self.sending = Sending(self.world, self.typing, flood_control=flood_control)
        self._runner: web.ServerRunner | None = None
        self._calls: dict[str, asyncio.Event] = {}
        self._session: aiohttp.ClientSession | None = None
        self._polls: set[asyncio.Transport] = set()
        """Connections on which the bot waits for updates."""
        self.faults.on_cut = self._cut_polls
        self.updates = Updates(self._post, clock, sleep)
        self.account = Account(self.world, self.updates, self.typing)
        topics = Topics(self.sending, Forum(self.world), self.updates)
        self._methods = methods(self.account, self.sending, Changing(self.sending), topics)

    async def start(self, port: int = 0) -> str:
        """Listen on loopback; returns what takes the place of https://api.telegram.org."""
        self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        server = web.Server(self._handle, request_factory=_request, access_log=None)
        self._runner = web.ServerRunner(server, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        self.base_url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self.base_url

    async def close(self) -> None:
        self.faults.clear()
        await self.updates.stop()
        await self.typing.close()
        if self._session is not None:
            await self._session.close()
        if self._runner is not None:
            await self._runner.cleanup()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    def customer(self, user_id: int, name: str, language_code: str | None = None) -> TelegramPhone:
        """Somebody's phone; the same person again for the same id."""
        chat = self.world.chats.get(user_id)
        if chat is None:
            user = person(user_id, name, language_code)
            chat = self.world.chats[user_id] = Chat(user_id, "private", name, user=user, started=False)
        return TelegramPhone(self.account, chat, user_id)

    def forum_group(
        self, chat_id: int, title: str, members: Iterable[tuple[int, str]] = (), *, language: str = "en"
    ) -> TelegramGroup:
        """A supergroup with topics, the bot its administrator. `members`: (user id, name).

        `language`: en, zh-hans or zh-hant, that its phones are set to.
        """
        return self._group(Chat(chat_id, "supergroup", title, is_forum=True, language=language), members)

    def group(self, chat_id: int, title: str, members: Iterable[tuple[int, str]] = ()) -> TelegramGroup:
        """A plain group."""
        return self._group(Chat(chat_id, "group", title, bot_is_admin=False, may_manage_topics=False), members)

    @property
    def sent(self) -> list[Sent]:
        """Every message of the bot that was accepted, in order."""
        return self.world.sent

    @property
    def accepted(self) -> int:
        """How many; also without history."""
        return self.world.accepted

    async def called(self, method: str) -> None:
        """Wait until the bot's next call of a method is being worked on."""
        await self._calls.setdefault(method.lower(), asyncio.Event()).wait()

    def on_sent(self, listener: Callable[[Sent], None] | None) -> None:
        """Call this with every message that is accepted."""
        self.world.on_sent = listener

    def file(self, file_id: str) -> tuple[str, bytes] | None:
        """Something from a screen: its type and its bytes."""
        stored = self.world.files.get(file_id)
        return None if stored is None else (stored.mime, stored.data)

    def _group(self, chat: Chat, members: Iterable[tuple[int, str]]) -> TelegramGroup:
        self.world.chats[chat.id] = chat
        group = TelegramGroup(self.account, chat)
        for user_id, name in members:
            group.agent(user_id, name)
        return group

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        _, first, *rest = request.path.split("/", 3)
        if first == "file":
            return self._file(*rest)
        if first != f"bot{self.token}" or len(rest) != 1:
            return _json(401 if first.startswith("bot") and ":" in first else 404, UNAUTHORIZED)
        if self.latency:
            await asyncio.sleep(self.latency)
        try:
            return await self._call(rest[0].lower(), request)
        except Refusal as refusal:
            return refusal.response()

    async def _call(self, name: str, request: web.BaseRequest) -> web.StreamResponse:
        method = self._methods.get(name)
        if method is None:
            raise Refusal(404, "Not Found: method not found")
        parameters = await read_parameters(request)

        async def work() -> web.StreamResponse:
            result = method(parameters)
            if self._calls:
                self._called(name)
            if isinstance(result, Awaitable):
                result = await result
            return _json(200, orjson.dumps({"ok": True, "result": result}))

        if name == "getupdates":
            return await self.faults.let_through(name, "", request, lambda: self._polled(request, work))
        return await self.faults.let_through(name, parameters.text("chat_id"), request, work)

    async def _polled(
        self, request: web.BaseRequest, work: Callable[[], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        transport = request.transport
        if transport is None:
            return await work()
        self._polls.add(transport)
        try:
            return await work()
        finally:
            self._polls.discard(transport)

    def _cut_polls(self) -> None:
        """What they would have brought is told again: the bot has not confirmed it."""
        for transport in self._polls:
            transport.abort()

    def _called(self, name: str) -> None:
        if waiting := self._calls.pop(name, None):
            waiting.set()

    def _file(self, *parts: str) -> web.StreamResponse:
        token, path = (*parts, "", "")[:2]
        if token != f"bot{self.token}":
            return _json(404, UNAUTHORIZED)
        for stored in self.world.files.values():
            if stored.path == path:
                return web.Response(body=stored.data, content_type="application/octet-stream")
        return _json(404, NOT_FOUND)

    async def _post(self, url: str, body: bytes, headers: dict[str, str]) -> int:
        if self._session is None:
            raise RuntimeError("start() the stand-in before its webhook is set")
        async with self._session.post(url, data=body, headers=headers, timeout=WEBHOOK_TIMEOUT) as response:
            await response.read()
            return response.status


def _json(status: int, body: bytes) -> web.Response:
    return web.Response(status=status, body=body, content_type="application/json")


def _request(message: Any, payload: Any, protocol: Any, writer: Any, task: Any) -> web.BaseRequest:
    """As aiohttp makes it, but large enough for an upload."""
    return web.BaseRequest(
        message, payload, protocol, writer, task, asyncio.get_running_loop(), client_max_size=BODY_LIMIT
    )
