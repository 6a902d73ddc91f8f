"""`kefu campaigns`: how far campaigns are, also where there is no desk to tell."""

from collections.abc import Iterator
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import typer

from bots.cli.boundary import finish
from bots.cli.options import DEFAULT_CONFIG, ConfigOption, JsonOption, basics_of
from bots.cli.shown import show_table, when
from bots.cli.words import worded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from config.settings import Basics
    from storage.campaigns import Standing

COLUMNS = (
    *("head_campaign", "head_state", "head_began", "head_until"),
    *("head_asked", "head_of", "head_answered", "head_waiting", "head_left_out"),
)


def campaigns(config: ConfigOption = DEFAULT_CONFIG, as_json: JsonOption = False) -> None:
    """Show how far the latest run of each campaign is. Nobody is named.

    It works beside a running kefu, and without one. Staff start and stop
    campaigns with /campaign in the desk.

    [bold]Example:[/bold] kefu campaigns --json
    """
    basics = basics_of(config)
    found = finish(standings(basics))
    if as_json:
        from storage.codec import dumps

        for each in found:
            typer.echo(dumps(each))
    elif found:
        zone = ZoneInfo(basics.shop.timezone)
        show_table(COLUMNS, (cells(each, zone) for each in found))
    else:
        typer.echo(worded("no_campaigns"))


async def standings(basics: "Basics") -> "Sequence[Standing]":
    from bots.cli.door import opened

    async with opened(basics.database_path) as door:
        return await door.standings()


def cells(each: "Standing", zone: ZoneInfo) -> tuple[str | int, ...]:
    until = each.ends_at if each.done_at is None else each.done_at
    times = when(each.started_at, zone), when(until, zone)
    return each.campaign, each.status, *times, each.asked, each.total, each.answered, each.waiting, left_out(each)


def left_out(each: "Standing") -> str:
    """Why, the most frequent first."""
    return ", ".join(f"{why} {count}" for why, count in sorted(reasons(each), key=lambda reason: -reason[1]))


def reasons(each: "Standing") -> Iterator[tuple[str, int]]:
    named = {**each.skipped, "unsendable": each.unsendable, "undelivered": each.undelivered}
    return ((why, count) for why, count in named.items() if count)
