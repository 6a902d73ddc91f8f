"""Signs of which an app makes something that acts when it is tapped, or that calls somebody.

Telegram makes a command of `/resolve`, which one tap sends, and calls whoever is `@named`. In what a contact wrote, or
is called, they stand in full width: that reads the same, is as long, and is nothing but words. In an address they stay,
so that staff can copy it.
"""

import re

LABEL = r"[^\W_](?:-?[^\W_]){0,30}"
TOP = (
    "(?i:app|biz|cc|cn|co|com|de|dev|edu|eu|fr|gov|hk|info|io|jp|kr|link|me|mobi|my|net|online|org|ru|sg|shop|site|store"
    "|top|tv|tw|uk|us|vip|xyz)"
)
"""How the host of an address ends. Of a host with another end Telegram may not make one, and looks for commands and
names in what follows.
"""
ADDRESS = rf"(?<![\w.@-])(?:{LABEL}\.){{1,8}}{TOP}[/?#][A-Za-z0-9._~/?#@&+=%:-]*"
TAPPED = re.compile(rf"(?P<address>{ADDRESS})|(?<![\w/<>])/(?=[A-Za-z0-9_])|(?<!\w)@(?=[A-Za-z0-9_])")
WIDE = {"/": "／", "@": "＠"}


def untapped(text: str) -> str:
    if "/" not in text and "@" not in text:
        return text
    return TAPPED.sub(lambda found: found["address"] or WIDE[found[0]], text)
