"""A store that kills its own process at a chosen moment: nothing is closed, nothing is flushed, nobody is told."""

import os
import signal
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from storage.database import Database
from storage.groups import Claim, Rows
from storage.inbound import Inbound
from storage.photo_store import KEEP
from storage.results import Outgoing, TurnResult
from storage.sqlite import SqliteStore
from storage.sqlite.campaigns.news import TELL
from storage.sqlite.campaigns.runs import FINISH, GATHER
from storage.store import Accepted, Settlement, ignore

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


OF_TIMERS = ("before claim", "after claim")
"""Due timers become messages of the inbox."""
OF_ERASURES = ("before erase", "after erase", "before scrub", "after scrub")
"""Around its transaction, and around what is done to the files then."""
STEPS = {KEEP: "photo", GATHER: "gather", TELL: "tell", FINISH: "finish"}
"""By a statement of theirs. Before that of a photo its file is there and its row is not."""
WORKS = {
    "SqliteSchedules.begin.<locals>.work": "begin",
    "SqliteRuns.ring.<locals>.work": "ring",
    "SqlitePersons.erase.<locals>.<lambda>": "erase",
}
"""By what runs in their transaction."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Doom:
    moment: str
    times: int
    """Dies when the moment comes for the so-manieth time."""
    on_signal: bool = False
    """Counts only from SIGUSR1 on: what the life before left is done in peace."""


class Reaper:
    def __init__(self, doom: Doom) -> None:
        self._moment = doom.moment
        self._left = doom.times
        self._armed = not doom.on_signal

    def arm(self) -> None:
        self._armed = True

    def at(self, moment: str) -> None:
        if self._armed and moment == self._moment:
            self._left -= 1
            if self._left == 0:
                os.kill(os.getpid(), signal.SIGKILL)


class DoomedDatabase(Database):
    reaper: Reaper | None = None

    async def write(
        self,
        *rows: Rows,
        claim: Claim | None = None,
        guards: Sequence[Claim] = (),
        begun: Callable[[], None] | None = None,
        can_wait: bool = False,
    ) -> bool:
        statements = [*(each.sql for each in rows), *((claim.sql,) if claim else ())]
        step = next((STEPS[sql] for sql in statements if sql in STEPS), "")
        self._at("before", step)
        won = await super().write(*rows, claim=claim, guards=guards, begun=begun, can_wait=can_wait)
        self._at("after", step)
        return won

    async def transact(self, work: Callable[[sqlite3.Connection], T]) -> T:
        step = WORKS.get(work.__qualname__, "")
        self._at("before", step)
        value = await super().transact(work)
        self._at("after", step)
        return value

    async def scrub(self, largest: int | None) -> bool:
        self._at("before", "scrub")
        rewritten = await super().scrub(largest)
        self._at("after", "scrub")
        return rewritten

    def _at(self, when: str, step: str) -> None:
        if step and self.reaper:
            self.reaper.at(f"{when} {step}")


class DoomedStore(SqliteStore):
    def __init__(self, database: Database, reaper: Reaper) -> None:
        super().__init__(database)
        if isinstance(database, DoomedDatabase):
            database.reaper = reaper
        self._at = reaper.at

    async def accept(self, inbound: Inbound, at: float, begun: Callable[[int], None] = ignore) -> int | None:
        inbox_id = await super().accept(inbound, at, begun)
        self._at("after accept")
        return inbox_id

    async def commit(self, inbox_id: int, result: TurnResult, at: float) -> tuple[Outgoing, ...]:
        self._at("before commit")
        rows = await super().commit(inbox_id, result, at)
        self._at("after commit")
        return rows

    async def settle(self, *settlements: Settlement) -> tuple[Outgoing, ...]:
        self._at("before settle")
        rows = await super().settle(*settlements)
        self._at("after settle")
        return rows

    async def claim_timers(self, now: float) -> list[Accepted]:
        self._at("before claim")
        claimed = await super().claim_timers(now)
        if claimed:
            self._at("after claim")
        return claimed

    async def set_thread(self, conversation_id: int, thread: str | None) -> None:
        self._at("before set_thread")
        await super().set_thread(conversation_id, thread)
        self._at("after set_thread")
