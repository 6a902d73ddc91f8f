"""Work in order within a lane and side by side between lanes."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Hashable, Iterator
from itertools import chain
from typing import Generic, TypeVar

import structlog

from handlers.faults import told

Key = TypeVar("Key", bound=Hashable)
Item = TypeVar("Item")

log = structlog.get_logger(__name__)


class Lanes(Generic[Key, Item]):
    """A lane is one task while it has work, and nothing at all when it has none."""

    def __init__(self, work: Callable[[Item], Awaitable[None]]) -> None:
        self._work = work
        self._waiting: dict[Key, deque[Item]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def __len__(self) -> int:
        """How many lanes have work."""
        return len(self._waiting)

    def of(self, key: Key) -> tuple[Item, ...]:
        """What this lane has to do, the head of it first."""
        return tuple(self._waiting.get(key, ()))

    def items(self) -> Iterator[Item]:
        """Everything there is to do, in all lanes."""
        return chain.from_iterable(self._waiting.values())

    def put(self, key: Key, item: Item) -> None:
        """Queue it at the end of its lane. It never starts before the caller gives up control."""
        if waiting := self._waiting.get(key):
            waiting.append(item)
            return
        self._waiting[key] = deque((item,))
        self._tasks.add(asyncio.get_running_loop().create_task(self._run(key)))

    def is_alone(self, key: Key) -> bool:
        """Whether nothing waits behind the head of a lane."""
        return len(self._waiting[key]) == 1

    def take_following(self, key: Key, wanted: Callable[[Item], bool]) -> list[Item]:
        """Take what waits right behind the head of a lane, as far as it is wanted: for the work on that head."""
        waiting = self._waiting[key]
        taken: list[Item] = []
        while len(waiting) > 1 and wanted(waiting[1]):
            taken.append(waiting[1])
            del waiting[1]
        return taken

    def take_waiting(self, key: Key, wanted: Callable[[Item], bool]) -> list[Item]:
        """Take what is wanted of all that waits behind the head of a lane: for the work on that head."""
        waiting = self._waiting[key]
        head, *behind = waiting
        taken: list[Item] = []
        left: list[Item] = []
        for item in behind:
            (taken if wanted(item) else left).append(item)
        waiting.clear()
        waiting.extend((head, *left))
        return taken

    async def _run(self, key: Key) -> None:
        waiting = self._waiting[key]
        try:
            while waiting:
                try:
                    await self._work(waiting[0])
                except Exception as error:  # noqa: BLE001 - the boundary of one piece of work: its lane must go on
                    log.critical("lane.work_failed", **told(error))
                waiting.popleft()
        finally:
            del self._waiting[key]
            self._tasks.discard(asyncio.current_task())

    async def idle(self) -> None:
        """Return once no lane has work."""
        while self._tasks:
            await asyncio.wait(list(self._tasks))

    async def close(self, seconds: float) -> None:
        """Give what is queued so long to finish, then stop it where it stands."""
        if self._tasks:
            await asyncio.wait(list(self._tasks), timeout=seconds)
        for task in (left := list(self._tasks)):
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        self._tasks.difference_update(left)  # one that had not begun could not do it itself
