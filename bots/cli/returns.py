"""`kefu returns`: return requests for the shop's own books."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta, tzinfo
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from bots.cli.boundary import Stop, finish
from bots.cli.options import DEFAULT_CONFIG, ConfigOption, JsonOption, LimitOption, basics_of
from storage.records import replace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from config.settings import Basics
    from storage.returns import ReturnBooks, ReturnQuery, Rma, RmaEvent

app = typer.Typer(help="Return requests, for the shop's own books.", no_args_is_help=True)
PAGE = 500
DASH = "-"
LONGEST_NUMBER = 40


def known_status(name: str) -> str:
    import difflib

    from storage.returns import RmaStatus

    names = [status.value for status in RmaStatus]
    if name and name not in names:
        near = difflib.get_close_matches(name.lower(), names, n=1)
        hint = f"; did you mean '{near[0]}'?" if near else ""
        raise typer.BadParameter(f"'{name}' is not one of {', '.join(names)}{hint}")
    return name


def known_date(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        raise typer.BadParameter(f"'{text}' is not a date; write it like 2026-11-22") from None


StatusOption = Annotated[
    str, typer.Option(metavar="STATUS", help="Only these: requested, in_review, approved ...", callback=known_status)
]
SinceOption = Annotated[
    str, typer.Option(metavar="DATE", help="Opened on that day or later, like 2026-11-01.", callback=known_date)
]
UntilOption = Annotated[str, typer.Option(metavar="DATE", help="Opened on that day or before.", callback=known_date)]
NumberArgument = Annotated[str, typer.Argument(metavar="NUMBER", help="Like R10042.")]
FileArgument = Annotated[str, typer.Argument(metavar="FILE", help="Where to write it; - is standard output.")]
ForceOption = Annotated[bool, typer.Option("--force", help="Overwrite the file if it is there.")]


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
    basics = basics_of(config)
    zone = ZoneInfo(basics.shop.timezone)
    rmas = finish(newest(basics, query_of(status, since, until, zone), limit))
    if as_json:
        for rma in rmas:
            typer.echo(in_json(rma))
    elif rmas:
        show_table(rmas, zone)
    else:
        typer.echo("No return requests.")


@app.command()
def show(number: NumberArgument, config: ConfigOption = DEFAULT_CONFIG, as_json: JsonOption = False) -> None:
    """Show one return request and everything that happened to it. With --json its events follow, one a line.

    [bold]Example:[/bold] kefu returns show R10042
    """
    basics = basics_of(config)
    found = finish(with_events(basics, normalised(number)))
    if found is None:
        raise Stop(f"there is no return request {number[:LONGEST_NUMBER]}; `kefu returns list` shows those that are")
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
    force: ForceOption = False,
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
    typer.echo(f"Wrote {count} return requests to {Path(file).name}.")


def query_of(status: str, since: str, until: str, zone: tzinfo) -> "ReturnQuery":
    from storage.returns import ReturnQuery, RmaStatus

    if since and until and until < since:
        raise typer.BadParameter("--until is before --since")
    return ReturnQuery(
        status=RmaStatus(status) if status else None,
        since=start_of(date.fromisoformat(since), zone) if since else 0.0,
        until=start_of(date.fromisoformat(until) + timedelta(days=1), zone) if until else None,
    )


def start_of(day: date, zone: tzinfo) -> float:
    return datetime.combine(day, time.min, zone).timestamp()


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


async def write(basics: "Basics", query: "ReturnQuery", zone: tzinfo, put: Callable[[str], Any]) -> int:
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


@contextmanager
def replacing(path: Path, *, force: bool) -> "Iterator[IO[bytes]]":
    """The file is there when it is whole, or not at all."""
    if path.exists() and not force:
        raise Stop(f"{path.name} is there already; --force overwrites it")
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as out:
            yield out
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def in_json(rma: "Rma") -> str:
    from bots.cli.outbox import masked
    from storage.codec import dumps

    identity = replace(rma.identity, account_id=masked(rma.identity.account_id))
    return dumps(replace(rma, identity=identity))


def show_table(rmas: "list[Rma]", zone: tzinfo) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table("number", "opened", "order", "status", "pieces", "amount", "wants", "customer", box=None)
    for rma in rmas:
        table.add_row(*(Text(cell) for cell in cells(rma, zone)))
    Console().print(table)


def cells(rma: "Rma", zone: tzinfo) -> tuple[str, ...]:
    pieces = sum(line.quantity for line in rma.lines)
    return (
        *(rma.number, when(rma.opened_at, zone), rma.order_number, rma.status, str(pieces)),
        *(f"{rma.amount:f} {rma.currency}", rma.resolution, customer_of(rma)),
    )


def show_one(rma: "Rma", events: "list[RmaEvent]", zone: tzinfo) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    facts, happened = Table.grid(padding=(0, 2)), Table("when", "status", "by", "why", box=None)
    for name, value in facts_of(rma, zone):
        facts.add_row(Text(name), Text(value))
    for event in events:
        happened.add_row(*map(Text, event_cells(event, zone)))
    console = Console()
    console.print(facts)
    console.print()
    console.print(happened)


def facts_of(rma: "Rma", zone: tzinfo) -> list[tuple[str, str]]:
    """What there is to say: what is empty is left out."""
    facts = [
        ("number", rma.number),
        ("order", rma.order_number),
        ("status", rma.status),
        ("customer", customer_of(rma)),
        *(("item", item_of(line.quantity, line.item, line.sku, line.received)) for line in rma.lines),
        ("amount", f"{rma.amount:f} {rma.currency}"),
        ("reason", " / ".join(filter(None, (rma.reason, rma.sub_reason)))),
        ("in their words", rma.note),
        ("wants", " ".join(filter(None, (rma.resolution, rma.variant)))),
        ("postage paid by", rma.postage),
        ("policy said", f"{rma.decision} ({rma.rule})"),
        ("declined because", rma.declined_because),
        ("send back by", when(rma.send_back_by, zone)),
        ("parcel", f"{rma.carrier} {rma.tracking_number}".strip()),
        ("refund by", when(rma.refund_by, zone)),
        ("refunded", "" if rma.refunded is None else f"{rma.refunded:f} {rma.currency}"),
        ("reference", rma.reference),
        ("sent", f"{rma.sent_carrier} {rma.sent_tracking_number}".strip()),
    ]
    return [(name, value) for name, value in facts if value]


def item_of(quantity: int, item: str, sku: str, received: int) -> str:
    named = f"{quantity} × {item}" + (f" ({sku})" if sku else "")
    return f"{named}, received {received}" if received else named


def event_cells(event: "RmaEvent", zone: tzinfo) -> tuple[str, ...]:
    why = event.why
    if event.details:
        why = f"{why} {json.dumps(dict(event.details), ensure_ascii=False)}".strip()
    return when(event.at, zone), event.after, event.actor_name or event.actor, why


def customer_of(rma: "Rma") -> str:
    from bots.cli.outbox import masked

    account = rma.identity.account_id
    return f"{rma.identity.channel} {masked(account) if account else '(forgotten)'}"


def when(seconds: float | None, zone: tzinfo) -> str:
    return "" if seconds is None else datetime.fromtimestamp(seconds, zone).strftime("%Y-%m-%d %H:%M")
