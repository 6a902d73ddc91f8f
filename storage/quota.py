"""How many messages a platform still lets us send to an account: windows that something the contact did opens."""

from dataclasses import dataclass

from storage.database import Database, Rows

OPEN = """
INSERT INTO quota (account, kind, size, remaining, until) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (account, kind) DO UPDATE
SET size = excluded.size, remaining = excluded.remaining, until = excluded.until
WHERE excluded.until > quota.until
"""
FORGET = "DELETE FROM quota WHERE until <= ?"
WINDOW = "SELECT max(remaining), max(until) FROM quota WHERE account = ? AND until > ?"
SPEND = "UPDATE quota SET remaining = max(remaining - 1, 0) WHERE account = ? AND until > ?"
EXHAUST = "UPDATE quota SET remaining = 0 WHERE account = ?"


@dataclass(frozen=True, slots=True)
class Allowance:
    """What one kind of act of the contact allows: so many messages in so many seconds."""

    kind: str
    messages: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Window:
    """What may still be sent."""

    remaining: int
    until: float
    """When the last of the windows closes."""


class Quota:
    """What the platform took is on disk before the message is settled.

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

    async def window(self, account: str, now: float) -> Window | None:
        """None: no window is open."""
        ((remaining, until),) = await self._database.look_up(WINDOW, (account, now))
        return Window(remaining, until) if until is not None else None

    async def spend(self, account: str, now: float) -> None:
        """The platform took a message."""
        await self._database.write(Rows(SPEND, [(account, now)]))

    async def exhausted(self, account: str) -> None:
        """The platform says there is nothing left, whatever the ledger says."""
        await self._database.write(Rows(EXHAUST, [(account,)]))
