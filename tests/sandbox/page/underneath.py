"""A sandbox's shop, the people around it, and what its page shows of what happens underneath."""

import asyncio
import itertools
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from bots.sandbox.board import Board
from bots.sandbox.page.page import open_page
from bots.sandbox.page.values import Conversation, Sending, Trace
from bots.sandbox.platforms import DeskName
from bots.sandbox.shop import Shop, open_shop
from bots.sandbox.slack import SlackPhone
from bots.sandbox.telegram import TelegramPhone
from handlers.scripts.ours import OUR_SCRIPTS
from tests.e2e import shop as e2e
from tests.e2e.chats import Customer, Desk, Street

Found = TypeVar("Found")


def address(customer: Customer) -> str:
    match customer.phone:
        case TelegramPhone():
            return f"telegram/{customer.phone.chat.id}"
        case SlackPhone():
            return f"slack/{customer.phone.person.id}"
        case wechat:
            return f"wechat/{wechat.openid}"


@dataclass(frozen=True, slots=True)
class Glass:
    """What the page shows of one customer."""

    board: Board
    customer: str

    @property
    def traces(self) -> list[Trace]:
        """Oldest first."""
        found = [entry.value for entry in self.board.since(0) if entry.key.startswith(f"trace/{self.customer}/")]
        return sorted((trace for trace in found if trace is not None), key=lambda trace: trace.inbox_id)

    @property
    def conversation(self) -> Conversation | None:
        found = self.board.get(f"conversation/{self.customer}")
        return found if isinstance(found, Conversation) else None

    async def shows(self, wanted: Callable[["Glass"], Found | None], seconds: float = 60) -> Found:
        """Wait until it does."""
        try:
            async with asyncio.timeout(seconds):
                while not (found := wanted(self)):
                    await self.board.change.wait()
                return found
        except TimeoutError:
            raise TimeoutError(f"never shown; at the end: {self.conversation} {self.traces}") from None

    async def shows_message(self, text: str, wanted: Callable[[Trace], bool]) -> Trace:
        """The newest trace of this text, once it is as wanted."""

        def newest(glass: Glass) -> Trace | None:
            found = [trace for trace in glass.traces if trace.text == text][-1:]
            return next((trace for trace in found if wanted(trace)), None)

        return await self.shows(newest)

    async def shows_conversation(self, wanted: Callable[[Conversation], bool]) -> Conversation:
        def fitting(glass: Glass) -> Conversation | None:
            conversation = glass.conversation
            return conversation if conversation is not None and wanted(conversation) else None

        return await self.shows(fitting)


@dataclass(frozen=True, slots=True)
class Sandbox:
    shop: Shop
    board: Board
    street: Street
    desk: Desk

    def glass_over(self, customer: Customer) -> Glass:
        return Glass(self.board, address(customer))


@asynccontextmanager
async def open_sandbox(folder: Path, desk: DeskName = "telegram") -> AsyncIterator[Sandbox]:
    """With the platforms' limits out of the way: they are proved elsewhere."""
    config = folder / "kefu.yaml"
    config.write_text(e2e.KEFU_YAML, "utf-8")
    shutil.copytree(OUR_SCRIPTS, folder / "scripts")
    async with open_shop(config, desk) as shop, open_page(shop) as page:
        shop.platforms.slack.flood_control = False
        people = e2e.Shop(shop.platforms, shop.kefu, desk, shop.clock, folder)
        yield Sandbox(shop, page.board, Street(people, itertools.count(101)), Desk(people))


def delivered(trace: Trace) -> bool:
    return bool(trace.sendings) and all(sending.fate == "delivered" for sending in trace.sendings)


def waiting(trace: Trace) -> Sending | None:
    """The row that is tried again later."""
    return next((sending for sending in trace.sendings if sending.fate == "postponed"), None)
