"""Content as WeChat shows it: plain text with a numbered menu, each line of which can be tapped.

The menu is written into the text (`weixin://bizmsgmenu` links) and not sent as a `msgmenu` message, because only
text can be a passive reply, which costs nothing of the quota, and because `msgmenu` is refused to many accounts
(40200). A tap comes back as a text message with the label, and with the button's `goto` as `bizmsgmenuid` (test
accounts leave it out). So the label works even there, and a typed number or label works everywhere through what the
desk remembers of the offered buttons.
"""

import re
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from urllib.parse import quote

from bots.delivery.markup import to_plain
from bots.wechat.xml_text import legal
from storage.content import Button, Content
from storage.remembered import of_people

LIMIT = 2000
"""UTF-8 bytes of one text message, links included. Undocumented: 2,048 is what accounts were seen to take."""
ID_CHARACTERS = re.compile(r"[A-Za-z0-9_.:-]{1,64}")
"""What was seen to come back unchanged in `bizmsgmenuid`."""
ANCHOR = re.compile(r"<(?=/?a[\s>])", re.IGNORECASE)
UNSAFE = re.compile(r"""["'<>&#%+\s]""")


@of_people
@lru_cache(maxsize=256)
def text_of(content: Content) -> str:
    """Legal in XML; empty when there is nothing to say. A menu that is too long with its links goes without them.

    Remembered for a while: a bot says most of what it says again and again.
    """
    words = shown(to_plain(content.text)).strip()
    if not content.buttons:
        return words
    whole = f"{words}\n\n{menu(content.buttons, linked, content.numbered)}".strip()
    if size(whole) <= LIMIT:
        return whole
    whole = f"{words}\n\n{menu(content.buttons, plain, content.numbered)}".strip()
    return whole if size(whole) <= LIMIT else whole.encode()[:LIMIT].decode(errors="ignore")


def menu_size(buttons: Sequence[Button]) -> int:
    """So many bytes are needed under the words, if they go without links: a few less where no line has a number."""
    return size(f"\n\n{menu(buttons, plain)}")


def size(text: str) -> int:
    return len(text.encode())


def shown(words: str) -> str:
    """WeChat makes a link of any `<a href>` in a text: a customer or a product name must not plant one.

    As many bytes as before: whoever cut the text to the limit has not seen this.
    """
    words = legal(words)
    return ANCHOR.sub("[", words) if "<" in words else words


def menu(buttons: Sequence[Button], line: Callable[[Button], str], is_numbered: bool = True) -> str:
    """Numbers need no other numbers before them."""
    if not is_numbered or (buttons[0].label.isdecimal() and all(button.label.isdecimal() for button in buttons)):
        return "\n".join([line(button) for button in buttons])
    return "\n".join([f"{number}. {line(button)}" for number, button in enumerate(buttons, start=1)])


def plain(button: Button) -> str:
    label = shown(button.label)
    return f"{label} {legal(button.url)}" if button.url else label


def linked(button: Button) -> str:
    label = shown(button.label)
    if button.url:
        return f'<a href="{UNSAFE.sub(escaped_in_url, legal(button.url))}">{label}</a>'
    if not ID_CHARACTERS.fullmatch(button.goto):
        return label
    # Letters and blanks, as nearly every label is, need no look at each sign.
    said = label.replace(" ", "%20") if label.replace(" ", "").isalnum() else UNSAFE.sub(escaped, label)
    return f'<a href="weixin://bizmsgmenu?msgmenucontent={said}&msgmenuid={button.goto}">{label}</a>'


def escaped(found: re.Match[str]) -> str:
    return quoted(found.group())


def escaped_in_url(found: re.Match[str]) -> str:
    """Only what would end the attribute: the rest of an address means what it says."""
    character = found.group()
    return character if character in "&#%+" else quoted(character)


@cache
def quoted(character: str) -> str:
    """Of the few that are UNSAFE."""
    return quote(character, safe="")
