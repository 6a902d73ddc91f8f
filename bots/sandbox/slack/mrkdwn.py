"""Slack's markup as a client draws it: runs of text that look alike.

https://docs.slack.dev/messaging/formatting-message-text
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from bots.sandbox.phone import Span, beside_bars

ANGLED = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")
STYLED = re.compile(r"(?<![^\s\u200b])([*_~`])(?!\1)(?=[^\s\u200b])([^\n]+?)(?<=[^\s\u200b])\1(?![^\s\u200b])")
STYLES = {"*": ("bold",), "_": ("italic",), "~": (), "`": ("code",)}
BAR = re.compile(r"\A[ \t]*(?:>|&gt;) ?")
DEPTH = 3
"""Styles within styles."""

NameOf = Callable[[str], str]
"""Of a person, by their id."""


class Link(NamedTuple):
    start: int
    end: int
    href: str


class Piece(NamedTuple):
    start: int
    end: int
    styles: tuple[str, ...]


def drawn(mrkdwn: str, name_of: NameOf = str) -> tuple[Span, ...]:
    """Tags and escapes resolved; zero-width spaces are not seen."""
    return tuple(beside_bars(mrkdwn, BAR, lambda words: inline(words, name_of)))


def inline(mrkdwn: str, name_of: NameOf) -> tuple[Span, ...]:
    text, links = unfolded(mrkdwn, name_of)
    if not links and not STYLED.search(text):
        return (Span(text=resolved(text)),)
    spans = (
        Span(text=resolved(text[start:end]), styles=styles, href=href)
        for piece in styled(text)
        for start, end, styles, href in linked(piece, links)
    )
    return tuple(span for span in spans if span.text)


def unfolded(mrkdwn: str, name_of: NameOf) -> tuple[str, list[Link]]:
    """Labels in place of `<...>`, and where they lead."""
    text, read_to, links = "", 0, []
    for found in ANGLED.finditer(mrkdwn):
        text += mrkdwn[read_to : found.start()]
        label = label_of(found[1], found[2] or "", name_of)
        if label and found[1].startswith(("http://", "https://")):
            links.append(Link(len(text), len(text) + len(label), resolved(found[1])))
        text += label
        read_to = found.end()
    return text + mrkdwn[read_to:], links


def label_of(target: str, label: str, name_of: NameOf) -> str:
    match target[:1]:
        case "@":
            return f"@{escaped(name_of(target[1:]))}"
        case "#":
            return f"#{label or target[1:]}"
        case "!":
            return label or f"@{target[1:]}"
    return label or target.removeprefix("mailto:")


def styled(text: str, offset: int = 0, styles: tuple[str, ...] = (), depth: int = DEPTH) -> Iterator[Piece]:
    """Without the marks that style it."""
    read_to = 0
    for found in STYLED.finditer(text) if depth else ():
        yield Piece(offset + read_to, offset + found.start(), styles)
        deeper = 0 if found[1] == "`" else depth - 1  # in code every mark stands for itself
        yield from styled(found[2], offset + found.start(2), styles + STYLES[found[1]], deeper)
        read_to = found.end()
    yield Piece(offset + read_to, offset + len(text), styles)


def linked(piece: Piece, links: list[Link]) -> Iterator[tuple[int, int, tuple[str, ...], str]]:
    """The piece, cut where links begin and end."""
    at = piece.start
    for link in links:
        start, end = max(link.start, at), min(link.end, piece.end)
        if start < end:
            yield at, start, piece.styles, ""
            yield start, end, piece.styles, link.href
            at = end
    yield at, piece.end, piece.styles, ""


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def resolved(text: str) -> str:
    return text.replace("\u200b", "").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
