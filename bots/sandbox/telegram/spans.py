"""How a text is written on a phone: the entities of a message, as the Bot API counts them, and the web addresses."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from bots.sandbox.phone import Span

Json = dict[str, Any]

STYLES: Mapping[str, str] = {"bold": "bold", "italic": "italic", "code": "code", "pre": "code", "blockquote": "bar"}
ORDER = ("bold", "italic", "code", "bar")
MOST = 100
"""Entities of one message; Telegram leaves out the others."""
ADDRESS = re.compile(r"https?://[^\s<>\"'「」『』“”（）【】《》，。；：！？、]+")
WEB = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class Run:
    """From `start` to `end`, in UTF-16 units."""

    start: int
    end: int
    style: str = ""
    href: str = ""

    def covers(self, start: int, end: int) -> bool:
        return self.start <= start and end <= self.end


def spans(text: str, entities: Sequence[Json]) -> tuple[Span, ...]:
    """The whole text in runs that look alike; empty when all of it is plain."""
    runs = [run for entity in entities[:MOST] for run in _styled(entity)]
    if "://" in text:
        runs += _addresses(text, runs)
    if not runs:
        return ()
    units = text.encode("utf-16-le", "surrogatepass")
    total = len(units) // 2
    edges = sorted({0, total} | {min(max(edge, 0), total) for run in runs for edge in (run.start, run.end)})
    return tuple(_span(units, start, end, runs) for start, end in pairwise(edges))


def utf16(text: str) -> int:
    """How long Telegram says it is."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _span(units: bytes, start: int, end: int, runs: Sequence[Run]) -> Span:
    here = [run for run in runs if run.covers(start, end)]
    return Span(
        text=units[2 * start : 2 * end].decode("utf-16-le", "surrogatepass"),
        styles=tuple(style for style in ORDER if any(run.style == style for run in here)),
        href=next((run.href for run in here if run.href), ""),
    )


def _styled(entity: Json) -> Iterator[Run]:
    start, end = entity["offset"], entity["offset"] + entity["length"]
    match entity:
        case {"type": "text_link", "url": str(url)} if url.startswith(WEB):
            yield Run(start, end, href=url)
        case {"type": str(kind)} if kind in STYLES:
            yield Run(start, end, style=STYLES[kind])


def _addresses(text: str, styled: Sequence[Run]) -> Iterator[Run]:
    """Telegram finds them by itself, but not in code."""
    code = [run for run in styled if run.style == "code"]
    for found in ADDRESS.finditer(text):
        address = found[0].rstrip(".,;:!?)*")
        start = utf16(text[: found.start()])
        end = start + utf16(address)
        if not any(run.start < end and start < run.end for run in code):
            yield Run(start, end, href=address)
