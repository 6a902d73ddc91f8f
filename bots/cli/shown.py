"""What commands show: accounts, times, tables."""

from collections.abc import Iterable, Sequence
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from bots.cli.words import worded

if TYPE_CHECKING:
    from rich.text import Text


def masked(account: str) -> str:
    """Enough to recognise, too little to write to."""
    return f"{account[:2]}***{account[-2:]}" if len(account) > 6 else "***" if account else "desk"


def when(seconds: float | None, zone: tzinfo) -> str:
    return "" if seconds is None else datetime.fromtimestamp(seconds, zone).strftime("%Y-%m-%d %H:%M")


def cell(value: object) -> "Text":
    """Words are shown as they are, also where they look like rich's own signs; but a customer's may hold what a
    terminal obeys, and rich passes that on."""
    from rich.text import Text

    from storage.inbound import TURNING

    return Text(TURNING.sub("", str(value)))


def headed(columns: Sequence[str]) -> list[str]:
    """`columns`: the codes of their headings; "" for one that needs none."""
    return [code and worded(code) for code in columns]


def show_table(columns: Sequence[str], rows: Iterable[Iterable[object]]) -> None:
    """`columns` as `headed` takes them."""
    from rich.console import Console
    from rich.table import Table

    table = Table(*headed(columns), box=None)
    for row in rows:
        table.add_row(*map(cell, row))
    Console().print(table)
