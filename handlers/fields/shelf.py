"""The rules in force: an admin saves the file, and the next answer follows it."""

import asyncio
import errno
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import structlog

from handlers.scripts.check import ALMOST
from handlers.scripts.last_good import LastGood, holds
from handlers.scripts.problem import Broken, Fresh, Problem, complaint
from handlers.scripts.reload import Hearers, Load, Reloading
from handlers.scripts.watching import Seen, changes, look_of
from storage.records import replace

log = structlog.get_logger(__name__)
Rules = TypeVar("Rules")
COPY = re.compile(r" ?\(\d+\)$")
"""As a browser names what was downloaded again: `hours (1).yaml`."""


class ReloadingRules(Reloading[Rules]):
    """Without a file the built-in rules are in force. One that was there once and is gone, now or at the next start,
    leaves the last good ones: a rule about money, or about who is told what, is not changed by accident.
    """

    def __init__(
        self,
        name: str,
        path: Path,
        load: Load[Rules],
        built_in: Callable[[], Rules],
        hearers: Hearers[Rules],
        kept_in: Path | None,
        language: str,
        needed: str = "",
    ) -> None:
        """`kept_in`: a folder for what was last in force. `language`: the admin's. `needed`: which files beside it are
        read with it: `*.ics`.
        """
        self.path = path
        self._language = language
        self._kept = archive_of(kept_in, name) if kept_in else None
        self._was_there = path.exists() or (self._kept is not None and holds(self._kept, path.name))

        def read(place: Path, bearing: bool) -> Fresh[Rules]:
            if place == path and not path.exists():
                return Fresh(self._without(built_in), ())
            self._was_there = True
            return load(place, bearing)

        def files() -> Iterator[Path]:
            if path.exists():
                yield path
            if needed:
                yield from path.parent.glob(needed)

        kept = LastGood(self._kept, path, files) if self._kept else None
        super().__init__(name, path, read, lambda: seen(path), hearers, kept)

    @property
    def policy(self) -> Rules:
        """The last good one."""
        return self._in_force

    async def watch(self, stop: asyncio.Event, *, poll: float = 5.0) -> None:
        """Reload after changes until `stop` is set."""
        await self.follow(changes(self.path.parent, stop, poll, only=self.path.name))

    def _without(self, built_in: Callable[[], Rules]) -> Rules:
        if not self._was_there:
            log.info("files.built_in", files=self.name, missing=str(self.path))
            return built_in()
        problems = [gone(self.path, self._kept or self.path), *renamed(self.path)]
        raise Broken([replace(problem, language=self._language) for problem in problems])


def archive_of(kept_in: Path, name: str) -> Path:
    """Of rules as they were last in force."""
    return kept_in / f"{name}.zip"


def renamed(path: Path) -> list[Problem]:
    """Of a file that is not there: files beside it that are meant to be it, or that it is a link to nothing."""
    if path.is_symlink():
        return [complaint(path, "unreadable", why=os.strerror(errno.ENOENT))]
    beside = sorted(path.parent.iterdir()) if path.parent.is_dir() else []
    endings = ((each, ALMOST.fullmatch(each.name)) for each in beside)
    meant = [each for each, found in endings if found and COPY.sub("", found[1]).lower() == path.stem.lower()]
    return [complaint(each, "ending", right=path.name) for each in meant]


def missed(name: str, path: Path, kept_in: Path) -> list[Problem]:
    """Of a file that is not there: nothing, unless it was in force once."""
    kept = archive_of(kept_in, name)
    return [gone(path, kept)] if holds(kept, path.name) else []


def gone(path: Path, kept: Path) -> Problem:
    beside = kept.relative_to(path.parent) if kept.is_relative_to(path.parent) else kept
    return complaint(path, "policy_gone", kept=str(beside))


def seen(path: Path) -> Seen:
    look = look_of(path)
    return frozenset() if look is None else frozenset({look})
