"""Members of staff, as they made themselves known."""

from collections.abc import Iterable

from storage.database import Database, Rows
from storage.desk import Agent

SAVE = """
INSERT INTO agents (account, name, away_since, away_until, seen_at) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (account) DO UPDATE
SET name = excluded.name, away_since = excluded.away_since, away_until = excluded.away_until, seen_at = excluded.seen_at
"""
ALL = "SELECT account, name, away_since, away_until, seen_at FROM agents ORDER BY account"

FORGET = """
UPDATE agents SET name = '' WHERE name <> '' AND max(seen_at, coalesce(away_since, 0), coalesce(away_until, 0)) < ?
"""
"""They are called by their account from then on; the books of returns say who decided. That they are away stays:
whoever is still in the team, and did not say until when, is offered nobody until they are back.
"""


def rows(agents: Iterable[Agent]) -> list[Rows]:
    saved = [(each.account, each.name, each.away_since, each.away_until, each.seen_at) for each in agents]
    return [Rows(SAVE, saved)] if saved else []


async def everybody(database: Database) -> list[Agent]:
    return [
        Agent(account=account, name=name, away_since=since, away_until=until, seen_at=seen_at)
        for account, name, since, until, seen_at in await database.look_up(ALL)
    ]
