"""One table of a report."""

from collections.abc import Sequence

from bots.reports.wording import Wording
from storage.records import record


@record(frozen=True, slots=True, kw_only=True)
class Table:
    name: str
    """A key of the script's."""
    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()


def table(wording: Wording, name: str, header: Sequence[str], rows: Sequence[Sequence[str]], *notes: str) -> Table:
    return Table(
        name=name,
        title=wording.word(name),
        header=tuple(map(wording.word, header)),
        rows=tuple(map(tuple, rows)),
        notes=tuple(filter(None, notes)),
    )
