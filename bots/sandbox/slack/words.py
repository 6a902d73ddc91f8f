"""What a Slack client makes of what people type, and what it draws of what a bot sends."""

import re
from typing import Any

Json = dict[str, Any]

LINKED = re.compile(r"(?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)|(?P<url>https?://[^\s<>]+)")
ANGLED = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")
STYLED = re.compile(r"(?<![^\s\u200b])([*_~`])(?!\1)(?=[^\s\u200b])([^\n]+?)(?<=[^\s\u200b])\1(?![^\s\u200b])")


def typed(text: str) -> str:
    """As the API tells it: three characters escaped; addresses become links; `<@U1>` mentions are left alone."""
    parts = re.split(r"(<@\w+>)", text)  # every second one is a mention
    return "".join(part if number % 2 else _linked(_escaped(part)) for number, part in enumerate(parts))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _linked(text: str) -> str:
    def link(found: re.Match[str]) -> str:
        return f"<mailto:{found[0]}|{found[0]}>" if found["mail"] else f"<{found[0]}>"

    return LINKED.sub(link, text) if "@" in text or "://" in text else text


def drawn(mrkdwn: str) -> str:
    """Tags and escapes resolved; zero-width spaces are not seen."""
    text = ANGLED.sub(lambda found: found[2] or found[1], mrkdwn)
    text = STYLED.sub(r"\2", STYLED.sub(r"\2", text))
    return text.replace("\u200b", "").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def text_of(message: Json) -> str:
    """The blocks, where there are any; `text` is then only for notifications."""
    blocks = message.get("blocks")
    if not blocks:
        return drawn(message.get("text", ""))
    return "\n".join(drawn(block["text"]["text"]) for block in blocks if block["type"] in ("section", "header"))


def buttons_of(message: Json) -> list[Json]:
    return [element for block in message.get("blocks") or () for element in block.get("elements", ())]


def labels_of(message: Json) -> tuple[str, ...]:
    return tuple(button["text"]["text"] for button in buttons_of(message))
