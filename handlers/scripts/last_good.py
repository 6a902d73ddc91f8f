"""The admin's files as they were last in force, kept over restarts.

A mistake of the evening must not keep kefu from coming back after a power cut at night.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import BadZipFile, ZipFile, ZipInfo

from storage.flushing import flush, make_folder


class LastGood:
    """An archive, which anybody can open who misses their words of yesterday. All of it blocks."""

    def __init__(self, archive: Path, place: Path, files: Callable[[], Iterable[Path]]) -> None:
        """`place`: the file or folder that is loaded. `files`: all that is needed for it, in the folder above."""
        self._archive = archive
        self._place = place
        self._files = files

    def packed(self) -> bytes:
        """As they are now. Raises OSError."""
        packed = BytesIO()
        with ZipFile(packed, "w") as archive:
            for path in sorted(path for path in self._files() if path.is_file()):
                name = path.relative_to(self._place.parent).as_posix()
                archive.writestr(ZipInfo(name), path.read_bytes())  # without a date: the same files, the same bytes
        return packed.getvalue()

    def keep(self, packed: bytes) -> None:
        """Durably, and never half. Raises OSError."""
        if self._archive.is_file() and self._archive.read_bytes() == packed:
            return
        for folder in reversed(self._archive.parents[:2]):
            make_folder(folder)
        part = self._archive.with_suffix(".part")
        part.write_bytes(packed)
        flush(part)
        part.replace(self._archive)
        flush(self._archive.parent)

    @contextmanager
    def unpacked(self) -> Iterator[Path | None]:
        """What stands in for the place, for a moment; None where nothing is kept."""
        with ExitStack() as stack:
            try:
                # Beside it, where we may write: the machine's own folder for such may be missing, or full.
                folder = stack.enter_context(TemporaryDirectory(prefix="kefu-", dir=self._archive.parent))
                stack.enter_context(ZipFile(self._archive)).extractall(folder)
            except (OSError, BadZipFile):
                yield None
            else:
                yield Path(folder) / self._place.name


def holds(archive: Path, name: str) -> bool:
    try:
        with ZipFile(archive) as kept:
            return name in kept.namelist()
    except (OSError, BadZipFile):
        return False


def folder_beside(database: Path) -> Path:
    """Each database has one of its own, also where two lie side by side."""
    return database.with_name("last_good") / database.stem
