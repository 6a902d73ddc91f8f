"""Whom runs asked is kept no longer than what was said."""

from storage.database import Database
from storage.sqlite.audiences import CHUNK

LONG_OVER = """
SELECT id FROM campaign_runs WHERE done_at < ? AND id NOT IN (SELECT max(id) FROM campaign_runs GROUP BY campaign)
AND EXISTS (SELECT 1 FROM campaign_targets WHERE run_id = campaign_runs.id)
"""
FORGET_TARGETS = """
DELETE FROM campaign_targets WHERE run_id = ?1 AND contact_id IN (
    SELECT contact_id FROM campaign_targets WHERE run_id = ?1 ORDER BY contact_id LIMIT ?2)
"""


async def forget_targets(database: Database, before: float) -> int:
    """Whom runs asked that were over before, a little at a time; returns how many.

    Of each campaign the latest run is kept: the desk may look at how it went.
    """
    forgotten = 0
    for (run_id,) in await database.read(LONG_OVER, (before,)):
        while some := await _forget_some(database, run_id):
            forgotten += some
    return forgotten


async def _forget_some(database: Database, run_id: int) -> int:
    return await database.transact(lambda connection: connection.execute(FORGET_TARGETS, (run_id, CHUNK)).rowcount)
