"""hours.yaml: opening hours, holidays and closures. All mistakes at once, each with file and line."""

from collections.abc import Collection
from pathlib import Path

from handlers.fields.file import Checked, Reader, checked
from handlers.fields.mapping import Fields
from handlers.fields.outline import Schema, outline
from handlers.hours.policy import ALWAYS_OPEN, HoursPolicy
from handlers.hours.reading.opening import KEYS, opening_hours


def checked_hours(
    path: Path, reader: Reader, teams: Collection[str] = (), desk_channel: str = "", draft: bytes | None = None
) -> Checked[HoursPolicy]:
    """A draft is read in place of the file. `teams`: those of desk.yaml; empty: not known, as `desk_channel` is."""

    def read(fields: Fields) -> HoursPolicy:
        return opening_hours(fields, path.parent, teams, desk_channel)

    return checked(path, KEYS, read, ALWAYS_OPEN, reader, draft)


def hours_schema() -> Schema:
    return outline(KEYS, lambda fields: opening_hours(fields, Path(), (), ""))
