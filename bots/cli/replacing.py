"""Files that commands write."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from bots.cli.boundary import Stop


@contextmanager
def replacing(path: Path, *, force: bool) -> Iterator[IO[bytes]]:
    """The file is there when it is whole, or not at all, also after a power cut."""
    from storage.flushing import flush

    if path.exists() and not force:
        raise Stop(f"{path.name} is there already; --force overwrites it")
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as out:
            yield out
        flush(part)
        part.replace(path)
        flush(path.absolute().parent)
    finally:
        part.unlink(missing_ok=True)
