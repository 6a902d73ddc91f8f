"""The long connection to WeCom: one WebSocket over which everything comes and goes.

Why not the official SDK (`wecom-aibot-python-sdk` 1.0.2, the last of March 2026)? Tried and read: it hands every
connection a TLS context, so that it cannot be pointed at a ws:// on loopback; it gives up for good after ten failed
attempts and stops reading, without connecting again, at a frame that is JSON but no object; it comes back at once when
another program takes the bot over; a callback is emitted to whoever listens, so nothing can be persisted before the
next one is read, and what a listener raises is lost; it writes whole messages to its log and cannot upload files.
What is left of a client without all that is small, and aiohttp speaks WebSocket already.

The protocol has no acknowledgement of callbacks: what comes, comes once.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress

import aiohttp
import structlog

from bots.channel import Unreachable
from bots.hearing import Hearing
from bots.unreached import why
from bots.wecom.arrivals import Arrival
from bots.wecom.failures import TOO_OFTEN
from bots.wecom.frames import (
    EVENT,
    FRAME_BYTES,
    MESSAGE,
    PING,
    SUBSCRIBE,
    Event,
    Frame,
    Malformed,
    read,
    read_body,
    written,
)
from bots.wecom.options import WeComOptions

log = structlog.get_logger(__name__)

Sleep = Callable[[float], Awaitable[None]]
Arrive = Callable[[Arrival], Awaitable[None]]
READY_SECONDS = 4.0
"""So long a request waits for a connection that is on its way."""
CLOSE_SECONDS = 2.0
PEACE_SECONDS = 3600.0
"""After so long it does not count any more that another program took the bot over."""


class Lost(Exception):
    """The connection ended. The text is for the operator."""


class Denied(Lost):
    """WeCom does not accept the bot's credentials, or finds that we ask too often."""


class Displaced(Lost):
    """Another program has subscribed with the same bot."""


