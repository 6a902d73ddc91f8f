"""A report in a terminal."""

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.console import Console, JustifyMethod
from rich.table import Table as Grid
from rich.text import Text

from bots.reports.table import Table
from bots.reports.telling import Told

GAP = 2
NARROWEST = 8
"""Of a column, so that its heading can be read."""


def show(told: Told, console: Console) -> None:
    console.print(Text(told.title, style="bold"))
    for line in filter(None, (told.only, told.nothing)):
        console.print(Text(line))
    for table in told.tables:
        console.print()
        console.print(Text(table.title, style="bold"))
        for grid in grids_of(table, console.width):
            console.print(grid)
        for note in table.notes:
            console.print(Text(note, style="dim"))


def grids_of(table: Table, room: int) -> Iterator[Grid]:
    """One below the other, where they have no room side by side; each begins with the first column."""
    widths = widths_of(table, room)
    for columns in parted(widths, room):
        grid = Grid(box=None, pad_edge=False)
        for number in columns:
            justify: JustifyMethod = "right" if number else "left"
            grid.add_column(Text(table.header[number]), justify=justify, width=widths[number], overflow="fold")
        for row in table.rows:
            grid.add_row(*(Text(row[number]) for number in columns))
        yield grid


def widths_of(table: Table, room: int) -> list[int]:
    """Where there is little room, headings take several lines; figures stay whole."""
    figures = [max(cell_len(row[number]) for row in table.rows) for number in range(len(table.header))]
    whole = [max(width, cell_len(name)) for width, name in zip(figures, table.header, strict=True)]
    has_room = sum(whole) + GAP * len(whole) <= room
    return whole if has_room else [max(width, NARROWEST) for width in figures]


def parted(widths: Sequence[int], room: int) -> list[list[int]]:
    """Which columns stand together."""
    parts, taken = [[0]], widths[0] + GAP
    for number, width in enumerate(widths[1:], 1):
        if taken + width + GAP > room and len(parts[-1]) > 1:
            parts.append([0])
            taken = widths[0] + GAP
        parts[-1].append(number)
        taken += width + GAP
    return parts
