"""Contacts over one SQLite file."""

from storage.database import Database
from storage.desk import ContactFile


class SqliteContacts:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, contact_id: int) -> ContactFile | None:
        return None
