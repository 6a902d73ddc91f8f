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


class Lane(deque[Item]):
    """What it has to do, the head of it first."""

    __slots__ = ("task",)
    task: asyncio.Task[None]


class Lanes(Generic[Key, Item]):
    """A lane is one task while it has work, and nothing at all when it has none."""

    def __init__(self, work: Callable[[Item], Awaitable[None]]) -> None:
        self._work = work
        self._lanes: dict[Key, Lane[Item]] = {}

    def __len__(self) -> int:
        """How many lanes have work."""
        return len(self._lanes)

    def of(self, key: Key) -> tuple[Item, ...]:
        """What this lane has to do, the head of it first."""
        return tuple(self._lanes.get(key, ()))

    def items(self) -> Iterator[Item]:
        """Everything there is to do, in all lanes."""
        return chain.from_iterable(self._lanes.values())

    def put(self, key: Key, item: Item) -> None:
        """Queue it at the end of its lane. It never starts before the caller gives up control."""
        new: Lane[Item] = Lane()
        lane = self._lanes.setdefault(key, new)
        lane.append(item)
        if lane is new:
            lane.task = asyncio.get_running_loop().create_task(self._run(key, lane))

    def is_alone(self, key: Key) -> bool:
        """Whether nothing waits behind the head of a lane."""
        return len(self._lanes[key]) == 1

    def take_following(self, key: Key, wanted: Callable[[Item], bool]) -> list[Item]:
        """Take what waits right behind the head of a lane, as far as it is wanted: for the work on that head."""
        waiting = self._lanes[key]
        taken: list[Item] = []
        while len(waiting) > 1 and wanted(waiting[1]):
            taken.append(waiting[1])
            del waiting[1]
        return taken

    def take_waiting(self, key: Key, wanted: Callable[[Item], bool]) -> list[Item]:
        """Take what is wanted of all that waits behind the head of a lane: for the work on that head."""
        waiting = self._lanes[key]
        head, *behind = waiting
        taken: list[Item] = []
        left: list[Item] = []
        for item in behind:
            (taken if wanted(item) else left).append(item)
        waiting.clear()
        waiting.extend((head, *left))
        return taken

    async def _run(self, key: Key, lane: Lane[Item]) -> None:
        try:
            while lane:
                try:
                    await self._work(lane[0])
                except Exception as error:  # noqa: BLE001 - the boundary of one piece of work: its lane must go on
                    log.critical("lane.work_failed", **told(error))
                lane.popleft()
        finally:
            del self._lanes[key]

    async def idle(self) -> None:
        """Return once no lane has work."""
        while self._lanes:
            await asyncio.wait(self._tasks())

    async def close(self, seconds: float) -> None:
        """Give what is queued so long to finish, then stop it where it stands."""
        if self._lanes:
            await asyncio.wait(self._tasks(), timeout=seconds)
        left = self._tasks()
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        for key in [key for key, lane in self._lanes.items() if lane.task.done()]:
            del self._lanes[key]  # one that had not begun could not do it itself

    def _tasks(self) -> list[asyncio.Task[None]]:
        return [lane.task for lane in self._lanes.values()]
