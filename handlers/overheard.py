"""Words that scripts list beside their triggers: they say less than those, and count only where there is none."""

from functools import lru_cache

from handlers.exchange import Turn, plain
from handlers.returns.spotting import words_of
from handlers.scripts.matching import normal
from handlers.scripts.phrases import Phrases, Said


def overheard(turn: Turn, script: str, line: str) -> bool:
    """One of the words of this line is said, in whatever language: customers mix them."""
    known = (turn.library.script(each, script) for each in turn.library.languages)
    lists = tuple(each.line(line) for each in known if each is not None)
    return bool(phrases(lists).within(Said.of(normal(turn.text))))


@lru_cache(maxsize=16)  # a few lines in all, and those of scripts that were saved since
def phrases(lists: tuple[str, ...]) -> Phrases:
    return Phrases(dict.fromkeys(word for each in lists for word in words_of(plain(each))))
