"""Content as Block Kit and as chat.postMessage's arguments.

Limits: https://docs.slack.dev/reference/block-kit/blocks and .../block-elements/button-element.
"""

from typing import Any

from bots.delivery.markup import to_plain, to_slack_mrkdwn
from bots.delivery.mrkdwn import as_typed
from storage.content import Button, Content

SECTION_LIMIT = 3000
ROW_LIMIT = 25
LABEL_LIMIT = 75
VALUE_LIMIT = 2000
ADDRESS_LIMIT = 3000

Block = dict[str, Any]


def message(content: Content) -> dict[str, Any]:
    """`text` and, only where there are buttons, `blocks`; then the text is what notifications show."""
    if not content.buttons:
        return {"text": to_slack_mrkdwn(content.text)}
    return {"text": to_plain(content.text) or content.buttons[0].label, "blocks": blocks(content)}


def blocks(content: Content) -> list[Block]:
    shown: list[Block] = [
        {"type": "section", "text": {"type": "mrkdwn", "text": part}}
        for part in sections(to_slack_mrkdwn(content.text))
    ]
    rows = [content.buttons[first : first + ROW_LIMIT] for first in range(0, len(content.buttons), ROW_LIMIT)]
    shown += [
        {"type": "actions", "elements": [_button(button, row * ROW_LIMIT + at) for at, button in enumerate(buttons)]}
        for row, buttons in enumerate(rows)
    ]
    return shown


def home_view(content: Content) -> dict[str, Any]:
    return {"type": "home", "blocks": blocks(content)}


def sections(text: str) -> list[str]:
    """Cut where lines or words end: escapes make a text longer than what was counted for it."""
    parts = []
    while len(text) > SECTION_LIMIT:
        cut = max(text.rfind("\n", 1, SECTION_LIMIT), 0) or max(text.rfind(" ", 1, SECTION_LIMIT), 0) or SECTION_LIMIT
        parts.append(text[:cut])
        text = text[cut:].lstrip()
    return [part for part in (*parts, text) if part.strip()]


def _button(button: Button, number: int) -> Block:
    element: Block = {
        "type": "button",
        "action_id": f"kefu-{number}",  # unique in a message, as Slack demands; what it does is in the value
        "text": {"type": "plain_text", "text": _label(as_typed(button.label)), "emoji": True},
    }
    if button.url:
        return element | {"url": button.url[:ADDRESS_LIMIT]}
    return element | {"value": button.goto[:VALUE_LIMIT]}


def _label(label: str) -> str:
    return label if len(label) <= LABEL_LIMIT else label[: LABEL_LIMIT - 1] + "…"
