"""A shop on loopback, with its door open until somebody stops it."""

import asyncio
import shutil
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path

from rich.console import Console

from bots.app.background import background
from bots.app.logs import set_up
from bots.app.signals import heard, read_when_told
from bots.sandbox import DOOR_PORT
from bots.sandbox.door import Door, door_at
from bots.sandbox.page.page import open_page
from bots.sandbox.platforms import DeskName
from bots.sandbox.seats import seats_of
from bots.sandbox.shop import Shop, open_shop
from bots.sandbox.terminal import chat
from bots.words import Said
from storage.orders import OrderStatus

CONSOLE = Console()
SEATS = {
    "wechat": Said("seat_wechat"),
    "telegram": Said("seat_telegram"),
    "slack": Said("seat_slack"),
    "desk": Said("seat_desk"),
}
ASKED_FOR = {"A20261101", "A20261115", "A20261118", "US-20463", "KF-7001"}
"""Of the sample orders: one of each kind, with those of README."""
ORDER_STATES = {
    OrderStatus.PENDING: Said("order_pending"),
    OrderStatus.PAID: Said("order_paid"),
    OrderStatus.SHIPPED: Said("order_shipped"),
    OrderStatus.DELIVERED: Said("order_delivered"),
    OrderStatus.CANCELLED: Said("order_cancelled"),
    OrderStatus.REFUNDED: Said("order_refunded"),
}
ANY_PORT = 0
Browse = Callable[[str], object]


async def serve(config: Path, desk: DeskName, port: int, *, chats: bool, browse: Browse | None, language: str) -> None:
    """Run until it is stopped as kefu is, or the chat in this terminal (`chats`) is left. `browse` opens the page;
    `language` is the terminal's.

    Raises BadSettings, Broken, OSError (the port is taken).
    """
    signals = heard()
    async with (
        open_shop(config, desk, set_up) as shop,
        open_page(shop) as page,
        background(read_when_told(signals.read_again, shop.kefu.in_force.read_again)),
    ):
        door = Door(seats_of(shop.platforms, desk), page.routes, page.on_shutdown)
        bound = await door.open(port)
        try:
            say_how_to_talk(shop, bound, language, asked=port)
            if browse is not None:
                await asyncio.to_thread(browse, door_at(bound))
            chatting = chat(door_at(bound), "wechat", language) if chats else None
            await until_either(signals.stop.wait(), chatting)
        finally:
            await door.close()
            with suppress(OSError):  # the terminal may be what has gone
                CONSOLE.print(f"[dim]{Said('sandbox_closed').told(language)}[/]")


async def until_either(stopped: Awaitable[object], chatting: Awaitable[None] | None) -> None:
    tasks = [asyncio.ensure_future(work) for work in (stopped, chatting) if work is not None]
    done, running_on = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in running_on:
        task.cancel()
    await asyncio.gather(*running_on, return_exceptions=True)
    for task in done:
        task.result()


def say_how_to_talk(shop: Shop, port: int, language: str, *, asked: int) -> None:
    """`asked`: the port that was asked for; the door may have got another."""

    def worded(code: str, **facts: object) -> str:
        return Said(code, facts).told(language)

    CONSOLE.print(worded("open_page", page=f"[b]{door_at(port)}[/b]"))
    CONSOLE.print(f"  [dim]{worded('on_the_page')}[/]")
    CONSOLE.print(worded("without_browser"))
    at_port = "" if port == DOOR_PORT else f" --port {port}"
    for seat, who in SEATS.items():
        typed = f"{command()} sandbox --chat {seat:<9}{at_port}"
        CONSOLE.print(f"  {typed} [dim]{who.told(language)}[/]", highlight=False, soft_wrap=True)
    if asked not in (port, ANY_PORT):
        CONSOLE.print(f"[yellow]{worded('another_port', asked=asked, port=port)}[/]")
    CONSOLE.print(worded("orders_to_ask_for"))
    for order in (each for each in shop.orders if each.number in ASKED_FOR):
        stands = ORDER_STATES[order.status].told(language)
        CONSOLE.print(f"  {order.number:<9}  {order.phone[-4:]}  [dim]{stands}[/]", highlight=False)
    CONSOLE.print(worded("for_tools", address=f"http://127.0.0.1:{shop.kefu.port}/readyz"))
    CONSOLE.print(worded("ctrl_c"))


def command() -> str:
    """As it can be typed here: in a checkout `kefu` is not on the path."""
    typed, here = Path(sys.argv[0]), Path.cwd()
    if shutil.which(typed.name):
        return typed.name
    return str(typed.relative_to(here)) if typed.is_relative_to(here) else str(typed)
