"""What a shop may set for Telegram."""

import re
from typing import Literal

from pydantic import SecretStr

from bots.telegram.commands import Chinese
from storage.records import record

SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
"""What Telegram accepts as a webhook's secret token."""


@record(frozen=True, slots=True, kw_only=True)
class TelegramOptions:
    """Raises ValueError when the parts do not fit together."""

    token: SecretStr
    mode: Literal["webhook", "polling"] = "webhook"
    secret: SecretStr = SecretStr("")
    api_base: str = "https://api.telegram.org"
    public_url: str = ""
    """Where Telegram reaches our server, without the path. Empty: the webhook is set by hand."""
    pace_chat: tuple[float, float] = (1, 1)
    pace_bot: tuple[float, float] = (30, 1)
    pace_desk: tuple[float, float] = (20, 60)
    """Telegram's limits: a message a second to one chat, 30 a second in all, 20 a minute to one group."""
    chinese: Chinese = "zh-CN"
    """Of the menu of commands."""
    poll_seconds: int = 50
    """How long one getUpdates may wait for something to come."""
    retry_seconds: tuple[float, ...] = (1, 2, 5, 10, 30)
    """How long to wait after each failure in a row; the last one repeats."""

    def __post_init__(self) -> None:
        if not self.token.get_secret_value():
            raise ValueError("telegram.token is empty: @BotFather gives one; set KEFU_TELEGRAM__TOKEN")
        if self.mode == "webhook" and not SECRET.fullmatch(self.secret.get_secret_value()):
            raise ValueError("telegram.secret must be 1 to 256 of A-Z a-z 0-9 _ - in webhook mode")
