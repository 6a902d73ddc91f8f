"""Links over one SQLite file: every step is written only if the link still is as the turn saw it."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from storage import link_codes
from storage.database import Claim, Database, Rows
from storage.inbound import Identity
from storage.links import (
    Agreed,
    CodeChecked,
    CodeShown,
    CodeVerdict,
    Declined,
    Joined,
    Link,
    LinkChange,
    Party,
    Proposed,
    Undone,
)

ACTIVE = "linked_at IS NOT NULL AND undone_at IS NULL"
FORGET_CODE = "DELETE FROM link_codes WHERE (channel = ? AND account_id = ?) OR expires_at <= ?"
FORGET_CODES = "DELETE FROM link_codes WHERE expires_at <= ?"
SHOW_CODE = "INSERT INTO link_codes (hash, channel, account_id, expires_at) VALUES (?, ?, ?, ?)"
USE_CODE = "DELETE FROM link_codes WHERE hash = ? AND channel = ? AND account_id = ? AND expires_at > ?"
PROPOSE = """
INSERT INTO links (id, first_channel, first_account, second_channel, second_account, proposed_by, proposed_at,
                   expires_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""
OPEN = "id = ?1 AND linked_at IS NULL AND declined_at IS NULL AND expires_at > ?4"
FIRST = "first_channel = ?2 AND first_account = ?3"
SECOND = "second_channel = ?2 AND second_account = ?3"
AGREE = f"""
UPDATE links SET first_agreed_at = CASE WHEN {FIRST} THEN ?4 END, second_agreed_at = CASE WHEN {SECOND} THEN ?4 END
WHERE {OPEN} AND first_agreed_at IS NULL AND second_agreed_at IS NULL AND (({FIRST}) OR ({SECOND}))
"""  # noqa: S608 - our own statement
JOIN = f"""
UPDATE links
SET first_agreed_at = coalesce(first_agreed_at, ?4), second_agreed_at = coalesce(second_agreed_at, ?4), linked_at = ?4,
    moved_channel = ?5, moved_account = ?6, from_contact = ?7, into_contact = ?8
WHERE {OPEN} AND (({FIRST} AND first_agreed_at IS NULL AND second_agreed_at IS NOT NULL)
              OR ({SECOND} AND second_agreed_at IS NULL AND first_agreed_at IS NOT NULL))
"""  # noqa: S608 - our own statement
# The account that moves is the only one of its contact, and the contact that it moves to has the other side of the
# link, none on the same channel, and no ban: whatever of that has changed since the turn looked, nothing is written.
MOVE = """
UPDATE identities SET contact_id = ?4 WHERE channel = ?1 AND account_id = ?2 AND contact_id = ?3 AND ?3 <> ?4
AND (SELECT count(*) FROM identities WHERE contact_id = ?3) = 1
AND EXISTS (SELECT 1 FROM identities WHERE contact_id = ?4 AND channel = ?5 AND account_id = ?6)
AND NOT EXISTS (SELECT 1 FROM identities WHERE contact_id = ?4 AND channel = ?1)
AND NOT EXISTS (SELECT 1 FROM contacts WHERE id IN (?3, ?4) AND banned)
"""
DECLINE = f"UPDATE links SET declined_at = ?4 WHERE {OPEN} AND (({FIRST}) OR ({SECOND}))"  # noqa: S608 - our own statement
UNDO = f"""
UPDATE links SET undone_at = ?2, undone_by = ?3 WHERE id = ?1 AND {ACTIVE}
AND NOT EXISTS (SELECT 1 FROM contacts WHERE id IN (from_contact, into_contact) AND banned)
"""  # noqa: S608 - our own statement
MOVE_BACK = """
UPDATE identities SET contact_id = (SELECT from_contact FROM links WHERE id = ?1)
WHERE (channel, account_id, contact_id) IN (SELECT moved_channel, moved_account, into_contact FROM links WHERE id = ?1)
"""
# Whoever is with the staff is answered on the account that they came from.
ANSWER_THERE = """
UPDATE cases SET body = json_remove(body, '$.answer_via', '$.answer_chat')
WHERE closed_at IS NULL AND conversation_id IN (
    SELECT c.id FROM conversations AS c JOIN identities AS i USING (channel, account_id)
    JOIN links AS l ON i.contact_id IN (l.from_contact, l.into_contact) WHERE l.id = ?)
"""
COLUMNS = """
SELECT id, first_channel, first_account, second_channel, second_account, proposed_by, expires_at, first_agreed_at,
       second_agreed_at, declined_at, moved_channel, moved_account, from_contact, into_contact, linked_at, undone_at
FROM links
"""
BY_ID = COLUMNS + "WHERE id = ?"
OF_CONTACT = COLUMNS + f"WHERE {ACTIVE} AND into_contact = ? ORDER BY id"
PARTY = """
SELECT c.channel, c.account_id, i.contact_id, c.id, c.name, k.banned
FROM conversations AS c JOIN identities AS i USING (channel, account_id) JOIN contacts AS k ON k.id = i.contact_id
"""
PARTY_BY_IDENTITY = PARTY + "WHERE c.channel = ? AND c.account_id = ?"
PARTY_BY_CONVERSATION = PARTY + "WHERE c.id = ?"
IDENTITIES = "SELECT channel, account_id FROM identities WHERE contact_id = ? ORDER BY channel, account_id"
FORGET_ATTEMPTS = "DELETE FROM link_attempts WHERE at <= ?"
ATTEMPTS = """
SELECT at FROM link_attempts
WHERE (channel = ?1 AND account_id = ?2) OR (contact_id = ?3 AND contact_id <> 0)
OR (channel, account_id) IN (SELECT channel, account_id FROM identities WHERE contact_id = ?3)
ORDER BY at DESC LIMIT ?4
"""
ATTEMPT = "INSERT INTO link_attempts (at, channel, account_id, contact_id) VALUES (?, ?, ?, ?)"
FIND_CODE = "SELECT channel, account_id FROM link_codes WHERE hash = ? AND expires_at > ?"


class SqliteLinks:
    """A `LinkDoor`. So many wrong codes in `window` seconds, and whoever types them is not listened to any more."""

    def __init__(
        self,
        database: Database,
        *,
        choice: Callable[[str], str],
        attempts: int = 5,
        window: float = 900.0,
    ) -> None:
        """`choice` picks one character of a text, unpredictably."""
        self._database = database
        self._choice = choice
        self._attempts = attempts
        self._window = window

    def new_code(self) -> str:
        return link_codes.new_code(self._choice)

    def hashed(self, code: str) -> str:
        return link_codes.hashed(code)

    def next_number(self) -> int:
        return self._database.ids.next("links")

    async def check(self, identity: Identity, contact_id: int, code: str, now: float) -> CodeChecked:
        checked = await self._database.transact(
            lambda connection: self._checked(connection, identity, contact_id, link_codes.hashed(code), now)
        )
        if isinstance(checked, CodeChecked):
            return checked
        party = await self.party(checked)
        if party is None:
            return CodeChecked(CodeVerdict.WRONG)
        return CodeChecked(CodeVerdict.FOUND, party=party, hash=link_codes.hashed(code))

    def _checked(
        self, connection: sqlite3.Connection, identity: Identity, contact_id: int, hashed: str, now: float
    ) -> CodeChecked | Identity:
        """In one transaction, so that parallel attempts see each other."""
        connection.execute(FORGET_ATTEMPTS, (now - self._window,))
        who = (identity.channel, identity.account_id, contact_id)
        made = connection.execute(ATTEMPTS, (*who, self._attempts)).fetchall()
        if len(made) >= self._attempts:
            return CodeChecked(CodeVerdict.LOCKED, until=made[-1][0] + self._window)
        found = connection.execute(FIND_CODE, (hashed, now)).fetchone()
        if found is not None:
            return Identity(*found)
        connection.execute(ATTEMPT, (now, *who))
        return CodeChecked(CodeVerdict.WRONG)

    async def party(self, identity: Identity) -> Party | None:
        return await self._party(PARTY_BY_IDENTITY, (identity.channel, identity.account_id))

    async def party_of(self, conversation_id: int) -> Party | None:
        return await self._party(PARTY_BY_CONVERSATION, (conversation_id,))

    async def _party(self, sql: str, parameters: tuple[Any, ...]) -> Party | None:
        found = await self._database.look_up(sql, parameters)
        if not found:
            return None
        ((channel, account_id, contact_id, conversation_id, name, banned),) = found
        return Party(
            identity=Identity(channel, account_id),
            contact_id=contact_id,
            conversation_id=conversation_id,
            name=name,
            banned=bool(banned),
            identities=tuple(Identity(*each) for each in await self._database.look_up(IDENTITIES, (contact_id,))),
        )

    async def of(self, link_id: int) -> Link | None:
        found = await self._database.look_up(BY_ID, (link_id,))
        return _link(found[0]) if found else None

    async def active(self, contact_id: int) -> list[Link]:
        return [_link(row) for row in await self._database.look_up(OF_CONTACT, (contact_id,))]


def guards(changes: Iterable[LinkChange]) -> Iterator[Claim]:
    """What must hold for all of the turn to be written, in the order of the changes."""
    for change in changes:
        match change:
            case Proposed():
                yield from _proposed(change)
            case Agreed():
                yield Claim(AGREE, (change.id, *_of(change.identity), change.at))
            case Joined():
                yield from _joined(change)
            case Declined():
                yield Claim(DECLINE, (change.id, *_of(change.identity), change.at))
            case Undone():
                yield Claim(UNDO, (change.id, change.at, change.by))
                yield Claim(MOVE_BACK, (change.id,))


def _proposed(change: Proposed) -> Iterator[Claim]:
    if change.code:
        yield Claim(USE_CODE, (change.code, *_of(change.first), change.at))
    sides = (*_of(change.first), *_of(change.second))
    yield Claim(PROPOSE, (change.id, *sides, change.by, change.at, change.expires_at))


def _joined(change: Joined) -> Iterator[Claim]:
    moved = _of(change.moved)
    moves = (*moved, change.from_contact, change.into_contact)
    yield Claim(JOIN, (change.id, *_of(change.identity), change.at, *moves))
    yield Claim(MOVE, (*moves, *_of(change.stays)))


def rows(changes: Iterable[LinkChange]) -> list[Rows]:
    """What is written when the guards hold."""
    written: list[Rows] = []
    for change in changes:
        match change:
            case CodeShown():
                written.append(Rows(FORGET_CODE, [(*_of(change.identity), change.at)]))
                written.append(Rows(SHOW_CODE, [(change.hash, *_of(change.identity), change.expires_at)]))
            case Undone():
                written.append(Rows(ANSWER_THERE, [(change.id,)]))
    return written


def _of(identity: Identity) -> tuple[str, str]:
    return identity.channel, identity.account_id


def _link(row: tuple[Any, ...]) -> Link:
    first, second = Identity(row[1], row[2]), Identity(row[3], row[4])
    return Link(
        id=row[0],
        first=first,
        second=second,
        proposed_by=row[5],
        expires_at=row[6],
        agreed=tuple(who for who, at in ((first, row[7]), (second, row[8])) if at is not None),
        declined=row[9] is not None,
        moved=Identity(row[10], row[11]) if row[10] else None,
        from_contact=row[12] or 0,
        into_contact=row[13] or 0,
        linked_at=row[14],
        undone_at=row[15],
    )
