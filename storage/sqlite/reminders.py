"""`storage.reminders.Reminders`, among the bookmarks."""

from storage.codec import dumps, loads
from storage.database import Claim, Database
from storage.reminders import Reminded
from storage.results import Outgoing
from storage.sqlite import bookmarks, outbox

FIRST = "INSERT INTO bookmarks (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING"
NEXT = "UPDATE bookmarks SET value = ? WHERE name = ? AND value = ?"


class SqliteReminders:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def last(self, place: str) -> Reminded | None:
        rows = await self._database.look_up(bookmarks.READ, (_named(place),))
        return Reminded(**loads(rows[0][0])) if rows else None

    async def post(
        self, place: str, before: Reminded | None, now: Reminded, outgoing: Outgoing
    ) -> tuple[Outgoing, ...]:
        rows = outbox.number(self._database, [outgoing], 0, now.at)
        won = await self._database.write(*outbox.inserts(rows), claim=_claim(_named(place), before, now))
        return rows if won else ()


def _named(place: str) -> str:
    return f"reminded:{place}"


def _claim(name: str, before: Reminded | None, now: Reminded) -> Claim:
    if before is None:
        return Claim(FIRST, (name, dumps(now)))
    return Claim(NEXT, (dumps(now), name, dumps(before)))
