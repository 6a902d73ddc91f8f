"""Messages that are thanks, an "ok", a goodbye or an emoji, and nothing else: they ask for no answer."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from rapidfuzz.distance import OSA

from handlers.scripts.denials import denied
from handlers.scripts.matching import UNIT, normal
from handlers.scripts.phrases import GAP, Phrases, Said, places

GOODBYE = "goodbye"
THANKS = "thanks"
HANDLERS = frozenset({THANKS, GOODBYE})
"""The handlers whose scripts are found here alone: "thanks, and my order?" is about the order."""

LONGEST = 80
"""Characters: whoever writes more has something to say."""
PARTICLES = frozenset("啊呀哦噢喔啦咯啰囉哟唷呐哈嘿嘻嗯恩呃嘛嘞咧捏呗唄哒噠耶了的您你亲親喇~")
"""May stand between and behind the words, and are nothing by themselves."""
TYPED_WRONG = 5
"""Letters from which a word with one typing error is still known."""
ASKS = frozenset("?？❓❔⁉")
UPSET = frozenset("❗❕‼🆘😡🤬😠👿💢😤👎💔🖕😭😢😞😟🙁☹😩😫😱🤮🤢💩😒🙄😾")
"""Whoever sends one of these wants something."""
NODS = frozenset("👍👌🆗✅☑✔🙆💯")
JOINERS = frozenset("\u200d\ufe0e\ufe0f\u20e3")
"""Between the parts of an emoji."""
TONES = re.compile("[\U0001f3fb-\U0001f3ff]")

Units = tuple[str, ...]


class Courtesies:
    """The triggers of all languages: customers mix them."""

    def __init__(self, triggers: Iterable[tuple[str, str]]) -> None:
        """Pairs of a trigger and the handler of its script."""
        known = [(trigger.strip().casefold(), handler) for trigger, handler in triggers]
        self._signs = {text: handler for text, handler in known if is_sign(text)}
        words = {units(text): handler for text, handler in known if not is_sign(text)}
        self._words: Mapping[Units, str] = {each: handler for each, handler in words.items() if each}
        self._longest = max(map(len, self._words), default=0)
        self._of_long_words: dict[int, list[tuple[Units, str]]] = defaultdict(list)
        """Triggers with a long word, by how many words they have."""
        for each, handler in self._words.items():
            if any(map(is_long, each)):
                self._of_long_words[len(each)].append((each, handler))

    def said(self, text: str) -> str | None:
        """`goodbye` where they take leave, else `thanks`; None: it says something else, or nothing."""
        words = text.strip().casefold()
        if not words or len(words) > LONGEST or ASKS & set(words) or UPSET & set(words):
            return None
        signs = [sign for sign in self._signs if sign in words]
        for sign in signs:
            words = words.replace(sign, " ")
        pictures = any(unicodedata.category(character) == "So" for character in words)
        found = self._covered(units(words))
        if found is None or not (found or signs or pictures):
            return None
        return GOODBYE if GOODBYE in {*found, *(self._signs[sign] for sign in signs)} else THANKS

    def _covered(self, said: Units) -> frozenset[str] | None:
        """The handlers of triggers that, one after the other, are all that is said; None: they are not."""
        reached: list[frozenset[str] | None] = [frozenset(), *[None] * len(said)]
        for start in range(len(said)):
            before = reached[start]
            if before is None:
                continue
            for end, handlers in self._steps(said, start):
                known = reached[end]
                reached[end] = before | handlers if known is None else known | before | handlers
        return reached[-1]

    def _steps(self, said: Units, start: int) -> Iterable[tuple[int, frozenset[str]]]:
        if said[start] in PARTICLES:
            yield start + 1, frozenset()
        for end in range(start + 1, min(start + self._longest, len(said)) + 1):
            handler = self._words.get(said[start:end]) or self._misspelt(said[start:end])
            if handler is not None:
                yield end, frozenset({handler})

    def _misspelt(self, said: Units) -> str | None:
        if not any(map(is_long, said)):
            return None
        return next((handler for known, handler in self._of_long_words.get(len(said), ()) if alike(known, said)), None)


def is_sign(trigger: str) -> bool:
    """As WeChat writes its own faces: `[抱拳]`, `/:rose`. The word alone is no face."""
    return trigger.startswith(("[", "/:"))


def is_nod(text: str) -> bool:
    """A thumb up, and nothing else, is a yes."""
    return bool(NODS & set(text)) and not set(TONES.sub("", text)) - NODS - JOINERS - {" "}


def without_words(text: str, words: Phrases) -> str | None:
    """What else is said than these words, "" where there are only particles, as in 嗯，确认吧; None: they are not said,
    or asked, or what else is said denies them, as in 没有确认.
    """
    rest = normal(text)
    found = [word for word in words.within(Said.of(rest)) if GAP not in word]  # which leaves unsaid what is between
    if not found or ASKS & set(text):
        return None
    for word in sorted(found, key=len, reverse=True):
        for start in list(places(rest, word)):
            rest = rest[:start] + " " * len(word) + rest[start + len(word) :]
    if not set(rest) - PARTICLES - {" ", "吧"}:
        return ""
    return None if any(denied(text, word) for word in found) else " ".join(rest.split())


def units(text: str) -> Units:
    """Chinese characters and Latin words, none with the same letter twice in a row: "okkk" is "ok"."""
    plain = normal("".join(character for character in text if character not in JOINERS))
    return tuple(_once(UNIT.findall("".join(_once(plain)))))


def _once(sequence: Sequence[str]) -> list[str]:
    return [each for place, each in enumerate(sequence) if place == 0 or each != sequence[place - 1]]


def is_long(word: str) -> bool:
    """A slip in it is forgiven."""
    return len(word) >= TYPED_WRONG and word.isascii()


def alike(known: Units, said: Units) -> bool:
    """The same, word by word, but for one letter left out, too many, wrong or exchanged in a longer one."""
    return all(word == other or near(word, other) for word, other in zip(known, said, strict=True))


def near(word: str, other: str) -> bool:
    return is_long(word) and word[0] == other[0] and OSA.distance(word, other, score_cutoff=1) <= 1
