"""The channels that the settings turn on, and which of them is the desk."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

import aiohttp

from bots.app import values
from bots.app.home import home_of
from bots.channel import Channel, DeskChannel, PassiveReplies
from bots.delivery.poster import DESK_CHAT
from bots.slack.channel import Slack
from bots.telegram.channel import Telegram
from bots.wechat.channel import WeChat
from config.settings import Settings
from handlers.scripts.library import Shelf
from storage.inbound import Inbound
from storage.quota import Quota
from storage.store import Accepted, Store

Clock = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Channels:
    by_name: dict[str, Channel]
    desk: DeskChannel | None
    store: Store
    writing: set[asyncio.Task[None]] = field(default_factory=set)

    def nothing_said(self, accepted: Accepted) -> None:
        """A turn had nothing for its contact: a request held open for the answer need not wait."""
        channel = self.by_name.get(accepted.inbound.identity.channel)
        if channel is not None and isinstance(channel, PassiveReplies):
            channel.concluded(accepted.inbox_id)

    def moved(self, inbound: Inbound) -> None:
        """The platform gave a chat another id. If that is not written down in time, a refused post tells it again."""
        if self.desk and inbound.identity.channel == self.desk.name and inbound.chat_id == self.desk.desk_chat:
            self.desk.desk_chat = inbound.payload
            task = asyncio.ensure_future(self.store.set_bookmark(DESK_CHAT, inbound.payload))
            self.writing.add(task)
            task.add_done_callback(self.writing.discard)

    async def close(self) -> None:
        await asyncio.gather(*self.writing, return_exceptions=True)
        await asyncio.gather(*(channel.close() for channel in self.by_name.values()))


async def channels_of(
    settings: Settings, session: aiohttp.ClientSession, store: Store, quota: Quota, shelf: Shelf, clock: Clock
) -> Channels:
    desk_chat = await store.bookmark(DESK_CHAT) or settings.desk.chat
    chats = {settings.desk.channel: desk_chat}
    by_name: dict[str, Channel] = {}
    desks: dict[str, DeskChannel] = {}
    if settings.wechat:
        by_name["wechat"] = WeChat(values.wechat(settings.wechat), session, clock=clock, ledger=quota)
    if settings.telegram:
        options = values.telegram(settings.telegram, settings.server.public_url)
        desks["telegram"] = Telegram(options, session, clock=clock, desk_chat=chats.get("telegram", ""))
    if settings.slack:
        home = home_of(shelf, settings.shop.name, settings.scripts.default_language)
        desks["slack"] = Slack(
            values.slack(settings.slack), session, clock=clock, desk_chat=chats.get("slack", ""), home=home
        )
    return Channels(by_name | desks, desks.get(settings.desk.channel), store)
