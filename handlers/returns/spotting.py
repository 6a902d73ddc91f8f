"""What customers tell beside what they were asked: which goods, how many, why, and what they want for them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from handlers.contract import Policy
from handlers.numbers import HAN_DIGITS
from handlers.order_numbers import order_number_in
from handlers.scripts.denials import denied
from handlers.scripts.matching import normal, phrases_of, without_dialect
from handlers.scripts.phrases import Phrases, Said
from handlers.writing import HAN, LETTER
from storage.records import record
from storage.remembered import of_people

WORD_DIGITS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "both": 2,
    "couple": 2,
}
PAIRS = {"俩": 2, "倆": 2, "仨": 3}
MEASURES = "个個件只隻瓶盒条條双雙本套把台臺支枝包箱张張罐袋对對副顶頂块塊"
COUNT = re.compile(
    rf"(?<![A-Z0-9.-])(?:[x×*]\s*)?(\d{{1,3}})(?![A-Z0-9.%-])\s*[{MEASURES}]?"
    rf"|([一两兩二三四五六七八九十])[{MEASURES}]|([俩倆仨])"
    rf"|\b({'|'.join(WORD_DIGITS)})\b",
    re.IGNORECASE,
)
APART = re.compile(r"[，,、；;。.！!？?和跟与及]|\band\b|\bplus\b", re.IGNORECASE)
"""What stands between one thing and the next."""
SIGN = "[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
"""Of what is written without blanks, or with small words right behind a name: Chinese, Japanese, Korean."""
SIGNS = re.compile(f"{SIGN}+")
WORD = re.compile(f"{LETTER}(?:{LETTER}|-){{2,}}")
UNITS = re.compile(f"(?:{LETTER}|[0-9])+|{SIGN}")
SMALL = frozenset(
    {"the", "and", "for", "with", "set", "want", "return", "refund", "exchange", "order", "item", "are", "was"}
)


def says(text: str, words: Iterable[str]) -> bool:
    """One of these words is in the text, and not denied."""
    written, said = heard(text)
    return any(not denied(written, word) for word in known(tuple(words)).within(said))


def holds(text: str, words: Iterable[str]) -> bool:
    """One of these words is in the text, denied or not, and however far down."""
    said = normal(without_dialect(text), len(text))
    return bool(known(tuple(words)).within(Said.of(said)))


@of_people
@lru_cache(maxsize=64)  # every reason of a policy looks for its words in it
def heard(text: str) -> tuple[str, Said]:
    written = without_dialect(text)
    return written, Said.of(normal(written))


@lru_cache(maxsize=256)
def known(words: tuple[str, ...]) -> Phrases:
    return phrases_of(words)


def only_one(found: Iterable[str]) -> str | None:
    """What was meant, unless it could be several things."""
    different = list(dict.fromkeys(found))
    return different[0] if len(different) == 1 else None


@record(frozen=True, slots=True)
class Count:
    """A number that counts something, and where it stands in the text."""

    start: int
    end: int
    number: int


def counts_in(text: str, policy: Policy) -> list[Count]:
    """The digits of an order's number count nothing."""
    number = order_number_in(text, policy)
    if number:  # which may be written in pieces
        written = r"\s*".join(map(re.escape, number))
        text = re.sub(written, lambda found: " " * len(found[0]), text, count=1, flags=re.IGNORECASE)
    return [Count(found.start(), found.end(), counted(found)) for found in COUNT.finditer(text)]


def counted(found: re.Match[str]) -> int:
    return digit(next(filter(None, found.groups())))


def digit(word: str) -> int:
    said = word.casefold()
    return int(said) if said.isdecimal() else HAN_DIGITS.get(said) or PAIRS.get(said) or WORD_DIGITS[said]


def named(text: str, items: Sequence[str], *, several: bool = False) -> dict[int, int]:
    """Which of these names the text holds, and where in it. Words that fit several names name the one of which more is
    said beside them: 红色 M 码 of 红色T恤 S码 and 红色T恤 M码. Where that is as much of each, they name none, unless
    these are the same, or `several` may be meant: 红色的都退.
    """
    told = told_in(text)
    places = {index: place(told, item) for index, item in enumerate(items)}
    found = {index: Named(items[index], *at) for index, at in places.items() if at is not None}
    spans = {each.span for each in found.values()}
    outer = {i: each for i, each in found.items() if not any(within(each.span, other) for other in spans)}
    said = {(each.start, each.words) for each in outer.values()}
    best = {words: best_of(*words, list(outer.values()), told.text) for words in said}
    meant = (i for i, each in outer.items() if is_meant(each.item, best[each.start, each.words], several=several))
    return {index: outer[index].start for index in meant}


