"""Settings as the platforms take them."""

from pathlib import Path

import aiohttp
import pytest
from pydantic import SecretStr

from bots.app import values
from bots.channel import DeskChannel
from bots.slack.channel import Slack
from bots.telegram.channel import Telegram as TelegramChannel
from bots.telegram.closed_topics import ClosedTopics
from bots.telegram.private_topics import PrivateTopics
from bots.wecom.channel import WeCom
from config.loading import load
from config.rules import DESKS
from config.sections import Shop, Telegram, WeChat
from config.settings import Settings
from tests.bots.telegram.shop import MemoryBook, MemoryOfClosed

ALL_DESKS = """\
telegram: {token: "123:abc"}
slack: {bot_token: xoxb-1, app_token: xapp-1}
wecom: {bot_id: aib1, secret: s, bot_name: 客服}
"""


@pytest.mark.parametrize(
    ("default_language", "chinese"), [("zh-CN", "zh-CN"), ("zh-TW", "zh-TW"), ("zh-HK", "zh-TW"), ("en", "zh-CN")]
)
def test_telegrams_one_chinese_is_the_shops(default_language: str, chinese: str) -> None:
    section = Telegram(token=SecretStr("1:a"), mode="polling")
    assert values.telegram(section, None, default_language).chinese == chinese


def test_no_platform_is_sent_more_than_it_takes_unless_the_shop_says_so(tmp_path: Path) -> None:
    path = tmp_path / "kefu.yaml"
    path.write_text(ALL_DESKS.replace("xapp-1", "xapp-1, pace: {chat: [2, 3]}"), "utf-8")
    settings = load(path, {})
    assert settings.telegram
    assert settings.slack
    telegram, slack = values.telegram(settings.telegram, None, "zh-CN"), values.slack(settings.slack)
    assert (telegram.pace_chat, telegram.pace_bot, telegram.pace_desk) == ((1, 1), (30, 1), (20, 60))
    assert (slack.pace_chat, slack.pace_desk) == ((2, 3), (1, 1))


def test_every_platform_that_is_on_can_be_asked_for_the_time(tmp_path: Path) -> None:
    path = tmp_path / "kefu.yaml"
    path.write_text(ALL_DESKS, "utf-8")
    assert values.addresses(load(path, {})) == {
        "telegram": "https://api.telegram.org",
        "slack": "https://slack.com/api/",
        "wecom": "https://openws.work.weixin.qq.com",
    }


def test_wechat_is_answered_before_it_hangs_up_and_waited_for_not_for_ever() -> None:
    section = WeChat(app_id="wx1", app_secret=SecretStr("s"), token=SecretStr("abc"), aes_key=SecretStr("k" * 43))
    options = values.wechat(section, Shop())
    assert options.passive_seconds < 5 < options.retry_seconds
    assert max(options.call_timeout) <= 10


def test_the_key_before_reaches_the_channel_beside_the_one_in_force() -> None:
    new, old = SecretStr("k" * 43), SecretStr("o" * 43)
    section = WeChat(app_id="wx1", app_secret=SecretStr("s"), token=SecretStr("abc"), aes_key=new, aes_key_previous=old)
    assert values.wechat(section, Shop()).aes_keys == ("k" * 43, "o" * 43)


def desk_channel(settings: Settings, name: str, session: aiohttp.ClientSession) -> DeskChannel:
    match name:
        case "telegram":
            assert settings.telegram
            options = values.telegram(settings.telegram, None, "zh-CN")
            topics, closed = PrivateTopics(MemoryBook()), ClosedTopics(MemoryOfClosed())
            return TelegramChannel(options, session, clock=lambda: 0.0, topics=topics, closed=closed)
        case "slack":
            assert settings.slack
            return Slack(values.slack(settings.slack), session, clock=lambda: 0.0)
        case "wecom":
            assert settings.wecom
            return WeCom(values.wecom(settings.wecom), session, clock=lambda: 0.0, asleep=lambda: "")
    raise AssertionError(f"no desk is known on {name}")


@pytest.mark.parametrize("name", DESKS)
async def test_a_conversation_has_a_topic_of_its_own_where_the_desks_channel_has_threads(
    tmp_path: Path, name: str
) -> None:
    path = tmp_path / "kefu.yaml"
    path.write_text(f"{ALL_DESKS}desk: {{channel: {name}, chat: '-1001'}}\n", "utf-8")
    settings = load(path, {})
    async with aiohttp.ClientSession() as session:
        channel = desk_channel(settings, name, session)
    assert [place.topics for place in values.places(settings).all] == [channel.capabilities.threads]
