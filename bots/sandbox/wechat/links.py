"""How WeChat draws a text message: links become their labels, which can be tapped."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from bots.sandbox.phone import Span

ANCHOR = re.compile(r"""<a\s+href=(["'])(?P<href>.*?)\1\s*>(?P<label>.*?)</a>""", re.IGNORECASE | re.DOTALL)
MENU = re.compile(r"weixin://bizmsgmenu\?msgmenucontent=(?P<said>[^&]*)&msgmenuid=(?P<id>.*)", re.DOTALL)
ADDRESS = re.compile(r"(https?://[!-~]*[\w/#&=-])", re.ASCII)
"""An address that stands in a text as it is. Chinese characters and full stops behind it are none of it."""


@dataclass(frozen=True, slots=True)
class Tap:
    label: str
    said: str = ""
    """What the customer's tap sends as text. Empty for a web address, which only opens."""
    menu_id: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    text: str
    spans: tuple[Span, ...] = ()
    """Empty where nothing can be tapped."""
    taps: tuple[Tap, ...] = ()


def draw(content: str) -> Drawn:
    pieces: list[Span | Tap] = []
    read_to = 0
    for anchor in ANCHOR.finditer(content):
        pieces += [*bare(content[read_to : anchor.start()]), tap_of(anchor)]
        read_to = anchor.end()
    return composed([*pieces, *bare(content[read_to:])])


def draw_menu(head: str, taps: tuple[Tap, ...], tail: str) -> Drawn:
    """A msgmenu message: words, a line for each choice, words."""
    lines: tuple[tuple[Span | Tap, ...], ...] = (tuple(bare(head)), *((tap,) for tap in taps), tuple(bare(tail)))
    pieces: list[Span | Tap] = []
    for line in filter(None, lines):
        pieces += (Span(text="\n"), *line) if pieces else line
    return composed(pieces)


def composed(pieces: list[Span | Tap]) -> Drawn:
    spans = tuple(piece if isinstance(piece, Span) else span_of(piece) for piece in pieces)
    text = "".join(span.text for span in spans)
    taps = tuple(piece for piece in pieces if isinstance(piece, Tap))
    return Drawn(text, spans if any(span.href or span.tap for span in spans) else (), taps)


def span_of(tap: Tap) -> Span:
    return Span(text=tap.label, href=tap.href, tap=tap.label if tap.said else "")


def bare(words: str) -> Iterator[Span]:
    """Text outside of every anchor."""
    for number, part in enumerate(ADDRESS.split(words)):
        if part:
            yield Span(text=part, href=part if number % 2 else "")


def tap_of(anchor: re.Match[str]) -> Tap:
    address = html.unescape(anchor["href"]) if "&amp;" in anchor["href"] else anchor["href"]
    menu = MENU.fullmatch(address)
    if menu is None:
        return Tap(anchor["label"], href=address if address.startswith(("http://", "https://")) else "")
    return Tap(anchor["label"], unquote(menu["said"]), unquote(menu["id"]))
