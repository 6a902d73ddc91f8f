"""Telegram's HTML, as strict as the platform is."""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bots.sandbox.telegram.refusal import Refusal, bad
from bots.sandbox.telegram.spans import utf16

Json = dict[str, Any]

ENTITIES: Mapping[str, str] = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "tg-emoji": "custom_emoji",
}
"""Tags, and what the bot is told that it wrote."""
PIECE = re.compile(r"</(?P<end>[^<>]*)>|<(?P<start>[a-zA-Z0-9-]*)(?P<rest>[^<>]*)>?|[^<]+")
ENTITY = re.compile(r"&(?:lt|gt|amp|quot|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")
HREF = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Tag:
    name: str
    offset: int
    """Where it was opened in what is shown, in UTF-16 units."""
    href: str = ""


def visible(source: str) -> str:
    """What a phone shows of it. Raises Refusal."""
    shown: list[str] = []
    open_tags: list[str] = []
    for piece in PIECE.finditer(source):
        if piece["end"] is not None:
            _close(piece["end"], open_tags, piece.start())
        elif piece["start"] is None:
            shown.append(_unescaped(piece[0]))
        elif piece["start"].lower() not in ENTITIES or not piece[0].endswith(">"):
            raise _unparsable(f'Unsupported start tag "{piece["start"]}" at byte offset {piece.start()}')
        else:
            open_tags.append(piece["start"].lower())
    if open_tags:
        raise _unparsable(f'Can\'t find end tag corresponding to start tag "{open_tags[-1]}"')
    return "".join(shown)


def entities(source: str) -> list[Json]:
    """How that is styled, for markup that is as it should be."""
    found: list[Json] = []
    open_tags: list[Tag] = []
    length = 0
    for piece in PIECE.finditer(source):
        if piece["end"] is not None:
            found += _entity(open_tags.pop(), length)
        elif piece["start"] is None:
            length += utf16(_unescaped(piece[0]))
        else:
            open_tags.append(Tag(piece["start"].lower(), length, _href(piece["rest"])))
    return sorted(found, key=lambda each: (each["offset"], -each["length"]))


def _close(tag: str, open_tags: list[str], offset: int) -> None:
    if not open_tags:
        raise _unparsable(f"Unexpected end tag at byte offset {offset}")
    expected = open_tags.pop()
    if tag.strip().lower() not in ("", expected):
        raise _unparsable(f'Unmatched end tag at byte offset {offset}, expected "</{expected}>", found "</{tag}>"')


def _entity(tag: Tag, end: int) -> Iterator[Json]:
    """None around nothing, and none for a link that leads nowhere."""
    entity: Json = {"type": ENTITIES[tag.name], "offset": tag.offset, "length": end - tag.offset}
    if tag.name == "a":
        entity["url"] = tag.href
    if entity["length"] and entity.get("url") != "":
        yield entity


def _href(attributes: str) -> str:
    found = HREF.search(attributes)
    return html.unescape(next(filter(None, found.groups()), "")) if found else ""


def _unescaped(words: str) -> str:
    return ENTITY.sub(lambda entity: html.unescape(entity[0]), words)


def _unparsable(cause: str) -> Refusal:
    return bad(f"can't parse entities: {cause}")
