"""`kefu orders export` and `erase`: what somebody has bought who may never have written here."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from bots.cli.boundary import Stop, finish, say_error
from bots.cli.options import (
    DEFAULT_CONFIG,
    ConfigOption,
    DryRunOption,
    JsonOption,
    OverwriteOption,
    YesOption,
    basics_of,
    make_sure,
)
from bots.cli.words import worded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from config.settings import Basics
    from storage.persons import Bought, Erasure, Wanted

OUT = Path("kefu-orders.json")


def whole(typed: list[str]) -> list[str]:
    from storage.factors import is_whole

    for each in typed:
        if not is_whole(each):
            raise typer.BadParameter(worded("neither_phone", text=each))
    return typed


NumbersArgument = Annotated[list[str] | None, typer.Argument(metavar="NUMBER", help="Order numbers.")]
OfOption = Annotated[
    list[str] | None,
    typer.Option(
        "--of",
        metavar="CONTACT",
        help="All orders of this phone number (best with its country code: +852) or e-mail.",
        callback=lambda typed: whole(typed or []),
    ),
]
OutOption = Annotated[Path, typer.Option("--out", metavar="FILE", help="Where to write it.")]


def export(
    numbers: NumbersArgument = None,
    of: OfOption = None,
    out: OutOption = OUT,
    force: OverwriteOption = False,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Write orders with all that was imported of them, as JSON, for whoever asks for a copy of it.

    Make sure first that it is them. Whoever wrote to the bot has more:
    kefu contacts export.

    [bold]Example:[/bold] kefu orders export --of 13812345678 --of lin@example.com --out lin.json
    """
    from bots.cli.bought_shown import tell_known, write

    basics = basics_of(config)
    found = meant(basics, wanted(numbers, of))
    write(found, out, basics, force=force)
    count = len(found.orders)
    typer.echo(worded("orders_written_one" if count == 1 else "orders_written", count=count, file=out.name))
    tell_known(found, "export")


def erase(
    numbers: NumbersArgument = None,
    of: OfOption = None,
    dry_run: DryRunOption = False,
    yes: YesOption = False,
    config: ConfigOption = DEFAULT_CONFIG,
    as_json: JsonOption = False,
) -> None:
    """Erase imported orders, and who has proven them. It cannot be undone.

    The next import of a file that has them brings them back: take them out
    of the shop's own system first. It is refused while a return of one of
    them is open. What stays, and where, is listed at the end.

    [bold]Example:[/bold] kefu orders erase --of 13812345678 --dry-run
    """
    from bots.cli.bought_shown import refuse, tell_erasure, tell_json, tell_plan

    basics = basics_of(config)
    plan = meant(basics, wanted(numbers, of))
    if not as_json:
        tell_plan(plan, ZoneInfo(basics.shop.timezone))
    elif dry_run:
        tell_json(plan)
    if dry_run:
        return
    refuse(plan)
    count = len(plan.orders)
    make_sure(worded("erase_order_for_good" if count == 1 else "erase_orders_for_good", count=count), yes=yes)
    erasure = finish(erased(basics, plan.numbers))
    refuse(erasure.plan)
    tell_json(erasure.plan, erasure) if as_json else tell_erasure(erasure)


def wanted(numbers: list[str] | None, of: list[str] | None) -> "Wanted":
    from storage.persons import Wanted

    if not (numbers or of):
        raise typer.BadParameter(worded("which_orders"))
    return Wanted(numbers=numbers or (), of=of or ())


def meant(basics: "Basics", wish: "Wanted") -> "Bought":
    """Raises Stop where there is none."""
    found = finish(looked_up(basics, wish))
    missing = missing_of(wish.numbers, found.numbers)
    if not found.orders:
        raise Stop(worded("no_such_orders", orders=worded("pause").join([*missing, *wish.of])))
    if missing:
        say_error(worded("no_such_orders", orders=worded("pause").join(missing)))
    return found


def missing_of(numbers: "Sequence[str]", found: "Sequence[str]") -> list[str]:
    from storage.order_book import normalise_number, spellings

    return [each for each in numbers if {*found}.isdisjoint(spellings(normalise_number(each)))]


async def looked_up(basics: "Basics", wish: "Wanted") -> "Bought":
    from bots.cli.door import opened

    async with opened(basics.database_path) as door:
        return await door.bought(wish)


async def erased(basics: "Basics", numbers: "Sequence[str]") -> "Erasure[Bought]":
    from bots.cli.door import opened

    async with opened(basics.database_path) as door:
        return await door.erase_orders(numbers, command="kefu orders erase")
