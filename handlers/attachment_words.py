"""What was sent beside words: as a transcript keeps it, whatever the language, and as staff read it."""

import re

from handlers.exchange import plain
from handlers.scripts.library import Script
from storage.inbound import Inbound, Media

KEPT = re.compile(rf"\[({'|'.join(Media)})\](?!\S)")


def in_words(inbound: Inbound) -> str:
    if not inbound.attachments:
        return inbound.text.strip()
    media = (f"[{each.media}] {each.caption or each.name}".strip() for each in inbound.attachments)
    return " ".join((inbound.text, *media)).strip()


def read_by_staff(kept: str, notices: Script) -> str:
    """`[photo]` of a transcript is [图片] to them, as wherever a picture cannot be shown."""
    if "[" not in kept:
        return kept
    return KEPT.sub(lambda found: plain(notices.line(found[1], name="", caption="")), kept)


def is_wordless(kept: str) -> bool:
    return not KEPT.sub("", kept).strip()
