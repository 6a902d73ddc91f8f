"""The fields of WeChat's template messages (模板消息), each named by its kind and a number, as in 我的模板."""

import re
from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator

from config.problems import did_you_mean

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
        raise ValueError("empty; write each field of the template, like thing1: '{{ shop }}'")
    for name, text in texts.items():
        if problem := wrong_with(name, text):
            raise ValueError(f"{name[:30]}: {problem}")
    return texts


def wrong_with(name: str, text: str) -> str | None:
    if not NAME.fullmatch(name):
        return "not a field's name; copy it without .DATA, like thing1"
    blanks = BLANK.findall(text)
    for blank in blanks:
        if blank not in BLANKS:
            guess = did_you_mean(blank, BLANKS)
            return f"'{blank[:30]}' is not a blank; there is {', '.join(BLANKS)}{guess}"
    if not text.strip():
        return "empty; WeChat refuses a field without words"
    limit = limit_of(name)
    if limit and not blanks and len(text) > limit:
        return f"{len(text)} characters; WeChat takes {limit}"
    if name.startswith("character_string") and not text.isascii():
        return "must be letters, digits and signs; WeChat takes no Chinese there"
    return None


Fields = Annotated[dict[str, str], AfterValidator(fields)]
