"""An admin saves a script, and the next answer uses it; what does not check leaves the last good words in force."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable, Iterable, Sequence
from pathlib import Path
from typing import Generic, TypeVar

import structlog

from handlers.faults import told
from handlers.scripts.declaration import Declaration
from handlers.scripts.last_good import LastGood
from handlers.scripts.loading import fresh
from handlers.scripts.problem import Broken, Fresh, Problem
from handlers.scripts.shelf import LoadedLibrary
from handlers.scripts.watching import Seen, changes, contents, files_below
from storage.records import record

Hears = Callable[[list[Problem]], Awaitable[None]]
Loaded = TypeVar("Loaded")
Heard = TypeVar("Heard", contravariant=True)
Told = TypeVar("Told")
Load = Callable[[Path, bool], Fresh[Loaded]]
"""The second says whether with what can be borne."""
SETTLING, LOOKS = 0.2, 25
"""Seconds between two looks, and how many there are, until files that change are read as they are."""
log = structlog.get_logger(__name__)


@record(frozen=True, slots=True)
class Hearers(Generic[Heard]):
    broken: Hears
    """Hears of each problem once, wherever it moves to."""
    loaded: Callable[[Heard], Awaitable[None]]
    """Hears of everything new that is in force."""
    unwise: Hears | None = None
    """Hears what an admin should see to, though it is in force: once, and not what was so at the start."""


class Reloading(Generic[Loaded]):
    """Loads at once; what does not check then is taken as it was last in force. Where that is not known, or does not
    check either, as after an upgrade that checks more, what can be borne is. Raises Broken where nothing can.
    """

    def __init__(
        self,
        name: str,
        place: Path,
        load: Load[Loaded],
        contents: Callable[[], Seen],
        hearers: Hearers[Loaded],
        last_good: LastGood | None,
    ) -> None:
        """`load` reads the place, or what stands in for it."""
        self.after_reload: Hears | None = None
        """Told of every attempt, also of one that ends as the last one did: what was wrong, [] when it is in force."""
        self.name = name
        self._place = place
        self._load = load
        self._contents = contents
        self._hearers = hearers
        self._seen = contents()
        self._reloading = asyncio.Lock()
        """One after the other: what was read last is in force."""
        self._reported: list[Problem] = []
        self._told: frozenset[Hashable] = frozenset()
        self._last_good = last_good
        self._wrong_at_start: list[Problem] = []
        self._borne: list[Problem] = []
        """Mistakes with which it is in force, since it was so before they were any."""
        self._in_force, self._unwise = self._first()

    def _first(self) -> tuple[Loaded, Seen]:
        try:
            found = self._load(self._place, False)
        except Broken as broken:
            return self._instead(broken).loaded, marks(broken.problems)
        return found.loaded, marks(found.problems)

    def _instead(self, broken: Broken) -> Fresh[Loaded]:
        mistakes = errors(broken.problems)
        if (kept := self._as_last_in_force(bearing=False)) is None:
            try:
                found = self._load(self._place, True)
            except Broken:
                kept = self._as_last_in_force(bearing=True)
            else:
                # What is missing is said in our words: the shop's own mistakes are told before that.
                self._borne = sorted(mistakes, key=lambda each: not each.bearable)
                return found
        if kept is None:
            raise broken
        self._wrong_at_start = mistakes
        return kept

    def _as_last_in_force(self, *, bearing: bool) -> Fresh[Loaded] | None:
        """None: nothing is kept, or it does not check any more, as after an upgrade."""
        if self._last_good is None:
            return None
        with self._last_good.unpacked() as place:
            try:
                return self._load(place, bearing) if place else None
            except Broken:
                return None

    async def _settle(self) -> None:
        """Tell how it began."""
        async with self._reloading:
            if self._wrong_at_start:
                log.warning("files.last_good_in_force", files=self.name)
                await self._report(self._wrong_at_start)
            elif self._borne:
                await self._warn(self._borne)
            elif not self._reported:
                await asyncio.to_thread(self._keep)

    def _keep(self) -> None:
        """What is in force, unless somebody has written since."""
        if self._last_good is None:
            return
        try:
            packed = self._last_good.packed()
            if self._contents() == self._seen:
                self._last_good.keep(packed)
        except OSError as error:
            log.warning("files.not_kept", files=self.name, path=error.filename, error=error.strerror)

    async def follow(self, changes: AsyncIterator[None]) -> None:
        """Reload after changes, as long as there may be some."""
        await self._settle()
        async for _ in changes:
            try:
                if await asyncio.to_thread(self._contents) != self._seen:
                    await self._settled()
                    await self.reload()
            except OSError as error:  # too many open files, perhaps: another look is due soon
                log.warning("files.not_seen", files=self.name, error=error.strerror or type(error).__name__)

    async def _settled(self) -> None:
        """Until nothing changes any more: an upload takes its time, and half a file may check."""
        before = await asyncio.to_thread(self._contents)
        for _ in range(LOOKS):
            await asyncio.sleep(SETTLING)
            now = await asyncio.to_thread(self._contents)
            if now == before:
                return
            before = now

    async def reload(self) -> bool:
        """Load now. False: it does not check, and the last good version stays."""
        async with self._reloading:
            # Before anything is read: what changes meanwhile is another change.
            self._seen = await asyncio.to_thread(self._contents)
            return await self._reload()

    @property
    def problems(self) -> Sequence[Problem]:
        """Of the files as they were read last: why something older is in force."""
        return self._reported

    async def _reload(self) -> bool:
        try:
            found = await asyncio.to_thread(self._read)
        except Broken as broken:
            await self._report(errors(broken.problems))
            problems = broken.problems
        else:
            await self._swap(found)
            problems = []
        if self.after_reload is not None:
            await tell(self.after_reload, problems)
        return not problems

    def _read(self) -> Fresh[Loaded]:
        """Old mistakes that are borne keep back nothing that is new."""
        try:
            return self._load(self._place, False)
        except Broken as broken:
            if not marks(errors(broken.problems)) <= marks(self._borne):
                raise
            return self._load(self._place, True)

    async def _swap(self, found: Fresh[Loaded]) -> None:
        self._in_force, self._reported, self._wrong_at_start = found.loaded, [], []
        self._told = frozenset()
        log.info("files.loaded", files=self.name, **self.described(found.loaded))
        await tell(self._hearers.loaded, found.loaded)
        unwise = [each for each in found.problems if mark(each) not in self._unwise]
        self._unwise = marks(found.problems)
        if unwise:
            await self._warn(unwise)
        if errors(found.problems):
            return
        self._borne = []
        await asyncio.to_thread(self._keep)

    async def _warn(self, problems: list[Problem]) -> None:
        log.warning("files.unwise", files=self.name, problems=[str(problem) for problem in problems])
        if self._hearers.unwise is not None:
            await tell(self._hearers.unwise, problems)

    def described(self, loaded: Loaded) -> dict[str, object]:
        """For the log."""
        return {}

    async def _report(self, problems: list[Problem]) -> None:
        self._reported = problems
        found = marks(problems)
        if found <= self._told:  # an editor that saves while somebody types moves a mistake about
            return
        self._told |= found
        log.error("files.broken", files=self.name, problems=[str(problem) for problem in problems])
        await tell(self._hearers.broken, problems)


def errors(problems: Sequence[Problem]) -> list[Problem]:
    """Warnings are no reason: they stay while good words come in force."""
    return [each for each in problems if each.severity == "error"]


def marks(problems: Iterable[Problem]) -> Seen:
    return frozenset(mark(each) for each in problems)


def mark(problem: Problem) -> Hashable:
    """The same wherever in its file it moves to."""
    return problem.path, problem.where, problem.code, problem.facts


class ReloadingShelf(Reloading[LoadedLibrary]):
    def __init__(
        self,
        folder: Path,
        declarations: Sequence[Declaration],
        hearers: Hearers[LoadedLibrary],
        *,
        default_language: str = "zh-CN",
        language: str = "en",
        kept_in: Path | None = None,
        brought: Path | None = None,
    ) -> None:
        """`kept_in`: a folder for what was last in force. `brought`: the scripts that travel with kefu, which say what
        is missing in those of a shop that has a newer kefu.
        """
        self.folder = folder

        def read(place: Path, bearing: bool) -> Fresh[LoadedLibrary]:
            return fresh(
                place,
                declarations,
                default_language=default_language,
                language=language,
                bearing=bearing,
                brought=brought,
            )

        kept = LastGood(kept_in / "scripts.zip", folder, lambda: files_below(folder)) if kept_in else None
        super().__init__("scripts", folder, read, lambda: contents(folder), hearers, kept)

    @property
    def library(self) -> LoadedLibrary:
        """The last good one."""
        return self._in_force

    async def watch(self, stop: asyncio.Event, *, poll: float = 5.0) -> None:
        """Reload after changes until `stop` is set. Every `poll` seconds it looks by itself: network folders and
        containers' mounts report no changes.
        """
        await self.follow(changes(self.folder, stop, poll))

    def described(self, loaded: LoadedLibrary) -> dict[str, object]:
        return {"languages": loaded.languages}


async def tell(listener: Callable[[Told], Awaitable[None]], news: Told) -> None:
    try:
        await listener(news)
    except Exception as error:  # noqa: BLE001 - the boundary of a listener: watching goes on when the desk is away
        log.warning("scripts.listener_failed", **told(error))