class LongConnection:
    def __init__(
        self,
        options: WeComOptions,
        session: aiohttp.ClientSession,
        arrive: Arrive,
        hearing: Hearing,
        *,
        clock: Callable[[], float],
        sleep: Sleep,
        jitter: random.Random,
        new_id: Callable[[], str],
    ) -> None:
        """`arrive` is called with every callback, in their order; it holds back the next frame until it returns."""
        self._options = options
        self._session = session
        self._arrive = arrive
        self._hearing = hearing
        self._clock = clock
        self._sleep = sleep
        self._random = jitter
        self._new_id = new_id
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self._asked: dict[str, asyncio.Future[Frame]] = {}
        self._ready = asyncio.Event()
        self._failures = 0
        self._taken_over: list[float] = []
        self.trouble = "not connected to WeCom yet"
        """Why nothing can be sent now; "" while all is well."""

    async def run(self) -> None:
        """Connected whenever it can be, until cancelled."""
        while True:
            try:
                await self._live()
            except Lost as lost:
                await self._pause(lost)

    async def ask(self, cmd: str, body: object) -> Frame:
        """The answer, whatever its errcode. Raises Unreachable."""
        try:
            async with asyncio.timeout(READY_SECONDS):
                await self._ready.wait()
        except TimeoutError:
            raise Unreachable(self.trouble) from None
        return await self._ask(cmd, body)

    async def tell(self, cmd: str, req_id: str, body: object) -> None:
        """An answer to a callback. Nothing is heard of it, and nothing happens when there is no connection."""
        if self._socket is not None and self._ready.is_set():
            with suppress(aiohttp.ClientError, OSError):
                await self._socket.send_str(written(cmd, req_id, body))

    async def _live(self) -> None:
        """One connection, to its end. Raises Lost."""
        try:
            async with asyncio.timeout(self._options.answer_seconds):
                socket = await self._session.ws_connect(
                    self._options.ws_url,
                    max_msg_size=FRAME_BYTES,
                    timeout=aiohttp.ClientWSTimeout(ws_close=CLOSE_SECONDS),
                )
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise Lost(f"WeCom was not reached: {why(error)}") from None
        self._socket = socket
        tasks = [asyncio.ensure_future(work) for work in (self._hear(socket), self._keep())]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            await self._let_go(socket, tasks)

    async def _let_go(self, socket: aiohttp.ClientWebSocketResponse, tasks: Sequence[asyncio.Future[None]]) -> None:
        self._ready.clear()
        self._hearing.ended()
        self._socket, self.trouble = None, "the connection to WeCom was lost"
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for future in self._asked.values():
            if not future.done():
                future.set_exception(Unreachable("the connection to WeCom was lost before the answer"))
        self._asked.clear()
        await socket.close()

    async def _keep(self) -> None:
        """Subscribe, then prove every so often that the other side is alive."""
        await self._subscribe()
        while True:
            await self._sleep(self._options.ping_seconds)
            try:
                await self._ask(PING)
            except Unreachable as error:
                raise Lost("WeCom did not answer a ping") from error
            self._failures = 0

    async def _subscribe(self) -> None:
        options = self._options
        try:
            answer = await self._ask(SUBSCRIBE, {"bot_id": options.bot_id, "secret": options.secret.get_secret_value()})
        except Unreachable as error:
            raise Lost(f"WeCom did not answer the subscription: {error}") from None
        if answer.errcode in TOO_OFTEN:
            raise Denied(f"WeCom was asked for connections too often (errcode {answer.errcode})")
        if answer.errcode:
            advice = "compare wecom.bot_id and KEFU_WECOM__SECRET with the bot's page"
            raise Denied(f"WeCom does not accept the bot (errcode {answer.errcode}); {advice}")
        log.info("wecom connected", bot=options.bot_id)
        self.trouble = ""
        self._hearing.begun(self._clock())
        self._ready.set()

    async def _hear(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        async for message in socket:
            if message.type is aiohttp.WSMsgType.TEXT:
                await self._frame(message.data)
                self._hearing.heard(self._clock())
        raise Lost("WeCom closed the connection")

    async def _frame(self, data: str) -> None:
        try:
            frame = read(data)
            if frame.cmd in (MESSAGE, EVENT):
                await self._callback(frame)
            elif not frame.cmd:
                self._answer(frame)
        except Malformed as error:
            log.warning("frame refused", channel="wecom", reason=str(error), bytes=len(data))

    async def _callback(self, frame: Frame) -> None:
        body = read_body(frame)
        if isinstance(body, Event) and body.event.eventtype == "disconnected_event":
            raise Displaced("another program took over the connection of this bot; only one can have it")
        if body is not None:
            await self._arrive(Arrival(body, frame.headers.req_id, self._clock()))

    def _answer(self, frame: Frame) -> None:
        future = self._asked.pop(frame.headers.req_id, None)
        if future is not None and not future.done():
            future.set_result(frame)
        elif future is None and frame.errcode:
            log.info("wecom refused an answer to a callback", errcode=frame.errcode)

    async def _ask(self, cmd: str, body: object = None) -> Frame:
        socket, req_id = self._socket, f"{cmd}_{self._new_id()}"
        if socket is None:
            raise Unreachable(self.trouble)
        answer: asyncio.Future[Frame] = asyncio.get_running_loop().create_future()
        self._asked[req_id] = answer
        try:
            async with asyncio.timeout(self._options.answer_seconds):
                await socket.send_str(written(cmd, req_id, body))
                return await answer
        except TimeoutError:
            raise Unreachable(f"WeCom did not answer {cmd}") from None
        except (aiohttp.ClientError, OSError) as error:
            raise Unreachable(f"WeCom was not reached by {cmd}: {why(error)}") from None
        finally:
            self._asked.pop(req_id, None)

    async def _pause(self, lost: Lost) -> None:
        self.trouble = str(lost)
        seconds = self._random.uniform(0.5, 1.0) * self._longest_pause(lost)
        if isinstance(lost, Displaced | Denied):
            log.error("wecom connection lost", reason=str(lost), retry_in=round(seconds, 1))
        else:
            log.warning("wecom connection lost", reason=str(lost), retry_in=round(seconds, 1))
        await self._sleep(seconds)

    def _longest_pause(self, lost: Lost) -> float:
        if isinstance(lost, Displaced):
            now = self._clock()
            self._taken_over = [at for at in self._taken_over if at > now - PEACE_SECONDS] + [now]
            return nth(self._options.displaced_seconds, len(self._taken_over))
        self._failures += 1
        # WeCom counts subscriptions, and credentials do not become right by themselves.
        is_denied = isinstance(lost, Denied)
        return nth(self._options.displaced_seconds if is_denied else self._options.retry_seconds, self._failures)


def nth(pauses: tuple[float, ...], number: int) -> float:
    """Counted from 1; behind the last one it is the last one."""
    return pauses[min(number, len(pauses)) - 1]
