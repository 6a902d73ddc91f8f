"""The account's menu (自定义菜单), kept as the scripts say it."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import structlog

from bots.channel import Busy, SendFailed, Unreachable
from bots.wechat.api import Api
from bots.wechat.failures import PlatformError, as_refusal_of_menu
from bots.wechat.inbounds import CHANNEL
from handlers.insistence import Sleep
from handlers.wechat_menu import Column
from storage.content import Button

Columns = Callable[[], tuple[Column, ...]]
"""As the scripts say them at this moment."""
SCAN_KEY = "scan"
"""Told with what was scanned, and looked at by nobody."""
KEPT = ("type", "name", "key", "url")
"""What the platform gives back as it was posted; it adds empty lists."""
log = structlog.get_logger(__name__)


class AccountMenu:
    def __init__(self, api: Api, columns: Columns, *, seconds: float, retry_seconds: float, sleep: Sleep) -> None:
        self._api = api
        self._columns = columns
        self._seconds = seconds
        """After so long the scripts are looked at again."""
        self._retry_seconds = retry_seconds
        self._sleep = sleep

    async def keep(self) -> None:
        """Until cancelled. What the platform refuses is tried again when an admin has changed it."""
        settled: tuple[Column, ...] = ()
        while True:
            columns = self._columns()
            is_new = bool(columns) and columns != settled
            if is_new and not await self._is_settled(columns):
                await self._sleep(self._retry_seconds)
                continue
            settled = columns
            await self._sleep(self._seconds)

    async def _is_settled(self, columns: tuple[Column, ...]) -> bool:
        """False: the platform could not be asked."""
        try:
            await self._set(posted(columns))
        except SendFailed as failed:
            may_pass = isinstance(failed, Busy | Unreachable)
            (log.warning if may_pass else log.error)("menu not set", channel=CHANNEL, reason=str(failed))
            return not may_pass
        return True

    async def _set(self, wanted: list[dict[str, Any]]) -> None:
        """Unless the account has it already: telephones load a menu anew whenever it was made anew."""
        try:
            before = as_posted(await self._api.menu())
            if before == wanted:
                return
            await self._api.create_menu(wanted)
        except PlatformError as error:
            raise as_refusal_of_menu(error) from None
        log.info("menu set", channel=CHANNEL, before=names(before), now=names(wanted))


def posted(columns: Iterable[Column]) -> list[dict[str, Any]]:
    return [column_of(column) for column in columns]


def column_of(column: Column) -> dict[str, Any]:
    """A column with one button is that button: there is nothing to choose."""
    under = [*map(button_of, column.buttons), *([scan(column.scan)] if column.scan else [])]
    return {**under[0], "name": column.label} if len(under) == 1 else {"name": column.label, "sub_button": under}


def button_of(button: Button) -> dict[str, Any]:
    if button.url:
        return {"type": "view", "name": button.label, "url": button.url}
    return {"type": "click", "name": button.label, "key": button.goto}


def scan(label: str) -> dict[str, Any]:
    return {"type": "scancode_waitmsg", "name": label, "key": SCAN_KEY}


def as_posted(menu: object) -> list[dict[str, Any]]:
    """What makes no sense is another menu than any of ours."""
    if not isinstance(menu, list):
        return []
    return [as_posted_button(button) for button in menu if isinstance(button, dict)]


def as_posted_button(button: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: button[name] for name in KEPT if button.get(name)}
    under = as_posted(button.get("sub_button"))
    return {**kept, "sub_button": under} if under else kept


def names(menu: Iterable[Mapping[str, Any]]) -> list[str]:
    return [str(button.get("name", "")) for button in menu]
