"""A shop on Slack: the stand-in, the channel under test and an inbox that only remembers."""

from collections.abc import AsyncIterator, Container, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Literal

import aiohttp
from aiohttp import web
from pydantic import SecretStr

from bots.desk_chats import DeskChats
from bots.sandbox.slack import SlackDesk, SlackPhone, SlackStandIn
from bots.server import server_of
from bots.slack.channel import Slack
from bots.slack.form import DeskForm
from bots.slack.options import SlackOptions
from storage.content import Button, Content
from tests.bots.inbox import Inbox

DESK = "C0DESK"
IN_THREAD = ("claim", "release", "transfer", "r", "note", "snooze", "priority", "resolve")
OUTSIDE = ("queue", "away", "back")
OTHERS = (
    "title",
    "submit",
    "close",
    "what",
    "team",
    "person",
    "why",
    "words",
    "reply",
    "until",
    "priority",
    "empty",
    "choose_again",
    "no_target",
    "not_done",
)
FORM = DeskForm(
    words={name: name for name in (*OTHERS, *(f"do_{name}" for name in (*IN_THREAD, *OUTSIDE)))},
    in_thread=IN_THREAD,
    outside=OUTSIDE,
    snoozes=(("2h", "In two hours"), ("tomorrow 9:00", "Tomorrow")),
    priorities=(("urgent", "Urgent"), ("low", "Low")),
    teams=(("returns", "售后"), ("sales", "售前")),
)
"""Every word on it stands for itself."""
MENU = Content(text="<b>菜单</b>", buttons=(Button(label="查订单", goto="order_lookup"),))


@dataclass
class Shop:
    standin: SlackStandIn
    slack: Slack
    session: aiohttp.ClientSession
    inbox: Inbox
    desk: SlackDesk
    url: str = ""
    late: float = 0.0
    """So much later is it than Slack believes."""

    def now(self) -> float:
        return self.standin.workspace.clock() + self.late

    def customer(self, user: str = "U0LI", name: str = "李雷", locale: str = "zh-CN") -> SlackPhone:
        return self.standin.customer(user, name, locale)


@asynccontextmanager
async def open_shop(
    standin: SlackStandIn,
    options: SlackOptions,
    inbox: Inbox,
    *,
    team_chats: Iterable[str] = (),
    named: Container[str] = (),
) -> AsyncIterator[Shop]:
    """kefu's Slack channel served over HTTP. The stand-in is started already."""
    async with aiohttp.ClientSession() as session:
        slack = Slack(
            options,
            session,
            clock=lambda: shop.now(),
            desk=DeskChats(DESK, team_chats),
            home=lambda _: MENU,
            forms=lambda: FORM,
            named=lambda: named,
        )
        runner = web.ServerRunner(server_of(slack.routes(inbox.accept)))
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
        if options.mode == "http":
            standin.events_url = url
        shop = Shop(standin, slack, session, inbox, standin.desk_channel(DESK, "desk"), url)
        try:
            yield shop
        finally:
            await slack.close()
            await runner.cleanup()


def options_for(
    standin: SlackStandIn,
    mode: Literal["http", "socket"] = "http",
    *,
    bot_token: str = SlackStandIn.bot_token,
    app_token: str = SlackStandIn.app_token,
    api_seconds: float = 60,
    share_pauses: tuple[float, ...] = (0.0,),
    ping_seconds: float = 60,
) -> SlackOptions:
    return SlackOptions(
        mode=mode,
        bot_token=SecretStr(bot_token),
        signing_secret=SecretStr(standin.signing_secret),
        app_token=SecretStr(app_token),
        api_base=standin.api_base,
        api_seconds=api_seconds,
        share_pauses=share_pauses,
        ping_seconds=ping_seconds,
    )