@record(frozen=True, slots=True)
class Named:
    """A name, and what a text says of it."""

    item: str
    start: int
    words: str

    @property
    def span(self) -> tuple[int, int]:
        return self.start, self.start + len(self.words)


def best_of(at: int, words: str, found: Sequence[Named], said: str) -> frozenset[str]:
    """Of the names that these words fit, those of which most is said in the same part of the text."""
    start, end = part_of(said, (at, at + len(words)))
    rivals = {each.item for each in found if start <= each.start < end and words in each.item.lower()}
    if len(rivals) < 2:
        return frozenset(rivals)
    beside = frozenset(UNITS.findall(said[start:end]))
    told = {item: told_of(item.lower(), said, beside) for item in rivals}
    most = max(told.values())
    return frozenset(item for item, much in told.items() if much == most)


def is_meant(item: str, best: frozenset[str], *, several: bool) -> bool:
    return item in best and (several or len(best) == 1)


def part_of(said: str, span: tuple[int, int]) -> tuple[int, int]:
    """Between the words that part one thing from the next."""
    start = max((each.end() for each in APART.finditer(said, 0, span[0])), default=0)
    return start, next((each.start() for each in APART.finditer(said, span[1])), len(said))


def told_of(name: str, said: str, beside: frozenset[str]) -> tuple[bool, int, bool]:
    """How much of a name is said."""
    units = UNITS.findall(name)
    count = sum(unit in beside for unit in units)
    return name in said, count, count == len(units)


def within(span: tuple[int, int], other: tuple[int, int]) -> bool:
    return span != other and other[0] <= span[0] and span[1] <= other[1]


@record(frozen=True, slots=True)
class Told:
    """What may tell a name in a text, and where it stands there."""

    text: str
    """In small letters."""
    words: Sequence[tuple[int, str]]
    counted: Sequence[tuple[int, str]]
    """两个杯子: what is counted may be told by one character of the name."""


def told_in(text: str) -> Told:
    said = text.lower()
    counted = ((found.start(), said[found.end() : found.end() + 1]) for found in COUNT.finditer(said))
    return Told(
        text=said,
        words=[(found.start(), stem(found[0])) for found in WORD.finditer(said)],
        counted=[each for each in counted if HAN.match(each[1])],
    )


@record(frozen=True, slots=True)
class Parts:
    """By what a name may be told."""

    name: str
    """In small letters."""
    runs: Sequence[str]
    """Of signs."""
    words: frozenset[str]
    """In the singular."""


@of_people
@lru_cache(maxsize=256)  # every clause of an answer looks for all that it may mean
def parts_of(item: str) -> Parts:
    name = item.lower()
    return Parts(name, SIGNS.findall(name), frozenset(map(stem, WORD.findall(name))) - SMALL)


def place(told: Told, item: str) -> tuple[int, str] | None:
    """Where it tells the most of a name, and what it tells of it."""
    own = parts_of(item)
    parts = [
        *shared(told.text, own.runs),
        *(each for each in told.words if each[1] in own.words),
        *(each for each in told.counted if each[1] in own.name),
    ]
    return max(parts, key=lambda part: len(part[1]), default=None)


def shared(said: str, runs: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Two signs or more that both have."""
    parts = (part for run in runs for part in pieces(run, len(said)))
    part = next((each for each in parts if each in said), None)
    if part is not None:
        yield said.index(part), part


def pieces(run: str, longest: int) -> Iterator[str]:
    """The longest first."""
    for size in range(min(len(run), longest), 1, -1):
        yield from (run[start : start + size] for start in range(len(run) - size + 1))


def stem(word: str) -> str:
    return word.removesuffix("s")


def quantity_near(text: str, item: str, items: Sequence[str], policy: Policy) -> int | None:
    """How many of one of these items; where nothing else is spoken of, any one count is meant."""
    counts = counts_in(text, policy)
    if len(items) == 1 and len(counts) == 1:
        return counts[0].number
    told = told_in(text)
    places = {each: found for each in items if (found := place(told, each)) is not None}
    if not counts or item not in places:
        return None
    counts_come_first = counts[0].start <= min(start for start, _ in places.values())
    return before(text, places[item], counts) if counts_come_first else after(text, places[item], counts)


def before(text: str, found: tuple[int, str], counts: Sequence[Count]) -> int | None:
    """两个杯子和一个茶盘, two of the cups and a tray."""
    near = [each for each in counts if each.start <= found[0] and not APART.search(text[each.end : found[0]])]
    return near[-1].number if near else None


def after(text: str, found: tuple[int, str], counts: Sequence[Count]) -> int | None:
    """杯子两个，茶盘一个, cups 2, tray 1."""
    end = found[0] + len(found[1])
    near = [each for each in counts if each.start >= end and not APART.search(text[end : each.start])]
    return near[0].number if near else None
