"""Telegram's HTML, as strict as the platform is."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
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


@dataclass(slots=True)
class Reading:
    """What has been read so far."""

    shown: list[str] = field(default_factory=list)
    length: int = 0
    open_tags: list[Tag] = field(default_factory=list)
    entities: list[Json] = field(default_factory=list)

    def write(self, piece: str) -> None:
        words = ENTITY.sub(lambda entity: html.unescape(entity[0]), piece)
        self.shown.append(words)
        self.length += utf16(words)

    def open(self, name: str, rest: str) -> None:
        found = HREF.search(rest) if name == "a" else None
        href = html.unescape(next(filter(None, found.groups()), "")) if found else ""
        self.open_tags.append(Tag(name, self.length, href))

    def close(self, name: str, offset: int) -> None:
        if not self.open_tags:
            raise _unparsable(f"Unexpected end tag at byte offset {offset}")
        tag = self.open_tags.pop()
        if name.strip().lower() not in ("", tag.name):
            raise _unparsable(f'Unmatched end tag at byte offset {offset}, expected "</{tag.name}>", found "</{name}>"')
        if self.length > tag.offset and (tag.href or tag.name != "a"):
            entity = {"type": ENTITIES[tag.name], "offset": tag.offset, "length": self.length - tag.offset}
            self.entities.append(entity | ({"url": tag.href} if tag.href else {}))


def read(source: str) -> tuple[str, list[Json]]:
    """What a phone shows of it, and the entities in that. Raises Refusal."""
    reading = Reading()
    for piece in PIECE.finditer(source):
        if piece["end"] is not None:
            reading.close(piece["end"], piece.start())
        elif piece["start"] is None:
            reading.write(piece[0])
        elif piece["start"].lower() not in ENTITIES or not piece[0].endswith(">"):
            raise _unparsable(f'Unsupported start tag "{piece["start"]}" at byte offset {piece.start()}')
        else:
            reading.open(piece["start"].lower(), piece["rest"])
    if reading.open_tags:
        raise _unparsable(f'Can\'t find end tag corresponding to start tag "{reading.open_tags[-1].name}"')
    return "".join(reading.shown), sorted(reading.entities, key=lambda each: (each["offset"], -each["length"]))


def _unparsable(cause: str) -> Refusal:
    return bad(f"can't parse entities: {cause}")
