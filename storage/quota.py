"""How many messages a platform still lets us send to an account: windows that something the contact did opens."""

import sqlite3
from dataclasses import dataclass
from enum import StrEnum

from storage.database import Database, Rows

OPEN = """
INSERT INTO quota (account, kind, size, remaining, until) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (account, kind) DO UPDATE
SET size = excluded.size, remaining = excluded.remaining, until = excluded.until
WHERE excluded.until > quota.until
"""
FORGET = "DELETE FROM quota WHERE until <= ?"
REMAINING = "SELECT max(remaining) FROM quota WHERE account = ? AND until > ?"
WINDOW = "SELECT max(remaining), max(until) FROM quota WHERE account = ? AND until > ?"
TAKE = "UPDATE quota SET remaining = max(remaining - 1, 0) WHERE account = ? AND until > ?"
GIVE_BACK = "UPDATE quota SET remaining = min(remaining + 1, size) WHERE account = ? AND until > ?"
EXHAUST = "UPDATE quota SET remaining = 0 WHERE account = ?"


@dataclass(frozen=True, slots=True)
class Allowance:
    """What one kind of act of the contact allows: so many messages in so many seconds."""

    kind: str
    messages: int
    seconds: float


class Refusal(StrEnum):
    CLOSED = "closed"
    """No window is open."""
    USED_UP = "used up"
    RESERVED = "reserved"
    """Only what is kept in reserve is left."""


@dataclass(frozen=True, slots=True)
class Taken:
    """True when one message may be sent."""

    remaining: int
    refusal: Refusal | None = None

    def __bool__(self) -> bool:
        return self.refusal is None


@dataclass(frozen=True, slots=True)
class Window:
    """What may still be sent."""

    remaining: int
    until: float
    """When the last of the windows closes."""


class Quota:
    """The ledger, on disk before a message is sent.

    The platform does not say whether its windows add up. Here the largest open one counts and a message is taken from
    all of them, so that whichever way it counts we never promise more than it allows.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def opened(self, account: str, allowance: Allowance, at: float) -> None:
        """The contact did something: its window begins anew, full. Windows that are over are forgotten.

        The same act told again, by a redelivery, opens nothing.
        """
        row = (account, allowance.kind, allowance.messages, allowance.messages, at + allowance.seconds)
        await self._database.write(Rows(FORGET, [(at,)]), Rows(OPEN, [row]))

    async def take(self, account: str, now: float, reserve: int = 1) -> Taken:
        """Count one message if more than `reserve` are left. 0: the caller may use the last."""

        def work(connection: sqlite3.Connection) -> Taken:
            remaining = connection.execute(REMAINING, (account, now)).fetchone()[0]
            if remaining is None or remaining <= reserve:
                return _refused(remaining, reserve)
            connection.execute(TAKE, (account, now))
            return Taken(remaining - 1)

        return await self._database.transact(work)

    async def window(self, account: str, now: float) -> Window | None:
        """None: no window is open."""
        ((remaining, until),) = await self._database.look_up(WINDOW, (account, now))
        return Window(remaining, until) if until is not None else None

    async def give_back(self, account: str, now: float) -> None:
        """It was not sent after all, and the platform did not count it."""
        await self._database.write(Rows(GIVE_BACK, [(account, now)]))

    async def exhausted(self, account: str) -> None:
        """The platform says there is nothing left, whatever the ledger says."""
        await self._database.write(Rows(EXHAUST, [(account,)]))


def _refused(remaining: int | None, reserve: int) -> Taken:
    if remaining is None:
        return Taken(0, Refusal.CLOSED)
    return Taken(remaining, Refusal.RESERVED if remaining and reserve else Refusal.USED_UP)
