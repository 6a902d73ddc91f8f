"""hours.yaml: opening hours, holidays and closures. All mistakes at once, each with file and line."""

from collections.abc import Collection
from pathlib import Path

from handlers.fields.file import Checked, Reader, checked
from handlers.hours.policy import ALWAYS_OPEN, HoursPolicy
from handlers.hours.reading import KEYS, opening_hours


def checked_hours(
    path: Path, reader: Reader, teams: Collection[str] = (), draft: bytes | None = None
) -> Checked[HoursPolicy]:
    """A draft is read in place of the file. `teams`: those of desk.yaml; empty: not known."""
    return checked(path, KEYS, lambda fields: opening_hours(fields, path.parent, teams), ALWAYS_OPEN, reader, draft)
