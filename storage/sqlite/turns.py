"""What one turn decided, as rows."""

from collections.abc import Sequence

from storage.codec import dumps
from storage.database import Database, Rows
from storage.results import Entry, Outgoing, ReportingEvent, Timer, TurnResult
from storage.sqlite import conversations, inbox, outbox, returns

ENTRY = """
INSERT INTO messages (id, conversation_id, kind, author, author_name, text, at, external_id)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""
SET_TIMER = """
INSERT INTO timers (conversation_id, name, due_at, payload) VALUES (?, ?, ?, ?)
ON CONFLICT (conversation_id, name) DO UPDATE SET due_at = excluded.due_at, payload = excluded.payload
"""
CANCEL_TIMER = "DELETE FROM timers WHERE conversation_id = ? AND name = ?"
EVENT = "INSERT INTO reporting_events (conversation_id, name, at, value, details) VALUES (?, ?, ?, ?, ?)"


async def commit(database: Database, inbox_id: int, result: TurnResult, at: float) -> tuple[Outgoing, ...] | None:
    """The outbox rows; None: the message was handled before, and nothing was written."""
    conversation_id, rows = _conversation(database, result, at)
    outgoing = outbox.number(database, result.outgoing, conversation_id, at)
    rows += _entries(database, conversation_id, result.entries)
    rows += outbox.inserts(outgoing)
    rows += _timers(conversation_id, result.cancelled_timers, result.timers)
    rows += _events(conversation_id, result.events)
    rows += returns.rows(result.returns)
    guards = tuple(returns.guards(result.returns))
    won = await database.write(*rows, claim=inbox.handled(inbox_id, at), guards=guards)
    return outgoing if won else None


def _conversation(database: Database, result: TurnResult, at: float) -> tuple[int, list[Rows]]:
    if result.conversation:
        return conversations.save(database, result.conversation, at)
    if result.entries or result.timers or result.cancelled_timers:
        raise ValueError("a turn without a conversation cannot write in a transcript or set timers")
    return 0, []


def _entries(database: Database, conversation_id: int, entries: Sequence[Entry]) -> list[Rows]:
    rows = [
        (
            database.ids.next("messages"),
            conversation_id,
            entry.kind,
            entry.author,
            entry.author_name,
            entry.text,
            entry.at,
            entry.external_id,
        )
        for entry in entries
    ]
    return [Rows(ENTRY, rows)] if rows else []


def _timers(conversation_id: int, cancelled: Sequence[str], timers: Sequence[Timer]) -> list[Rows]:
    rows = []
    if cancelled:
        rows.append(Rows(CANCEL_TIMER, [(conversation_id, name) for name in cancelled]))
    if timers:
        rows.append(Rows(SET_TIMER, [(conversation_id, timer.name, timer.due_at, timer.payload) for timer in timers]))
    return rows


def _events(conversation_id: int, events: Sequence[ReportingEvent]) -> list[Rows]:
    rows = [(conversation_id, event.name, event.at, event.value, dumps(event.details)) for event in events]
    return [Rows(EVENT, rows)] if rows else []
