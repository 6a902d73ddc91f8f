"""Orders of somebody: on the terminal, in a file, and what erasing them means."""

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

import typer

from bots.cli.boundary import Stop
from bots.cli.contacts_shown import joined_reasons, left_in_files, reasons_of, tell_by_hand, tell_under_way
from bots.cli.contacts_zip import readable
from bots.cli.language import language_of_the_terminal
from bots.cli.replacing import for_nobody_else
from bots.cli.shown import masked, show_table, when
from bots.cli.words import worded
from bots.words import Said
from config.settings import Basics
from storage.persons import Bought, Erasure

FORMAT = "kefu-orders-1"
COLUMNS = ("head_order", "head_placed", "head_status", "head_name", "head_phone", "head_email")


def write(found: Bought, out: Path, basics: Basics, *, force: bool) -> None:
    zone = ZoneInfo(basics.shop.timezone)
    at = datetime.fromtimestamp(time.time(), UTC).astimezone(zone).isoformat(timespec="seconds")
    orders = readable(found.orders, zone)
    data = {"format": FORMAT, "shop": basics.shop.name, "exported_at": at, "orders": orders}
    with for_nobody_else(out, force=force) as file:
        file.write(json.dumps(data, ensure_ascii=False, indent=2).encode())


def tell_plan(plan: Bought, zone: tzinfo) -> None:
    show_table(
        COLUMNS,
        (
            (
                *(order["number"], when(order["placed_at"], zone), order["status"], order["name"]),
                *(order[reach] and masked(order[reach]) for reach in ("phone", "email")),
            )
            for order in plan.orders
        ),
    )
    tell_under_way(plan.under_way)


def tell_known(found: Bought, command: str) -> None:
    for line in known_here(found, command):
        typer.echo(line.told(language_of_the_terminal()))


def known_here(found: Bought, command: str) -> Iterator[Said]:
    for number in found.known:
        yield Said("buyer_known", {"number": number, "command": f"kefu contacts {command} {number}"})


def refuse(plan: Bought) -> None:
    if not plan.orders:
        raise Stop(worded("orders_gone"))
    if plan.under_way:
        raise Stop(worded("orders_not_erased", reasons=joined_reasons(plan.under_way)))


def tell_erasure(erasure: Erasure[Bought]) -> None:
    done = erasure.erased
    if done is None:
        return
    count = done.counts["orders"]
    typer.echo(worded("order_erased" if count == 1 else "orders_erased", receipt=done.receipt, count=count))
    tell_by_hand(by_hand(erasure.plan, erasure))


def tell_json(plan: Bought, erasure: Erasure[Bought] | None = None) -> None:
    done = erasure.erased if erasure else None
    typer.echo(
        json.dumps(
            {
                "orders": plan.numbers,
                "counts": plan.counts,
                "under_way": list(map(str, reasons_of(plan.under_way))),
                "receipt": done.receipt if done else None,
                "by_hand": list(map(str, by_hand(plan, erasure))),
            },
            ensure_ascii=False,
        )
    )


def by_hand(plan: Bought, erasure: Erasure[Bought] | None = None) -> Iterator[Said]:
    """What comes back, what stays, and what to do about it."""
    yield Said("hand_next_import")
    yield from known_here(plan, "erase")
    yield Said("hand_numbers")
    yield Said("hand_backups")
    yield Said("hand_wish")
    yield Said("hand_exports")
    if erasure:
        yield from left_in_files(erasure)
