"""What goes on at the desk, over one SQLite file."""

from collections.abc import Mapping, Sequence

from storage.database import Database
from storage.desk import Agent, Astray, Case, Held, Waiting


class SqliteFloor:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def agents(self) -> Sequence[Agent]:
        return ()

    async def load(self) -> Mapping[str, int]:
        return {}

    async def queue(self) -> Sequence[Waiting]:
        return ()

    async def held(self, account: str | None = None) -> Sequence[Held]:
        return ()

    async def waits(self, team: str, limit: int) -> Sequence[float]:
        return ()

    async def cases(self, contact_id: int, limit: int) -> Sequence[Case]:
        return ()

    async def astray(self) -> Sequence[Astray]:
        return ()
