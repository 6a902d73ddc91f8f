"""How WeChat draws a text message: links become their labels, which can be tapped."""

import html
import re
from dataclasses import dataclass
from urllib.parse import unquote

ANCHOR = re.compile(r"""<a\s+href=(["'])(?P<href>.*?)\1\s*>(?P<label>.*?)</a>""", re.IGNORECASE | re.DOTALL)
MENU = re.compile(r"weixin://bizmsgmenu\?msgmenucontent=(?P<said>[^&]*)&msgmenuid=(?P<id>.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Tap:
    label: str
    said: str = ""
    """What the customer's tap sends as text. Empty for a web address, which only opens."""
    menu_id: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    text: str
    taps: tuple[Tap, ...]


def draw(content: str) -> Drawn:
    taps = tuple(tap_of(found) for found in ANCHOR.finditer(content))
    return Drawn(ANCHOR.sub(lambda found: found["label"], content), taps)


def tap_of(anchor: re.Match[str]) -> Tap:
    menu = MENU.fullmatch(html.unescape(anchor["href"]) if "&amp;" in anchor["href"] else anchor["href"])
    if menu is None:
        return Tap(anchor["label"])
    return Tap(anchor["label"], unquote(menu["said"]), unquote(menu["id"]))
