"""Looking after many things that may all take as long: with one timer for all of them, where a timer for each is a
good part of what an ordinary turn costs.
"""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from itertools import takewhile
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
T = TypeVar("T")


class Patience(Generic[Key]):
    """Tells of what has not ended in time."""

    def __init__(self, seconds: float, on_late: Callable[[Key], None]) -> None:
        self._seconds = seconds
        self._on_late = on_late
        self._ends: dict[Key, float] = {}
        """By when each should have ended; what began first is the first."""
        self._timer: asyncio.TimerHandle | None = None

    def began(self, key: Key) -> None:
        """Once a key."""
        loop = asyncio.get_running_loop()
        self._ends[key] = end = loop.time() + self._seconds
        if self._timer is None:
            self._timer = loop.call_at(end, self._look, loop)

    def ended(self, key: Key) -> bool:
        """Whether in time."""
        return self._ends.pop(key, None) is not None

    def close(self) -> None:
        self._ends.clear()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _look(self, loop: asyncio.AbstractEventLoop) -> None:
        """The timer may have been set for something that has ended since."""
        now = loop.time()
        late = list(takewhile(lambda key: self._ends[key] <= now, self._ends))
        for key in late:
            del self._ends[key]
        following = next(iter(self._ends.values()), None)
        self._timer = None if following is None else loop.call_at(following, self._look, loop)
        for key in late:
            self._on_late(key)


class TimeLimit:
    """What `asyncio.timeout` does, of one piece of work a task."""

    def __init__(self, seconds: float) -> None:
        self._running: Patience[asyncio.Task[object]] = Patience(seconds, _stop)

    async def __call__(self, work: Awaitable[T]) -> T:
        """Raises TimeoutError."""
        task = asyncio.current_task()
        if task is None:
            raise RuntimeError("only a task can be stopped: await this in one")
        cancelling, cancelled = task.cancelling(), None
        self._running.began(task)
        try:
            return await work
        except asyncio.CancelledError as error:
            cancelled = error
            raise
        finally:
            # As asyncio does: whoever else cancels the task is obeyed, and work that ends all the same has ended.
            if not self._running.ended(task) and task.uncancel() <= cancelling and cancelled is not None:
                raise TimeoutError from cancelled


def _stop(task: asyncio.Task[object]) -> None:
    task.cancel()
