"""The scripts on the board: every file as it is on disk, and how the running bot took the last change."""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from bots.sandbox.board import Board
from bots.sandbox.page.scripts.checking import Checking, told
from bots.sandbox.page.scripts.files import Saved, ScriptFiles
from bots.sandbox.page.values import Problem, Reload, ScriptState
from handlers.scripts.problem import Problem as Found


class States:
    """Problems are told in the language in which kefu itself tells them to the shop's admin."""

    def __init__(self, board: Board, files: ScriptFiles, checking: Checking, clock: Callable[[], float]) -> None:
        self._board = board
        self._files = files
        self._checking = checking
        self._clock = clock
        self._reader = checking.default_language
        self._keys: frozenset[str] = frozenset()
        self._looking = asyncio.Lock()

    async def begin(self) -> None:
        """The bot runs, so it could read them all."""
        self._board.set("reload", Reload(at=self._clock()))
        await self.look()

    async def reloaded(self, problems: list[Found]) -> None:
        """The running bot has read the files, and took them if there are no problems."""
        errors = [problem for problem in problems if problem.severity == "error"]
        await self.look()
        self._board.set("reload", Reload(at=self._clock(), problems=told(errors)))

    async def look(self) -> None:
        """Bring the board up to date with the disk. One after the other: the board ends with what was read last."""
        async with self._looking:
            await self._look()

    async def _look(self) -> None:
        library = await self._checking.library(self._reader)
        by_path: dict[Path, list[Found]] = defaultdict(list)
        for problem in library.problems:
            by_path[problem.path].append(problem)
        saved = await asyncio.to_thread(lambda: list(self._files.all()))
        home = self._files.folder
        states = {key_of(each): state(each, told(by_path[home / each.language / f"{each.id}.yaml"])) for each in saved}
        for key, value in states.items():
            self._board.set(key, value)
        for key in self._keys - states.keys():
            self._board.remove(key)
        self._keys = frozenset(states)


def key_of(saved: Saved) -> str:
    return f"script/{saved.language}/{saved.id}"


def state(saved: Saved, problems: tuple[Problem, ...]) -> ScriptState:
    return ScriptState(language=saved.language, id=saved.id, digest=saved.digest, problems=problems)
