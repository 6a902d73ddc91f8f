"""What an admin sets up in WeChat's own console, and kefu does not: the menu at the bottom of the chat."""

from collections.abc import Sequence
from typing import Any

from storage.content import Button

MOST_UNDER = 5
SCAN = {"zh-CN": "扫一扫", "zh-TW": "掃一掃"}


def custom_menu(buttons: Sequence[Button], title: str, language: str) -> list[dict[str, Any]]:
    """The first and the last of the bot's own menu, and between them what fits of the others, under `title`.

    What one scans is no business of the bot's own menu: a parcel, an order's number.
    """
    pressable = [button for button in buttons if button.goto]
    if len(pressable) <= 3:
        return [click(button) for button in pressable]
    first, *others, last = pressable
    under = [click(each) for each in others[: MOST_UNDER - 1]] + [scan(language)]
    return [click(first), {"name": title, "sub_button": under}, click(last)]


def scan(language: str) -> dict[str, Any]:
    return {"type": "scancode_waitmsg", "name": SCAN.get(language, "Scan"), "key": "scan"}


def click(button: Button) -> dict[str, Any]:
    return {"type": "click", "name": button.label, "key": button.goto}
