"""Who one can be on the page: sample customers, each with the sample orders under their name."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    channel: str
    account: str
    name: str
    language: str
    """As the platform names it."""
    buyer: str = ""
    """The name on their orders, where it is another."""
    vip: bool = False


CUSTOMERS = (
    Role(channel="wechat", account="oSandboxXiaoming_7dQ2Kx", name="王小明", language="zh_CN"),
    Role(channel="wechat", account="oSandboxLifang_m4Vb9T", name="李芳", language="zh_CN", vip=True),
    Role(channel="wechat", account="oSandboxSunli_2Rw8Zc", name="孙丽", language="zh_CN"),
    Role(channel="wechat", account="oSandboxYijun_Jf5nL0", name="林怡君", language="zh_TW"),
    Role(channel="wechat", account="oSandboxMaya_gX3h6P", name="Maya Thompson", language="en"),
    Role(channel="telegram", account="7001", name="吳佳穎", language="zh-hant"),
    Role(channel="telegram", account="7002", name="陳志豪", language="zh-hant", vip=True),
    Role(channel="telegram", account="7003", name="黃雅婷", language="zh-hant"),
    Role(channel="telegram", account="7004", name="周婷", language="zh-hans"),
    Role(channel="telegram", account="7005", name="Daniel O'Neill", language="en"),
    Role(channel="slack", account="U0SANDBOXEM", name="Emma", language="en-US", buyer="Emma Wilson"),
    Role(channel="slack", account="U0SANDBOXEC", name="Emily Carter", language="en-US", vip=True),
    Role(channel="slack", account="U0SANDBOXPS", name="Priya Shah", language="en-GB"),
    Role(channel="slack", account="U0SANDBOXCJ", name="陈静", language="zh-CN"),
    Role(channel="slack", account="U0SANDBOXYC", name="許雅筑", language="zh-TW"),
)
"""The first of each channel is the one that terminals are. WeChat tells nobody's name, and so the desk knows its
customers by the last six signs of their account.
"""


def first_on(channel: str) -> Role:
    return next(role for role in CUSTOMERS if role.channel == channel)


NATIVE = {
    "wechat": {"zh-CN": "zh_CN", "zh-TW": "zh_TW", "en": "en"},
    "telegram": {"zh-CN": "zh-hans", "zh-TW": "zh-hant", "en": "en"},
    "slack": {"zh-CN": "zh-CN", "zh-TW": "zh-TW", "en": "en-US"},
}
"""The languages of our scripts as each platform names those of a profile."""


def native(channel: str, language: str) -> str:
    """As this platform names it; a language that none of our scripts has stays as it is."""
    return NATIVE.get(channel, {}).get(language, language)
