"""Which topics of the desk are closed, where a platform has such and lets nobody ask."""

from storage.database import Database, Rows

DROP = "DELETE FROM closed_topics WHERE chat = ? AND topic = ?"
KEEP = "INSERT INTO closed_topics (chat, topic) VALUES (?, ?)"
DROP_OLDEST = "DELETE FROM closed_topics WHERE id NOT IN (SELECT id FROM closed_topics ORDER BY id DESC LIMIT ?)"
ALL = "SELECT chat, topic FROM closed_topics ORDER BY id"


class ClosedTopicBook:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, chat: str, topic: str, *, closed: bool) -> None:
        kept = [Rows(KEEP, [(chat, topic)])] if closed else []
        await self._database.write(Rows(DROP, [(chat, topic)]), *kept)

    async def latest(self, most: int) -> list[tuple[str, str]]:
        """Chats and topics, the latest last. Those that are too many are dropped."""
        await self._database.write(Rows(DROP_OLDEST, [(most,)]))
        return await self._database.read(ALL)
