"""`kefu orders import`: a shop's orders into the database."""

import codecs
import time
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bots.cli.boundary import PROBLEMS, finish, say_error
from bots.cli.commands import Commands
from bots.cli.language import language_of_the_terminal
from bots.cli.options import DEFAULT_CONFIG, ConfigOption, part_of
from bots.cli.words import worded

if TYPE_CHECKING:
    from rich.progress import Progress

    from bots.orders_file import BadOrders, Spool
    from config.settings import OrderSettings
    from storage.order_book import Imported

app = Commands(help="The shop's orders.", no_args_is_help=True)
SHOWN = 20
DAY = 86400.0


def known_encoding(name: str) -> str:
    try:
        "".encode(name or "ascii")  # Python knows "base64", too, which is no text
        return codecs.lookup(name).name if name else ""
    except LookupError:
        raise typer.BadParameter(worded("not_an_encoding", name=name)) from None


def file_there(path: Path) -> Path:
    if path.is_dir():
        raise typer.BadParameter(worded("is_a_folder", path=path))
    if not path.exists():
        raise typer.BadParameter(worded("no_such_file", path=path))
    return path


FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="CSV or JSON Lines.", callback=file_there)]
EncodingOption = Annotated[
    str,
    typer.Option(help="Of the file, like big5.", show_default="UTF-8 or GB18030, detected", callback=known_encoding),
]


@app.callback()
def orders() -> None:
    """The shop's orders."""


@app.command("import")
def import_(file: FileArgument, config: ConfigOption = DEFAULT_CONFIG, encoding: EncodingOption = "") -> None:
    """Import orders: all of the file, or nothing. Orders that are there already are updated;
    others that are old enough to be forgotten (retention.orders_days) are left out.

    [bold]CSV[/bold] has one row an order line, with the columns order_number,
    placed_at, status, currency, total, name, phone, email, sku, item,
    quantity, unit_price, carrier, tracking_number, shipped_at, delivered_at.
    For the shop's rules on returns there may be three more: category and
    tags (fresh|gift) of the line, tier (vip) of the customer.

    [bold]JSON Lines[/bold] has one order a line, with lines and shipments; a
    line's tags are a list.

    [bold]Example:[/bold] kefu orders import orders.csv
    """
    from bots.orders_file import BadOrders
    from config.settings import OrderSettings

    settings = part_of(OrderSettings, config)
    with progress_bar() as progress:
        try:
            with read(file, settings, encoding, progress) as found:
                imported = finish(store(found, settings, progress))
        except BadOrders as error:
            progress.stop()
            report(file, error)
            raise typer.Exit(PROBLEMS) from None
    count, too_old = imported.written, imported.too_old
    typer.echo(worded("imported_one" if count == 1 else "imported", count=count))
    if too_old:
        days = settings.retention.orders_days
        typer.echo(worded("too_old_one" if too_old == 1 else "too_old", count=too_old, days=days))


def progress_bar() -> "Progress":
    """On stderr, and gone when done: what is piped stays clean."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        TimeRemainingColumn(),
    )
    console = Console(stderr=True)
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


def read(file: Path, settings: "OrderSettings", encoding: str, progress: "Progress") -> "AbstractContextManager[Spool]":
    from zoneinfo import ZoneInfo

    from bots.orders_file.reading import encoding_of, read_orders

    used = encoding or encoding_of(file)
    if used == "gb18030" and not encoding:
        say_error(worded("read_as_gb18030"))
    task = progress.add_task(worded("reading", file=file.name), total=file.stat().st_size)
    return read_orders(file, ZoneInfo(settings.shop.timezone), used, lambda done: progress.update(task, completed=done))


async def store(orders: "Spool", settings: "OrderSettings", progress: "Progress") -> "Imported":
    from bots.cli.door import opened

    task = progress.add_task(worded("importing"), total=len(orders))
    before = time.time() - settings.retention.orders_days * DAY
    async with opened(settings.database_path) as door:
        return await door.import_orders(orders.chunks(), lambda more: progress.advance(task, more), before)


def report(file: Path, error: "BadOrders") -> None:
    for problem in error.problems[:SHOWN]:
        where = f"{file.name}:{problem.line}" if problem.line else file.name
        say_error(f"{where}: {problem.told(language_of_the_terminal())}")
    if error.count > SHOWN:
        say_error(worded("more_problems", count=error.count - SHOWN))
    say_error(worded("nothing_imported"))
