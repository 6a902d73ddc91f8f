"""Which runs the desk is to hear of, and how far it has."""

from collections.abc import Sequence

from storage.campaigns import Run
from storage.database import Claim, Database
from storage.results import Outgoing
from storage.sqlite import outbox
from storage.sqlite.campaigns.rows import RUNS, run_of

TO_TELL = RUNS + "WHERE told < 2 OR done_at > ? ORDER BY id"
TELL = "UPDATE campaign_runs SET told = ?1 WHERE id = ?2 AND told = ?3"


class SqliteNews:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def to_tell(self, done_behind: float) -> Sequence[Run]:
        """Of which the desk was not told the end, and those done behind this time, whose answers still come in."""
        return [run_of(row) for row in await self._database.look_up(TO_TELL, (done_behind,))]

    async def tell(self, run: Run, told: int, outgoing: Sequence[Outgoing], at: float) -> tuple[Outgoing, ...]:
        """Put rows into the outbox, once: nothing comes back if that was done before."""
        rows = outbox.number(self._database, outgoing, 0, at)
        won = await self._database.write(*outbox.inserts(rows), claim=Claim(TELL, (told, run.id, run.told)))
        return rows if won else ()
