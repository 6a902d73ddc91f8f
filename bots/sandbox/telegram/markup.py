"""Telegram's HTML, as strict as the platform is."""

import html
import re

from bots.sandbox.telegram.refusal import Refusal, bad

TAGS = {"b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "a", "code", "pre", "blockquote", "span"} | {
    "tg-spoiler",
    "tg-emoji",
}
PIECE = re.compile(r"</(?P<end>[^<>]*)>|<(?P<start>[a-zA-Z0-9-]*)(?P<rest>[^<>]*)>?|[^<]+")
ENTITY = re.compile(r"&(?:lt|gt|amp|quot|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")


def visible(source: str) -> str:
    """What a phone shows of it. Raises Refusal."""
    shown: list[str] = []
    open_tags: list[str] = []
    for piece in PIECE.finditer(source):
        if piece["end"] is not None:
            _close(piece["end"], open_tags, piece.start())
        elif piece["start"] is None:
            shown.append(ENTITY.sub(lambda entity: html.unescape(entity[0]), piece[0]))
        elif piece["start"].lower() not in TAGS or not piece[0].endswith(">"):
            raise _unparsable(f'Unsupported start tag "{piece["start"]}" at byte offset {piece.start()}')
        else:
            open_tags.append(piece["start"].lower())
    if open_tags:
        raise _unparsable(f'Can\'t find end tag corresponding to start tag "{open_tags[-1]}"')
    return "".join(shown)


def _close(tag: str, open_tags: list[str], offset: int) -> None:
    if not open_tags:
        raise _unparsable(f"Unexpected end tag at byte offset {offset}")
    expected = open_tags.pop()
    if tag.strip().lower() not in ("", expected):
        raise _unparsable(f'Unmatched end tag at byte offset {offset}, expected "</{expected}>", found "</{tag}>"')


def _unparsable(cause: str) -> Refusal:
    return bad(f"can't parse entities: {cause}")


def utf16(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2
