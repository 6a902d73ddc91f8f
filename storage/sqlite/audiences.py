"""Who is of an audience, as far as the tables tell."""

from typing import Any

from storage.campaigns import Audience, Candidate
from storage.codec import dumps, loads
from storage.database import Database
from storage.inbound import Identity
from storage.order_book import VISIBLE

LAST = "SELECT coalesce(max(id), 0) FROM contacts"
ARRIVED = f"""
SELECT 1 FROM orders AS o, json_each(o.shipments) AS parcel
WHERE o.number = own.{{number}} AND json_extract(parcel.value, '$.delivered_at') >= ?6
AND json_extract(parcel.value, '$.delivered_at') < ?7
AND o.import_id = (SELECT max(import_id) FROM orders WHERE number = o.number AND import_id <= ({VISIBLE}))
"""  # noqa: S608 - our own statement
CANDIDATES = f"""
SELECT k.id, c.id, c.channel, c.account_id, c.language, c.locale,
       (SELECT json_group_object(p.number, p.until) FROM identities AS i JOIN proofs AS p USING (channel, account_id)
        WHERE i.contact_id = k.id)
FROM contacts AS k JOIN conversations AS c ON c.id = (
    SELECT s.id FROM identities AS i JOIN conversations AS s USING (channel, account_id)
    WHERE i.contact_id = k.id AND NOT s.blocked AND s.messages > 0
    AND (?3 = '[]' OR s.channel IN (SELECT value FROM json_each(?3)))
    ORDER BY s.last_message_at DESC, s.id DESC LIMIT 1)
WHERE k.id > ?1 AND k.id <= ?2 AND NOT k.banned AND NOT k.declined
AND (?4 = '[]' OR EXISTS (
    SELECT 1 FROM contact_tags AS t WHERE lower(t.tag) IN (SELECT value FROM json_each(?4))
    AND (t.contact_id = k.id OR t.contact_id IN (
        SELECT from_contact FROM links WHERE into_contact = k.id AND linked_at IS NOT NULL AND undone_at IS NULL))))
AND (?5 IS NULL OR c.last_message_at >= ?5)
AND (?10 OR k.tier <> '' OR EXISTS (SELECT 1 FROM contact_tags WHERE contact_id = k.id)
    OR EXISTS (SELECT 1 FROM identities AS i JOIN proofs USING (channel, account_id) WHERE i.contact_id = k.id)
    OR EXISTS (SELECT 1 FROM links WHERE into_contact = k.id AND linked_at IS NOT NULL AND undone_at IS NULL)
    OR (?11 AND EXISTS (
        SELECT 1 FROM identities AS i JOIN conversations AS s USING (channel, account_id)
        JOIN cases ON cases.conversation_id = s.id WHERE i.contact_id = k.id)))
AND (?6 IS NULL OR EXISTS (
    SELECT 1 FROM identities AS i JOIN proofs AS own USING (channel, account_id)
    WHERE i.contact_id = k.id AND EXISTS ({ARRIVED.format(number="number")})
) OR EXISTS (
    SELECT 1 FROM identities AS i JOIN rmas AS own USING (channel, account_id)
    WHERE i.contact_id = k.id AND EXISTS ({ARRIVED.format(number="order_number")})))
AND (?8 IS NULL OR EXISTS (
    SELECT 1 FROM identities AS i JOIN rmas AS r USING (channel, account_id)
    WHERE i.contact_id = k.id AND r.status = 'refunded' AND r.changed_at >= ?8 AND r.changed_at < ?9))
ORDER BY k.id
"""  # noqa: S608 - our own statement
CHUNK = 500
"""Numbers of contacts looked at in one go."""
NEVER = (None, None)
NEW, RETURNING = "new", "returning"
"""Tiers, as desk.yaml calls them."""


async def last_contact(database: Database) -> int:
    ((last,),) = await database.look_up(LAST)
    return int(last)


async def candidates(database: Database, audience: Audience, behind: int, until: int) -> list[Candidate]:
    """With numbers behind the first, up to the second. Of whom nothing is known is new, and no other tier: where new
    customers are not wanted, they need not be looked at one by one.
    """
    tiers = audience.tiers
    wanted = (
        behind,
        until,
        dumps(audience.channels),
        dumps(audience.tags),
        audience.written_since,
        *(audience.delivered or NEVER),
        *(audience.refunded or NEVER),
        not tiers or NEW in tiers,
        RETURNING in tiers,
    )
    return [_candidate(row) for row in await database.read(CANDIDATES, wanted)]


def _candidate(row: tuple[Any, ...]) -> Candidate:
    contact_id, conversation_id, channel, account_id, language, locale, proven = row
    return Candidate(
        contact_id=contact_id,
        conversation_id=conversation_id,
        identity=Identity(channel, account_id),
        language=language,
        locale=locale,
        proven=loads(proven),
    )
