"""What a Slack client makes of what people type, and what it draws of a message."""

import re
from typing import Any

from bots.sandbox.phone import Shown, Span
from bots.sandbox.slack.files import StoredFile
from bots.sandbox.slack.mrkdwn import NameOf, drawn, escaped

Json = dict[str, Any]

LINKED = re.compile(r"(?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)|(?P<url>https?://[^\s<>]+)")


def typed(text: str) -> str:
    """As the API tells it: three characters escaped; addresses become links; `<@U1>` mentions are left alone."""
    parts = re.split(r"(<@[UW]\w+>)", text)  # every second one is a mention
    return "".join(part if number % 2 else _linked(escaped(part)) for number, part in enumerate(parts))


def _linked(text: str) -> str:
    def link(found: re.Match[str]) -> str:
        return f"<mailto:{found[0]}|{found[0]}>" if found["mail"] else f"<{found[0]}>"

    return LINKED.sub(link, text) if "@" in text or "://" in text else text


def shown(message: Json, *, author: str, mine: bool, name_of: NameOf, files: tuple[StoredFile, ...] = ()) -> Shown:
    spans = spans_of(message, name_of)
    buttons = buttons_of(message)
    links = tuple(button.get("url", "") for button in buttons)
    thread = message.get("thread_ts")
    return Shown(
        text="".join(span.text for span in spans),
        spans=spans if any(span.styles or span.href for span in spans) else (),
        buttons=tuple(button["text"]["text"] for button in buttons),
        rows=tuple(len(block["elements"]) for block in blocks_of(message) if "elements" in block),
        links=links if any(links) else (),
        media=tuple(file.kind for file in files),
        files=tuple(file.shown for file in files),
        at=float(message["ts"]),
        mine=mine,
        message_id=message["ts"],
        thread=thread if thread != message["ts"] else None,
        author=author,
    )


def spans_of(message: Json, name_of: NameOf) -> tuple[Span, ...]:
    """The blocks, where there are any; `text` is then only for notifications."""
    if not blocks_of(message):
        return drawn(message.get("text", ""), name_of)
    spans: list[Span] = []
    for block in blocks_of(message):
        if block["type"] == "section":
            spans += [Span(text="\n")] if spans else []
            spans += text_spans(block["text"], name_of)
    return tuple(spans)


def text_spans(text: Json, name_of: NameOf) -> tuple[Span, ...]:
    return drawn(text["text"], name_of) if text["type"] == "mrkdwn" else (Span(text=text["text"]),)


def blocks_of(message: Json) -> list[Json]:
    return message.get("blocks") or []


def buttons_of(message: Json) -> list[Json]:
    return [element for block in blocks_of(message) for element in block.get("elements", ())]
