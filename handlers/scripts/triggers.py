"""Which script's trigger a customer's message is, or holds."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from handlers.scripts.denials import in_one_breath, untrue
from handlers.scripts.matching import is_word, normal, weight, without_dialect
from handlers.scripts.mistyped import Vocabulary
from handlers.scripts.not_meant import NotMeant, meant
from handlers.scripts.phrases import GAP, Phrases, Said
from storage.records import record, replace

CAN = re.compile(r"(?:能不能|可不可以|可以不可以|得不得|可否|能否)(?P<wish>.{1,12})|(?P<verb>[退换換])得不(?P=verb)得")
ENDS = "呀啊呢吗嗎么麼的了啦吧"
SHORT = 100
"""Characters up to which it is worth while: whoever writes more says most of it without an error."""
NONE: Mapping[str, Collection[str]] = {}


@record(frozen=True, slots=True)
class Trigger:
    text: str
    """A phrase."""
    script: str
    language: str
    slight: bool
    """A greeting opens most messages, "cancel" may be about an order: it counts where little else is said."""
    broad: bool = False
    """An order is what most questions are about: what else is asked of it counts more."""
    command: bool = False
    """Written with a slash, `/end`: a message that only holds the word, "at the end of May", does not mean it."""
    told: bool = False
    """It tells how it was, "too slow", and asks for nothing: where any words are an answer it is one, and said of what
    is not so, "not a scam", it counts for nothing.
    """


class Triggers:
    def __init__(self, triggers: Iterable[Trigger], not_meant: Mapping[str, Collection[str]] = NONE) -> None:
        """`not_meant`: what only sounds like them, by the lines that list it."""
        self._whole: dict[str, list[Trigger]] = {}
        self._free: dict[str, list[Trigger]] = {}
        known = [replace(trigger, text=without_dialect(trigger.text)) for trigger in triggers]
        self._weights = {trigger.text: weight(trigger.text) for trigger in known}
        for trigger in sorted(known, key=lambda trigger: (-self._weights[trigger.text], trigger.text)):
            self._whole.setdefault(trigger.text, []).append(trigger)
            if not trigger.command:
                self._free.setdefault(trigger.text, []).append(trigger)
        self._phrases = Phrases(self._free)
        self._vocabulary = Vocabulary(self._free)
        self._not_meant = NotMeant(self._free, **not_meant)
        self._joined = {text.replace(" ", ""): found for text, found in self._free.items() if is_pinyin(found[0])}

    def find(self, text: str, language: str) -> str | None:
        return own(self._found(text), language)

    def asked(self, text: str, language: str) -> str | None:
        """As `find`, but for what only tells how it was."""
        return own(not_told(self._found(text)), language)

    def languages(self, text: str) -> frozenset[str]:
        """In which it is found."""
        return frozenset(trigger.language for trigger in self._found(text))

    def whole(self, text: str, language: str) -> str | None:
        """The text is nothing but a trigger, and asks for its script."""
        return own(not_told(self._whole.get(normal(self.meant(text)), [])), language)

    def meant(self, text: str) -> str:
        return meant(self._not_meant, text)

    def _found(self, text: str) -> list[Trigger]:
        text = self.meant(text)
        asked = normal(text)
        return (self._as_typed(text, asked) or self._as_meant(asked) or []) if asked else []

    def _found_in(self, text: str) -> list[Trigger] | None:
        return self._as_typed(text, normal(text))

    def _as_typed(self, text: str, asked: str) -> list[Trigger] | None:
        found = self._whole.get(asked)
        if found is None and not is_word(asked):  # nothing stands free in a word
            return self._contained(text, asked)
        return found

    def _as_meant(self, asked: str) -> list[Trigger] | None:
        """With its typing errors mended, pinyin with other blanks, or asked another way: zhuan ren gong, 能不能退."""
        if len(asked) > SHORT or (is_word(asked) and not asked.isalpha()):  # a number
            return None
        mended = self._vocabulary.mended(asked)
        found = self._found_in(self.meant(mended)) if mended != asked else None
        if asked.isascii():
            return found or self._joined.get(asked.replace(" ", ""))
        return found or next(filter(None, (self._as_typed(each, each) for each in plainly_asked(asked))), None)

    def _contained(self, text: str, asked: str) -> list[Trigger]:
        """The longest triggers in the text, all of one weight. `asked`: the text, normal."""
        phrases = self._phrases.within(Said.of(asked))
        if not phrases:
            return []
        found = [trigger for phrase in phrases if in_one_breath(text, phrase) for trigger in self._free[phrase]]
        found = [trigger for trigger in found if not (trigger.told and untrue(text, trigger.text))]
        chosen = [trigger for trigger in found if not trigger.slight] or (found if little_else(asked, found) else [])
        chosen = [trigger for trigger in chosen if not trigger.broad] or chosen
        return [trigger for trigger in chosen if self._weights[trigger.text] == self._weights[chosen[0].text]]


def plainly_asked(asked: str) -> Iterator[str]:
    """能不能退, 可唔可以退 and 退得唔退得 as 能退吗 and the like; in dialects' stead stands what it is written as."""
    found = CAN.search(asked)
    if found is None:
        return
    wish = (found["wish"] or found["verb"]).rstrip(ENDS)
    yield from (f"{can}{wish}{end}" for can in ("能", "可以") for end in ("吗", "嗎") if wish)


def is_pinyin(trigger: Trigger) -> bool:
    return trigger.text.isascii() and trigger.language.startswith("zh")


def not_told(found: list[Trigger]) -> list[Trigger]:
    return [trigger for trigger in found if not trigger.told]


def own(found: list[Trigger], language: str) -> str | None:
    """The script of the first trigger, those of the reader's language before all; None: there is no trigger."""
    return min(found, key=lambda trigger: trigger.language != language).script if found else None


def little_else(asked: str, found: list[Trigger]) -> bool:
    rest = asked
    for trigger in found:
        for part in trigger.text.split(GAP):
            rest = rest.replace(part, " ")
    return weight(rest) <= 4
