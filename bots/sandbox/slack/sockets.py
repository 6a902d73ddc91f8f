"""Socket Mode's server end: hello, envelopes, acknowledgements, redelivery, disconnect requests.

https://docs.slack.dev/apis/events-api/using-socket-mode
"""

import asyncio
from itertools import count

import aiohttp
import orjson
from aiohttp import web

from bots.sandbox.slack.delivery import Delivery, Sort
from bots.sandbox.slack.room import Json
from bots.sandbox.slack.workspace import APP

RETRIES = 3


class Sockets:
    def __init__(self, patience: float = 3.0) -> None:
        self.patience = patience
        self.base = ""
        self.tickets: set[str] = set()
        self.transports: dict[web.WebSocketResponse, asyncio.Transport | None] = {}
        self.open: list[web.WebSocketResponse] = []
        """Connections that take envelopes, the newest last."""
        self.connected = asyncio.Event()
        self.waiting: dict[str, asyncio.Future[Json]] = {}
        """Unacknowledged envelopes. An acknowledgement counts on whichever connection it comes."""
        self.refused = False
        """A switch: connections with a good ticket are turned away."""
        self.refusing = asyncio.Event()
        """One was."""
        self.used = False
        """Whether an app ever asked for a connection."""
        self.numbers = count(1)

    def ticket(self) -> str:
        self.used = True
        ticket = f"ticket-{next(self.numbers)}"
        self.tickets.add(ticket)
        return f"{self.base.replace('http', 'ws', 1)}/link?ticket={ticket}&app_id={APP}"

    async def serve(self, request: web.Request) -> web.StreamResponse:
        ticket = request.query.get("ticket", "")
        if ticket not in self.tickets:
            return web.Response(status=403)
        self.tickets.discard(ticket)
        if self.refused:
            self.refusing.set()
            return web.Response(status=503)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json(
            {"type": "hello", "num_connections": len(self.open) + 1, "connection_info": {"app_id": APP}}
        )
        self.transports[socket] = request.transport
        self.open.append(socket)
        self.connected.set()
        try:
            await self._listen(socket)
        finally:
            self._gone(socket)
        return socket

    async def _listen(self, socket: web.WebSocketResponse) -> None:
        async for message in socket:
            if message.type is not aiohttp.WSMsgType.TEXT:
                continue
            said = orjson.loads(message.data)
            waiter = self.waiting.get(str(said.get("envelope_id")))
            if waiter is not None and not waiter.done():
                waiter.set_result(said.get("payload") or {})

    def _gone(self, socket: web.WebSocketResponse) -> None:
        self.transports.pop(socket, None)
        if socket in self.open:
            self.open.remove(socket)
        if not self.open:
            self.connected.clear()

    async def first(self, delivery: Delivery) -> None:
        await self._attempt(delivery, str(next(self.numbers)))

    async def again(self, delivery: Delivery) -> None:
        while not delivery.acknowledged and delivery.attempts <= RETRIES:
            await self._attempt(delivery, str(next(self.numbers)))

    async def _attempt(self, delivery: Delivery, number: str) -> None:
        await self.connected.wait()
        envelope_id = f"envelope-{number}"
        acknowledged = self.waiting[envelope_id] = asyncio.get_running_loop().create_future()
        envelope = self._envelope(delivery, envelope_id)
        delivery.attempts += 1
        try:
            await self.open[-1].send_str(orjson.dumps(envelope).decode())
            async with asyncio.timeout(self.patience):
                delivery.answer = await acknowledged
            delivery.acknowledged = True
        except (TimeoutError, ConnectionError) as error:
            delivery.refused = type(error).__name__
        finally:
            del self.waiting[envelope_id]

    def _envelope(self, delivery: Delivery, envelope_id: str) -> Json:
        envelope: Json = {"envelope_id": envelope_id, "type": delivery.sort.value, "payload": delivery.payload}
        envelope["accepts_response_payload"] = delivery.sort is not Sort.EVENT
        if delivery.attempts:
            envelope |= {"retry_attempt": delivery.attempts, "retry_reason": "timeout"}
        return envelope

    async def ask_to_reconnect(self) -> None:
        """As Slack does every few hours: the app is to open a new connection; this one takes nothing more."""
        sockets, self.open = self.open, []
        self.connected.clear()
        for socket in sockets:
            await socket.send_json({"type": "disconnect", "reason": "refresh_requested", "debug_info": {}})

    def drop(self) -> None:
        """The network fails: every connection breaks without a word."""
        for transport in self.transports.values():
            if transport is not None:
                transport.abort()

    async def close(self) -> None:
        for socket in list(self.transports):
            await socket.close()
