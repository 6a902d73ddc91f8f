"""Waits that end with the delivery that waits: what has to wait longer stays in the outbox, for the next start."""

import asyncio

from handlers.insistence import Sleep


class Pauses:
    def __init__(self, sleep: Sleep) -> None:
        self._sleep = sleep
        self._pausing: set[asyncio.Task[object]] = set()
        self.are_over = False
        """Nothing may wait any more."""

    def __len__(self) -> int:
        """So many tasks wait."""
        return len(self._pausing)

    async def __call__(self, seconds: float) -> None:
        """Return after so many seconds. Cancels the task that waits when all waits end, or have ended before."""
        task = asyncio.current_task()
        if self.are_over or task is None:
            raise asyncio.CancelledError
        self._pausing.add(task)
        try:
            await self._sleep(seconds)
        finally:
            self._pausing.discard(task)

    def end(self) -> None:
        self.are_over = True
        for task in self._pausing:
            task.cancel()
