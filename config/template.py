"""The fields of WeChat's template messages (模板消息), each named by its kind and a number, as in 我的模板."""

import re
from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator

from config.problems import Wrong, named, nearest

LIMITS: Mapping[str, int] = {"thing": 20, "character_string": 32, "phrase": 5, "const": 20, "phone_number": 17}
"""Characters. Source: 服务号 > 发送模板消息 > 参数值内容限制; `phrase` and `phone_number` as that of 订阅消息 has them.
What is too long WeChat cuts as well, or refuses (47003).
"""
BLANKS = ("shop", "time", "text")
"""The shop's name, the time, and the beginning of what would have been said."""
NAME = re.compile(r"([a-z_]{1,20}?)(\d{0,3})")
BLANK = re.compile(r"\{\{\s*(.*?)\s*\}\}")


def limit_of(name: str) -> int:
    """0: any length, as far as we know."""
    found = NAME.fullmatch(name)
    return LIMITS.get(found[1], 0) if found else 0


def fields(texts: dict[str, str]) -> dict[str, str]:
    if not texts:
        raise Wrong("fields_empty")
    for name, text in texts.items():
        check(name, text)
    return texts


def check(name: str, text: str) -> None:
    field = named(name)
    if not NAME.fullmatch(name):
        raise Wrong("field_name", field=field)
    blanks = BLANK.findall(text)
    for blank in blanks:
        if blank not in BLANKS:
            facts = {"blank": named(blank), "blanks": ", ".join(BLANKS), "guess": nearest(blank, BLANKS)}
            raise Wrong("field_blank", field=field, **facts)
    if not text.strip():
        raise Wrong("field_empty", field=field)
    limit = limit_of(name)
    if limit and not blanks and len(text) > limit:
        raise Wrong("field_long", field=field, length=str(len(text)), limit=str(limit))
    if name.startswith("character_string") and not text.isascii():
        raise Wrong("field_signs", field=field)


Fields = Annotated[dict[str, str], AfterValidator(fields)]
