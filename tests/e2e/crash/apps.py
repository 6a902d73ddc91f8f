"""Customers' apps: how something is said in each, and whether the platform then knows that kefu has it."""

import asyncio
import time
from collections.abc import Awaitable
from typing import Protocol

from bots.sandbox.phone import Screen
from bots.sandbox.platforms import Platforms
from bots.sandbox.slack import SlackStandIn
from bots.sandbox.slack.delivery import Delivery
from bots.sandbox.telegram import TelegramStandIn
from bots.sandbox.wechat import WeChatStandIn
from bots.sandbox.wechat.customers import NOTICE
from storage.inbound import Identity

CHANNELS = ("telegram", "slack", "wechat")


class App(Protocol):
    identity: Identity
    at_once: int
    """So many messages may be on their way before the order in which they arrive is anybody's guess."""
    lingers: bool
    """Whether a customer waits a while for an answer although their message seems not to have arrived."""
    is_rationed: bool
    """Whether the platform lets only so many messages reach them."""

    @property
    def screen(self) -> Screen: ...

    async def say(self, text: str) -> bool:
        """Returns when the platform is done with it. True: it was acknowledged, so it must be answered."""

    async def show(self, photo: bytes) -> bool:
        """The same of a photograph."""


class Slacks:
    """Slack gives an event up after three retries. What it says of each, by the message's `ts`."""

    def __init__(self, stand_in: SlackStandIn) -> None:
        self.stand_in = stand_in
        self.ended: dict[str, asyncio.Future[bool]] = {}
        stand_in.telling.on_ended = self._ended

    async def outcome(self, ts: str) -> bool:
        ended: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self.ended[ts] = ended
        try:
            return await ended
        finally:
            del self.ended[ts]

    def _ended(self, delivery: Delivery) -> None:
        ended = self.ended.get(delivery.payload.get("event", {}).get("ts", ""))
        if ended is not None and not ended.done():
            ended.set_result(delivery.acknowledged)


class TelegramApp:
    at_once = 3
    lingers = False
    is_rationed = False

    def __init__(self, stand_in: TelegramStandIn, number: int) -> None:
        self.identity = Identity("telegram", str(number))
        self._phone = stand_in.customer(number, f"客户{number}", "zh-hans")

    @property
    def screen(self) -> Screen:
        return self._phone.screen

    async def say(self, text: str) -> bool:
        """Telegram tries for a day."""
        self._phone.say(text)
        return True

    async def show(self, photo: bytes) -> bool:
        self._phone.send_photo(photo)
        return True


class SlackApp:
    at_once = 3
    lingers = False
    is_rationed = False

    def __init__(self, slacks: Slacks, number: int) -> None:
        self.identity = Identity("slack", f"U{number:08}")
        self._slacks = slacks
        self._phone = slacks.stand_in.customer(self.identity.account_id, f"客户{number}")

    @property
    def screen(self) -> Screen:
        return self._phone.screen

    async def say(self, text: str) -> bool:
        return await self._slacks.outcome(self._phone.say(text))

    async def show(self, photo: bytes) -> bool:
        return await self._slacks.outcome(self._phone.upload(photo, "photo.jpg"))


class WeChatApp:
    at_once = 1
    lingers = True
    is_rationed = True

    def __init__(self, stand_in: WeChatStandIn, number: int) -> None:
        self.identity = Identity("wechat", f"o{number:08}")
        self._phone = stand_in.customer(self.identity.account_id)
        self._said_at = 0
        self.waits = False
        """Whether they read each answer before they write again."""

    @property
    def screen(self) -> Screen:
        return self._phone.screen

    async def say(self, text: str) -> bool:
        """Three tries; then the customer reads that the account is out of service."""
        await self._thinks()
        return await self._taken(self._phone.say(text))

    async def show(self, photo: bytes) -> bool:
        await self._thinks()
        return await self._taken(self._phone.send_image(photo))

    async def _taken(self, sent: Awaitable[None]) -> bool:
        before = self._notices()
        await sent
        return self._notices() == before

    async def _thinks(self) -> None:
        """The platform tells whole seconds, and nobody who does not wait for an answer writes twice in one."""
        if self.waits:
            return
        await asyncio.sleep(max(0.0, self._said_at + 1 - time.time()))
        self._said_at = int(time.time())

    def _notices(self) -> int:
        return sum(shown.text == NOTICE for shown in self.screen.shown)


class Apps:
    def __init__(self, platforms: Platforms) -> None:
        self._platforms = platforms
        self._slacks = Slacks(platforms.slack)

    def of(self, channel: str, number: int) -> App:
        match channel:
            case "telegram":
                return TelegramApp(self._platforms.telegram, number)
            case "slack":
                return SlackApp(self._slacks, number)
            case _:
                return WeChatApp(self._platforms.wechat, number)
