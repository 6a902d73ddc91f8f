"""Where a text that is too long for a platform is cut, so that it can still be read."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from bots.channel import TextUnit
from bots.delivery.markup import length, plain_of
from bots.delivery.runs import Run, parse, to_markup

PLACES = (
    re.compile(r"\n\s*\n"),
    re.compile(r"\n"),
    re.compile(r"[。！？!?…；]+[”』」）)]*|\.(?=\s)"),
    re.compile(r"\s"),
)
"""Best first: between paragraphs, lines, sentences, words."""
JOINER = "\u200d"
SKIN_TONES = range(0x1F3FB, 0x1F400)
FLAGS = range(0x1F1E6, 0x1F200)


def cut(text: str, limit: int, unit: TextUnit) -> list[str]:
    """Texts of kefu markup, each of which fits; a tag that is cut through is closed and opened again."""
    runs = parse(text)
    if not any(run.text.strip() for run in runs):  # a link around nothing is shown nowhere
        return []
    if length(plain_of(runs), unit) <= limit:
        return [text]
    return [to_markup(part) for part in _fitting(runs, limit, unit)]


def _fitting(runs: Sequence[Run], limit: int, unit: TextUnit) -> Iterable[list[Run]]:
    words = "".join(run.text for run in runs)
    start = len(words) - len(words.lstrip())
    while start < len(words):
        end = start + _end_of_part(_slice(runs, start, len(words)), limit, unit)
        part = _slice(runs, start, start + len(words[start:end].rstrip()))
        if part:
            yield part
        start = end + len(words[end:]) - len(words[end:].lstrip())


def _end_of_part(runs: Sequence[Run], limit: int, unit: TextUnit) -> int:
    """Where the first part ends. Links' addresses may have to be written out, so they need room too."""
    words = "".join(run.text for run in runs)
    room, least = limit, min(limit // 2, _through_first_link(runs, unit))
    while True:
        end = place_to_cut(words, room, unit)
        excess = length(plain_of(_slice(runs, 0, end)), unit) - limit
        # An address longer than a message cannot be helped; where links can be tapped it does not count anyway.
        if excess <= 0 or room <= least:
            return end
        room = max(room - min(excess, (room + 1) // 2), least)


def _through_first_link(runs: Sequence[Run], unit: TextUnit) -> int:
    """How long the words are up to the end of the first link. A cut inside of a link repeats its address."""
    size = 0
    for run in runs:
        size += length(run.text, unit)
        if run.style.href:
            break
    return size


def place_to_cut(words: str, limit: int, unit: TextUnit) -> int:
    """An index of at least 1: everything before it fits (unless a single character does not)."""
    most = _prefix_that_fits(words, limit, unit)
    if most >= len(words):
        return len(words)
    for place in PLACES:
        # A place in the first half would leave too many too short messages.
        ends = [found.end() for found in place.finditer(words, most // 2, most)]
        if ends:
            return ends[-1]
    return _character_boundary(words, most)


def _prefix_that_fits(words: str, limit: int, unit: TextUnit) -> int:
    candidates = range(1, min(len(words), max(1, limit)) + 1)
    return max(1, bisect_right(candidates, limit, key=lambda count: length(words[:count], unit)))


def _character_boundary(words: str, most: int) -> int:
    """The last place up to `most` that is not inside what readers see as one character: an accented letter, a flag."""
    at = most
    while at > 1 and _is_inside_character(words, at):
        at -= 1
    return at if at > 1 else most


def _is_inside_character(words: str, at: int) -> bool:
    before, after = words[at - 1], words[at]
    if before == JOINER or after == JOINER or ord(after) in SKIN_TONES or unicodedata.category(after)[0] == "M":
        return True
    if ord(before) in FLAGS and ord(after) in FLAGS:
        letters = at - len(words[:at].rstrip("".join(map(chr, FLAGS))))
        return letters % 2 == 1
    return False


def _slice(runs: Sequence[Run], start: int, end: int) -> list[Run]:
    sliced: list[Run] = []
    for run in runs:
        if text := run.text[max(0, start) : max(0, end)]:
            sliced.append(Run(text, run.style))
        start -= len(run.text)
        end -= len(run.text)
    return sliced
