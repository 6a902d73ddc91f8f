"""Files that commands write."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from bots.cli.boundary import UNAVAILABLE, Stop, say_error
from bots.cli.words import worded
from bots.words import Said

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@contextmanager
def replacing(path: Path, *, force: bool) -> Iterator[IO[bytes]]:
    """The file is there when it is whole, or not at all, also after a power cut."""
    from storage.flushing import flush

    if path.exists() and not force:
        raise Stop(worded("file_there", file=path.name))
    part = path.with_name(path.name + ".part")
    tell_of_halves(part, path.suffix)
    try:
        with part.open("wb") as out:
            yield out
        flush(part)
        part.replace(path)
        flush(path.absolute().parent)
    except OSError as error:
        if not is_about(part, error):
            raise
        raise unwritten(path, error) from error
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def for_nobody_else(path: Path, *, force: bool) -> Iterator[IO[bytes]]:
    """As `replacing`; nobody else may read it, whatever the umask."""
    with replacing(path, force=force) as file:
        os.fchmod(file.fileno(), 0o600)
        yield file


def is_about(part: Path, error: OSError) -> bool:
    """Or about what is read meanwhile, and then it says which file that is."""
    return error.filename is None or Path(str(error.filename)).is_relative_to(part)


def unwritten(path: Path, error: OSError) -> Stop:
    """A disk that fills up while something is written says so without its name."""
    cure = Said("room_there") if error.errno in FULL else ""
    return Stop(worded("unwritten", file=path, why=error.strerror or error, cure=cure), UNAVAILABLE)


def tell_of_halves(part: Path, suffix: str) -> None:
    """Of what a kill has cut off only this one is written over: another may hold somebody's data for ever."""
    for each in sorted(part.parent.glob(f"*{suffix}.part")):
        if each != part and each.is_file():
            say_error(worded("half_a_file", file=each))
