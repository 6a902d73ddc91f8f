"""`kefu outbox`: what could not be delivered, why, and once more."""

import json
from dataclasses import asdict
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from bots.cli.boundary import finish
from bots.cli.commands import Commands
from bots.cli.options import DEFAULT_CONFIG, ConfigOption, JsonOption, LimitOption, basics_of
from bots.cli.shown import masked, show_table
from bots.cli.words import worded

if TYPE_CHECKING:
    from config.settings import Basics
    from storage.store import Undelivered

app = Commands(help="What could not be delivered.", no_args_is_help=True)
COLUMNS = (
    *("head_id", "head_when", "head_action", "head_channel", "head_to"),
    *("head_conversation", "head_tries", "head_why", "head_next_try"),
)
LARGEST = 2**63 - 1
"""The database counts no further."""
IdsArgument = Annotated[list[int] | None, typer.Argument(metavar="[ID...]", help="As `kefu outbox list` shows them.")]


@app.command("list")
def list_(config: ConfigOption = DEFAULT_CONFIG, limit: LimitOption = 100, as_json: JsonOption = False) -> None:
    """List what could not be delivered, and why. Recipients are masked.

    [bold]Example:[/bold] kefu outbox list --json
    """
    basics = basics_of(config)
    rows = finish(undelivered(basics, limit))
    if as_json:
        for row in rows:
            typer.echo(json.dumps({**asdict(row), "to": shown_to(row)}, ensure_ascii=False))
    elif rows:
        zone = ZoneInfo(basics.shop.timezone)
        show_table(COLUMNS, (cells(row, zone) for row in rows))
    else:
        typer.echo(worded("nothing_failed"))


@app.command()
def retry(
    ids: IdsArgument = None,
    every: Annotated[bool, typer.Option("--all", help="All that failed.")] = False,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Try again what failed: these, or --all. Without a running kefu they go out when it starts.

    [bold]Example:[/bold] kefu outbox retry 1042 1043
    """
    if bool(ids) == every:
        raise typer.BadParameter(worded("ids_or_all"))
    if (largest := max(ids or [0])) > LARGEST:
        raise typer.BadParameter(worded("no_such_id", id=largest))
    retried = finish(retried_ids(basics_of(config), ids or None))
    typer.echo(worded("trying_again", ids=", ".join(map(str, retried))) if retried else worded("none_had_failed"))


async def undelivered(basics: "Basics", limit: int) -> "list[Undelivered]":
    from bots.cli.door import opened

    async with opened(basics.database_path) as door:
        return await door.undelivered(limit)


async def retried_ids(basics: "Basics", ids: list[int] | None) -> list[int]:
    from bots.cli.door import opened

    async with opened(basics.database_path) as door:
        return await door.retry(ids)


def cells(row: "Undelivered", zone: tzinfo) -> tuple[Any, ...]:
    next_try = when(row.due_at, zone) if row.fate == "postponed" else "-"
    tried = when(row.created_at, zone), row.action, row.channel, shown_to(row)
    return row.id, *tried, row.conversation_id or "-", row.attempts, row.error, next_try


def when(seconds: float, zone: tzinfo) -> str:
    return datetime.fromtimestamp(seconds, zone).strftime("%m-%d %H:%M")


def shown_to(row: "Undelivered") -> str:
    """What goes to the shop's order system names a return request, nobody's account; a chat of the desk is nobody's."""
    from storage.results import ORDER_SYSTEM, Action

    if row.channel == ORDER_SYSTEM:
        return row.to
    return "desk" if row.action in (Action.POST, Action.ALERT, Action.MARK) else masked(row.to)
