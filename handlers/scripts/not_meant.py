"""What only sounds like words of ours, as admins list it: 人工草坪 and a lawyer costume call nobody."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache

from handlers.scripts.declaration import declare
from handlers.scripts.matching import normal, without_dialect
from handlers.scripts.phrases import Phrases, Said, alphabetic, places, stands_free
from storage.remembered import of_people

DECLARATION = declare(
    "not_meant",
    script="not_meant",
    phrases="",  # whole: 人工草坪, human resources
    people="",  # and other words, of which there are ...
    likenesses="",  # ... such goods: 律师 and 服装, "lawyer" and "costume"
    after_all="",  # what holds some of these, and is meant: 是不是…投诉
    may_be_empty="phrases people likenesses after_all",
)
BESIDE = 40
"""Characters on each side of a phrase in which longer words of ours may hold it, or a part of it."""
MOST = 10
"""Such phrases in a message: nobody has more to say of goods, and each takes a while to look at."""
BLANK = r"(?:[^\w,，、。.;；:：!！?？…\n]|_)+"
"""Within one breath: "manager, shirt is torn" calls one."""
NEVER = "(?!)"


class NotMeant:
    def __init__(
        self,
        ours: Iterable[str],
        *,
        phrases: Collection[str] = (),
        people: Collection[str] = (),
        likenesses: Collection[str] = (),
        after_all: Collection[str] = (),
    ) -> None:
        """Each is normal, and of all languages. `ours`: the triggers, and what else is listened for."""
        whole = [(phrase, pattern(phrase)) for phrase in sorted(phrases, key=len, reverse=True)]
        all_phrases = [*whole, *products(sorted(people), sorted(likenesses))]
        self._any = any_of(each for _, each in all_phrases)
        self._latin = any_of(each for begin, each in all_phrases if begin.isascii())
        self._ours = Phrases([*ours, *after_all])

    def without(self, text: str) -> str:
        """What was said but for these; `text` is in small letters."""
        phrases = self._latin if text.isascii() else self._any
        return phrases.sub(lambda found: found[0] if self._is_meant(found) else " ", text, count=MOST)

    def _is_meant(self, found: re.Match[str]) -> bool:
        """It is a part of other words, or of longer ones of ours: 转人工 is meant by 转人工皮带断了."""
        text, start, end = found.string, *found.span()
        if not stands_free(text, start, end):
            return True
        before, after = text[max(0, start - BESIDE) : start], text[end : end + BESIDE]
        inside = self._said(found[0])
        inside.pop(normal(found[0]), None)
        beside = self._said(before) + self._said(after) + inside
        return bool(self._said(before + found[0] + after) - beside)

    def _said(self, text: str) -> Counter[str]:
        """How often each is said."""
        text = normal(text)
        return Counter({phrase: sum(1 for _ in places(text, phrase)) for phrase in self._ours.within(Said.of(text))})


@of_people
@lru_cache(maxsize=64)  # a message is looked at for triggers, and then for the words of lines
def meant(not_meant: NotMeant, text: str) -> str:
    """A text with one word for what dialects call otherwise, without what only sounds like words of ours."""
    return not_meant.without(without_dialect(text.casefold()))


def any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    """Each begins with a letter, so that most of a text is passed over at once."""
    return re.compile("|".join(patterns) or NEVER)


def products(people: Sequence[str], likenesses: Sequence[str]) -> Iterator[tuple[str, str]]:
    """人工 stands right before 模型, `manager` a blank before `shirt`."""
    for each in people:
        is_latin = alphabetic(each[-1])
        goods = "|".join(pattern(other) for other in likenesses if alphabetic(other[0]) is is_latin)
        if goods:
            yield each, f"{pattern(each)}{BLANK if is_latin else ''}(?:{goods})"


def pattern(phrase: str) -> str:
    """Of normal words, several of them and one: `costume`, `costumes`."""
    plural = "s?" if alphabetic(phrase[-1]) else ""
    return BLANK.join(map(re.escape, phrase.split(" "))) + plural
