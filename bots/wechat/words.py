"""Content as WeChat shows it: plain text with a numbered menu, each line of which can be tapped.

The menu is written into the text (`weixin://bizmsgmenu` links) and not sent as a `msgmenu` message, because only
text can be a passive reply, which costs nothing of the quota, and because `msgmenu` is refused to many accounts
(40200). A tap comes back as a text message with the label, and with the button's `goto` as `bizmsgmenuid` (test
accounts leave it out). So the label works even there, and a typed number or label works everywhere through what the
desk remembers of the offered buttons.
"""

import re
from collections.abc import Callable, Sequence
from urllib.parse import quote

from bots.delivery.markup import to_plain
from bots.wechat.xml_text import legal
from storage.content import Button, Content

LIMIT = 2000
"""UTF-8 bytes of one text message, links included. Undocumented: 2,048 is what accounts were seen to take."""
ID_CHARACTERS = re.compile(r"[A-Za-z0-9_.:-]{1,64}")
"""What was seen to come back unchanged in `bizmsgmenuid`."""
ANCHOR = re.compile(r"<(?=/?a[\s>])", re.IGNORECASE)
UNSAFE = re.compile(r"""["'<>&#%+\s]""")


def texts(content: Content) -> tuple[str, ...]:
    """One text message, or two when a long text leaves no room for its menu, or none."""
    words = without_anchors(legal(to_plain(content.text))).strip()
    if not content.buttons:
        return (words,) if words else ()
    for lines in (menu(content.buttons, linked), menu(content.buttons, plain)):
        whole = f"{words}\n\n{lines}".strip()
        if size(whole) <= LIMIT:
            return (whole,)
    return (words, plain_menu_that_fits(content.buttons))


def size(text: str) -> int:
    return len(text.encode())


def without_anchors(words: str) -> str:
    """WeChat makes a link of any `<a href>` in a text: a customer or a product name must not plant one."""
    return ANCHOR.sub("＜", words)


def plain_menu_that_fits(buttons: Sequence[Button]) -> str:
    lines = menu(buttons, plain)
    return lines if size(lines) <= LIMIT else lines.encode()[:LIMIT].decode(errors="ignore")


def menu(buttons: Sequence[Button], line: Callable[[Button], str]) -> str:
    return "\n".join(f"{number}. {line(button)}" for number, button in enumerate(buttons, start=1))


def plain(button: Button) -> str:
    label = without_anchors(legal(button.label))
    return f"{label} {button.url}" if button.url else label


def linked(button: Button) -> str:
    label = without_anchors(legal(button.label))
    if button.url:
        return f'<a href="{UNSAFE.sub(escaped_in_url, button.url)}">{label}</a>'
    if not ID_CHARACTERS.fullmatch(button.goto):
        return label
    said = UNSAFE.sub(escaped, label)
    return f'<a href="weixin://bizmsgmenu?msgmenucontent={said}&msgmenuid={button.goto}">{label}</a>'


def escaped(found: re.Match[str]) -> str:
    return quote(found.group(), safe="")


def escaped_in_url(found: re.Match[str]) -> str:
    """Only what would end the attribute: the rest of an address means what it says."""
    character = found.group()
    return character if character in "&#%+" else quote(character, safe="")
