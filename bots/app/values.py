"""Settings as the values that each room takes. Nothing behind this reads settings."""

import re
from collections.abc import Collection
from dataclasses import fields
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from pydantic import SecretStr

from bots.slack.options import SlackOptions
from bots.telegram.options import TelegramOptions
from bots.wechat.options import WeChatOptions
from bots.wechat.template import Field, Template
from bots.wecom.options import WeComOptions
from config.rules import CHANNELS
from config.sections import Pace, Shop, Slack, Telegram, WeChat, WeCom
from config.sections import Template as TemplateSection
from config.settings import Settings
from config.template import limit_of
from handlers.contract import Policy
from handlers.desk.around import Around
from handlers.desk.places import NO_DESK, Place, Places
from handlers.language import from_locale
from storage.records import replace

MINUTE = 60.0
DAY = 86400.0
WITHOUT_TOPICS = frozenset({"wecom"})
UNSET = SecretStr("")
Options = TypeVar("Options", TelegramOptions, SlackOptions, WeChatOptions, WeComOptions)


def policy(settings: Settings) -> Policy:
    numbers = settings.policy
    return Policy(
        shop_name=settings.shop.name,
        timezone=settings.shop.timezone,
        default_language=settings.scripts.default_language,
        order_number=re.compile(numbers.order_number),
        proof_attempts=numbers.proof_attempts,
        proof_window=numbers.proof_window_minutes * MINUTE,
        proof_month_attempts=numbers.proof_month_attempts,
        proof_remembered=numbers.proof_remembered_days * DAY,
        misunderstood_limit=numbers.misunderstood_limit,
        form_expires=numbers.form_expires_minutes * MINUTE,
        form_retries=numbers.form_retries,
        transcript_days=settings.retention.transcript_days,
        return_days=settings.retention.returns_days,
        order_days=settings.retention.orders_days,
        contact_days=settings.retention.contacts_days,
    )


def places(settings: Settings) -> Places:
    if settings.desk is None:
        return NO_DESK
    channel, topics = settings.desk.channel, settings.desk.channel not in WITHOUT_TOPICS
    teams = {team: Place(channel, chat, topics) for team, chat in settings.desk.teams.items()}
    return Places(Place(channel, topics=topics), teams)


def around(settings: Settings, scripts: Collection[str]) -> Around:
    """What desk.yaml has to agree with."""
    desk = settings.desk
    return Around(
        channels=CHANNELS,
        desk_channel=desk.channel if desk else "",
        scripts=scripts,
        chats=tuple(desk.teams) if desk else (),
    )


def telegram(section: Telegram, public_url: str | None, default_language: str) -> TelegramOptions:
    options = TelegramOptions(
        token=section.token,
        mode=section.mode,
        secret=section.secret or UNSET,
        api_base=section.api_base,
        public_url=public_url or "",
        chinese="zh-TW" if from_locale(default_language, ("zh-CN", "zh-TW")) == "zh-TW" else "zh-CN",
    )
    return paced(options, section.pace)


def slack(section: Slack) -> SlackOptions:
    options = SlackOptions(
        bot_token=section.bot_token,
        mode=section.mode,
        signing_secret=section.signing_secret or UNSET,
        app_token=section.app_token or UNSET,
        api_base=section.api_base,
    )
    return paced(options, section.pace)


def wechat(section: WeChat, shop: Shop) -> WeChatOptions:
    options = WeChatOptions(
        app_id=section.app_id,
        app_secret=section.app_secret,
        token=section.token,
        aes_key=section.aes_key,
        aes_key_previous=section.aes_key_previous,
        api_base=section.api_base,
        template=template(section.template, shop) if section.template else None,
    )
    return paced(options, section.pace)


def template(section: TemplateSection, shop: Shop) -> Template:
    return Template(
        id=section.id,
        fields={name: Field(text, limit_of(name)) for name, text in section.fields.items()},
        shop=shop.name,
        timezone=ZoneInfo(shop.timezone),
    )


def wecom(section: WeCom) -> WeComOptions:
    options = WeComOptions(
        bot_id=section.bot_id,
        secret=section.secret,
        bot_name=section.bot_name,
        webhook=section.webhook or UNSET,
        ws_url=section.ws_url,
    )
    return paced(options, section.pace)


def addresses(settings: Settings) -> dict[str, str]:
    """Where each platform that is on answers over HTTP."""
    bases = {name: section.api_base for name in CHANNELS if (section := getattr(settings, name))}
    if settings.wecom:
        bases["wecom"] = re.sub(r"^ws", "http", settings.wecom.ws_url)
    return bases


def paced(options: Options, pace: Pace) -> Options:
    """What the shop set; what it left out stays as the channel knows its platform."""
    set_by_shop = {"pace_chat": pace.chat, "pace_bot": pace.bot, "pace_desk": pace.desk}
    known = {field.name for field in fields(options)}
    changes: dict[str, Any] = {name: rate for name, rate in set_by_shop.items() if rate is not None and name in known}
    return replace(options, **changes)
