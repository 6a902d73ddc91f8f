"""The channels that the settings turn on, and which of them is the desk."""

import asyncio
from collections.abc import Mapping
from dataclasses import field
from functools import partial

import aiohttp

from bots.app import values
from bots.app.clock import Clock
from bots.channel import Channel, DeskChannel, PassiveReplies
from bots.delivery.moving import follow, now_at
from bots.desk_chats import DeskChats
from config import sections
from config.settings import Settings
from handlers.desk.flat import wake_up
from handlers.desk.saying import press_unchecked
from handlers.desk.shelf import DeskPolicyShelf
from handlers.scripts.library import Shelf
from handlers.wechat_menu import columns
from storage.closed_topics import ClosedTopicBook
from storage.database import Database
from storage.inbound import Inbound
from storage.private_topics import PrivateTopicBook
from storage.quota import Quota
from storage.records import record
from storage.results import Outgoing
from storage.store import Accepted, Store

RECENT = 15.0
"""Seconds in which a platform asks again for an answer."""


@record(frozen=True, slots=True)
class Surroundings:
    """What channels are made of."""

    settings: Settings
    session: aiohttp.ClientSession
    database: Database
    shelf: Shelf
    policies: DeskPolicyShelf
    clock: Clock

    @property
    def language(self) -> str:
        return self.settings.scripts.default_language

    def desk_on(self, channel: str) -> DeskChats:
        """The desk's own chat and those of its teams, where the staff are on this channel."""
        desk = self.settings.desk
        return DeskChats(desk.chat, desk.teams.values()) if desk and desk.channel == channel else DeskChats()


@record(frozen=True, slots=True)
class Channels:
    by_name: dict[str, Channel]
    desk: DeskChannel | None
    passive: Mapping[str, PassiveReplies]
    store: Store
    writing: set[asyncio.Task[None]] = field(default_factory=set)

    async def recover(self, now: float) -> None:
        """To be awaited before anything is answered that the last run left."""
        unhandled, waiting = await self.store.unhandled(), await self.store.waiting()
        since = now - RECENT
        for name, channel in self.passive.items():
            asked = {each.inbox_id for each in unhandled if came_in_on(name, each.inbound, since)}
            answers = {row.answers for row in waiting if goes_out_whole_on(name, row, since)}
            channel.left(asked | {each for each in answers if each is not None}, partial(self.store.inbox_id, name))

    def nothing_said(self, accepted: Accepted) -> None:
        """A turn had nothing for its contact: a request held open for the answer need not wait."""
        if channel := self.passive.get(accepted.inbound.identity.channel):
            channel.concluded(accepted.inbox_id)

    def moved(self, inbound: Inbound) -> None:
        """The platform gave a chat another id. If that is not written down in time, a refused post tells it again."""
        if not self.desk or inbound.identity.channel != self.desk.name:
            return
        if write_down := follow(self.desk.desk, inbound.chat_id, inbound.payload, self.store):
            task = asyncio.ensure_future(write_down())
            self.writing.add(task)
            task.add_done_callback(self.writing.discard)

    async def close(self) -> None:
        await asyncio.gather(*self.writing, return_exceptions=True)
        await asyncio.gather(*(channel.close() for channel in self.by_name.values()))


def came_in_on(channel: str, inbound: Inbound, since: float) -> bool:
    return inbound.identity.channel == channel and inbound.sent_at >= since


def goes_out_whole_on(channel: str, row: Outgoing, since: float) -> bool:
    return row.channel == channel and row.created_at >= since and row.parts_sent == 0


async def channels_of(around: Surroundings, store: Store) -> Channels:
    wechat, desk = around.settings.wechat, around.settings.desk
    desks = await desks_of(around)
    for channel in desks.values():
        for chat in tuple(channel.desk):
            channel.desk.follow(chat, await now_at(chat, store))
    by_name: dict[str, Channel] = {"wechat": wechat_of(around, wechat)} if wechat else {}
    by_name |= desks
    # Asked here, once: asking a protocol costs as much as a send.
    passive = {name: channel for name, channel in by_name.items() if isinstance(channel, PassiveReplies)}
    return Channels(by_name, desks[desk.channel] if desk else None, passive, store)


# A channel is imported where it is turned on: the platforms' libraries cost a start half a second and 35 MB.


async def desks_of(around: Surroundings) -> dict[str, DeskChannel]:
    """The channels that staff may be on."""
    settings = around.settings
    desks: dict[str, DeskChannel] = {}
    if settings.telegram:
        desks["telegram"] = await telegram_of(around, settings.telegram)
    if settings.slack:
        desks["slack"] = slack_of(around, settings.slack)
    if settings.wecom:
        desks["wecom"] = wecom_of(around, settings.wecom)
    return desks


def wechat_of(around: Surroundings, section: sections.WeChat) -> Channel:
    from bots.wechat.channel import WeChat

    options = values.wechat(section, around.settings.shop)
    menu = (lambda: columns(around.shelf.library, around.language)) if section.menu else None
    ledger = Quota(around.database)
    return WeChat(options, around.session, clock=around.clock, ledger=ledger, menu=menu, sleep=around.clock.sleep)


async def telegram_of(around: Surroundings, section: sections.Telegram) -> DeskChannel:
    from bots.telegram.channel import Telegram
    from bots.telegram.closed_topics import ClosedTopics
    from bots.telegram.private_topics import PrivateTopics

    return Telegram(
        values.telegram(section, around.settings.server.public_url, around.language),
        around.session,
        clock=around.clock,
        topics=await PrivateTopics.of(PrivateTopicBook(around.database, "telegram")),
        closed=await ClosedTopics.of(ClosedTopicBook(around.database)),
        desk=around.desk_on("telegram"),
        unchecked=lambda: press_unchecked(around.shelf.library, around.language),
        sleep=around.clock.sleep,
    )


def slack_of(around: Surroundings, section: sections.Slack) -> DeskChannel:
    from bots.app.desk_form import desk_form_of
    from bots.app.home import home_of
    from bots.slack.channel import Slack

    return Slack(
        values.slack(section),
        around.session,
        clock=around.clock,
        desk=around.desk_on("slack"),
        home=home_of(around.shelf, around.settings.shop.name, around.language),
        forms=desk_form_of(around.shelf, around.policies, around.language),
        named=lambda: around.policies.policy.agents,
    )


def wecom_of(around: Surroundings, section: sections.WeCom) -> DeskChannel:
    from bots.wecom.channel import WeCom

    return WeCom(
        values.wecom(section),
        around.session,
        clock=around.clock,
        asleep=lambda: wake_up(around.shelf.library, around.language),
        desk=around.desk_on("wecom"),
    )
