"""Whoever has been silent for so long that the shop has no reason left to know them."""

import sqlite3
from collections.abc import AsyncIterator, Collection

from storage.codec import dumps
from storage.database import Database
from storage.sqlite.audiences import last_contact

RANGE = 2000
"""Numbers of contacts looked at in one go."""
BATCH = 100
"""Contacts erased in one transaction, for which everybody else waits."""
SILENT = """
SELECT k.id FROM contacts AS k
WHERE {which} AND k.created_at < ?1 AND EXISTS (SELECT 1 FROM identities WHERE contact_id = k.id)
AND NOT EXISTS (
    SELECT 1 FROM identities AS i JOIN conversations AS c USING (channel, account_id)
    WHERE i.contact_id = k.id AND (
        c.last_message_at >= ?1 OR c.status IN ('open', 'snoozed')
        OR EXISTS (SELECT 1 FROM messages WHERE conversation_id = c.id AND at >= ?1)
        OR EXISTS (SELECT 1 FROM cases WHERE conversation_id = c.id AND closed_at IS NULL)
        OR EXISTS (SELECT 1 FROM tasks WHERE conversation_id = c.id AND ended_at IS NULL)
        OR EXISTS (SELECT 1 FROM surveys WHERE conversation_id = c.id AND status = 'asked' AND valid_until > ?2)
        OR EXISTS (SELECT 1 FROM campaign_targets WHERE conversation_id = c.id AND status = 'waiting'
                   AND run_id IN (SELECT id FROM campaign_runs WHERE done_at IS NULL))
        OR c.id IN (SELECT conversation_id FROM outbox WHERE settled_at IS NULL)
        OR EXISTS (SELECT 1 FROM rmas WHERE channel = c.channel AND account_id = c.account_id)))
ORDER BY k.id
"""
"""A return that still names them is under way, or is kept with its customer for `retention.returns_days`. No index
leads from a conversation to what waits for it in the outbox: that is gathered once, not for each of them.
"""
IN_RANGE = SILENT.format(which="k.id > ?3 AND k.id <= ?4")
OF_THESE = SILENT.format(which="k.id IN (SELECT value FROM json_each(?3))")


async def silent(database: Database, before: float, now: float) -> AsyncIterator[tuple[int, ...]]:
    """Contacts of whom nothing was heard since, some at a time."""
    found: list[int] = []
    for behind in range(0, await last_contact(database), RANGE):
        found += [contact for (contact,) in await database.read(IN_RANGE, (before, now, behind, behind + RANGE))]
        while len(found) >= BATCH:
            yield tuple(found[:BATCH])
            del found[:BATCH]
    if found:
        yield tuple(found)


def still_silent(connection: sqlite3.Connection, contacts: Collection[int], before: float, now: float) -> bool:
    found = connection.execute(OF_THESE, (before, now, dumps(sorted(contacts))))
    return {contact for (contact,) in found} == {*contacts}
