"""A store that kills its own process at a chosen moment: nothing is closed, nothing is flushed, nobody is told."""

import os
import signal
from collections.abc import Callable
from dataclasses import dataclass

from storage.database import Database
from storage.inbound import Inbound
from storage.results import Outgoing, TurnResult
from storage.sqlite import SqliteStore
from storage.store import Settlement, ignore

MOMENTS = (
    "after accept",
    "before commit",
    "after commit",
    "before settle",
    "after settle",
    "before set_thread",
    "after set_thread",
)
"""`before settle` is right after a platform took a message, `before set_thread` right after a topic was opened."""


@dataclass(frozen=True, slots=True)
class Doom:
    moment: str
    times: int
    """Dies when the moment comes for the so-manieth time."""


class DoomedStore(SqliteStore):
    def __init__(self, database: Database, doom: Doom) -> None:
        super().__init__(database)
        self._moment = doom.moment
        self._left = doom.times

    def _at(self, moment: str) -> None:
        if moment == self._moment:
            self._left -= 1
            if self._left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    async def accept(self, inbound: Inbound, at: float, begun: Callable[[int], None] = ignore) -> int | None:
        inbox_id = await super().accept(inbound, at, begun)
        self._at("after accept")
        return inbox_id

    async def commit(self, inbox_id: int, result: TurnResult, at: float) -> tuple[Outgoing, ...]:
        self._at("before commit")
        rows = await super().commit(inbox_id, result, at)
        self._at("after commit")
        return rows

    async def settle(self, settlement: Settlement) -> tuple[Outgoing, ...]:
        self._at("before settle")
        rows = await super().settle(settlement)
        self._at("after settle")
        return rows

    async def set_thread(self, conversation_id: int, thread: str | None) -> None:
        self._at("before set_thread")
        await super().set_thread(conversation_id, thread)
        self._at("after set_thread")
