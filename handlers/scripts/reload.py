"""An admin saves a script, and the next answer uses it; what does not check leaves the last good words in force."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing
from os import stat_result
from pathlib import Path
from typing import TypeVar

import structlog
from watchfiles import awatch

from handlers.faults import told
from handlers.scripts.declaration import Declaration
from handlers.scripts.problem import Broken, Problem
from handlers.scripts.shelf import LoadedLibrary, load

OnBroken = Callable[[list[Problem]], Awaitable[None]]
OnLoaded = Callable[[LoadedLibrary], Awaitable[None]]
AfterReload = Callable[[list[Problem]], Awaitable[None]]
Told = TypeVar("Told")
Seen = frozenset[tuple[str, int, int]]
log = structlog.get_logger(__name__)


class ReloadingShelf:
    """Loads at once, and raises Broken if that fails: there is no last good version yet.

    `on_broken` hears of each distinct set of problems once, `on_loaded` of every new library.
    """

    def __init__(
        self,
        folder: Path,
        declarations: Sequence[Declaration],
        on_broken: OnBroken,
        on_loaded: OnLoaded,
        *,
        default_language: str = "zh-CN",
        language: str = "en",
    ) -> None:
        self.folder = folder
        self.after_reload: AfterReload | None = None
        """Told of every attempt, also of one that ends as the last one did: what was wrong, [] when it is in force."""
        self._declarations = declarations
        self._on_broken = on_broken
        self._on_loaded = on_loaded
        self._default_language = default_language
        self._language = language
        self._seen = contents(folder)
        self._reported: list[Problem] = []
        self._library = self._load()

    @property
    def library(self) -> LoadedLibrary:
        """The last good one."""
        return self._library

    async def watch(self, stop: asyncio.Event, *, poll: float = 5.0) -> None:
        """Reload after changes until `stop` is set. Every `poll` seconds it looks by itself: network folders and
        containers' mounts report no changes.
        """
        async for _ in changes(self.folder, stop, poll):
            seen = await asyncio.to_thread(contents, self.folder)
            if seen != self._seen:
                self._seen = seen
                await self.reload()

    async def reload(self) -> bool:
        """Load now. False: it does not check, and the last good version stays."""
        try:
            library = await asyncio.to_thread(self._load)
        except Broken as broken:
            await self._report(broken.problems)
            problems = broken.problems
        else:
            await self._swap(library)
            problems = []
        if self.after_reload is not None:
            await tell(self.after_reload, problems)
        return not problems

    async def _swap(self, library: LoadedLibrary) -> None:
        self._library, self._reported = library, []
        log.info("scripts.loaded", languages=library.languages, warnings=len(library.warnings))
        await tell(self._on_loaded, library)

    async def _report(self, problems: list[Problem]) -> None:
        if problems == self._reported:
            return
        self._reported = problems
        log.error("scripts.broken", problems=[str(problem) for problem in problems])
        await tell(self._on_broken, problems)

    def _load(self) -> LoadedLibrary:
        return load(self.folder, self._declarations, default_language=self._default_language, language=self._language)


async def tell(listener: Callable[[Told], Awaitable[None]], news: Told) -> None:
    try:
        await listener(news)
    except Exception as error:  # noqa: BLE001 - the boundary of a listener: watching goes on when the desk is away
        log.warning("scripts.listener_failed", **told(error))


async def changes(folder: Path, stop: asyncio.Event, poll: float) -> AsyncGenerator[None, None]:
    """After changes, waiting until an editor has finished; and at least every `poll` seconds."""
    while not stop.is_set():
        if not there(folder):  # moved away for a moment, by a deployment perhaps
            yield
            await pause(stop, poll)
            continue
        watched = awatch(
            folder, stop_event=stop, debounce=400, step=50, rust_timeout=int(poll * 1000), yield_on_timeout=True
        )
        async with aclosing(watched):
            async for _ in watched:
                yield
                if not there(folder):
                    break


def there(folder: Path) -> bool:
    return folder.is_dir()


async def pause(stop: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        return


def contents(folder: Path) -> Seen:
    """Which files there are, when they were written and how long they are: another answer, another content."""
    return frozenset(
        (str(path), status.st_mtime_ns, status.st_size)
        for path in folder.rglob("*.y*ml")
        if (status := stat_or_none(path)) is not None
    )


def stat_or_none(path: Path) -> stat_result | None:
    try:
        return path.stat()
    except OSError:  # gone since it was listed, or a link to nothing
        return None
