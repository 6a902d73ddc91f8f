"""Conversations with their contacts and identities."""

from collections.abc import Sequence
from operator import attrgetter
from typing import Any

from storage.codec import dumps, loads
from storage.conversations import Conversation, Owner, OwnerKind, Status
from storage.database import Database, Rows
from storage.desk import Case
from storage.inbound import Identity
from storage.latest import Latest
from storage.records import record, replace
from storage.sqlite.cases import case_of

SELECT = """
SELECT c.id, i.contact_id, c.channel, c.account_id, c.chat_id, c.name, c.locale,
       coalesce((SELECT s.language FROM identities AS o JOIN conversations AS s USING (channel, account_id)
                 WHERE o.contact_id = i.contact_id AND s.language IS NOT NULL
                 ORDER BY s.last_message_at DESC, s.id DESC LIMIT 1), c.language), c.status,
       c.owner_kind, c.owner_ref, c.state, c.thread, c.messages, c.last_message_at, c.blocked,
       (SELECT json_group_object(number, until) FROM (
            SELECT p.number, max(p.until) AS until FROM identities AS o JOIN proofs AS p USING (channel, account_id)
            WHERE o.contact_id = i.contact_id GROUP BY p.number)),
       k.id, k.asked, k.body, (SELECT banned FROM contacts WHERE id = i.contact_id),
       (SELECT count(*) FROM identities WHERE contact_id = i.contact_id) > 1
FROM conversations AS c JOIN identities AS i USING (channel, account_id)
LEFT JOIN cases AS k ON k.conversation_id = c.id AND k.closed_at IS NULL
"""
BY_ID = SELECT + "WHERE c.id = ?"
AT_DESK = (
    SELECT
    + "WHERE i.contact_id = ? AND (c.status = 'open' OR c.status = 'snoozed') ORDER BY coalesce(k.id, 0), c.id LIMIT 1"
)
BY_THREAD = SELECT + "WHERE c.thread = ? ORDER BY c.last_message_at DESC LIMIT 1"
BY_OLD_THREAD = SELECT + "JOIN desk_threads AS d ON d.conversation_id = c.id WHERE d.thread = ?"
BY_DESK_MESSAGE = (
    SELECT
    + """
JOIN copies AS m ON m.conversation_id = c.id WHERE m.desk_message = ? AND m.desk_chat = ? ORDER BY m.id DESC LIMIT 1
"""
)
BY_IDENTITY = SELECT + "WHERE c.channel = ? AND c.account_id = ?"
THREAD = "SELECT thread FROM conversations WHERE id = ?"
SET_THREAD = "UPDATE conversations SET thread = ?1 WHERE id = ?2"
LEAVE_THREAD = """
INSERT INTO desk_threads (thread, conversation_id, at)
SELECT thread, id, last_message_at FROM conversations WHERE id = ?2 AND thread <> coalesce(?1, '')
ON CONFLICT (thread) DO UPDATE SET conversation_id = excluded.conversation_id, at = excluded.at
"""
NEW_CONTACT = "INSERT INTO contacts (id, created_at) VALUES (?, ?)"
NEW_IDENTITY = "INSERT INTO identities (channel, account_id, contact_id) VALUES (?, ?, ?)"
NEW = """
INSERT INTO conversations (chat_id, name, locale, language, status, owner_kind, owner_ref, state, messages,
                           last_message_at, blocked, id, channel, account_id, created_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
CHANGE = """
UPDATE conversations
SET chat_id = ?, name = ?, locale = ?, language = ?, status = ?, owner_kind = ?, owner_ref = ?, state = ?, messages = ?,
    last_message_at = ?, blocked = ?
WHERE id = ?
"""
GO_ON = "UPDATE conversations SET state = ?, messages = ?, last_message_at = ? WHERE id = ?"
"""Nearly every turn changes only these, of which no index knows: at two thirds of the other's cost."""
STANDING = attrgetter("id", "chat_id", "name", "locale", "language", "status", "owner", "blocked")
KNOWN = 2000
"""Conversations kept in memory, the latest ones: an impatient customer's next message needs no read."""


