"""What a member means by `/rma ...`, and by a button of a card."""

import re
import unicodedata

from handlers.returns.numbers import only_rma_number
from storage.records import record

MOVES = ("approve", "decline", "ask", "received", "inspected", "refunded", "credited", "sent", "cancel")
COMMANDS = frozenset({*MOVES, "show", "part", "help"})
"""`show` and `part` are what buttons say; whoever types them is understood as well."""
CHINESE = {
    **dict.fromkeys(("同意", "批准"), "approve"),
    **dict.fromkeys(("拒绝", "拒絕", "不同意"), "decline"),
    **dict.fromkeys(("询问", "詢問", "问", "問"), "ask"),
    **dict.fromkeys(("收到", "已收到", "收货", "收貨"), "received"),
    **dict.fromkeys(("验货", "驗貨", "已验货", "已驗貨"), "inspected"),
    "已退款": "refunded",
    **dict.fromkeys(("已退余额", "已退餘額"), "credited"),
    **dict.fromkeys(("寄出", "已寄出", "发出", "發出"), "sent"),
    "取消": "cancel",
    **dict.fromkeys(("帮助", "幫助", "说明", "說明"), "help"),
}
"""As colleagues say it. 退款 alone may be a wish, and would be told to the customer as done."""
WRITTEN = re.compile(r"\s*[#＃]?[RrＲｒ]\s*[-－]?\s*(\d{5,7})(?![A-Za-z0-9]|-\d)[:：,，、]?")
"""A return request's number as staff type it: `r-10042`, `R 10042`, `#R10042:`."""


@record(frozen=True, slots=True, kw_only=True)
class Asked:
    command: str
    """`show` when only a number was given, `list` when nothing was."""
    number: str | None = None
    rest: str = ""
    """What follows, in the member's own words."""


@record(frozen=True, slots=True)
class Unknown:
    words: str


def read_command(argument: str) -> Asked | Unknown:
    """Of `/rma approve R10042`, what follows `/rma`. The number may also come first, or not at all."""
    number, rest = first_number(argument)
    word, rest = first_word(rest)
    command = narrow(word).lower()
    command = CHINESE.get(command, command)
    if not command:
        return Asked(command="show" if number else "list", number=number)
    if command not in COMMANDS:
        return Unknown(" ".join(argument.split()))
    if number is None:
        number, rest = first_number(rest)
    return Asked(command=command, number=number, rest=rest)


def read_press(goto: str) -> Asked | Unknown:
    """`rma:approve:R10042`, `rma:decline:R10042:used`."""
    command, _, following = goto.removeprefix("rma:").partition(":")
    number, _, rest = following.partition(":")
    if command not in COMMANDS or not only_rma_number(number):
        return Unknown(goto)
    return Asked(command=command, number=number, rest=rest)


def first_number(text: str) -> tuple[str | None, str]:
    found = WRITTEN.match(text)
    number = f"R{narrow(found[1])}" if found else ""
    return (number, text[found.end() :].strip()) if found and only_rma_number(number) else (None, text)


def first_word(text: str) -> tuple[str, str]:
    word, *rest = *text.split(maxsplit=1), ""
    return word, rest[0].strip() if rest else ""


def narrow(text: str) -> str:
    return unicodedata.normalize("NFKC", text)
