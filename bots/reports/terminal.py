"""A report in a terminal."""

from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from bots.reports.table import Table
from bots.reports.telling import Told


def show(told: Told, console: Console) -> None:
    console.print(Text(told.title, style="bold"))
    for line in filter(None, (told.only, told.nothing)):
        console.print(Text(line))
    for table in told.tables:
        console.print()
        console.print(Text(table.title, style="bold"))
        console.print(grid_of(table))
        for note in table.notes:
            console.print(Text(note, style="dim"))


def grid_of(table: Table) -> Grid:
    grid = Grid(box=None, pad_edge=False)
    for number, name in enumerate(table.header):
        grid.add_column(Text(name), justify="right" if number else "left", overflow="fold")
    for row in table.rows:
        grid.add_row(*map(Text, row))
    return grid