class Conversations:
    """The only way to the table while kefu runs, so what is remembered here is what is on disk."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: Latest[Identity, Conversation] = Latest(KNOWN)

    async def load(self, identity: Identity) -> Conversation | None:
        known = self._known.get(identity)
        if known is None:
            known = _first(await self._database.look_up(BY_IDENTITY, (identity.channel, identity.account_id)))
            if known is not None and not known.linked:  # what is said on another identity changes this one's, too
                self._known.keep(known.identity, known)  # the very one that it is kept under again after each turn
        return known

    def on_disk(self, identity: Identity) -> Conversation | None:
        """If it is remembered."""
        return self._known.get(identity)

    def changed(self, conversation: Conversation, written: Case | None) -> None:
        """It is on disk as it is here, but for what turns only read. `written`: its case, if the turn wrote one."""
        known = self._known.get(conversation.identity)
        if known is None:
            return
        case = known.case if written is None else None if written.closed_at is not None else written
        if (
            known.thread != conversation.thread
            or known.proven is not conversation.proven
            or known.banned is not conversation.banned
            or case is not conversation.case
            or known.contact_id != conversation.contact_id
            or known.linked is not conversation.linked
        ):
            conversation = replace(
                conversation,
                contact_id=known.contact_id,
                thread=known.thread,
                proven=known.proven,
                case=case,
                banned=known.banned,
                linked=known.linked,
            )
        self._known.keep(conversation.identity, conversation)

    def forget(self, identity: Identity) -> None:
        """Something about it was written elsewhere."""
        self._known.pop(identity, None)

    def forget_contact(self, contact_id: int) -> None:
        """Their file has changed, which is part of every conversation of theirs."""
        for each in [known for known in self._known.values() if known.contact_id == contact_id]:
            self.forget(each.identity)

    async def load_by_id(self, conversation_id: int) -> Conversation | None:
        return _first(await self._database.look_up(BY_ID, (conversation_id,)))

    async def load_at_desk(self, contact_id: int) -> Conversation | None:
        return _first(await self._database.look_up(AT_DESK, (contact_id,)))

    async def load_by_thread(self, thread: str) -> Conversation | None:
        now = await self._database.look_up(BY_THREAD, (thread,))
        return _first(now or await self._database.look_up(BY_OLD_THREAD, (thread,)))

    async def load_by_desk_message(self, chat: str, message_id: str) -> Conversation | None:
        return _first(await self._database.look_up(BY_DESK_MESSAGE, (message_id, chat)))

    async def set_thread(self, conversation_id: int, thread: str | None) -> None:
        change = [(thread, conversation_id)]
        await self._database.write(Rows(LEAVE_THREAD, change), Rows(SET_THREAD, change))
        known = next((each for each in self._known.values() if each.id == conversation_id), None)
        if known is not None:
            self._known[known.identity] = replace(known, thread=thread)

    async def thread_of(self, conversation_id: int) -> str | None:
        rows = await self._database.look_up(THREAD, (conversation_id,))
        return rows[0][0] if rows else None


@record(frozen=True, slots=True)
class Saved:
    """What to write, and the numbers that it is written under; 0 for a turn about no conversation."""

    conversation_id: int = 0
    contact_id: int = 0
    rows: Sequence[Rows] = ()


def save(database: Database, conversation: Conversation, before: Conversation | None, at: float) -> Saved:
    """All but `thread`, `proven`, `case`, `banned` and `linked`, which turns only read.

    `before`: as it is on disk, where that is known.
    """
    if before is not None and STANDING(before) == STANDING(conversation):
        said = (dumps(conversation.state), conversation.messages, conversation.last_message_at, conversation.id)
        return Saved(conversation.id, conversation.contact_id, [Rows(GO_ON, [said])])
    fields = _fields(conversation)
    if conversation.contact_id:
        return Saved(conversation.id, conversation.contact_id, [Rows(CHANGE, [(*fields, conversation.id)])])
    contact_id, conversation_id = database.ids.next("contacts"), conversation.id or database.ids.next("conversations")
    channel, account_id = conversation.identity.channel, conversation.identity.account_id
    rows = [
        Rows(NEW_CONTACT, [(contact_id, at)]),
        Rows(NEW_IDENTITY, [(channel, account_id, contact_id)]),
        Rows(NEW, [(*fields, conversation_id, channel, account_id, at)]),
    ]
    return Saved(conversation_id, contact_id, rows)


def _fields(conversation: Conversation) -> tuple[Any, ...]:
    owner = conversation.owner
    return (
        conversation.chat_id,
        conversation.name,
        conversation.locale,
        conversation.language,
        str(conversation.status),
        str(owner.kind) if owner else None,
        owner.ref if owner else "",
        dumps(conversation.state),
        conversation.messages,
        conversation.last_message_at,
        int(conversation.blocked),
    )


def _first(rows: Sequence[tuple[Any, ...]]) -> Conversation | None:
    return _conversation(rows[0]) if rows else None


def _conversation(row: tuple[Any, ...]) -> Conversation:
    return Conversation(
        id=row[0],
        contact_id=row[1],
        identity=Identity(row[2], row[3]),
        chat_id=row[4],
        name=row[5],
        locale=row[6],
        language=row[7],
        status=Status(row[8]),
        owner=Owner(OwnerKind(row[9]), row[10]) if row[9] else None,
        state=loads(row[11]),
        thread=row[12],
        messages=row[13],
        last_message_at=row[14],
        blocked=bool(row[15]),
        proven=loads(row[16]),
        case=case_of(row[17], row[0], row[18], row[19]) if row[17] else None,
        banned=bool(row[20]),
        linked=bool(row[21]),
    )
