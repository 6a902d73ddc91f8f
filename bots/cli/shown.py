"""What commands show: accounts, times, tables."""

from collections.abc import Iterable, Sequence
from datetime import datetime, tzinfo


def masked(account: str) -> str:
    """Enough to recognise, too little to write to."""
    return f"{account[:2]}***{account[-2:]}" if len(account) > 6 else "***" if account else "desk"


def when(seconds: float | None, zone: tzinfo) -> str:
    return "" if seconds is None else datetime.fromtimestamp(seconds, zone).strftime("%Y-%m-%d %H:%M")


def show_table(columns: Sequence[str], rows: Iterable[Iterable[object]]) -> None:
    """Words are shown as they are, also where they look like rich's own signs."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*columns, box=None)
    for row in rows:
        table.add_row(*(Text(str(cell)) for cell in row))
    Console().print(table)
