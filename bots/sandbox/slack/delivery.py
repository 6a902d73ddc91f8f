"""How the app hears of things: HTTP requests with Slack's signature, or envelopes over Socket Mode."""

import hashlib
import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urlencode

import aiohttp
import orjson

from bots.sandbox.slack.room import Json

Sleep = Callable[[float], Awaitable[None]]

RETRIES = (0.0, 60.0, 300.0)
"""Seconds before each retry of an event (https://docs.slack.dev/apis/events-api#retries)."""


class Sort(StrEnum):
    EVENT = "events_api"
    PRESS = "interactive"
    COMMAND = "slash_commands"


@dataclass(slots=True)
class Delivery:
    """One thing told to the app, and how that went."""

    sort: Sort
    payload: Json
    attempts: int = 0
    acknowledged: bool = False
    answer: Json = field(default_factory=dict)
    """What came with the acknowledgement."""
    refused: int | str = ""
    """The last answer that was no acknowledgement."""
    on_taken: Callable[["Delivery"], None] | None = None
    """Called when it was acknowledged."""
    on_given_up: Callable[["Delivery"], None] | None = None
    """Called when it never was acknowledged."""


class HttpDelivery:
    """Waits `patience` for a 200. Events are told again after it; presses and commands are not."""

    def __init__(
        self,
        secret: str,
        clock: Callable[[], float],
        sleep: Sleep,
        *,
        retries: tuple[float, ...] = RETRIES,
        patience: float = 3.0,
    ) -> None:
        self.url = ""
        self.secret = secret
        self.clock = clock
        self.sleep = sleep
        self.retries = retries
        self.patience = aiohttp.ClientTimeout(total=patience)
        self.session: aiohttp.ClientSession | None = None

    async def first(self, delivery: Delivery) -> None:
        await self._attempt(delivery, {})

    async def again(self, delivery: Delivery) -> None:
        """The retries, until one is acknowledged."""
        if delivery.sort is not Sort.EVENT:
            return
        for number, pause in enumerate(self.retries, start=1):
            if delivery.acknowledged:
                return
            await self.sleep(pause)
            await self._attempt(delivery, {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": reason(delivery)})

    async def _attempt(self, delivery: Delivery, headers: dict[str, str]) -> None:
        body, content_type = encoded(delivery)
        signed = signature(self.secret, body, self.clock())
        delivery.attempts += 1
        try:
            async with self._session().post(
                self.url, data=body, headers={"Content-Type": content_type, **signed, **headers}, timeout=self.patience
            ) as response:
                answer = await response.read()
                delivery.acknowledged = response.status == 200
                delivery.answer = answered(answer) if delivery.acknowledged else {}
                delivery.refused = response.status
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            delivery.refused = "http_timeout" if isinstance(error, TimeoutError) else "connection_failed"

    def _session(self) -> aiohttp.ClientSession:
        if self.session is None:
            self.session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        return self.session

    async def close(self) -> None:
        if self.session is not None:
            await self.session.close()


def reason(delivery: Delivery) -> str:
    return "http_error" if isinstance(delivery.refused, int) else delivery.refused


def answered(body: bytes) -> Json:
    """An acknowledgement may say something, or nothing."""
    try:
        known = orjson.loads(body)
    except orjson.JSONDecodeError:
        return {}
    return known if isinstance(known, dict) else {}


def encoded(delivery: Delivery) -> tuple[bytes, str]:
    match delivery.sort:
        case Sort.EVENT:
            return orjson.dumps(delivery.payload), "application/json"
        case Sort.PRESS:
            form = {"payload": orjson.dumps(delivery.payload).decode()}
        case Sort.COMMAND:
            form = delivery.payload
    return urlencode(form).encode(), "application/x-www-form-urlencoded"


def signature(secret: str, body: bytes, now: float) -> dict[str, str]:
    """https://docs.slack.dev/authentication/verifying-requests-from-slack."""
    timestamp = str(int(now))
    digest = hmac.new(secret.encode(), b"v0:%s:%s" % (timestamp.encode(), body), hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": f"v0={digest}"}
