"""What is known of contacts. Changes are written without being read first, so that two turns lose nothing."""

from collections.abc import Iterable, Iterator
from typing import Any

from storage.database import Database, Rows
from storage.desk import ContactChange, ContactFile, KnownIdentity, StaffNote
from storage.inbound import Identity
from storage.sqlite.links import ACTIVE

SET_TIER = "UPDATE contacts SET tier = ? WHERE id = ?"
EVERYWHERE = f"""
= ?1 WHERE id = ?2
OR id IN (SELECT into_contact FROM links WHERE from_contact = ?2 AND {ACTIVE})
OR id IN (
    SELECT from_contact FROM links WHERE {ACTIVE} AND into_contact IN (
        SELECT ?2 UNION
        SELECT into_contact FROM links WHERE from_contact = ?2 AND {ACTIVE}))
"""  # noqa: S608 - our own statement
"""Of everything that is one contact now: no link that is undone lets anybody in again, or asks who asked us not to."""
SET_BANNED = f"UPDATE contacts SET banned {EVERYWHERE}"  # noqa: S608 - our own statement
SET_DECLINED = f"UPDATE contacts SET declined {EVERYWHERE}"  # noqa: S608 - our own statement
SET_LAST_AGENT = "UPDATE contacts SET last_agent = ? WHERE id = ?"
TAG = "INSERT INTO contact_tags (contact_id, tag) VALUES (?, ?) ON CONFLICT DO NOTHING"
# Notes and tags stay with the contact that they were written for. A file shows those of all that were linked to it.
LINKED = f"SELECT from_contact FROM links WHERE into_contact = ?1 AND {ACTIVE}"  # noqa: S608 - our own statement
UNTAG = f"DELETE FROM contact_tags WHERE tag = ?2 AND (contact_id = ?1 OR contact_id IN ({LINKED}))"  # noqa: S608 - our own statement
NOTE = "INSERT INTO contact_notes (contact_id, author, author_name, text, at) VALUES (?, ?, ?, ?, ?)"

CONVERSATIONS = """
SELECT c.id FROM identities AS i JOIN conversations AS c USING (channel, account_id) WHERE i.contact_id = ?
"""
CONTACT = f"""
SELECT created_at, tier, banned, declined, last_agent,
       (SELECT count(*) FROM cases WHERE conversation_id IN ({CONVERSATIONS}))
FROM contacts WHERE id = ?
"""  # noqa: S608 - our own statement
LINKED_CONTACTS = f"SELECT created_at, tier, last_agent, declined FROM contacts WHERE id IN ({LINKED}) ORDER BY id"  # noqa: S608 - our own statement
IDENTITIES = """
SELECT c.channel, c.account_id, c.id, c.chat_id, c.name, c.last_message_at
FROM identities AS i JOIN conversations AS c USING (channel, account_id)
WHERE i.contact_id = ? ORDER BY c.last_message_at DESC, c.id DESC
"""
TAGS = f"SELECT DISTINCT tag FROM contact_tags WHERE contact_id = ?1 OR contact_id IN ({LINKED}) ORDER BY tag"  # noqa: S608 - our own statement
NOTES = f"""
SELECT author, author_name, text, at FROM contact_notes
WHERE contact_id = ?1 OR contact_id IN ({LINKED}) ORDER BY id DESC LIMIT ?2
"""  # noqa: S608 - our own statement
NOTES_SHOWN = 50


class SqliteContacts:
    """A `ContactDoor`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, contact_id: int) -> ContactFile | None:
        found = await self._database.look_up(CONTACT, (contact_id, contact_id))
        if not found:
            return None
        ((since, tier, banned, declined, last_agent, cases),) = found
        others = await self._database.look_up(LINKED_CONTACTS, (contact_id,))
        return ContactFile(
            contact_id=contact_id,
            since=min(since, *(each[0] for each in others)) if others else since,
            identities=tuple(map(_identity, await self._database.look_up(IDENTITIES, (contact_id,)))),
            tier=next(filter(None, (tier, *(each[1] for each in others))), ""),
            tags=tuple(tag for (tag,) in await self._database.look_up(TAGS, (contact_id,))),
            notes=tuple(map(_note, await self._database.look_up(NOTES, (contact_id, NOTES_SHOWN)))),
            banned=bool(banned),
            declined=any((declined, *(each[3] for each in others))),
            last_agent=next(filter(None, (last_agent, *(each[2] for each in others))), ""),
            cases=cases,
        )


def rows(changes: Iterable[ContactChange], contact_id: int) -> list[Rows]:
    """`contact_id`: whose contact the turn is about; 0 for nobody's."""
    return [Rows(sql, [row]) for change in changes for sql, row in _statements(change, change.contact_id or contact_id)]


def _statements(change: ContactChange, contact_id: int) -> Iterator[tuple[str, tuple[Any, ...]]]:
    if not contact_id:
        raise ValueError("a turn without a conversation must say whose file it changes")
    facts = {
        SET_TIER: change.tier,
        SET_BANNED: change.banned,
        SET_DECLINED: change.declined,
        SET_LAST_AGENT: change.last_agent,
    }
    yield from ((sql, (fact, contact_id)) for sql, fact in facts.items() if fact is not None)
    if change.tag:
        yield TAG, (contact_id, change.tag)
    if change.untag:
        yield UNTAG, (contact_id, change.untag)
    if note := change.note:
        yield NOTE, (contact_id, note.author, note.author_name, note.text, note.at)


def _identity(row: tuple[Any, ...]) -> KnownIdentity:
    channel, account_id, conversation_id, chat_id, name, last_message_at = row
    return KnownIdentity(
        identity=Identity(channel, account_id),
        conversation_id=conversation_id,
        chat_id=chat_id,
        name=name,
        last_message_at=last_message_at,
    )


def _note(row: tuple[Any, ...]) -> StaffNote:
    author, author_name, text, at = row
    return StaffNote(author=author, author_name=author_name, text=text, at=at)
