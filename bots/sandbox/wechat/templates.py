"""Template messages (模板消息): notices of fixed form, outside of every window. Source: 发送模板消息."""

import itertools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bots.sandbox.wechat.refusals import Refusal

ONCE_FOR = 600.0
"""Seconds in which the same `client_msg_id` sends nothing more."""
WRITTEN = {
    "thing": re.compile(r".{1,20}", re.DOTALL),
    "character_string": re.compile(r"[!-~ ]{1,32}"),
    "phrase": re.compile(r"[\u4e00-\u9fff]{1,5}"),
    "const": re.compile(r".{1,20}"),
    "time": re.compile(r"(\d{4}[-年]\d{1,2}[-月]\d{1,2}日? ?)?\d{1,2}:\d{2}(:\d{2})?"),
    "phone_number": re.compile(r"[\d+*-]{1,17}"),
}
KIND = re.compile(r"([a-z_]+?)\d*")


@dataclass(frozen=True, slots=True)
class Template:
    """As 我的模板 shows it."""

    id: str
    title: str
    fields: Mapping[str, str]
    """The label of each: `{"thing1": "商家名称"}`."""


RATING = Template(
    "sandbox-rating-template-0123456789abcdefghij",
    "服务评价提醒",
    {"thing1": "商家名称", "thing2": "温馨提示", "time3": "服务时间"},
)


@dataclass(frozen=True, slots=True)
class Notice:
    title: str
    lines: tuple[tuple[str, str], ...]
    """Label and value."""

    @property
    def text(self) -> str:
        return "\n".join([self.title, *(f"{label}：{value}" for label, value in self.lines)])


class Templates:
    """Those of the account, and what was sent with them."""

    def __init__(self, clock: Callable[[], float], first_id: int) -> None:
        self.by_id = {RATING.id: RATING}
        self._clock = clock
        self._ids = itertools.count(first_id)
        self._sent: dict[tuple[str, str], tuple[int, float]] = {}

    def read(self, message: Mapping[str, Any]) -> Notice:
        """Raises Refusal."""
        template = self.by_id.get(str(message.get("template_id", "")))
        if template is None:
            raise Refusal(40037, "invalid template_id")
        data = message.get("data")
        if not isinstance(data, dict):
            raise Refusal(47001, "data format error")
        return Notice(template.title, tuple((label, value_of(data, name)) for name, label in template.fields.items()))

    def number(self, openid: str, client_id: object) -> tuple[int, bool]:
        """The message's id, and whether it is a new one."""
        key = (openid, client_id if isinstance(client_id, str) else "")
        known = self._sent.get(key)
        if key[1] and known and self._clock() < known[1]:
            return known[0], False
        number = next(self._ids)
        self._sent[key] = (number, self._clock() + ONCE_FOR)
        return number, True


def value_of(data: Mapping[str, Any], name: str) -> str:
    field = data.get(name)
    value = field.get("value") if isinstance(field, dict) else None
    if not isinstance(value, str) or not value:
        raise Refusal(47003, f"argument invalid! data.{name}.value is empty")
    kind = KIND.fullmatch(name)
    written = WRITTEN.get(kind[1]) if kind else None
    if written is not None and not written.fullmatch(value):
        raise Refusal(47003, f"argument invalid! data.{name}.value invalid")
    return value
