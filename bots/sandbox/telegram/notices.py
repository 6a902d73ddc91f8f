"""The grey lines in a group, as Telegram's own apps word them."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Notices:
    """In one language."""

    created: str
    closed: str
    reopened: str
    renamed: str


NOTICES: Mapping[str, Notices] = {
    "en": Notices(
        created="Topic created",
        closed="{who} closed the topic",
        reopened="{who} reopened the topic",
        renamed="{who} renamed the topic to “{title}”",
    ),
    "zh-hans": Notices(
        created="话题已创建",
        closed="{who} 关闭了话题",
        reopened="{who} 重新打开了话题",
        renamed="{who} 将话题名称改为“{title}”",
    ),
    "zh-hant": Notices(
        created="話題已建立",
        closed="{who} 關閉了話題",
        reopened="{who} 重新開啟了話題",
        renamed="{who} 將話題名稱改為「{title}」",
    ),
}
"""By the language that a phone is set to."""
