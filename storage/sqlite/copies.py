"""Copies over one SQLite file."""

from collections.abc import Sequence
from typing import Any

from storage.copies import Copy
from storage.database import Database, Rows
from storage.results import Action, Side
from storage.store import Settlement

KEEP = """
INSERT INTO copies (conversation_id, outbox_id, to_desk, desk_chat, desk_message, contact_chat, contact_message, at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""
# Towards the copies only those of the latest outbox row count, for the message may have been sent once more. Towards
# the origins all count: one post may show several messages.
OF_CONTACT_MESSAGE = """
SELECT conversation_id, desk_chat, desk_message, contact_chat, contact_message FROM copies
WHERE conversation_id = ?1 AND contact_message = ?2 AND (to_desk = 0 OR outbox_id = (
    SELECT max(outbox_id) FROM copies WHERE conversation_id = ?1 AND contact_message = ?2 AND to_desk = 1))
GROUP BY conversation_id, desk_chat, desk_message, contact_chat, contact_message ORDER BY min(id)
"""
OF_DESK_MESSAGE = """
SELECT conversation_id, desk_chat, desk_message, contact_chat, contact_message FROM copies AS c
WHERE conversation_id = ?1 AND desk_message = ?2 AND (to_desk = 1 OR outbox_id = (
    SELECT max(outbox_id) FROM copies
    WHERE conversation_id = ?1 AND desk_message = ?2 AND to_desk = 0 AND desk_chat = c.desk_chat))
GROUP BY conversation_id, desk_chat, desk_message, contact_chat, contact_message ORDER BY min(id)
"""


class SqliteCopies:
    """A `Copies`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of_contact_message(self, conversation_id: int, message_id: str) -> Sequence[Copy]:
        return await self._found(OF_CONTACT_MESSAGE, conversation_id, message_id)

    async def of_desk_message(self, conversation_id: int, message_id: str) -> Sequence[Copy]:
        return await self._found(OF_DESK_MESSAGE, conversation_id, message_id)

    async def _found(self, sql: str, conversation_id: int, message_id: str) -> list[Copy]:
        return [_copy(row) for row in await self._database.look_up(sql, (conversation_id, message_id))]


def rows(settlement: Settlement) -> list[Rows]:
    outgoing = settlement.outgoing
    to_desk = outgoing.action in (Action.POST, Action.ALERT) or outgoing.side is Side.DESK
    kept = [
        (
            copy.conversation_id or outgoing.conversation_id,
            outgoing.id,
            to_desk,
            copy.desk_chat,
            copy.desk_message,
            copy.contact_chat,
            copy.contact_message,
            settlement.at,
        )
        for copy in settlement.copies
    ]
    return [Rows(KEEP, kept)] if kept else []


def _copy(row: tuple[Any, ...]) -> Copy:
    conversation_id, desk_chat, desk_message, contact_chat, contact_message = row
    return Copy(
        conversation_id=conversation_id,
        desk_chat=desk_chat,
        desk_message=desk_message,
        contact_chat=contact_chat,
        contact_message=contact_message,
    )
