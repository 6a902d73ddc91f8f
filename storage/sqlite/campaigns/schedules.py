"""How far each campaign's calendar was followed, so that none of its times comes twice."""

import sqlite3
from collections.abc import Iterable, Mapping

from storage.campaigns import Begun
from storage.database import Database, Rows
from storage.sqlite.campaigns.rows import BEGIN, row_of

SCHEDULES = "SELECT campaign, cron, followed_to FROM campaign_schedules"
FOLLOW = """
INSERT INTO campaign_schedules (campaign, cron, followed_to) VALUES (?, ?, ?)
ON CONFLICT (campaign) DO UPDATE SET cron = excluded.cron, followed_to = excluded.followed_to
"""
FORGET = "DELETE FROM campaign_schedules WHERE campaign = ?"
COME = "UPDATE campaign_schedules SET followed_to = ?1 WHERE campaign = ?2 AND followed_to < ?1"


class SqliteSchedules:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def followed(self) -> Mapping[str, tuple[str, float]]:
        """The expression that each campaign's calendar was last followed by, and until when."""
        return {key: (cron, followed_to) for key, cron, followed_to in await self._database.look_up(SCHEDULES)}

    async def follow(self, campaign: str, cron: str, since: float) -> None:
        await self._database.write(Rows(FOLLOW, [(campaign, cron, since)]))

    async def forget(self, campaigns: Iterable[str]) -> None:
        await self._database.write(Rows(FORGET, [(campaign,) for campaign in campaigns]))

    async def begin(self, begun: Begun) -> bool:
        """At a time of its calendar, which never comes again. False: it came before, or another run is under way."""
        run_id = self._database.ids.next("campaign_runs")

        def work(connection: sqlite3.Connection) -> bool:
            if connection.execute(COME, (begun.scheduled_at, begun.campaign)).rowcount == 0:
                return False
            return connection.execute(BEGIN, row_of(run_id, begun)).rowcount > 0

        return await self._database.transact(work)
