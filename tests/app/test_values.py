"""Settings as the platforms take them."""

import pytest
from pydantic import SecretStr

from bots.app import values
from config.sections import Telegram


@pytest.mark.parametrize(
    ("default_language", "chinese"), [("zh-CN", "zh-CN"), ("zh-TW", "zh-TW"), ("zh-HK", "zh-TW"), ("en", "zh-CN")]
)
def test_telegrams_one_chinese_is_the_shops(default_language: str, chinese: str) -> None:
    section = Telegram(token=SecretStr("1:a"), mode="polling")
    assert values.telegram(section, None, default_language).chinese == chinese
