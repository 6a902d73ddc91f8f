"""Forgetting what is over, a little at a time, so that nobody waits for it."""

import sqlite3

from storage.database import Database
from storage.ids import remember_last

RANGE = 2000
"""Row numbers looked at in one transaction."""

OVER = {
    "inbox": "DELETE FROM inbox WHERE id >= ? AND id < ? AND handled_at < ?",
    "outbox": "DELETE FROM outbox WHERE id >= ? AND id < ? AND settled_at < ?",
    "messages": "DELETE FROM messages WHERE id >= ? AND id < ? AND at < ?",
    "contact_notes": "DELETE FROM contact_notes WHERE id >= ? AND id < ? AND at < ?",
    "copies": "DELETE FROM copies WHERE id >= ? AND id < ? AND at < ?",
    "desk_threads": "DELETE FROM desk_threads WHERE id >= ? AND id < ? AND at < ?",
    "links": """
DELETE FROM links WHERE id >= ?1 AND id < ?2 AND (undone_at < ?3 OR (linked_at IS NULL AND expires_at < ?3))
""",
    "swaps": "DELETE FROM swaps WHERE id >= ? AND id < ? AND coalesce(max(ends, back_ends), ends) < ?",
    "cases": "UPDATE cases SET asked = '' WHERE id >= ? AND id < ? AND closed_at < ? AND asked <> ''",
    "surveys": "UPDATE surveys SET comment = '' WHERE id >= ? AND id < ? AND answered_at < ? AND comment <> ''",
    "tasks": """
UPDATE tasks SET summary = '', note = ''
WHERE id >= ? AND id < ? AND ended_at < ? AND (summary <> '' OR note <> '')
""",
    "feedback": """
UPDATE feedback SET text = '', answer = ''
WHERE id >= ? AND id < ? AND at < ? AND (text <> '' OR answer <> '')
""",
}
BOUNDS = {
    "inbox": "SELECT min(id), max(id) FROM inbox",
    "outbox": "SELECT min(id), max(id) FROM outbox",
    "messages": "SELECT min(id), max(id) FROM messages",
    "contact_notes": "SELECT min(id), max(id) FROM contact_notes",
    "copies": "SELECT min(id), max(id) FROM copies",
    "desk_threads": "SELECT min(id), max(id) FROM desk_threads",
    "links": "SELECT min(id), max(id) FROM links",
    "swaps": "SELECT min(id), max(id) FROM swaps",
    "cases": "SELECT min(id), max(id) FROM cases",
    "surveys": "SELECT min(id), max(id) FROM surveys",
    "tasks": "SELECT min(id), max(id) FROM tasks",
    "feedback": "SELECT min(id), max(id) FROM feedback",
}
QUEUES = ("inbox", "outbox")
SAID = (
    "messages",
    "contact_notes",
    "copies",
    "desk_threads",
    "links",
    "swaps",
    "cases",
    "surveys",
    "tasks",
    "feedback",
)
"""What was said, and what is only known by it. Of a case what it was about is forgotten: that it was stays, and so does
what staff made of a contact (tier, tags, banned), and that they want to be asked nothing.
"""


async def purge(database: Database, table: str, before: float) -> int:
    """Forget the rows that were over before `before`; returns how many."""
    ((first, last),) = await database.read(BOUNDS[table])
    starts = range(first, last + 1, RANGE) if first is not None else ()
    return sum([await _purge_some(database, table, start, before) for start in starts])


async def _purge_some(database: Database, table: str, start: int, before: float) -> int:
    def work(connection: sqlite3.Connection) -> int:
        remember_last(connection, table)
        return connection.execute(OVER[table], (start, start + RANGE, before)).rowcount

    return await database.transact(work)
