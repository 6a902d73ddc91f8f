"""An admin who saves a file of rules as editors do, and hears what kefu says of it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Generic, TypeVar

from handlers.fields.shelf import ReloadingRules
from handlers.scripts.problem import Problem
from handlers.scripts.reload import Hearers

Rules = TypeVar("Rules")
WAIT = 60.0
"""Seconds until a test is given up; none waits so long when all is well."""


class Admin(Generic[Rules]):
    def __init__(self, path: Path, shelf: Callable[[Path, Hearers[Rules]], ReloadingRules[Rules]]) -> None:
        self.path = path
        self.heard: asyncio.Queue[list[Problem]] = asyncio.Queue()
        self.shelf = shelf(path, Hearers(self.heard.put, self.on_loaded))

    async def on_loaded(self, _rules: Rules) -> None:
        await self.heard.put([])

    def saves(self, text: str) -> None:
        """Written beside and moved over, as vim and VS Code do."""
        beside = self.path.with_suffix(".yaml~")
        beside.write_text(text, "utf-8")
        beside.replace(self.path)

    async def hears(self) -> list[str]:
        """The mistakes told next; [] when the rules are in force."""
        news = await asyncio.wait_for(self.heard.get(), WAIT)
        return [problem.code for problem in news if problem.severity == "error"]

    @property
    def policy(self) -> Rules:
        return self.shelf.policy

    @asynccontextmanager
    async def watched(self) -> AsyncIterator[None]:
        stop = asyncio.Event()
        task = asyncio.create_task(self.shelf.watch(stop, poll=0.1))
        try:
            yield
        finally:
            stop.set()
            await asyncio.wait_for(task, WAIT)
