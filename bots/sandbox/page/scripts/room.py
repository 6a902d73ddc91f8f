"""A fitting room: stand-ins of its own, to which the production channels send what an admin is trying on.

Nothing is drawn or degraded by a rule of our own here. What a phone shows is what the channel's own code made of a
line, sent over the platform's own protocol.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from itertools import count

import aiohttp
from pydantic import SecretStr

from bots.channel import Channel, SendFailed, ids_of
from bots.delivery.degrade import parts
from bots.delivery.part_by_part import put_or_plainer
from bots.sandbox.phone import Screen, Shown
from bots.sandbox.platforms import Platforms
from bots.slack.channel import Slack
from bots.slack.options import SlackOptions
from bots.telegram.channel import Telegram
from bots.telegram.closed_topics import ClosedTopics
from bots.telegram.options import TelegramOptions
from bots.telegram.private_topics import PrivateTopics
from bots.wechat.channel import WeChat
from bots.wechat.ledger import BY_MESSAGE
from bots.wechat.options import WeChatOptions
from storage.content import Content
from storage.inbound import Attachment
from storage.quota import Allowance, Window


@dataclass(frozen=True, slots=True)
class Fitting:
    """What somebody would see of a line on one channel."""

    channel: str
    messages: tuple[Shown, ...]
    refused: str = ""
    """Why the platform would not take it, or not all of it."""


class Unlimited:
    """A ledger that leaves the counting to the platform."""

    async def opened(self, account: str, allowance: Allowance, act: str, at: float) -> bool:
        return True

    async def windows(self, account: str, now: float) -> tuple[Window, ...]:
        return (Window(remaining=BY_MESSAGE.messages, until=now + BY_MESSAGE.seconds),)

    async def spend(self, account: str, now: float) -> None:
        return

    async def exhausted(self, account: str) -> None:
        return

    async def gone(self, account: str, at: float, allowances: Sequence[Allowance]) -> bool:
        return False

    async def is_gone(self, account: str, now: float) -> bool:
        return False


class Unwritten:
    """A book of private topics for chats that have none."""

    async def keep(self, account: str, topic: str | None) -> None:
        return

    async def latest(self, most: int) -> dict[str, str]:
        return {}


class NoneClosed:
    """Of a desk's topics, where there is no desk."""

    async def keep(self, chat: str, topic: str, *, closed: bool) -> None:
        return

    async def latest(self, most: int) -> list[tuple[str, str]]:
        return []


@dataclass(frozen=True, slots=True)
class Room:
    platforms: Platforms
    channels: tuple[Channel, ...]
    numbers: Iterator[int]

    async def fit(self, content: Content, *, staff: bool = False) -> list[Fitting]:
        """On every channel; `staff`: on those that a desk can be."""
        wanted = [each for each in self.channels if each.capabilities.threads or not staff]
        return list(await asyncio.gather(*(self._on(channel, content) for channel in wanted)))

    async def _on(self, channel: Channel, content: Content) -> Fitting:
        to, screen = self._phone(channel.name)

        async def put(part: Content) -> list[str]:
            return ids_of(await channel.send(to, part))

        refused = ""
        try:
            for part in parts(content, channel.capabilities, unseen):
                await put_or_plainer(put, part, channel.capabilities, unseen)
        except SendFailed as failure:
            refused = str(failure)
        return Fitting(channel.name, tuple(screen.shown), refused)

    def _phone(self, channel: str) -> tuple[str, Screen]:
        """Of somebody who has just written, and to whom nothing was sent yet."""
        number = next(self.numbers)
        if channel == "telegram":
            telegram = self.platforms.telegram.customer(number, "…")
            telegram.chat.started = True
            return str(number), telegram.screen
        if channel == "slack":
            slack = self.platforms.slack.customer(f"U{number:08}", "…", "en-US")
            return slack.person.id, slack.screen
        wechat = self.platforms.wechat.customer(f"o{number:08}")
        wechat.allowance.wrote(time.time())
        return wechat.openid, wechat.screen


def unseen(attachment: Attachment) -> str:
    """No line carries an attachment."""
    return attachment.name


@asynccontextmanager
async def fitting_room() -> AsyncIterator[Room]:
    """Opened for one look and closed again (some 4 ms): nothing of it is kept."""
    async with AsyncExitStack() as stack:
        platforms = Platforms()
        await platforms.start()
        stack.push_async_callback(platforms.close)
        platforms.slack.flood_control = False
        channels = channels_of(platforms, await stack.enter_async_context(aiohttp.ClientSession()))
        for channel in channels:
            stack.push_async_callback(channel.close)
        yield Room(platforms, channels, count(1))


def channels_of(platforms: Platforms, session: aiohttp.ClientSession) -> tuple[Channel, ...]:
    account, slack, telegram = platforms.wechat.credentials, platforms.slack, platforms.telegram
    return (
        WeChat(
            WeChatOptions(
                app_id=account.app_id,
                app_secret=SecretStr(account.app_secret),
                token=SecretStr(account.token),
                aes_key=SecretStr(account.aes_key),
                api_base=platforms.wechat.api_base,
            ),
            session,
            clock=time.time,
            ledger=Unlimited(),
        ),
        Telegram(
            TelegramOptions(token=SecretStr(telegram.token), mode="polling", api_base=telegram.base_url),
            session,
            clock=time.time,
            topics=PrivateTopics(Unwritten()),
            closed=ClosedTopics(NoneClosed()),
        ),
        Slack(
            SlackOptions(
                mode="socket",
                bot_token=SecretStr(slack.bot_token),
                app_token=SecretStr(slack.app_token),
                api_base=slack.api_base,
            ),
            session,
            clock=time.time,
        ),
    )
