"""Slack's text as a person reads it.

The form: https://docs.slack.dev/messaging/formatting-message-text#retrieving-messages
"""

import re

ANGLED = re.compile(r"<([^<>]*)>")


def plain(text: str, *, without: str = "") -> str:
    """Resolve `<...>` and the three escapes. `without`: the user whose mentions are left out (the bot)."""
    if without and without in text:
        text = re.sub(rf"[ ]?<@{re.escape(without)}(\|[^<>]*)?>", "", text)
    if "<" in text:
        text = ANGLED.sub(lambda found: _read(found[1]), text)
    if "&" in text:
        text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return text.strip()


def mentions(text: str, user: str) -> bool:
    return f"<@{user}>" in text or f"<@{user}|" in text


def _read(inside: str) -> str:
    target, _, label = inside.partition("|")
    match target[:1]:
        case "@":
            return f"@{(label or target[1:]).removeprefix('@')}"
        case "#":
            return f"#{label or target[1:]}"
        case "!":
            return label or f"@{target[1:].partition('^')[0]}"
        case _:
            return _link(target, label)


def _link(target: str, label: str) -> str:
    """Slack makes links of what people type (`<mailto:a@b.cn|a@b.cn>`): then the label is what they typed."""
    address = re.sub(r"^(mailto:|tel:|https?://)", "", target)
    if not label:
        return target.removeprefix("mailto:").removeprefix("tel:")
    if target.startswith("tel:") or label in (target, address):
        return label
    return f"{label} ({target.removeprefix('mailto:')})"
