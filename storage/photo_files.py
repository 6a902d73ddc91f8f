"""Photographs on disk: one file each, whole or not there at all. Everything here blocks, and raises OSError."""

import os
import re
from collections.abc import Iterable
from pathlib import Path
from tempfile import NamedTemporaryFile

from storage.flushing import flush, make_folder

NAME = re.compile(r"[0-9a-f]{64}")
UNFINISHED = ".part"


def folder_beside(database: Path) -> Path:
    """Each database has one of its own, also where two lie side by side: what its index does not know is removed."""
    return database.with_name("photos") / database.stem


class PhotoFiles:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, name: str, data: bytes) -> None:
        """Durable when this returns, under its name only when it is complete."""
        for folder in (self.folder.parent, self.folder):
            make_folder(folder)
        # Readable by its owner only.
        with NamedTemporaryFile(suffix=UNFINISHED, dir=self.folder, delete=False) as file:
            unfinished = Path(file.name)
            try:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
                unfinished.replace(self.folder / name)
            except BaseException:
                unfinished.unlink(missing_ok=True)
                raise
        flush(self.folder)

    def read(self, name: str) -> bytes | None:
        try:
            return (self.folder / name).read_bytes()
        except FileNotFoundError:
            return None

    def has(self, name: str) -> bool:
        return (self.folder / name).is_file()

    def remove(self, names: Iterable[str]) -> None:
        for name in names:
            (self.folder / name).unlink(missing_ok=True)

    def finished(self) -> list[str]:
        return [name for name in self.names() if not name.endswith(UNFINISHED)]

    def names(self) -> list[str]:
        """Of all that was written here, finished or not."""
        try:
            names = [path.name for path in self.folder.iterdir()]
        except FileNotFoundError:
            return []
        return [name for name in names if NAME.fullmatch(name) or name.endswith(UNFINISHED)]
