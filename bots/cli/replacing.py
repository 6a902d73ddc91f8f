"""Files that commands write."""

import errno
import fcntl
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

    part = path.with_name(path.name + ".part")
    try:
        with taken(part) as out:
            try:
                if path.exists() and not force:
                    raise Stop(worded("file_there", file=path.name))
                tell_of_halves(part, path.suffix)
                yield out
                out.flush()
                flush(part)
                part.replace(path)
            except BaseException:
                part.unlink(missing_ok=True)
                raise
        flush(path.absolute().parent)
    except OSError as error:
        if not is_about(part, error):
            raise
        raise unwritten(path, error) from error


def taken(part: Path) -> IO[bytes]:
    """What a kill has left there is written over; what another command is writing is its own. Raises Stop, OSError."""
    while True:
        file = os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666), "r+b")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            raise Stop(worded("being_written", file=part), UNAVAILABLE) from None
        if is_at(part, file):
            file.truncate()
            return file
        file.close()


def is_at(part: Path, file: IO[bytes]) -> bool:
    """Whoever wrote it may be done with it, and have renamed it, since it was opened."""
    try:
        return os.path.samestat(part.stat(), os.fstat(file.fileno()))
    except FileNotFoundError:
        return False


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
