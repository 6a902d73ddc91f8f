"""Runs under way: their targets are gathered, get their turns, and at last none waits."""

import sqlite3
from collections.abc import Mapping, Sequence

from storage.campaigns import LATE, PREFIX, Fits, Run
from storage.database import Claim, Database, Rows
from storage.sqlite.audiences import CHUNK, candidates
from storage.sqlite.campaigns.rows import RUNS, run_of
from storage.sqlite.timers import SET as SET_TIMER

UNDER_WAY = RUNS + "WHERE done_at IS NULL ORDER BY id"
GATHERING = "SELECT gathered_to, gather_until FROM campaign_runs WHERE id = ?"
GATHER = """
UPDATE campaign_runs SET gathered_to = ?1 WHERE id = ?2 AND gathered_to < ?1 AND status = 'running'
"""
# Whoever was erased while they were looked at is nobody's target.
ADD = """
INSERT INTO campaign_targets (run_id, contact_id, conversation_id, channel, status, why, due_at)
SELECT ?1, ?2, ?3, ?4, 'waiting', '', ?5 WHERE EXISTS (SELECT 1 FROM contacts WHERE id = ?2) ON CONFLICT DO NOTHING
"""
RUNNING = "SELECT 1 FROM campaign_runs WHERE id = ? AND status = 'running'"
DUE = """
SELECT contact_id, conversation_id FROM campaign_targets
WHERE run_id = ? AND channel = ? AND status = 'waiting' AND due_at <= ? ORDER BY due_at, contact_id LIMIT ?
"""
FIRST_CHANNEL = "SELECT min(channel) FROM campaign_targets WHERE run_id = ?1 AND status = 'waiting'"
# From one channel to the next by the index: however many wait on each, it costs nothing.
CHANNELS = f"""
WITH RECURSIVE known (channel) AS (
    {FIRST_CHANNEL} UNION ALL
    SELECT ({FIRST_CHANNEL} AND channel > known.channel) FROM known WHERE known.channel IS NOT NULL)
SELECT channel FROM known WHERE channel IS NOT NULL
"""  # noqa: S608 - our own statement
RING_AGAIN = "UPDATE campaign_targets SET due_at = ? WHERE run_id = ? AND contact_id = ?"
LAPSE = f"""
UPDATE campaign_targets SET status = 'skipped', why = '{LATE}'
WHERE run_id = ?1 AND contact_id IN (
    SELECT contact_id FROM campaign_targets WHERE run_id = ?1 AND status = 'waiting' LIMIT ?2)
"""  # noqa: S608 - our own statement
GIVE_UP_GATHERING = "UPDATE campaign_runs SET gather_until = gathered_to WHERE id = ? AND gathered_to < gather_until"
FINISH = """
UPDATE campaign_runs SET status = 'done', done_at = ?1
WHERE id = ?2 AND done_at IS NULL AND gathered_to >= gather_until
AND NOT EXISTS (SELECT 1 FROM campaign_targets WHERE run_id = ?2 AND status = 'waiting')
"""
WAITING_SENDS = """
SELECT channel, count(*) FROM outbox WHERE settled_at IS NULL AND action = 'send' AND attempts = 0 GROUP BY channel
"""


class SqliteRuns:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def under_way(self) -> Sequence[Run]:
        """Stopped ones, too."""
        return [run_of(row) for row in await self._database.look_up(UNDER_WAY)]

    async def gather(self, run: Run, fits: Fits) -> bool:
        """Look at some more of the contacts. False: there are no more, or it was stopped."""
        ((behind, last),) = await self._database.look_up(GATHERING, (run.id,))
        until = min(behind + CHUNK, last)
        if behind >= last:
            return False
        found = await candidates(self._database, run.audience, behind, until)
        targets = [
            (run.id, each.contact_id, each.conversation_id, each.identity.channel, run.started_at)
            for each in found
            if await fits(each)
        ]
        added = [Rows(ADD, targets)] if targets else []
        return await self._database.write(*added, claim=Claim(GATHER, (until, run.id))) and until < last

    async def channels(self, run_id: int) -> Sequence[str]:
        """On which targets wait."""
        return [channel for (channel,) in await self._database.look_up(CHANNELS, (run_id,))]

    async def ring(self, run_id: int, channel: str, most: int, now: float, again_at: float) -> int:
        """Give some targets their turn now; returns how many. Should a turn come to nothing, they ring again."""

        def work(connection: sqlite3.Connection) -> int:
            if connection.execute(RUNNING, (run_id,)).fetchone() is None:
                return 0
            due = connection.execute(DUE, (run_id, channel, now, most)).fetchall()
            connection.executemany(SET_TIMER, [(conversation, f"{PREFIX}{run_id}", now, "") for _, conversation in due])
            connection.executemany(RING_AGAIN, [(again_at, run_id, contact) for contact, _ in due])
            return len(due)

        return await self._database.transact(work)

    async def lapse(self, run_id: int) -> None:
        """Its time is over: whoever waits is left out."""

        def some(connection: sqlite3.Connection) -> int:
            connection.execute(GIVE_UP_GATHERING, (run_id,))
            return connection.execute(LAPSE, (run_id, CHUNK)).rowcount

        while await self._database.transact(some):
            pass

    async def finish(self, run_id: int, at: float) -> bool:
        """False: somebody waits, or it was done before."""
        return await self._database.write(claim=Claim(FINISH, (at, run_id)))

    async def waiting_sends(self) -> Mapping[str, int]:
        """How many messages to contacts are on their way, by channel; not those that are tried again."""
        return dict(await self._database.look_up(WAITING_SENDS))
