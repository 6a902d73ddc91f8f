"""The sections of kefu.yaml, each a frozen value. Units are in the names; times are whole minutes or days."""

import re
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PositiveFloat, SecretStr

from config.problems import Wrong
from config.template import Fields

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Few = Annotated[int, Field(ge=1, le=1000)]


def filled(secret: SecretStr) -> SecretStr:
    value = secret.get_secret_value()
    if not value.strip():
        raise Wrong("empty")
    if not value.isascii() or re.search(r"^[\"']|[\"']$", value):
        raise Wrong("secret_signs")
    if re.search(r"\s", value):
        raise Wrong("secret_space")
    return secret


def matching(pattern: str, code: str) -> AfterValidator:
    """A secret whose form the platform prescribes."""

    def check(secret: SecretStr) -> SecretStr:
        if not re.fullmatch(pattern, secret.get_secret_value()):
            raise Wrong(code)
        return secret

    return AfterValidator(check)


def web_address(url: str) -> str:
    if not re.fullmatch(r"https?://[^\s/?#@]+(/[^\s?#]*)?", url) or not names_a_host(url):
        raise Wrong("web_address")
    return url


def names_a_host(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return bool(parts.hostname) and parts.port != 0
    except ValueError:  # half of an IPv6 address, or a port that there is not
        return False


def bare(host: str) -> str:
    """An IPv6 address as sockets know it, also where it is written as in a URL."""
    return host[1:-1] if host.startswith("[") and host.endswith("]") else host


def socket_address(url: str) -> str:
    if not re.fullmatch(r"wss?://[^\s/?#]+(/\S*)?", url) or not names_a_host(url):
        raise Wrong("socket_address")
    return url


def known_timezone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Wrong("timezone", value=name) from error
    return name


def clock_time(text: str) -> str:
    if not re.fullmatch(r"([01]?\d|2[0-3]):[0-5]\d", text):
        raise Wrong("clock_time", value=text)
    return text


def weekly_time(text: str) -> str:
    weekday, _, time = text.partition(" ")
    if weekday.lower() not in WEEKDAYS:
        raise Wrong("weekday", value=text)
    return f"{weekday.lower()} {clock_time(time.strip())}"


def compiles(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise Wrong("expression", why=str(error)) from error
    return pattern


Secret = Annotated[SecretStr, AfterValidator(filled)]
WebAddress = Annotated[str, AfterValidator(web_address)]
SocketAddress = Annotated[str, AfterValidator(socket_address)]
PushAddress = Annotated[SecretStr, matching(r"https?://[^\s/?#]+/\S+", "push_address")]
TelegramToken = Annotated[Secret, matching(r"[0-9]+:\S+", "telegram_token")]
TelegramSecret = Annotated[SecretStr, matching(r"[A-Za-z0-9_-]{1,256}", "telegram_secret")]
WeChatToken = Annotated[SecretStr, matching(r"[A-Za-z0-9]{3,32}", "wechat_token")]
WeChatKey = Annotated[SecretStr, matching(r"[A-Za-z0-9+/]{43}", "wechat_key")]
Rate = tuple[PositiveFloat, PositiveFloat]
"""At most so many messages in so many seconds."""


class Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, validate_default=False)


class Server(Section):
    """The HTTP server that the platforms call."""

    host: Annotated[str, AfterValidator(bare)] = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535, description="0: any free port")
    public_url: WebAddress | None = Field(default=None, description="How the platforms reach this server")


class Pace(Section):
    """[messages, seconds]; what is left out keeps the platform's own limit."""

    chat: Rate | None = Field(default=None, description="To one chat, as [messages, seconds]")
    bot: Rate | None = Field(default=None, description="Of the whole bot, as [messages, seconds]")
    desk: Rate | None = Field(default=None, description="To the desk's group, as [messages, seconds]")


class Telegram(Section):
    mode: Literal["webhook", "polling"] = "polling"
    token: TelegramToken = Field(description="From @BotFather")
    secret: TelegramSecret | None = Field(
        default=None, description="Webhook mode: any word; Telegram sends it back to us"
    )
    api_base: WebAddress = "https://api.telegram.org"
    pace: Pace = Pace()


class Slack(Section):
    mode: Literal["http", "socket"] = "socket"
    bot_token: Secret = Field(description="xoxb-...")
    signing_secret: Secret | None = Field(default=None, description="HTTP mode")
    app_token: Secret | None = Field(default=None, description="Socket Mode: xapp-...")
    api_base: WebAddress = "https://slack.com/api/"
    pace: Pace = Pace()


class Template(Section):
    """WeChat's 模板消息, sent where a customer message is not allowed any more."""

    id: str = Field(min_length=1, description="模板ID, of 公众平台 > 模板消息 > 我的模板")
    fields: Fields = Field(
        description="What stands in each field (thing1, time2 ...), with {{ shop }}, {{ time }} and {{ text }}"
    )


