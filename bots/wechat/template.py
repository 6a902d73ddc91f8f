"""Template messages (模板消息): the notice that a service account may send after the window for customer messages.

What the platform takes: a verified service account, a template of a category of its own (服务类目), no advertising.
Sources: 服务号 > 通知能力 > 模板消息 > 运营规范 and 发送模板消息, with its 参数值内容限制.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bots.delivery.markup import to_plain
from storage.content import Content
from storage.records import record

BLANK = re.compile(r"\{\{\s*(\w+)\s*\}\}")


@record(frozen=True, slots=True)
class Field:
    text: str
    """With `{{ blanks }}`."""
    limit: int
    """Characters; 0: what the platform says of no such field."""


@record(frozen=True, slots=True, kw_only=True)
class Template:
    id: str
    fields: Mapping[str, Field]
    shop: str
    timezone: ZoneInfo


def body(template: Template, to: str, content: Content, key: str, now: float) -> dict[str, Any]:
    """`key`: the platform sends what has the same one only once, for ten minutes (`client_msg_id`)."""
    known = {
        "shop": template.shop,
        "time": clock_time(now, template.timezone),
        "text": " ".join(to_plain(content.text).split()),
    }
    return {
        "touser": to,
        "template_id": template.id,
        "client_msg_id": key,
        "data": {name: {"value": filled(field, known)} for name, field in template.fields.items()},
    }


def clock_time(now: float, timezone: ZoneInfo) -> str:
    """As the field `time` has to be written: 2019年10月1日 15:01."""
    at = datetime.fromtimestamp(now, timezone)
    return f"{at.year}年{at.month}月{at.day}日 {at:%H:%M}"


def filled(field: Field, known: Mapping[str, str]) -> str:
    text = BLANK.sub(lambda blank: known.get(blank.group(1), ""), field.text).strip()
    return text if not field.limit or len(text) <= field.limit else f"{text[: field.limit - 1]}…"
