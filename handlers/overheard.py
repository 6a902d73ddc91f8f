"""Words that scripts list beside their triggers: they say less than those, and count only where there is none."""

import re
from functools import lru_cache

from handlers.exchange import Turn, plain
from handlers.scripts.courtesies import ASKS, THANKS, UPSET, without_words
from handlers.scripts.denials import denied
from handlers.scripts.library import Library
from handlers.scripts.matching import as_written, normal, words_of
from handlers.scripts.phrases import CJK, Phrases, Said
from storage.remembered import of_people

Line = tuple[str, str]
"""The id of a script, and the name of a line of it that lists words."""
OPENING = re.compile(
    rf"(?:(?:那么?|那麼|就|我|[你您]|想要?|要|[请請]|麻[烦煩]|[帮幫]忙?|[给給]|[还還]是|不好意思|抱歉) ?)+(?=[{CJK}])"
    r"|(?:(?:please|pls|plz|sorry|oh|just|i|d|would|like|want|need|wanna|can|could|may|you|we|let|me|to) )+"
)
"""What a wish begins with that is normal."""
AMID = re.compile(rf"(?<=[{CJK}])一下(?=[{CJK}])|\b(?:the|my|an?|please|pls|plz|sorry|instead|now|then)\b")
"""And what stands within, or behind: 改一下数量."""


def overheard(turn: Turn, script: str, line: str) -> bool:
    """One of the words of this line is said, in whatever language: customers mix them."""
    return heard_in(turn.library, turn.text, script, line)


def heard_in(library: Library, text: str, script: str, line: str) -> bool:
    text = as_written(text)
    asked = normal(text)
    found = listed(library, script, line).within(Said.of(asked))
    return any(not (denied(text, word) or before_buying(asked, word)) for word in found)


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
    asked = normal(text)
    wish = AMID.sub("", OPENING.sub("", asked, count=1) if OPENING.match(asked) else asked)
    return wish != asked and not ASKS & set(text) and said_alone(library, wish, *lines)


def before_buying(asked: str, word: str) -> bool:
    """会掉色吗; who asks 坏了吗 has it before them."""
    return asked.endswith((f"{word}吗", f"{word}嗎")) and not word.endswith("了") and asked.count(word) == 1


def mood(turn: Turn) -> str:
    """The line of `fallback` that meets it: `upset`, `hurry`; "" for none."""
    if UPSET & set(turn.text) or overheard(turn, "fallback", "heard_upset"):
        return "upset"
    return "hurry" if overheard(turn, "fallback", "heard_hurry") else ""


@lru_cache(maxsize=8)  # a few lines of the scripts in force; those of scripts that were saved since are let go
def listed(library: Library, script: str, line: str) -> Phrases:
    return Phrases(map(as_written, heard_words(library, script, line)))


@lru_cache(maxsize=64)
def phrases(library: Library, lines: tuple[Line, ...]) -> Phrases:
    return Phrases(dict.fromkeys(word for script, line in lines for word in heard_words(library, script, line)))


@lru_cache(maxsize=256)
def heard_words(library: Library, script: str, line: str) -> tuple[str, ...]:
    """The words that this line lists, in whatever language: whoever reads Chinese may answer "yes"."""
    scripts = (library.script(each, script) for each in library.languages)
    lines = (plain(each.line(line)) for each in scripts if each is not None)
    return tuple(dict.fromkeys(word for each in lines for word in words_of(each)))
