"""Words that scripts list beside their triggers: they say less than those, and count only where there is none."""

from collections.abc import Iterable
from functools import lru_cache

from handlers.exchange import Turn, plain
from handlers.scripts.courtesies import THANKS, UPSET, without_words
from handlers.scripts.denials import denied
from handlers.scripts.library import Library
from handlers.scripts.matching import as_written, normal, words_of
from handlers.scripts.phrases import Phrases, Said


def overheard(turn: Turn, script: str, line: str) -> bool:
    """One of the words of this line is said, in whatever language: customers mix them."""
    return heard_in(turn.library, turn.text, script, line)


def heard_in(library: Library, text: str, script: str, line: str) -> bool:
    text = as_written(text)
    asked = normal(text)
    found = listed(library, script, line).within(Said.of(asked))
    return any(not (denied(text, word) or before_buying(asked, word)) for word in found)


def said_alone(library: Library, text: str, words: Iterable[str]) -> bool:
    """Nothing is said but some of these words (normal), with thanks around them at most: 嗯，确认，谢谢."""
    rest = without_words(text, words)
    return rest is not None and (not rest or library.courtesy(rest) == THANKS)


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
def heard_words(library: Library, script: str, line: str) -> tuple[str, ...]:
    """The words that this line lists, in whatever language: whoever reads Chinese may answer "yes"."""
    scripts = (library.script(each, script) for each in library.languages)
    lines = (plain(each.line(line)) for each in scripts if each is not None)
    return tuple(dict.fromkeys(word for each in lines for word in words_of(each)))
