"""The one writer: what callers want written, in groups that share a transaction.

Statements run on the loop and only the commit is waited for: in the connection's thread every statement would wait for
the interpreter again. Before it commits, a group takes what follows at once from what it has begun: a message and the
turn it leads to are mostly one commit.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from itertools import islice, takewhile

from storage.connection import Connection
from storage.groups import Outcome, Write, commit, open_transaction, run, write_group

LARGEST = 512
"""Writes in one transaction: more would make the first of them wait for the last."""
LONGEST = 0.004
"""Seconds in which a transaction takes what follows from it."""
ROUNDS = 2
"""Of the loop, in which what was begun may come with writes of its own."""
PATIENCE = 0.004
"""Seconds that a write which can wait waits for others."""


@dataclass(slots=True)
class Group:
    """One transaction's writes, in order, and how those that have run came out."""

    writes: list[Write] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    seen: int = 0
    """So many outcomes have been looked at by `tell_begun`."""
    begun: set[int] = field(default_factory=set)
    """Which writes have been told that they are written."""

    def tell_begun(self) -> bool:
        """Whether anybody had waited for that."""
        first, self.seen = self.seen, len(self.outcomes)
        told = False
        for number in range(first, self.seen):
            write = self.writes[number]
            if write.begun is not None and self.outcomes[number].stands and number not in self.begun:
                self.begun.add(number)
                begin(write.begun)
                told = True
        return told

    def came_out(self, outcomes: list[Outcome]) -> None:
        """After all, and perhaps otherwise: a copy is kept where the first of its kind could not be."""
        self.outcomes, self.seen = outcomes, 0

    def resolve(self) -> None:
        self.tell_begun()
        for write, outcome in zip(self.writes, self.outcomes, strict=True):
            if not write.done.done():
                outcome.tell(write.done)


def begin(begun: Callable[[], None]) -> None:
    """Whoever fails here harms nobody else of the group; what they would have begun with is found at the next start."""
    try:
        begun()
    except Exception as error:  # noqa: BLE001 - a boundary as that of any callback: the loop's own handler tells of it
        message = "nobody began with what was written; it is found again when kefu is started again"
        asyncio.get_running_loop().call_exception_handler({"message": message, "exception": error})


class Writer:
    def __init__(self, connection: Connection) -> None:
        self.transaction = asyncio.Lock()
        """Held while one is open."""
        self._connection = connection
        self._waiting: deque[Write] = deque()
        self._task: asyncio.Task[None] | None = None
        self._alarm: asyncio.TimerHandle | None = None

    def join(self, write: Write) -> None:
        """Be written with the next group. Cancelling its future stops nothing."""
        self._waiting.append(write)
        if self._task is None:
            if not write.can_wait:
                self._start()
            elif self._alarm is None:
                self._alarm = asyncio.get_running_loop().call_later(PATIENCE, self._start)

    async def close(self) -> None:
        """Write what waits."""
        self._start()
        if self._task:
            await self._task

    def _start(self) -> None:
        if self._alarm:
            self._alarm.cancel()
            self._alarm = None
        if self._task is None and self._waiting:
            self._task = asyncio.create_task(self._write_groups(), name="database writer")

    async def _write_groups(self) -> None:
        """Until nothing waits. What arrives while one group commits is the next group."""
        try:
            while self._waiting:
                async with self.transaction:
                    group = Group()
                    await (self._write_in_thread(group) if self._waiting[0].work else self._write_here(group))
                    group.resolve()
        finally:
            self._task = None

    async def _write_here(self, group: Group) -> None:
        try:
            await self._fill(group)
            await self._connection.run(commit)
        except Exception:  # noqa: BLE001 - whatever failed belongs to one of the callers: each is written alone, and told
            await self._write_each(group)

    async def _fill(self, group: Group) -> None:
        """Run what waits, and what comes of it in the next moments."""
        loop = asyncio.get_running_loop()
        ends, rounds = loop.time() + LONGEST, 0
        while True:
            if some := self._rows(LARGEST - len(group.writes)):
                opened = bool(group.writes)
                group.writes += some
                if not opened:
                    self._connection.here(open_transaction)
                group.outcomes += self._connection.here(partial(run, writes=some))
                if group.tell_begun():
                    rounds = ROUNDS
            if rounds == 0 or len(group.writes) == LARGEST or loop.time() > ends:
                return
            rounds -= 1
            await asyncio.sleep(0)

    def _rows(self, most: int) -> list[Write]:
        """Those that wait in front and need no thread."""
        taken = list(takewhile(lambda write: write.work is None, islice(self._waiting, most)))
        for _ in taken:
            self._waiting.popleft()
        return taken

    async def _write_in_thread(self, group: Group) -> None:
        """Work that may take long, with whatever else waits."""
        while self._waiting and len(group.writes) < LARGEST:
            group.writes.append(self._waiting.popleft())
        await self._write_each(group)

    async def _write_each(self, group: Group) -> None:
        """In one transaction if that can be, each alone if not."""
        writes = group.writes
        try:
            group.came_out(await self._connection.run(lambda connection: write_group(connection, writes)))
        except Exception as error:  # noqa: BLE001 - a writer that died would leave every later caller waiting for ever
            group.came_out([Outcome(error=error)] * len(writes))
