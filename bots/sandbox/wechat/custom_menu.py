"""The account's menu (自定义菜单) at the bottom of the chat."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeGuard

ASKING = {
    "scancode_waitmsg": "scan",
    "scancode_push": "scan",
    "pic_sysphoto": "picture",
    "pic_photo_or_album": "picture",
    "pic_weixin": "picture",
    "location_select": "place",
}


@dataclass(frozen=True, slots=True)
class MenuButton:
    label: str
    key: str = ""
    """What `WeChatPhone.click_menu` takes: a key, or the address that it opens. Empty: it only unfolds."""
    under: tuple["MenuButton", ...] = ()
    kind: str = ""
    """Of a button that asks the telephone for something, as it was posted: one of ASKING."""
    asks: str = ""
    """For what: "scan", "picture" or "place"."""


@dataclass(slots=True)
class CustomMenu:
    created: list[dict[str, Any]] = field(default_factory=list)
    """As it was posted."""
    on_change: Callable[[], None] | None = None

    def create(self, buttons: list[dict[str, Any]]) -> None:
        self.created[:] = buttons
        if self.on_change is not None:
            self.on_change()

    @property
    def buttons(self) -> tuple[MenuButton, ...]:
        return tuple(button_of(button) for button in self.created)


def button_of(button: dict[str, Any]) -> MenuButton:
    under = tuple(button_of(each) for each in button.get("sub_button") or ())
    key = "" if under else str(button.get("key") or button.get("url") or "")
    kind = "" if under else str(button.get("type", ""))
    asks = ASKING.get(kind, "")
    return MenuButton(str(button.get("name", "")), key, under, kind if asks else "", asks)


def with_sub_buttons(button: dict[str, Any]) -> dict[str, Any]:
    """As the platform gives it back."""
    return button | {"sub_button": [with_sub_buttons(each) for each in button.get("sub_button") or ()]}


def fits(buttons: Any) -> TypeGuard[list[dict[str, Any]]]:
    """Three at most, and five under each of them; no third level."""
    return is_row(buttons, 3) and all(
        is_row(under, 5) and not any(each.get("sub_button") for each in under)
        for under in (button.get("sub_button") for button in buttons)
        if under
    )


def is_row(buttons: Any, most: int) -> bool:
    return isinstance(buttons, list) and 1 <= len(buttons) <= most and all(isinstance(each, dict) for each in buttons)
