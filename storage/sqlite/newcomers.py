"""The places at the desk that newcomers have taken, over one SQLite file: read once, when kefu has started."""

from collections.abc import Awaitable, Callable

from storage.database import Database
from storage.newcomers import NEWCOMER_TIMER

LOOKED_AT = 1000
"""Cases, the latest: more do not come in within the time that is asked for."""
TAKEN = """
SELECT at FROM (
    SELECT opened_at AS at FROM (SELECT id, conversation_id, opened_at FROM cases ORDER BY id DESC LIMIT ?1) AS k
    WHERE opened_at > ?2 AND NOT EXISTS (
        SELECT 1 FROM cases AS e WHERE e.conversation_id = k.conversation_id AND e.accepted_at IS NOT NULL)
    UNION ALL
    SELECT due_at AS at FROM timers WHERE name = ?3
) AS places ORDER BY at
"""


def earlier(database: Database) -> Callable[[float], Awaitable[list[float]]]:
    async def since(moment: float) -> list[float]:
        return [at for (at,) in await database.read(TAKEN, (LOOKED_AT, moment, NEWCOMER_TIMER))]

    return since
