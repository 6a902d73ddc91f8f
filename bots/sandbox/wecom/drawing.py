"""What the bot posts, as WeCom draws it: markdown in its styles, a card with its buttons."""

import re
from collections.abc import Iterator
from typing import Any

from bots.sandbox.phone import Span, beside_bars

Json = dict[str, Any]

INLINE = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|`(?P<code>[^`\n]+)`"
    r"|\*\*(?P<bold>(?:\\.|[^*\\\n])+)\*\*"
    r"|\*(?P<italic>(?:\\.|[^*\\\n])+)\*"
    r"|<@(?P<called>[A-Za-z0-9_.@-]+)>"
    r"|\[(?P<label>(?:\\.|[^\[\]\\\n])*)\]\((?P<href>[^()\s]*)\)"
)
BAR = re.compile(r"\A[ \t]*> ?")
TICKET = re.compile(r"(?:@\S+(?: \S+)*?\s)?[#＃]([0-9]{1,9})(?![0-9A-Za-z])")


def drawn(markdown: str) -> tuple[Span, ...]:
    """Zero-width spaces are not seen."""
    return tuple(beside_bars(markdown, BAR, inline))


def inline(markdown: str) -> tuple[Span, ...]:
    return tuple(joined(span for span in spans(markdown) if span.text))


def spans(markdown: str, styles: tuple[str, ...] = ()) -> Iterator[Span]:
    read_to = 0
    for found in INLINE.finditer(markdown):
        yield Span(text=seen(markdown[read_to : found.start()]), styles=styles)
        yield from meant(found, styles)
        read_to = found.end()
    yield Span(text=seen(markdown[read_to:]), styles=styles)


def meant(found: re.Match[str], styles: tuple[str, ...]) -> Iterator[Span]:
    kind = found.lastgroup or ""
    if kind == "escaped":
        yield Span(text=found["escaped"], styles=styles)
    elif kind == "called":
        yield Span(text=f"@{found['called']}", styles=styles)
    elif kind == "code":
        yield Span(text=found["code"], styles=(*styles, "code"))
    elif kind == "href":
        label = "".join(span.text for span in spans(found["label"]))
        yield Span(text=label, styles=styles, href=found["href"])
    else:
        yield from spans(found[kind], (*styles, kind))


def joined(pieces: Iterator[Span]) -> Iterator[Span]:
    """Neighbours that look alike as one."""
    last: Span | None = None
    for piece in pieces:
        if last is not None and (last.styles, last.href) == (piece.styles, piece.href):
            last = Span(text=last.text + piece.text, styles=last.styles, href=last.href)
            continue
        if last is not None:
            yield last
        last = piece
    if last is not None:
        yield last


def seen(text: str) -> str:
    return text.replace("\u200b", "")


def words_of(body: Json) -> tuple[Span, ...]:
    match body:
        case {"msgtype": "markdown", "markdown": {"content": str(content)}}:
            return drawn(content)
        case {"template_card": {"main_title": {"title": str(title)}, **more}}:
            rest = more.get("sub_title_text")
            return (Span(text=f"{title}\n{rest}" if rest else title),)
    return ()


def buttons_of(card: Json) -> tuple[str, ...]:
    return tuple(str(button["text"]) for button in card.get("button_list", ()))


def thread_in(text: str, bot_name: str = "") -> str | None:
    """The number of the conversation that it begins with, as what pages and terminals call a thread."""
    words = text.removeprefix(f"@{bot_name}").lstrip() if bot_name else text
    found = TICKET.match(words)
    return f"#{found[1]}" if found else None