class WeChat(Section):
    app_id: str = Field(min_length=1)
    app_secret: Secret
    token: WeChatToken
    aes_key: WeChatKey
    aes_key_previous: WeChatKey | None = Field(
        default=None, description="The EncodingAESKey before, for a while after it was changed in the console"
    )
    menu: bool = Field(
        default=False, description="The account's menu (自定义菜单) is what wechat_menu_*.yaml of the scripts say"
    )
    template: Template | None = Field(default=None, description="For surveys when the 48 hours are over")
    api_base: WebAddress = "https://api.weixin.qq.com"
    pace: Pace = Pace()


class WeCom(Section):
    """A 智能机器人 in an internal group of staff; it has no customers."""

    bot_id: str = Field(min_length=1, description="BotID of the 智能机器人, in API mode with 长连接")
    secret: Secret = Field(description="Secret of its 长连接")
    bot_name: str = Field(min_length=1, description="Exactly as the group shows it behind the @")
    webhook: PushAddress | None = Field(
        default=None, description="Address of the group's 消息推送, for when the bot cannot post there"
    )
    ws_url: SocketAddress = "wss://openws.work.weixin.qq.com"
    pace: Pace = Pace()


class Desk(Section):
    """The staff group chat."""

    channel: Literal["telegram", "slack", "wecom"]
    chat: str = Field(min_length=1, description="The group's or channel's id")
    teams: dict[str, str] = Field(default_factory=dict, description="Groups or channels that teams have of their own")
    policy: Path = Field(default=Path("desk.yaml"), description="Teams, routing and triggers; relative to kefu.yaml")


class Scripts(Section):
    path: Path = Field(default=Path("scripts"), description="Relative to the folder of kefu.yaml")
    default_language: str = Field(default="zh-CN", pattern=r"^[a-z]{2,3}(-[A-Za-z]{2,4})?$")


class Shop(Section):
    name: str = Field(default="客服小店", min_length=1)
    timezone: Annotated[str, AfterValidator(known_timezone)] = "Asia/Shanghai"


class Policy(Section):
    order_number: Annotated[str, AfterValidator(compiles)] = Field(
        default=r"[A-Z]{1,3}-?\d{4,12}|\d{8,20}",
        min_length=1,
        description="How your order numbers look; a regular expression",
    )
    proof_attempts: Few = Field(default=5, description="So many tries to prove an order ...")
    proof_window_minutes: Few = Field(default=15, description="... in so many minutes, then a lock")
    proof_month_attempts: Few = Field(
        default=20,
        description="So many wrong tries of one customer, or at one order, in 30 days: four digits are a proof no more",
    )
    proof_remembered_days: Few = 30
    misunderstood_limit: Few = Field(default=3, description="So many messages not understood: a person is brought in")
    form_expires_minutes: Few = 30
    form_retries: Few = Field(default=3, description="So many invalid answers: a person is offered")


class Returns(Section):
    """Sending things back."""

    policy: Path = Field(
        default=Path("returns.yaml"),
        description="Relative to the folder of kefu.yaml; without it seven days, as in China",
    )


class Hours(Section):
    """When people are there."""

    policy: Path = Field(
        default=Path("hours.yaml"),
        description="Relative to the folder of kefu.yaml; without it the shop is always open",
    )


class Surveys(Section):
    """What customers are asked about how it was."""

    policy: Path = Field(
        default=Path("surveys.yaml"),
        description="Relative to the folder of kefu.yaml; without it nobody is asked",
    )


class Reports(Section):
    """What the desk is told of how it does, unasked."""

    daily: Annotated[str, AfterValidator(clock_time)] | None = Field(
        default=None, description="When it is told of yesterday, like 09:00; left out: it is not"
    )
    weekly: Annotated[str, AfterValidator(weekly_time)] | None = Field(
        default=None, description="When it is told of the last seven days, like mon 09:00"
    )


class Retention(Section):
    inbox_days: Few = Field(default=7, description="Handled and delivered messages leave the queues after so many days")
    transcript_days: Few = Field(
        default=365,
        description="What was said, the staff's notes, and photographs of returns, are forgotten after so many days",
    )
    returns_days: int = Field(
        default=1095,
        ge=1,
        le=36_500,
        description="So many days after a return has ended, who asked for it is forgotten",
    )
    orders_days: int = Field(
        default=1825,
        ge=30,
        le=36_500,
        description="An order of which nothing was heard for so many days is forgotten, and imported no more",
    )
    contacts_days: int = Field(
        default=1095,
        ge=1,
        le=36_500,
        description="A customer of whom nothing was heard for so many days is erased, and a colleague's name",
    )


class Log(Section):
    level: Literal["debug", "info", "warning", "error"] = "info"
    format: Literal["console", "json"] = "console"
