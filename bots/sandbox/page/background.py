"""What goes on after a browser has its answer."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import structlog

log = structlog.get_logger(__name__)

PATIENCE = 0.2
"""Seconds. A platform that tells kefu of a message may take fifteen; what is wrong with a request shows at once."""


class Background:
    def __init__(self) -> None:
        self._running: set[asyncio.Task[None]] = set()

    async def see(self, work: Coroutine[Any, Any, None]) -> None:
        """Begin it, and raise what it raises within a moment."""
        task = self.start(work)
        done, _ = await asyncio.wait({task}, timeout=PATIENCE)
        if done:
            task.result()

    def start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        if not task.cancelled() and (error := task.exception()) and not isinstance(error, LookupError):
            log.error("sandbox.failed", error=repr(error))

    async def close(self) -> None:
        tasks = list(self._running)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
