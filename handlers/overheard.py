"""Words that scripts list beside their triggers: they say less than those, and count only where there is none."""

import re
from functools import lru_cache

from handlers.exchange import Turn, plain
from handlers.scripts.courtesies import ASKS, THANKS, UPSET, without_words
from handlers.scripts.denials import denied, in_one_breath
from handlers.scripts.library import Library
from handlers.scripts.matching import normal, phrases_of, words_of
from handlers.scripts.phrases import CJK, Phrases, Said
from handlers.writing import holds_no_word
from storage.remembered import of_people

Line = tuple[str, str]
"""The id of a script, and the name of a line of it that lists words."""
OPENING = re.compile(
    r"(?:(?:那么?|那麼|就|我|[你您]|想要?|要|[请請]|麻[烦煩]|[帮幫]忙?|[给給]|[还還]是|不好意思|抱歉|不[对對]"
    rf"|[错錯]了) ?)+(?=[{CJK}])"
    r"|(?:(?:please|pls|plz|sorry|oh|just|i|d|would|like|want|need|wanna|can|could|may|you|we|let|me|to) )+"
)
"""What a wish begins with that is normal."""
CORRECTING = re.compile(
    r"\W*+(?:不是?|不[对對]|no|nope|wait)[啊呀]?[^\S\n]*+[,，.。!！;；…~～\n][\s,，.。!！;；…~～]*+(?=\w)",
    re.IGNORECASE,
)
"""And before it, of what was understood: 不是，换个订单; no, another order. A blank is read in one way only: thousands
of them would be tried for minutes.
"""
AMID = re.compile(rf"(?<=[{CJK}])一下(?=[{CJK}])|\b(?:the|my|an?|please|pls|plz|sorry|instead|now|then)\b")
"""And what stands within, or behind: 改一下数量."""


IN_STOCK = re.compile(r"有[卖賣]?[货貨的]?(?:[吗嗎么麼]|[没沒]有?)[啊呀的]?\Z|(?:[卖賣]|多少[钱錢])[吗嗎么麼]?\Z")
SOUGHT = re.compile(r"(?:有[没沒]有|想[买買]|推[荐薦]|有[卖賣])\w{0,4}\Z")
"""Goods of a kind that are looked for: 没声音的键盘有吗, 有没有没声音的键盘."""
CAME = re.compile("收到|拿到|[发發寄送][来來]")
"""Not of what the customer was sent: 收到漏水的壶，还有卖吗."""


def overheard(turn: Turn, script: str, line: str) -> bool:
    """One of the words of this line is said, in whatever language: customers mix them."""
    return heard_in(turn.library, turn.text, script, line)


def heard_in(library: Library, text: str, script: str, line: str) -> bool:
    text = library.meant(text)
    asked = normal(text)
    found = listed(library, script, line).within(Said.of(asked))
    said = (word for word in found if in_one_breath(text, word))
    return any(not (denied(text, word) or before_buying(asked, word)) for word in said)


def said_alone(library: Library, text: str, *lines: Line) -> bool:
    """Nothing is said but some words of these lines, with thanks around them at most: 嗯，确认，谢谢."""
    rest = without_words(text, phrases(library, lines))
    return rest is not None and (not rest or library.courtesy(rest) == THANKS)


@of_people
@lru_cache(maxsize=64)  # whoever picks a handler asks first, and then the handler
def wished(library: Library, text: str, *lines: Line) -> bool:
    """The same of what somebody wants, however it is begun: 麻烦改一下数量, please change the quantity."""
    if said_alone(library, text, *lines):
        return True
    said = CORRECTING.sub("", text, count=1) if CORRECTING.match(text) else text
    asked = normal(said)
    wish = AMID.sub("", OPENING.sub("", asked, count=1) if OPENING.match(asked) else asked)
    is_another = said is not text or wish != asked
    return is_another and not ASKS & set(text) and said_alone(library, wish, *lines)


def before_buying(asked: str, word: str) -> bool:
    """会掉色吗, 没声音的键盘有吗; who asks 坏了吗 has it before them."""
    if word.endswith("了"):
        return False
    before, _, behind = asked.partition(word)
    if behind.startswith("的") and not CAME.search(before) and (IN_STOCK.search(behind) or SOUGHT.search(before)):
        return True
    return behind in {"吗", "嗎"}


def mood(turn: Turn) -> str:
    """The line of `fallback` that meets it: `upset`, `hurry`; "" for none."""
    if UPSET & set(turn.text) or overheard(turn, "fallback", "heard_upset"):
        return "upset"
    return "hurry" if overheard(turn, "fallback", "heard_hurry") else ""


def tells_what_is_wrong(turn: Turn) -> bool:
    """With the goods: whoever opens with that wants to send them back, unless it is the website that is broken."""
    return not all(map(holds_no_word, turn.text.split())) and overheard(turn, "returns", "heard_begin")


@lru_cache(maxsize=16)  # a few lines of the scripts in force; those of scripts that were saved since are let go
def listed(library: Library, script: str, line: str) -> Phrases:
    return phrases_of(heard_words(library, script, line))


@lru_cache(maxsize=64)
def phrases(library: Library, lines: tuple[Line, ...]) -> Phrases:
    return Phrases(dict.fromkeys(word for script, line in lines for word in heard_words(library, script, line)))


@lru_cache(maxsize=256)
def heard_words(library: Library, script: str, line: str) -> tuple[str, ...]:
    """The words that this line lists, in whatever language: whoever reads Chinese may answer "yes"."""
    scripts = (library.script(each, script) for each in library.languages)
    lines = (plain(each.line(line)) for each in scripts if each is not None)
    return tuple(dict.fromkeys(word for each in lines for word in words_of(each)))
