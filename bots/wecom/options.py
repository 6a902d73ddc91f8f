"""What the WeCom channel is told when it is built."""

from pydantic import SecretStr

from storage.records import record


@record(frozen=True, slots=True, kw_only=True)
class WeComOptions:
    bot_id: str
    secret: SecretStr
    bot_name: str
    """Exactly as the group shows it behind the @; a name may have spaces in it."""
    ws_url: str = "wss://openws.work.weixin.qq.com"
    webhook: SecretStr = SecretStr("")
    """The group's 消息推送, whose address is its only secret. Empty: the group has none."""
    pace_desk: tuple[float, float] = (30, 60)
    """WeCom's limit for one conversation. It counts cards and files too, and has another for an hour: see `budget`."""
    answer_seconds: float = 8.0
    """How long one request over the connection may take."""
    ping_seconds: float = 30.0
    retry_seconds: tuple[float, ...] = (1, 2, 5, 10, 30)
    """How long to wait after each connection in a row that failed; the last one repeats."""
    displaced_seconds: tuple[float, ...] = (60, 120, 300, 600)
    """The same after another program took the bot over: who comes back at once fights it for ever."""

    def __post_init__(self) -> None:
        if not self.bot_name.strip():
            raise ValueError("wecom.bot_name is empty: write the bot's name as the group shows it behind the @")
