"""What a shop may set for Telegram."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from pydantic import SecretStr

Commands = tuple[tuple[str, str], ...]
"""(name without slash, what it does), in the order the menu shows them."""

CUSTOMER_COMMANDS: Mapping[str, Commands] = {
    "": (
        ("start", "Start over"),
        ("order", "Where is my order?"),
        ("human", "Talk to a person"),
        ("menu", "Everything I can do"),
        ("language", "Change the language"),
        ("help", "How this works"),
        ("cancel", "Stop what we are doing"),
    ),
    "zh": (
        ("start", "重新开始"),
        ("order", "查询订单"),
        ("human", "转人工客服"),
        ("menu", "全部服务"),
        ("language", "切换语言"),
        ("help", "使用帮助"),
        ("cancel", "取消当前操作"),
    ),
}
"""By two-letter language; the empty one is for everybody else."""

DESK_COMMANDS: Mapping[str, Commands] = {
    "": (
        ("resolve", "End this conversation"),
        ("reopen", "Open it again"),
        ("rma", "Return requests of this customer"),
        ("help", "List the commands"),
    ),
    "zh": (
        ("resolve", "结束当前会话"),
        ("reopen", "重新打开会话"),
        ("rma", "这位客户的退货申请"),
        ("help", "查看命令"),
    ),
}

SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
"""What Telegram accepts as a webhook's secret token."""


@dataclass(frozen=True, slots=True, kw_only=True)
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
    customer_commands: Mapping[str, Commands] = field(default_factory=lambda: CUSTOMER_COMMANDS)
    desk_commands: Mapping[str, Commands] = field(default_factory=lambda: DESK_COMMANDS)
    poll_seconds: int = 50
    """How long one getUpdates may wait for something to come."""
    retry_seconds: tuple[float, ...] = (1, 2, 5, 10, 30)
    """How long to wait after each failure in a row; the last one repeats."""

    def __post_init__(self) -> None:
        if not self.token.get_secret_value():
            raise ValueError("telegram.token is empty: @BotFather gives one; set KEFU_TELEGRAM__TOKEN")
        if self.mode == "webhook" and not SECRET.fullmatch(self.secret.get_secret_value()):
            raise ValueError("telegram.secret must be 1 to 256 of A-Z a-z 0-9 _ - in webhook mode")
