"""The HTTP door: read, accept, and answer in the response when the turn is quick enough."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

import structlog
from aiohttp import web

from bots.answer import Answer
from bots.body import body_of
from bots.channel import Accept
from bots.wechat.inbounds import CHANNEL
from bots.wechat.passive import Slot, Slots, resume
from bots.wechat.reader import Reader, Received, Webhook
from handlers.patience import Patience
from storage.inbound import Inbound

log = structlog.get_logger(__name__)

BODY_LIMIT = 64 * 1024
"""Bytes. A text message is at most a few kilobytes; ours, not documented."""
SUCCESS = b"success"
"""Acknowledges without an answer. Plain in secure mode too."""


class Door:
    def __init__(
        self, reader: Reader, slots: Slots, seconds: float, noted: Callable[[Inbound], Awaitable[None] | None]
    ) -> None:
        self._reader = reader
        self._slots = slots
        self._patience = Patience(seconds, resume)
        self._noted = noted
        """Told of every genuine inbound; what it returns is awaited before the platform is acknowledged."""

    async def verification(self, request: web.BaseRequest) -> web.Response:
        return web.Response(text=self._reader.verify(webhook_of(request, b"")))

    async def callback(self, accept: Accept, request: web.BaseRequest) -> Answer:
        webhook = webhook_of(request, await body_of(request, BODY_LIMIT))
        received = self._reader.receive(webhook)
        if received.inbound is None:
            if received.unshown:
                log.warning("template message not shown", channel=CHANNEL, reason=received.unshown)
            return success()
        slot = await self._slots.of_key(received.inbound.key)
        slot.hold()
        written = False
        try:
            await self._accepted(received.inbound, slot, accept)
            text = await slot.answer(self._patience, lambda: is_alive(request))
            response = self._response(received, received.inbound.chat_id, text, webhook)
            written = bool(text) and await was_written(response, request)
        finally:
            slot.release(written=written)
        return response

    def _accepted(self, inbound: Inbound, slot: Slot, accept: Accept) -> Awaitable[None]:
        """Every try is persisted for itself: the first may have failed."""
        note = None if slot.inbox_id else self._noted(inbound)
        return self._bound(inbound, slot, accept) if note is None else self._also_noted(note, inbound, slot, accept)

    async def _also_noted(self, note: Awaitable[None], inbound: Inbound, slot: Slot, accept: Accept) -> None:
        noting = asyncio.ensure_future(note)
        # Let it begin first: what is noted is then never written after the message itself.
        await asyncio.sleep(0)
        try:
            await self._bound(inbound, slot, accept)
        finally:
            await noting

    async def _bound(self, inbound: Inbound, slot: Slot, accept: Accept) -> None:
        inbox_id = await accept(inbound)
        # Before anything else is awaited: the turn's answer may look for the slot at once.
        if inbox_id is not None:
            self._slots.bind(slot, inbox_id)
        elif slot.inbox_id is None and slot.held == 1:
            slot.close()  # from before a restart: the answer goes out by itself

    def _response(self, received: Received, to: str, text: str, webhook: Webhook) -> Answer:
        if not text:
            return success()
        body = self._reader.reply(received, to, text, webhook.query["nonce"])
        return Answer(body, "application/xml; charset=utf-8")


def success() -> Answer:
    return Answer(SUCCESS, "text/plain")


def webhook_of(request: web.BaseRequest, body: bytes) -> Webhook:
    return Webhook(query_of(request), body)


def query_of(request: web.BaseRequest) -> Mapping[str, str]:
    """As `request.query`, at a third of its cost where nothing is escaped, as nothing is that the platform signs."""
    query = request.raw_path.partition("?")[2]
    if "%" in query or "+" in query or "#" in query:
        return request.query
    pairs = [pair.partition("=") for pair in query.split("&")]
    return {name: value for name, _, value in reversed(pairs)}  # of several the first counts


def is_alive(request: web.BaseRequest) -> bool:
    return request.transport is not None and not request.transport.is_closing()


async def was_written(response: Answer, request: web.BaseRequest) -> bool:
    if not is_alive(request):
        return False
    try:
        await response.prepare(request)
        # uvloop hands to the kernel what was written only when it has run what else was ready; a kill before that takes
        # it along, and the record of its delivery may be quicker.
        await asyncio.sleep(0)
    except ConnectionError:
        return False
    return True
