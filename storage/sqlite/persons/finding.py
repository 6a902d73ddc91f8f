"""Whose rows are meant: one contact with everything that was ever linked to it."""

import heapq
from typing import Any

from storage.conversations import Status
from storage.database import Database
from storage.inbound import Identity
from storage.order_book import normalise_number
from storage.persons import Account, Person, Who
from storage.sqlite.links import ACTIVE

OF_IDENTITY = "SELECT contact_id FROM identities WHERE channel = ? AND account_id = ?"
OF_CONVERSATION = """
SELECT i.contact_id FROM conversations AS c JOIN identities AS i USING (channel, account_id) WHERE c.id = ?
"""
OF_ORDER = """
SELECT DISTINCT i.contact_id FROM proofs AS p JOIN identities AS i USING (channel, account_id)
WHERE p.number = ? ORDER BY 1 LIMIT ?
"""
NAMED = """
SELECT i.contact_id, max(c.last_message_at)
FROM conversations AS c JOIN identities AS i USING (channel, account_id)
WHERE c.id > ? AND c.id <= ? AND c.name LIKE ? ESCAPE '\\' GROUP BY i.contact_id
"""
LAST_CONVERSATION = "SELECT coalesce(max(id), 0) FROM conversations"
RANGE = 5000
"""Conversations looked at in one go: no index leads to a part of a name, and nobody's message waits for all of them."""
LINKED = f"SELECT from_contact FROM links WHERE into_contact = ? AND {ACTIVE} ORDER BY from_contact"  # noqa: S608 - our own statement
ACCOUNTS = """
SELECT c.channel, c.account_id, c.id, c.chat_id, c.name, c.status, c.last_message_at, c.thread
FROM identities AS i JOIN conversations AS c USING (channel, account_id)
WHERE i.contact_id = ? ORDER BY c.last_message_at DESC, c.id DESC
"""
LEFT_THREADS = "SELECT thread FROM desk_threads WHERE conversation_id = ? ORDER BY id"


async def whose(database: Database, who: Who) -> Person | None:
    if isinstance(who, Identity):
        found = await database.look_up(OF_IDENTITY, (who.channel, who.account_id))
    else:
        found = await database.look_up(OF_CONVERSATION, (who,))
    return await person(database, found[0][0]) if found else None


async def person(database: Database, contact_id: int) -> Person:
    linked = await database.look_up(LINKED, (contact_id,))
    accounts = [await _account(database, row) for row in await database.look_up(ACCOUNTS, (contact_id,))]
    return Person(
        contact_id=contact_id,
        contacts=(contact_id, *(each for (each,) in linked)),
        accounts=tuple(accounts),
    )


async def find(database: Database, text: str, limit: int) -> list[Person]:
    """The first way of reading it that leads to somebody."""
    if who := who_of(text):
        exactly = await whose(database, who)
        if exactly:
            return [exactly]
    proven = await database.look_up(OF_ORDER, (normalise_number(text), limit))
    found = [contact_id for (contact_id,) in proven] or await named(database, text, limit)
    return [await person(database, contact_id) for contact_id in found]


async def named(database: Database, text: str, limit: int) -> list[int]:
    """Contacts with this in a name of theirs; the one that wrote last first."""
    ((last,),) = await database.look_up(LAST_CONVERSATION)
    wrote: dict[int, float] = {}
    for behind in range(0, last, RANGE):
        for contact_id, at in await database.read(NAMED, (behind, behind + RANGE, f"%{_literally(text)}%")):
            wrote[contact_id] = max(at, wrote.get(contact_id, at))
    return heapq.nlargest(limit, wrote, key=lambda contact_id: wrote[contact_id])


def who_of(text: str) -> Who | None:
    """`telegram:1001`, `#17` or `17`; None: it is neither."""
    channel, colon, account = text.partition(":")
    if colon and channel and account:
        return Identity(channel, account)
    number = text.removeprefix("#")
    return int(number) if number.isascii() and number.isdecimal() and len(number) < LONGEST_NUMBER else None


LONGEST_NUMBER = 19
"""SQLite's own are no longer."""


def _literally(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


async def _account(database: Database, row: tuple[Any, ...]) -> Account:
    channel, account_id, conversation_id, chat_id, name, status, last_message_at, thread = row
    left = [each for (each,) in await database.look_up(LEFT_THREADS, (conversation_id,))]
    return Account(
        identity=Identity(channel, account_id),
        conversation_id=conversation_id,
        chat_id=chat_id,
        name=name,
        status=Status(status),
        last_message_at=last_message_at,
        threads=tuple(dict.fromkeys(filter(None, (thread, *left)))),
    )
