"""The platforms on loopback, with their staff groups, and the settings that point a kefu at them."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Literal

from bots.sandbox.faults import Faults
from bots.sandbox.slack import SlackStandIn
from bots.sandbox.telegram import TelegramStandIn
from bots.sandbox.wechat import RATING, WeChatStandIn
from bots.sandbox.wecom import WeComStandIn

DeskName = Literal["telegram", "slack", "wecom"]
FORUM_ID = -1001000000001
CHANNEL_ID = "C0KEFUDESK"
GROUP_ID = "wrKEFUDESK"
RATING_FIELDS = {"thing1": "{{ shop }}", "thing2": "{{ text }}", "time3": "{{ time }}"}


class Platforms:
    """`keep_history=False`: for long loads, in which screens would only grow. `sleep` waits by `clock`."""

    def __init__(
        self,
        *,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        keep_history: bool = True,
    ) -> None:
        self.telegram = TelegramStandIn(clock, sleep=sleep, keep_history=keep_history)
        self.slack = SlackStandIn(clock, sleep=sleep, keep_history=keep_history)
        self.wechat = WeChatStandIn(clock, sleep=sleep, keep_history=keep_history)
        self.wecom = WeComStandIn(clock)
        self.forum = self.telegram.forum_group(FORUM_ID, "客服群", language="zh-hans")
        self.channel = self.slack.desk_channel(CHANNEL_ID, "support")
        self.group = self.wecom.group(GROUP_ID, "客服群")

    @property
    def faults(self) -> dict[str, Faults]:
        """By channel."""
        return {"telegram": self.telegram.faults, "slack": self.slack.faults, "wechat": self.wechat.faults}

    async def start(self) -> None:
        await self.telegram.start()
        await self.slack.start()
        await self.wechat.start()
        await self.wecom.start()

    async def close(self) -> None:
        await asyncio.gather(self.telegram.close(), self.slack.close(), self.wechat.close(), self.wecom.close())

    def connect(self, port: int, *, calling: bool = True) -> None:
        """Where kefu listens: what an admin types into the consoles of WeChat and, without Socket Mode, Slack.

        `calling`: as in `environment`.
        """
        self.wechat.connect(f"http://127.0.0.1:{port}/wechat")
        if calling:
            self.slack.events_url = f"http://127.0.0.1:{port}/slack/events"

    def environment(self, desk: DeskName, database: Path, *, port: int = 0, calling: bool = False) -> dict[str, str]:
        """The variables that make a kefu talk to these stand-ins.

        `calling`: the platforms call kefu at `port`; otherwise it polls Telegram and opens Slack's socket.
        """
        account = self.wechat.credentials
        return {
            "KEFU_DATABASE": f"sqlite:///{database}",
            "KEFU_SERVER__HOST": "127.0.0.1",
            "KEFU_SERVER__PORT": str(port),
            **({"KEFU_SERVER__PUBLIC_URL": f"http://127.0.0.1:{port}"} if port else {}),
            "KEFU_TELEGRAM__MODE": "webhook" if calling else "polling",
            "KEFU_TELEGRAM__TOKEN": self.telegram.token,
            "KEFU_TELEGRAM__SECRET": "sandbox-secret",
            "KEFU_TELEGRAM__API_BASE": self.telegram.base_url,
            "KEFU_SLACK__MODE": "http" if calling else "socket",
            "KEFU_SLACK__BOT_TOKEN": self.slack.bot_token,
            "KEFU_SLACK__APP_TOKEN": self.slack.app_token,
            "KEFU_SLACK__SIGNING_SECRET": self.slack.signing_secret,
            "KEFU_SLACK__API_BASE": self.slack.api_base,
            "KEFU_WECHAT__APP_ID": account.app_id,
            "KEFU_WECHAT__APP_SECRET": account.app_secret,
            "KEFU_WECHAT__TOKEN": account.token,
            "KEFU_WECHAT__AES_KEY": account.aes_key,
            "KEFU_WECHAT__API_BASE": self.wechat.api_base,
            "KEFU_WECHAT__TEMPLATE__ID": RATING.id,
            "KEFU_WECHAT__TEMPLATE__FIELDS": json.dumps(RATING_FIELDS),
            "KEFU_DESK__CHANNEL": desk,
            "KEFU_DESK__CHAT": {"telegram": self.forum.id, "slack": self.channel.id, "wecom": self.group.id}[desk],
            **(self._wecom_bot() if desk == "wecom" else {}),
        }

    def _wecom_bot(self) -> dict[str, str]:
        """Only where it is the desk: there are no customers in WeCom."""
        return {
            "KEFU_WECOM__BOT_ID": self.wecom.bot_id,
            "KEFU_WECOM__SECRET": self.wecom.secret,
            "KEFU_WECOM__BOT_NAME": self.wecom.bot_name,
            "KEFU_WECOM__WEBHOOK": self.wecom.webhook,
            "KEFU_WECOM__WS_URL": self.wecom.ws_url,
        }
