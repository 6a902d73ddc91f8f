"""The buttons under a message."""

from typing import Any

from bots.sandbox.telegram.parameters import Parameters
from bots.sandbox.telegram.refusal import bad

Json = dict[str, Any]
Keyboard = list[list[Json]]

DATA_LIMIT = 64


def read(parameters: Parameters) -> Keyboard:
    """Raises Refusal."""
    match parameters.structure("reply_markup"):
        case {"inline_keyboard": [*rows]}:
            return [[_button(button) for button in row] for row in rows]
        case None | {}:
            return []
    raise bad("object expected as reply markup")


def labels(keyboard: Keyboard) -> tuple[str, ...]:
    return tuple(button["text"] for row in keyboard for button in row)


def rows(keyboard: Keyboard) -> tuple[int, ...]:
    return tuple(len(row) for row in keyboard if row)


def links(keyboard: Keyboard) -> tuple[str, ...]:
    """As in `Shown.links`."""
    found = tuple(button.get("url", "") for row in keyboard for button in row)
    return found if any(found) else ()


def _button(button: Any) -> Json:
    match button:
        case {"text": ""}:
            raise bad("can't parse inline keyboard button: Button text must be non-empty")
        case {"text": str(), "url": str(url)} if not url.startswith(("http://", "https://", "tg://")):
            raise bad(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
        case {"text": str(), "callback_data": str(data)} if not 1 <= len(data.encode()) <= DATA_LIMIT:
            raise bad("BUTTON_DATA_INVALID")
        case {"text": str(), "callback_data": str()} | {"text": str(), "url": str()}:
            known: Json = button
            return known
    raise bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
