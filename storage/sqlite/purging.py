"""Forgetting what is over, a little at a time, so that nobody waits for it."""

import sqlite3

from storage.database import Database
from storage.ids import remember_last

RANGE = 2000
"""Row numbers looked at in one transaction."""

DELETED = {
    "inbox": "handled_at < ?3",
    "outbox": "settled_at < ?3",
    "messages": "at < ?3",
    "contact_notes": "at < ?3",
    "copies": "at < ?3",
    "desk_threads": "at < ?3",
    "links": "(undone_at < ?3 OR (linked_at IS NULL AND expires_at < ?3))",
    "swaps": "coalesce(max(ends, back_ends), ends) < ?3",
}
"""The rows that go, by table."""
REMEMBERED = ", ".join(
    f"'$.{name}'" for name in ("asked", "offered", "unanswered", "intent", "previews", "albums", "held")
)
"""Of what the bot remembers between two messages what only serves to understand the next one."""
SILENCED = {
    "cases": (
        "closed_at < ?3",
        {"asked": "''", "body": "json_remove(body, '$.orders', '$.answer_via', '$.answer_chat')"},
    ),
    "surveys": ("answered_at < ?3", {"comment": "''"}),
    "tasks": ("ended_at < ?3", {"summary": "''", "note": "''"}),
    "feedback": ("at < ?3", {"text": "''", "answer": "''"}),
    "conversations": (
        "last_message_at < ?3 AND status NOT IN ('open', 'snoozed') "
        "AND NOT EXISTS (SELECT 1 FROM messages WHERE conversation_id = conversations.id) "
        "AND NOT EXISTS (SELECT 1 FROM tasks WHERE conversation_id = conversations.id AND ended_at IS NULL)",
        {"state": f"json_remove(state, {REMEMBERED})"},
    ),
}
"""The rows that stay without somebody's words, and what becomes of their columns: that there was a case, a task or
feedback, and the score of a survey, is kept. So is what staff made of a contact (tier, tags, banned), and that they
want to be asked nothing. A case tells no more which orders they looked at, and on which account they were answered.
A conversation remembers what it needed to go on for as long as its last words, and until its tasks have ended, about
which its contact may have been asked.
"""
QUEUES = ("inbox", "outbox")
SAID = tuple(name for name in (*DELETED, *SILENCED) if name not in QUEUES)
"""What was said, and what is only known by it."""


async def purge(database: Database, table: str, before: float) -> int:
    """Forget the rows that were over before `before`; returns how many."""
    ((first, last),) = await database.read(f"SELECT min(id), max(id) FROM {table}")  # noqa: S608 - our own names
    starts = range(first, last + 1, RANGE) if first is not None else ()
    return sum([await _purge_some(database, table, start, before) for start in starts])


async def _purge_some(database: Database, table: str, start: int, before: float) -> int:
    def work(connection: sqlite3.Connection) -> int:
        remember_last(connection, table)
        return connection.execute(_forgetting(table), (start, start + RANGE, before)).rowcount

    return await database.transact(work)


def _forgetting(table: str) -> str:
    within = "id >= ?1 AND id < ?2"
    if table in DELETED:
        return f"DELETE FROM {table} WHERE {within} AND {DELETED[table]}"  # noqa: S608 - our own names
    over, words = SILENCED[table]
    silence = ", ".join(f"{name} = {left}" for name, left in words.items())
    any_said = " OR ".join(f"{name} <> {left}" for name, left in words.items())
    return f"UPDATE {table} SET {silence} WHERE {within} AND {over} AND ({any_said})"  # noqa: S608 - our own names
