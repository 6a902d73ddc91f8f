"""The stand-in: one aiohttp server on loopback that is WeCom for one bot and the groups it is in."""

import asyncio
import time
from collections import Counter, deque
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from typing import Any

import aiohttp
import orjson
from aiohttp import web

from bots.sandbox.wecom.bot import Requests
from bots.sandbox.wecom.group import TOO_OFTEN, WeComGroup
from bots.sandbox.wecom.media import MediaStore, Refused, StoredFile

Json = dict[str, Any]
NOT_SUBSCRIBED, WRONG_SECRET, MALFORMED = 846609, 40001, 40058
PUSH_BYTES = 2048
PUSHES = (20, 60.0)


class WeComStandIn:
    """`latency`: seconds until each answer."""

    bot_id = "aibSANDBOX"
    secret = "sandbox-wecom-secret"  # noqa: S105  # of the stand-in, not a secret
    push_key = "sandbox-push-key"
    bot_name = "客服 机器人"
    """With a blank, as names may have."""

    def __init__(self, clock: Callable[[], float] = time.time, *, latency: float = 0.0) -> None:
        self.clock = clock
        self.latency = latency
        self.media = MediaStore(clock)
        self.groups: dict[str, WeComGroup] = {}
        self.requests = Requests(self.groups, self.media, clock)
        self.subscriptions = 0
        """How often a connection was subscribed."""
        self.heard = Counter[str]()
        """How often each command came, answered or not."""
        self.turned_away = 0
        """How often none was let in."""
        self.silent = False
        """Connections stay open, and nothing is answered."""
        self.closed = False
        """No connection is let in."""
        self.pushes: deque[float] = deque(maxlen=PUSHES[0])
        self.told: list[Json] = []
        """Every callback, whether somebody heard it or not."""
        self._refusals: list[tuple[str, int]] = []
        self._numbers = count(1)
        self._live: web.WebSocketResponse | None = None
        self._open: dict[web.WebSocketResponse, web.Request] = {}
        self._telling: set[asyncio.Task[None]] = set()
        self._knocked = asyncio.Event()
        self._runner: web.AppRunner | None = None
        self._base = ""

    async def start(self, port: int = 0) -> None:
        server = web.Application()
        server.router.add_get("/", self._serve)
        server.router.add_get("/media/{id}", self.media.get)
        server.router.add_post("/cgi-bin/webhook/send", self._pushed)
        self._runner = web.AppRunner(server, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        self._base = f"127.0.0.1:{self._runner.addresses[0][1]}"
        self.media.base = f"http://{self._base}"

    async def close(self) -> None:
        for task in self._telling:
            task.cancel()
        await asyncio.gather(*self._telling, *(socket.close() for socket in tuple(self._open)), return_exceptions=True)
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def ws_url(self) -> str:
        return f"ws://{self._base}"

    @property
    def webhook(self) -> str:
        return f"http://{self._base}/cgi-bin/webhook/send?key={self.push_key}"

    def group(self, chat: str, name: str, *, asleep: bool = False) -> WeComGroup:
        """`asleep`: nobody has written to the bot there yet."""
        if chat not in self.groups:
            self.groups[chat] = WeComGroup(
                chat, name, self.bot_name, self.clock, self.tell, self.media, self.new_id, asleep=asleep
            )
        return self.groups[chat]

    def file(self, file_id: str) -> StoredFile:
        """What `ShownFile.id` names. Raises LookupError."""
        try:
            return self.media.files[file_id]
        except KeyError:
            raise LookupError(f"this WeCom has no file {file_id!r}") from None

    def new_id(self) -> str:
        return f"msg-{next(self._numbers)}"

    def refuse(self, errcode: int, cmd: str = "aibot_send_msg", times: int = 1, after: int = 0) -> None:
        """The next so many requests of this kind, `after` so many that are taken."""
        self._refusals += [(cmd, 0)] * after + [(cmd, errcode)] * times

    async def drop(self) -> None:
        """Every connection, without a word."""
        self._live = None
        for request in tuple(self._open.values()):
            if request.transport is not None:
                request.transport.abort()

    async def until_subscribed(self, times: int = 1, seconds: float = 60) -> None:
        """Until so many connections were made."""
        await self._until(lambda: self.subscriptions >= times, seconds)

    async def until_turned_away(self, times: int, seconds: float = 60) -> None:
        await self._until(lambda: self.turned_away >= times, seconds)

    async def _until(self, wanted: Callable[[], bool], seconds: float) -> None:
        async with asyncio.timeout(seconds):
            while not wanted():
                await self._knocked.wait()

    def _knock(self) -> None:
        """Somebody asked for a connection."""
        self._knocked.set()
        self._knocked = asyncio.Event()

    async def displace(self) -> None:
        """As if another program had subscribed, and died."""
        old, self._live = self._live, None
        if old is not None:
            await self._put_out(old)

    def tell(self, cmd: str, body: Json) -> None:
        """The bot, if somebody has its connection: what happens meanwhile is never told again."""
        req_id = f"req-{next(self._numbers)}"
        frame = {"cmd": cmd, "headers": {"req_id": req_id}, "body": {"aibotid": self.bot_id, **body}}
        self.told.append(frame)
        if "template_card_event" in str(body.get("event", "")):
            self.requests.asked[req_id] = (self.clock(), body["chatid"])
        if self._live is not None:
            self._send_soon(self._live, frame)

    def tell_again(self) -> None:
        """The last callback, as WeCom may where its network failed."""
        if self._live is not None:
            self._send_soon(self._live, self.told[-1])

    def tell_raw(self, data: str) -> None:
        """Whatever this is."""
        if self._live is not None:
            self._send_soon(self._live, data)

    def _send_soon(self, socket: web.WebSocketResponse, frame: Json | str) -> None:
        data = frame if isinstance(frame, str) else orjson.dumps(frame).decode()
        task = asyncio.ensure_future(send(socket, data))
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        if self.closed:
            self.turned_away += 1
            self._knock()
            return web.Response(status=503)
        socket = web.WebSocketResponse(max_msg_size=2 * 1024 * 1024)
        await socket.prepare(request)
        self._open[socket] = request
        try:
            async for message in socket:
                if message.type is aiohttp.WSMsgType.TEXT:
                    await self._hear(socket, orjson.loads(message.data))
        finally:
            self._open.pop(socket, None)
            if self._live is socket:
                self._live = None
        return socket

    async def _hear(self, socket: web.WebSocketResponse, frame: Json) -> None:
        self.heard[str(frame.get("cmd"))] += 1
        if not self.silent:
            await self._answer(socket, frame)

    async def _answer(self, socket: web.WebSocketResponse, frame: Json) -> None:
        if self.latency:
            await asyncio.sleep(self.latency)
        cmd, req_id, body = frame["cmd"], frame["headers"]["req_id"], frame.get("body") or {}
        answer: Json = {"headers": {"req_id": req_id}, "errcode": 0, "errmsg": "ok"}
        try:
            answer["body"] = await self._perform(socket, cmd, req_id, body)
        except Refused as refused:
            answer |= {"errcode": refused.errcode, "errmsg": str(refused)}
        except (KeyError, TypeError, ValueError) as error:
            answer |= {"errcode": MALFORMED, "errmsg": f"invalid request: {error!r}"}
        await send(socket, orjson.dumps(answer).decode())

    async def _perform(self, socket: web.WebSocketResponse, cmd: str, req_id: str, body: Json) -> Json:
        for refusal in self._refusals:
            if refusal[0] == cmd:
                self._refusals.remove(refusal)
                if refusal[1]:
                    raise Refused(refusal[1], "refused for a test")
                break
        if cmd == "aibot_subscribe":
            return await self._subscribe(socket, body)
        if socket is not self._live:
            raise Refused(NOT_SUBSCRIBED, "the connection is not subscribed")
        return self.requests.perform(cmd, req_id, body)

    async def _subscribe(self, socket: web.WebSocketResponse, body: Json) -> Json:
        """A new connection puts the old one out."""
        if (body.get("bot_id"), body.get("secret")) != (self.bot_id, self.secret):
            raise Refused(WRONG_SECRET, "invalid credential")
        self.subscriptions += 1
        old, self._live = self._live, socket
        if old is not None and old is not socket:
            await self._put_out(old)
        self._knock()
        return {}

    async def _put_out(self, old: web.WebSocketResponse) -> None:
        event = {"msgid": self.new_id(), "create_time": int(self.clock()), "msgtype": "event"}
        body = {**event, "aibotid": self.bot_id, "event": {"eventtype": "disconnected_event"}}
        frame = {"cmd": "aibot_event_callback", "headers": {"req_id": self.new_id()}, "body": body}
        await send(old, orjson.dumps(frame).decode())
        await old.close()

    async def _pushed(self, request: web.Request) -> web.Response:
        group = next(iter(self.groups.values()), None)
        if request.query.get("key") != self.push_key or group is None:
            return web.json_response({"errcode": 93000, "errmsg": "invalid webhook url"})
        now, text = self.clock(), (await request.json())["text"]["content"]
        if len(self.pushes) == PUSHES[0] and self.pushes[0] > now - PUSHES[1]:
            return web.json_response({"errcode": TOO_OFTEN, "errmsg": "api freq out of limit"})
        if not text or len(text.encode()) > PUSH_BYTES:
            return web.json_response({"errcode": MALFORMED, "errmsg": "invalid content"})
        self.pushes.append(now)
        group.push(text)
        return web.json_response({"errcode": 0, "errmsg": "ok"})


async def send(socket: web.WebSocketResponse, data: str) -> None:
    with suppress(ConnectionError):
        await socket.send_str(data)
