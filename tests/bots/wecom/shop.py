"""A shop whose desk is in WeCom: the stand-in, the channel under test and an inbox that only remembers."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

import aiohttp
from pydantic import SecretStr

from bots.channel import Channel, DeskChannel
from bots.desk_chats import DeskChats
from bots.sandbox.wecom import WeComGroup, WeComMember, WeComStandIn
from bots.wecom.channel import WeCom
from bots.wecom.options import WeComOptions
from tests.bots.inbox import Inbox
from tests.moments import Clock

DESK = "wrDESK"
WAKE_UP = "请 @ 我一次"
PING_SECONDS = 1.0
LONG = 20.0
"""Seconds. Only who was displaced waits so long."""


@dataclass
class Pauses:
    """Nobody waits in earnest, except behind a door that a test has closed to long waits."""

    asked: list[float] = field(default_factory=list)
    door: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.door.set()

    async def __call__(self, seconds: float) -> None:
        self.asked.append(seconds)
        await asyncio.sleep(0.005)
        if seconds >= LONG:
            await self.door.wait()


@dataclass
class Shop:
    standin: WeComStandIn
    wecom: WeCom
    inbox: Inbox
    group: WeComGroup
    mei: WeComMember
    clock: Clock
    pauses: Pauses
    running: "asyncio.Task[None]"

    def texts(self) -> list[str]:
        """What stands in the group, without what members wrote."""
        return [shown.text for shown in self.group.screen.shown if not shown.mine]


def options_for(standin: WeComStandIn) -> WeComOptions:
    return WeComOptions(
        bot_id=standin.bot_id,
        secret=SecretStr(standin.secret),
        bot_name=standin.bot_name,
        ws_url=standin.ws_url,
        webhook=SecretStr(standin.webhook),
        answer_seconds=5,
        ping_seconds=PING_SECONDS,
    )


@asynccontextmanager
async def open_shop(*, asleep: bool = False, teams: tuple[str, ...] = (), **changes: object) -> AsyncIterator[Shop]:
    """kefu's WeCom channel, connected. `changes`: of its options."""
    clock = Clock(1_795_000_000.0)
    standin = WeComStandIn(clock)
    await standin.start()
    group = standin.group(DESK, "客服群", asleep=asleep)
    try:
        async with aiohttp.ClientSession() as session:
            options = replace(options_for(standin), **changes)  # type: ignore[arg-type]  # options by name
            inbox = Inbox()
            pauses = Pauses()
            async with running(options, session, clock, inbox, pauses, teams) as (wecom, task):
                await standin.until_subscribed()
                yield Shop(standin, wecom, inbox, group, group.member("xiaomei", "小美"), clock, pauses, task)
    finally:
        await standin.close()


@asynccontextmanager
async def running(
    options: WeComOptions,
    session: aiohttp.ClientSession,
    clock: Clock,
    inbox: Inbox,
    pauses: Pauses,
    teams: tuple[str, ...] = (),
) -> AsyncIterator[tuple[WeCom, "asyncio.Task[None]"]]:
    wecom = WeCom(
        options,
        session,
        clock=clock,
        asleep=lambda: WAKE_UP,
        desk=DeskChats(DESK, teams),
        sleep=pauses,
        jitter=random.Random(7),
    )
    task = asyncio.ensure_future(wecom.run(inbox.accept))
    try:
        yield wecom, task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await wecom.close()


def as_channel(wecom: WeCom) -> tuple[Channel, DeskChannel]:
    """What the rest of kefu takes it for."""
    return wecom, wecom
