"""Whether an admin's files have changed: as the system reports it, and as they look."""

import asyncio
from collections.abc import AsyncGenerator, Hashable, Iterator
from contextlib import aclosing
from os import stat_result
from pathlib import Path
from zlib import crc32

import structlog
from watchfiles import DefaultFilter, awatch

from handlers.scripts.check import LIMITS
from handlers.scripts.reading import at_once

Seen = frozenset[Hashable]
SECOND = 1_000_000_000
"""In nanoseconds."""
log = structlog.get_logger(__name__)


async def changes(
    folder: Path, stop: asyncio.Event, poll: float, only: str | None = None
) -> AsyncGenerator[None, None]:
    """After changes, waiting until an editor has finished; and at least every `poll` seconds.

    Of everything below the folder, or `only` of the file of this name in it.
    """
    is_told = False
    while not stop.is_set():
        try:
            async with aclosing(reported(folder, stop, poll, only)) as reports:
                async for _ in reports:
                    yield
        except (OSError, RuntimeError) as error:  # as watchfiles says that the system watches no more for us
            if not is_told:
                instead = f"looking every {poll:g} s"
                log.warning("files.unwatched", folder=str(folder), error=str(error), instead=instead)
            is_told = True
        if stop.is_set():
            return
        yield
        await pause(stop, poll)


async def reported(folder: Path, stop: asyncio.Event, poll: float, only: str | None) -> AsyncGenerator[None, None]:
    """By the system, while the folder is there: a deployment, perhaps, moves it away for a moment. Raises OSError and
    RuntimeError.
    """
    if not there(folder):
        return
    watched = awatch(
        folder,
        watch_filter=DefaultFilter() if only is None else lambda _, path: Path(path).name == only,
        stop_event=stop,
        debounce=400,
        step=50,
        rust_timeout=int(poll * 1000),
        yield_on_timeout=True,
        recursive=only is None,
    )
    async with aclosing(watched):
        async for _ in watched:
            yield
            if not there(folder):
                return


def there(folder: Path) -> bool:
    return folder.is_dir()


async def pause(stop: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        return


def contents(folder: Path) -> Seen:
    """Which files there are, and how they look: another answer, another content."""
    return frozenset(look for path in files_below(folder) if (look := look_of(path)) is not None)


def look_of(path: Path) -> Hashable | None:
    """When it was written, how long it is, which file it is and who may read it. None: it is not there.

    Where times are whole seconds, as in some network folders, they tell too little, and its words are looked at.
    """
    status = stat_or_none(path)
    if status is None:
        return None
    words = crc32(beginning(path)) if status.st_mtime_ns % SECOND == 0 else None
    return str(path), status.st_mtime_ns, status.st_size, status.st_ino, status.st_mode, words


def files_below(folder: Path) -> Iterator[Path]:
    return folder.rglob("*.y*ml")


def beginning(path: Path) -> bytes:
    """All of any file that is not refused for its length."""
    try:
        with open(path, "rb", opener=at_once) as file:
            return file.read(LIMITS["file"])
    except OSError:
        return b""


def stat_or_none(path: Path) -> stat_result | None:
    try:
        return path.stat()
    except OSError:  # gone since it was listed, or a link to nothing
        return None
