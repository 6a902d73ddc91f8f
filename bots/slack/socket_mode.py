"""Socket Mode: Slack's events over a WebSocket that we open, for a server that Slack cannot reach."""

import asyncio
from typing import Any

import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp

from bots.channel import Busy, SendFailed, Unreachable
from bots.slack.api import Api
from bots.slack.options import SlackOptions

log = structlog.get_logger(__name__)


MISSES = 3
"""So many looks in a row that find no connection, and it is begun anew."""


async def listen(api: Api, app: AsyncApp, options: SlackOptions) -> None:
    """Until cancelled. What was not acknowledged, Slack delivers again."""
    token = options.app_token.get_secret_value()
    while True:
        address = await _address(api, token, options.ping_seconds)
        handler = AsyncSocketModeHandler(app, token, ping_interval=options.ping_seconds)
        handler.client.wss_uri = address
        handler.client.proxy = None  # as in Api
        connecting = asyncio.create_task(_connect(handler))
        try:
            await _until_lost(handler, options.ping_seconds)
        finally:
            connecting.cancel()
            await _close(handler, connecting)
        log.warning("socket mode lost its connection, beginning anew", channel="slack")


async def _until_lost(handler: AsyncSocketModeHandler, pause: float) -> None:
    """The SDK reconnects by itself, but after one refused handshake for ever to the same address, which serves only
    once: then this returns."""
    misses = 0
    while misses < MISSES:
        await asyncio.sleep(pause)
        misses = 0 if await handler.client.is_connected() else misses + 1


async def _connect(handler: AsyncSocketModeHandler) -> None:
    await handler.connect_async()  # type: ignore[no-untyped-call]  # bolt leaves it untyped


async def _address(api: Api, token: str, pause: float) -> str:
    """Where to connect. Asked here the first time, so that what is wrong is told in words."""
    while True:
        try:
            match await api.ask("apps.connections.open", api.client.apps_connections_open(app_token=token)):
                case {"url": str(url)}:
                    return url
            raise Unreachable("Slack does not say where to connect")
        except SendFailed as error:
            log.warning("socket mode cannot connect, trying again", channel="slack", reason=str(error))
            await asyncio.sleep(error.seconds if isinstance(error, Busy) else pause)


async def _close(handler: AsyncSocketModeHandler, connecting: asyncio.Future[Any]) -> None:
    """The SDK cancels its tasks and does not wait for them."""
    client = handler.client
    tasks = [client.message_processor, client.current_session_monitor, client.message_receiver, connecting]
    await handler.close_async()  # type: ignore[no-untyped-call]  # bolt leaves it untyped
    await asyncio.gather(*(task for task in tasks if task is not None), return_exceptions=True)
