"""`kefu returns`: return requests for the shop's own books."""

from collections.abc import AsyncIterator, Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from bots.cli.boundary import Stop, finish
from bots.cli.commands import Commands
from bots.cli.options import (
    DEFAULT_CONFIG,
    ConfigOption,
    JsonOption,
    LimitOption,
    OverwriteOption,
    basics_of,
    known_date,
)
from bots.cli.replacing import replacing
from bots.cli.words import worded
from bots.words import Said

if TYPE_CHECKING:
    from config.settings import Basics
    from storage.returns import ReturnBooks, ReturnQuery, Rma, RmaEvent

app = Commands(help="Return requests, for the shop's own books.", no_args_is_help=True)
PAGE = 500
DASH = "-"
LONGEST_NUMBER = 40


def known_status(name: str) -> str:
    import difflib

    from storage.returns import RmaStatus

    names = [status.value for status in RmaStatus]
    if name and name not in names:
        near = difflib.get_close_matches(name.lower(), names, n=1)
        guess = Said("guess", {"guess": near[0]}) if near else ""
        raise typer.BadParameter(worded("not_one_of", value=name, choices=", ".join(names), guess=guess))
    return name


StatusOption = Annotated[
    str, typer.Option(metavar="STATUS", help="Only these: requested, in_review, approved ...", callback=known_status)
]
SinceOption = Annotated[
    str, typer.Option(metavar="DATE", help="Opened on that day or later, like 2026-11-01.", callback=known_date)
]
UntilOption = Annotated[str, typer.Option(metavar="DATE", help="Opened on that day or before.", callback=known_date)]
NumberArgument = Annotated[str, typer.Argument(metavar="NUMBER", help="Like R10042.")]
FileArgument = Annotated[str, typer.Argument(metavar="FILE", help="Where to write it; - is standard output.")]


@app.command("list")
def list_(
    status: StatusOption = "",
    since: SinceOption = "",
    until: UntilOption = "",
    limit: LimitOption = 100,
    config: ConfigOption = DEFAULT_CONFIG,
    as_json: JsonOption = False,
) -> None:
    """List return requests, the newest first. Days are the shop's; customers are masked.

    [bold]Example:[/bold] kefu returns list --status awaiting_shipment --since 2026-11-01
    """
    from bots.cli.returns_shown import in_json, show_all

    basics = basics_of(config)
    zone = ZoneInfo(basics.shop.timezone)
    rmas = finish(newest(basics, query_of(status, since, until, zone), limit))
    if as_json:
        for rma in rmas:
            typer.echo(in_json(rma))
    elif rmas:
        show_all(rmas, zone)
    else:
        typer.echo(worded("no_returns"))


@app.command()
def show(number: NumberArgument, config: ConfigOption = DEFAULT_CONFIG, as_json: JsonOption = False) -> None:
    """Show one return request and everything that happened to it. With --json its events follow, one a line.

    [bold]Example:[/bold] kefu returns show R10042
    """
    from bots.cli.returns_shown import in_json, show_one

    basics = basics_of(config)
    found = finish(with_events(basics, normalised(number)))
    if found is None:
        raise Stop(worded("no_such_return", number=number[:LONGEST_NUMBER]))
    rma, events = found
    if as_json:
        from storage.codec import dumps

        typer.echo(in_json(rma))
        for event in events:
            typer.echo(dumps(event))
    else:
        show_one(rma, events, ZoneInfo(basics.shop.timezone))


@app.command()
def export(
    file: FileArgument,
    since: SinceOption = "",
    until: UntilOption = "",
    force: OverwriteOption = False,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Write return requests as CSV that Excel reads, the oldest first: one row a line of a request.

    amount, refunded and reference are of the whole request and stand in its
    first row only, so that a column can be summed. Times are the shop's. Who
    asked, and in which words, is left out.

    [bold]Columns:[/bold] number, order_number, opened_at, status, changed_at,
    sku, item, quantity, received, unit_price, line_amount, currency,
    amount, refunded, reference, reason, sub_reason, resolution, postage,
    decision, rule, declined_because, carrier, tracking_number,
    sent_carrier, sent_tracking_number, channel.

    [bold]Example:[/bold] kefu returns export --since 2026-11-01 --until 2026-11-30 november.csv
    """
    basics = basics_of(config)
    zone = ZoneInfo(basics.shop.timezone)
    query = query_of("", since, until, zone)
    if file == DASH:
        finish(write(basics, query, zone, lambda text: typer.echo(text.encode(), nl=False)))
        return
    with replacing(Path(file), force=force) as out:
        count = finish(write(basics, query, zone, lambda text: out.write(text.encode())))
    typer.echo(worded("returns_written", count=count, file=Path(file).name))


def query_of(status: str, since: str, until: str, zone: ZoneInfo) -> "ReturnQuery":
    from bots.reports.period import DAY
    from handlers.hours.instants import midnight
    from storage.returns import ReturnQuery, RmaStatus

    if since and until and until < since:
        raise typer.BadParameter(worded("until_before_since"))
    return ReturnQuery(
        status=RmaStatus(status) if status else None,
        since=midnight(date.fromisoformat(since), zone) if since else 0.0,
        until=midnight(date.fromisoformat(until) + DAY, zone) if until else None,
    )


def normalised(number: str) -> str:
    from storage.order_book import normalise_number

    return normalise_number(number)[:LONGEST_NUMBER]


async def newest(basics: "Basics", query: "ReturnQuery", limit: int) -> "list[Rma]":
    from bots.cli.door import opened

    async with opened(basics.database_path) as door:
        return await door.newest(query, limit)


async def with_events(basics: "Basics", number: str) -> "tuple[Rma, list[RmaEvent]] | None":
    from bots.cli.door import opened

    async with opened(basics.database_path) as door:
        return await door.with_events(number) if number else None


async def write(basics: "Basics", query: "ReturnQuery", zone: ZoneInfo, put: Callable[[str], Any]) -> int:
    """Returns how many requests were written."""
    from bots.cli.door import opened
    from bots.cli.returns_csv import header, rows_of

    count = 0
    async with opened(basics.database_path) as door:
        put(header())
        async for rma in each(door, query):
            put("".join(rows_of(rma, zone)))
            count += 1
    return count


async def each(books: "ReturnBooks", query: "ReturnQuery", size: int = PAGE) -> "AsyncIterator[Rma]":
    """All of them, a page at a time: a shop may have many years of them."""
    number = ""
    while page := await books.following(number, query, size):
        for rma in page:
            yield rma
        number = page[-1].number
