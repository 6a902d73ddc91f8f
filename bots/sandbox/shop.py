"""A whole shop on loopback: the stand-ins, the production kefu behind them, sample orders and a door for terminals."""

import asyncio
import signal
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.console import Console

from bots.app import Running, running
from bots.app.logs import set_up
from bots.orders_file import read_orders
from bots.sandbox import DOOR_PORT
from bots.sandbox.door import Door, door_at
from bots.sandbox.platforms import DeskName, Platforms
from bots.sandbox.seats import seats_of
from bots.sandbox.terminal import chat
from config.loading import load
from config.sections import Log
from config.settings import Settings
from storage.orders import Order

CONSOLE = Console()
SEATS = {
    "wechat": "a customer in WeChat",
    "telegram": "a customer in Telegram",
    "slack": "a customer in Slack",
    "desk": "the staff group",
}
SAMPLE = Path(__file__).parent / "sample"
OUR_SCRIPTS = Path(__file__).parents[2] / "scripts"


@dataclass(frozen=True, slots=True)
class Shop:
    platforms: Platforms
    kefu: Running
    desk: DeskName


def settings_of(platforms: Platforms, config: Path, desk: DeskName, database: Path) -> Settings:
    """The shop's own settings where it has some, with every platform replaced by its stand-in. Raises BadSettings."""
    environment = platforms.environment(desk, database)
    if not config.exists():
        environment["KEFU_SCRIPTS__PATH"] = str(OUR_SCRIPTS)
        config = database.with_name("kefu.yaml")
        config.touch()
    return load(config, environment)


def sample_orders(timezone: str) -> list[Order]:
    zone = ZoneInfo(timezone)
    return [order for name in ("orders.csv", "tracked_orders.jsonl") for order in read_orders(SAMPLE / name, zone)]


def ignored(_log: Log) -> None:
    """Tests leave the process's logging as it is."""


@asynccontextmanager
async def open_shop(config: Path, desk: DeskName, logs: Callable[[Log], None] = ignored) -> AsyncIterator[Shop]:
    """Everything lives in a temporary folder and is gone afterwards. `logs` is told how the shop wants its log."""
    with tempfile.TemporaryDirectory(prefix="kefu-sandbox-") as folder:
        platforms = Platforms()
        await platforms.start()
        try:
            settings = settings_of(platforms, config, desk, Path(folder) / "kefu.db")
            logs(settings.log)
            async with running(settings) as kefu:
                platforms.connect(kefu.port, calling=False)
                await kefu.book.import_orders(sample_orders(settings.shop.timezone))
                yield Shop(platforms, kefu, desk)
        finally:
            await platforms.close()


async def serve(config: Path, desk: DeskName, port: int, *, chats: bool) -> None:
    """Run until SIGINT or SIGTERM, or until the chat in this terminal (`chats`) is left.

    Raises BadSettings, Broken, OSError (the port is taken).
    """
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    async with open_shop(config, desk, set_up) as shop:
        door = Door(seats_of(shop.platforms, desk))
        bound = await door.open(port)
        try:
            say_how_to_talk(shop, bound)
            await until_either(stopped.wait(), chat(door_at(bound), "wechat") if chats else None)
        finally:
            await door.close()
            CONSOLE.print("[dim]The sandbox is closed; nothing of it is kept.[/]")


async def until_either(stopped: Awaitable[object], chatting: Awaitable[None] | None) -> None:
    tasks = [asyncio.ensure_future(work) for work in (stopped, chatting) if work is not None]
    done, running_on = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in running_on:
        task.cancel()
    await asyncio.gather(*running_on, return_exceptions=True)
    for task in done:
        task.result()


def say_how_to_talk(shop: Shop, port: int) -> None:
    CONSOLE.print(f"[b]kefu is running on this machine[/b], at http://127.0.0.1:{shop.kefu.port}/readyz for one.")
    CONSOLE.print("Three customers and the staff group are waiting. From a second terminal:")
    for seat, who in SEATS.items():
        CONSOLE.print(f"  {command()} sandbox --chat {seat:<9} [dim]{who}[/]")
    if port != DOOR_PORT:
        CONSOLE.print(f"[yellow]Port {DOOR_PORT} was taken: add --port {port} to these.[/]")
    CONSOLE.print("Orders to ask for (number, and the last digits of the phone that prove it):")
    for order in sample_orders("Asia/Shanghai")[:3]:
        CONSOLE.print(f"  {order.number}  {order.phone[-4:]}  [dim]{order.status}[/]", highlight=False)
    CONSOLE.print("Ctrl-C stops it.")


def command() -> str:
    """As it was typed here: in a checkout `kefu` is not on the path."""
    typed = Path(sys.argv[0])
    return str(typed.relative_to(Path.cwd())) if typed.is_relative_to(Path.cwd()) else typed.name
