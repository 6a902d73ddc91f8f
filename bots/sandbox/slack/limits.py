"""What Slack refuses in a message or a view.

Numbers: https://docs.slack.dev/reference/block-kit/blocks, .../block-elements/button-element,
https://docs.slack.dev/reference/methods/chat.postMessage#errors. The sum over blocks is not documented:
slackapi/bolt-js#2509 found about 13,200 characters.
"""

from typing import Any

TEXT = 40_000
BLOCKS = 50
HOME_BLOCKS = 100
SECTION = 3000
ROW = 25
LABEL = 75
VALUE = 2000
ID = 255
ADDRESS = 3000
ALL_BLOCKS = 13_200
TITLE = 24
METADATA = 3000
INPUT_LABEL = 2000
OPTIONS = 100
OPTION_VALUE = 150


class Refusal(Exception):
    """The `error` of `{"ok": false}`."""

    def __init__(self, error: str, **more: Any) -> None:
        super().__init__(error)
        self.answer = {"ok": False, "error": error, **more}


def check_message(text: str, blocks: Any) -> None:
    """Raises Refusal."""
    if len(text) > TEXT:
        raise Refusal("msg_too_long")
    if blocks:
        check_blocks(blocks, BLOCKS)
        if sum(len(block.get("text", {}).get("text", "")) for block in blocks) > ALL_BLOCKS:
            raise Refusal("msg_blocks_too_long")
    elif not text:
        raise Refusal("no_text")


def check_view(view: Any) -> None:
    """Of the Home tab."""
    if not isinstance(view, dict) or view.get("type") != "home":
        raise Refusal("invalid_arguments")
    check_blocks(view.get("blocks"), HOME_BLOCKS)


def check_modal(view: Any) -> None:
    match view:
        case {"type": "modal", "title": {"type": "plain_text", "text": title}, "blocks": [_, *_] as blocks}:
            _within("title", title, TITLE)
        case _:
            raise Refusal("invalid_arguments")
    for button in ("submit", "close"):
        _within(button, view.get(button, {}).get("text", "-"), TITLE)
    _within("callback_id", view.get("callback_id", "-"), ID)
    _within("private_metadata", view.get("private_metadata") or "-", METADATA)
    block_ids = [_input(block) for block in blocks]
    if len(blocks) > HOME_BLOCKS or len(set(block_ids)) < len(block_ids):
        raise _invalid("too many blocks, or the same block_id twice")


def _input(block: Any) -> str:
    match block:
        case {"type": "input", "block_id": str(block_id), "label": {"type": "plain_text", "text": label}}:
            _within("label", label, INPUT_LABEL)
            _within("block_id", block_id, ID)
            _element(block.get("element"))
            return block_id
    raise _invalid("a block of no known shape")


def _element(element: Any) -> None:
    match element:
        case {"type": "static_select", "action_id": str(), "options": [_, *_] as options} if len(options) <= OPTIONS:
            for option in options:
                _within("option", option["text"]["text"], LABEL)
                _within("value", option["value"], OPTION_VALUE)
        case {"type": "users_select", "action_id": str()}:
            pass
        case {"type": "plain_text_input", "action_id": str()} if element.get("max_length", 1) <= SECTION:
            pass
        case _:
            raise _invalid("an element of no known shape")


def check_blocks(blocks: Any, most: int) -> None:
    if not isinstance(blocks, list) or not 0 < len(blocks) <= most:
        raise _invalid(f"not 1-{most} blocks")
    action_ids: list[str] = []
    for block in blocks:
        match block:
            case {"type": "section", "text": {"type": "mrkdwn" | "plain_text", "text": str(text)}}:
                _within("section", text, SECTION)
            case {"type": "actions", "elements": [_, *_] as elements} if len(elements) <= ROW:
                action_ids += [_button(element) for element in elements]
            case {"type": "divider"}:
                pass
            case _:
                raise _invalid("a block of no known shape")
    if len(set(action_ids)) < len(action_ids):
        raise _invalid("the same action_id twice")


def _button(element: Any) -> str:
    match element:
        case {"type": "button", "action_id": str(action_id), "text": {"type": "plain_text", "text": str(label)}}:
            _within("label", label, LABEL)
            _within("action_id", action_id, ID)
            _within("value", element.get("value", "-"), VALUE)
            _within("url", element.get("url", "-"), ADDRESS)
            return action_id
    raise _invalid("an element that is no button")


def _within(what: str, text: Any, most: int) -> None:
    if not isinstance(text, str) or not 0 < len(text) <= most:
        raise _invalid(f"{what} must have 1-{most} characters")


def _invalid(reason: str) -> Refusal:
    return Refusal("invalid_blocks", errors=[reason])
