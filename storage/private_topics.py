"""In which topic of their private chat a customer wrote last, where a platform has such."""

from storage.database import Database, Rows

DROP = "DELETE FROM private_topics WHERE channel = ? AND account_id = ?"
KEEP = "INSERT INTO private_topics (channel, account_id, topic) VALUES (?, ?, ?)"
DROP_OLDEST = """
DELETE FROM private_topics WHERE channel = ?1
AND id NOT IN (SELECT id FROM private_topics WHERE channel = ?1 ORDER BY id DESC LIMIT ?2)
"""
ALL = "SELECT account_id, topic FROM private_topics WHERE channel = ? ORDER BY id"


class PrivateTopicBook:
    def __init__(self, database: Database, channel: str) -> None:
        self._database = database
        self._channel = channel

    async def keep(self, account: str, topic: str | None) -> None:
        """None: outside of any."""
        kept = [Rows(KEEP, [(self._channel, account, topic)])] if topic else []
        await self._database.write(Rows(DROP, [(self._channel, account)]), *kept)

    async def latest(self, most: int) -> dict[str, str]:
        """The topics by account, the latest last. Those that are too many are dropped."""
        await self._database.write(Rows(DROP_OLDEST, [(self._channel, most)]))
        return dict(await self._database.read(ALL, (self._channel,)))
