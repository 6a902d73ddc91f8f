"""Files that commands write."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from bots.cli.boundary import Stop, say_error


@contextmanager
def replacing(path: Path, *, force: bool) -> Iterator[IO[bytes]]:
    """The file is there when it is whole, or not at all, also after a power cut."""
    from storage.flushing import flush

    if path.exists() and not force:
        raise Stop(f"{path.name} is there already; --force overwrites it")
    part = path.with_name(path.name + ".part")
    tell_of_halves(part, path.suffix)
    try:
        with part.open("wb") as out:
            yield out
        flush(part)
        part.replace(path)
        flush(path.absolute().parent)
    finally:
        part.unlink(missing_ok=True)


def tell_of_halves(part: Path, suffix: str) -> None:
    """Of what a kill has cut off only this one is written over: another may hold somebody's data for ever."""
    for each in sorted(part.parent.glob(f"*{suffix}.part")):
        if each != part and each.is_file():
            say_error(f"{each} is half of a file that was cut off: delete it, unless it is being written right now")
