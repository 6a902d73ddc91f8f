"""How many messages a platform still lets us send to an account: windows that something the contact did opens."""

import sqlite3
from collections.abc import Sequence

from storage.database import Claim, Database, Rows
from storage.records import record

OPEN = """
INSERT INTO quota (account, kind, size, remaining, until, act) SELECT ?1, ?2, ?3, ?3, ?4, ?5
WHERE NOT EXISTS (SELECT 1 FROM quota WHERE account = ?1 AND kind = 'gone' AND until > ?6)
ON CONFLICT (account, kind) DO UPDATE
SET size = excluded.size, remaining = excluded.remaining, until = excluded.until, act = excluded.act
WHERE excluded.until > quota.until OR (excluded.until = quota.until AND excluded.act <> quota.act)
"""
FORGET = "DELETE FROM quota WHERE until <= ?"
WINDOWS = """
SELECT remaining, until FROM quota WHERE account = ? AND until > ? AND kind <> 'gone' ORDER BY until DESC
"""
SPEND = "UPDATE quota SET remaining = max(remaining - 1, 0) WHERE account = ? AND until > ?"
EXHAUST = "UPDATE quota SET remaining = 0 WHERE account = ?"
CLOSE = "DELETE FROM quota WHERE account = ? AND kind = ? AND until <= ?"
GONE = """
INSERT INTO quota (account, kind, size, remaining, until) SELECT ?1, 'gone', 0, 0, ?2
WHERE NOT EXISTS (SELECT 1 FROM quota WHERE account = ?1 AND kind <> 'gone')
ON CONFLICT (account, kind) DO UPDATE SET until = max(until, excluded.until)
"""
RETURNED = "DELETE FROM quota WHERE account = ? AND kind = 'gone' AND until <= ?"
IS_GONE = "SELECT 1 FROM quota WHERE account = ? AND kind = 'gone' AND until > ?"
KNOWN_GONE = 365 * 86_400.0
"""Seconds that it is remembered who left."""


@record(frozen=True, slots=True)
class Allowance:
    """What one kind of act of the contact allows: so many messages in so many seconds."""

    kind: str
    messages: int
    seconds: float


@record(frozen=True, slots=True)
class Window:
    """What may still be sent, until it closes."""

    remaining: int
    until: float


class Quota:
    """What the platform took is on disk before the message is settled.

    The platform does not say whether its windows add up. Here the largest open one counts and a message is taken from
    all of them, so that whichever way it counts we never promise more than it allows.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def opened(self, account: str, allowance: Allowance, act: str, at: float) -> bool:
        """The contact did something: its window begins anew, full. Windows that are over are forgotten.

        False: the same act told again, by a redelivery, or an earlier one, opens nothing; nor does one from before they
        left. `act` is its key: two of one second are two. That they follow again may never have been told to us: what
        they do since they left says as much.
        """
        left = at + KNOWN_GONE
        row = (account, allowance.kind, allowance.messages, at + allowance.seconds, act, left)
        returned = Rows(RETURNED, [(account, left)])
        return await self._database.write(Rows(FORGET, [(at,)]), returned, claim=Claim(OPEN, row))

    async def windows(self, account: str, now: float) -> tuple[Window, ...]:
        """Those that are open; first the one that closes last."""
        return tuple(Window(*row) for row in await self._database.look_up(WINDOWS, (account, now)))

    async def window(self, account: str, now: float) -> Window | None:
        """The one that allows a message for longest, or none any more; None: no window is open."""
        return lasting(await self.windows(account, now))

    async def spend(self, account: str, now: float) -> None:
        """The platform took a message."""
        await self._database.write(Rows(SPEND, [(account, now)]))

    async def exhausted(self, account: str) -> None:
        """The platform says there is nothing left, whatever the ledger says."""
        await self._database.write(Rows(EXHAUST, [(account,)]))

    async def gone(self, account: str, at: float, allowances: Sequence[Allowance]) -> bool:
        """The contact has left: every window is closed, and why is known also after a restart.

        False: it is told late, and they have come back since. Windows that opened since then stay open.
        """

        def work(connection: sqlite3.Connection) -> bool:
            connection.executemany(CLOSE, [(account, each.kind, at + each.seconds) for each in allowances])
            return connection.execute(GONE, (account, at + KNOWN_GONE)).rowcount > 0

        return await self._database.transact(work)

    async def is_gone(self, account: str, now: float) -> bool:
        return bool(await self._database.look_up(IS_GONE, (account, now)))


def lasting(windows: Sequence[Window], taken: int = 0) -> Window | None:
    """Of windows in the order of `Quota.windows` the first with room for more than so many; else the first."""
    return next((each for each in windows if each.remaining > taken), windows[0] if windows else None)
