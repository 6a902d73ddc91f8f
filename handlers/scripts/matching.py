"""What a customer typed, made comparable with what an admin wrote."""

import re
import unicodedata
from collections.abc import Iterable

from handlers.scripts.phrases import CJK, FIRST_CJK, GAP, Phrases

LONGEST = 500
"""Characters of a message that are looked at: nobody asks for a script further down."""
APART = re.compile(r"[\W_]+")
"""What is neither a letter nor a digit."""
BESIDE_CJK = re.compile(rf" (?:(?<=[{CJK}] )|(?=[{CJK}]))")
UNIT = re.compile(rf"[{CJK}]|[^\W{CJK}]+")
COMMAND = re.compile(r"\s*[/／]([\w-]+)")
SEPARATED = re.compile("[、,，;；/\n]")
LEFT_OUT = re.compile(r"…+|\.{3,}")
"""As admins write a gap."""
DIALECT = str.maketrans(
    {"咋": "怎么", "啥": "什么", "俺": "我"}
    | {"咗": "了", "喇": "了", "啦": "了", "唔": "不", "冇": "沒", "嘅": "的", "咁": "這麼", "嘢": "東西", "乜": "什麼"}
)
"""Northern and Cantonese words for those of the scripts: 爛咗 is 爛了."""
SIGH = re.compile(r"\A唔+(?=[坏壞碎裂破烂爛][了咗])")
"""Nobody denies it so: 唔坏了 is a sigh, and then what is wrong."""


def normal(text: str, longest: int = LONGEST) -> str:
    """Width, case, punctuation and spaces between Chinese characters do not matter: "查 订单！" is "查订单"."""
    folded = unicodedata.normalize("NFKC", text[:longest]).casefold()
    if folded.isalnum():  # one word, as an order's number is
        return folded
    if folded.isascii():
        return APART.sub(" ", folded).strip()
    return BESIDE_CJK.sub("", " ".join(APART.sub(marks, folded).split()))


def marks(apart: re.Match[str]) -> str:
    """Those of letters belong to them: vowels of Thai, the dot that a small letter keeps of a Turkish İ."""
    return "".join(each if unicodedata.category(each)[0] == "M" else " " for each in apart[0])


def without_dialect(text: str) -> str:
    """A text, or an admin's words, with one word for what dialects call otherwise."""
    if text.isascii():
        return text
    return (SIGH.sub("", text) if text[0] == "唔" else text).translate(DIALECT)


def phrase(words: str) -> str:
    """An admin's words as they are looked for: normal, with gaps between them where there are any."""
    return GAP.join(part for part in map(normal, LEFT_OUT.split(words)) if part)


def phrases_of(words: Iterable[str]) -> Phrases:
    """Words of an admin, as they are looked for; dialects aside."""
    return Phrases(dict.fromkeys(phrase(without_dialect(word)) for word in words))


def words_of(line: str) -> tuple[str, ...]:
    """A line of a script that lists words: 确认、是的, done. Each is a phrase."""
    return tuple(word for word in map(phrase, SEPARATED.split(line)) if word)


def is_word(asked: str) -> bool:
    """A single Latin one, or a number; `asked` is normal."""
    return asked.isascii() and " " not in asked


def weight(text: str) -> int:
    """How much a normal text says: a Chinese character 1, any other word 2."""
    return sum(1 if unit[0] >= FIRST_CJK else 2 for unit in UNIT.findall(text))


def command(text: str) -> str | None:
    """The word after the slash of `/help` or `/help@shop_bot now`."""
    if "/" not in text and "／" not in text:  # as in most messages
        return None
    found = COMMAND.match(unicodedata.normalize("NFKC", text[:LONGEST]))
    return found[1].casefold().replace("-", "_") if found else None
