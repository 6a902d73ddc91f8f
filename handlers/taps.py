"""Signs of which an app makes something that acts when it is tapped, or that calls somebody.

Telegram makes a command of `/resolve`, which one tap sends, and calls whoever is `@named`. In what a contact wrote, or
is called, they stand in full width: that reads the same, is as long, and is nothing but words. In an address they stay.
"""

import re

TAPPED = re.compile(
    r"(?P<address>(?:https?://|(?<![\w.-])(?:[\w-]+\.)+[a-zA-Z]{2,}/)[A-Za-z0-9._~/?#@&+=%:-]+)"
    r"|(?<![\w/<>])/(?=[A-Za-z0-9_])|(?<!\w)@(?=[A-Za-z0-9_])"
)
WIDE = {"/": "／", "@": "＠"}


def untapped(text: str) -> str:
    if "/" not in text and "@" not in text:
        return text
    return TAPPED.sub(lambda found: found["address"] or WIDE[found[0]], text)
