"""What must go out, and what became of it."""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any

from storage.codec import decode_outgoing, dumps, encode_outgoing
from storage.database import Database, Rows
from storage.feedback import FeedbackStatus
from storage.records import replace
from storage.results import Action, Outgoing
from storage.sqlite import copies
from storage.store import Fate, Settlement, Undelivered
from storage.surveys import SurveyStatus

INSERT = """
INSERT INTO outbox (id, action, channel, recipient, conversation_id, answers, body, created_at, attempts, parts_sent,
                    due_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
SELECT = """
SELECT id, action, channel, recipient, conversation_id, answers, body, created_at, attempts, parts_sent, due_at
FROM outbox
"""
WAITING = SELECT + "WHERE settled_at IS NULL ORDER BY id"
ANSWERS = SELECT + "WHERE settled_at IS NULL AND answers = ? ORDER BY id"
"""By the index of what waits."""
SETTLE = """
UPDATE outbox
SET fate = ?, settled_at = ?, external_id = ?, error = ?, due_at = ?, parts_sent = ?, attempts = attempts + 1
WHERE id = ?
"""
UNDELIVERED = """
SELECT id, action, channel, recipient, conversation_id, fate, attempts, error, created_at, due_at FROM outbox
WHERE fate = 'failed' OR (settled_at IS NULL AND fate = 'postponed')
ORDER BY id DESC LIMIT ?
"""
FAILED = "SELECT id FROM outbox WHERE fate = 'failed'"
RETRY = """
UPDATE outbox SET fate = NULL, settled_at = NULL, attempts = 0, due_at = ?
WHERE fate = 'failed' AND id IN (SELECT value FROM json_each(?))
RETURNING id, action, channel, recipient, conversation_id, answers, body, created_at, attempts, parts_sent, due_at
"""


SURVEY = "UPDATE surveys SET status = ? WHERE id = ? AND status = ?"
FEEDBACK = "UPDATE feedback SET status = ? WHERE id = ? AND status = ?"


class Outbox:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def waiting(self) -> list[Outgoing]:
        return [_outgoing(row) for row in await self._database.read(WAITING)]

    async def answers_to(self, inbox_id: int) -> list[Outgoing]:
        return [_outgoing(row) for row in await self._database.look_up(ANSWERS, (inbox_id,))]

    async def add(self, outgoing: Sequence[Outgoing], at: float) -> tuple[Outgoing, ...]:
        rows = number(self._database, outgoing, 0, at)
        await self._database.write(*inserts(rows))
        return rows

    async def settle(self, settlements: Sequence[Settlement]) -> tuple[Outgoing, ...]:
        rows: list[Rows] = []
        follow_up: list[Outgoing] = []
        for each in settlements:
            rows += _ended(each)
            if each.follow_up:
                follow_up += number(self._database, each.follow_up, each.outgoing.conversation_id, each.at)
        await self._database.write(*rows, *inserts(follow_up), can_wait=True)
        return tuple(follow_up)

    async def undelivered(self, limit: int) -> list[Undelivered]:
        """Newest first: what failed, and what is tried again."""
        return [Undelivered(**row) for row in map(_named, await self._database.read(UNDELIVERED, (limit,)))]

    async def retry(self, ids: Sequence[int] | None, at: float) -> tuple[Outgoing, ...]:
        def work(connection: sqlite3.Connection) -> list[Any]:
            chosen = [row[0] for row in connection.execute(FAILED)] if ids is None else ids
            return connection.execute(RETRY, (at, dumps(chosen))).fetchall()

        rows = await self._database.transact(work)
        return tuple(sorted(map(_outgoing, rows), key=lambda outgoing: outgoing.id))


def number(
    database: Database, outgoing: Iterable[Outgoing], conversation_id: int, at: float, inbox_id: int | None = None
) -> tuple[Outgoing, ...]:
    """New rows with their ids, their conversation and their time.

    `inbox_id`: of the message that is answered by what is sent in this conversation.
    """
    next_id = database.ids.next
    rows = []
    for row in outgoing:
        of = row.conversation_id or conversation_id
        is_answer = inbox_id is not None and row.action is Action.SEND and of == conversation_id
        answers = inbox_id if is_answer else row.answers
        rows.append(replace(row, id=next_id("outbox"), conversation_id=of, answers=answers, created_at=at))
    return tuple(rows)


def inserts(outgoing: Sequence[Outgoing]) -> list[Rows]:
    return [Rows(INSERT, [_row(row) for row in outgoing])] if outgoing else []


def _row(outgoing: Outgoing) -> tuple[Any, ...]:
    return (
        outgoing.id,
        str(outgoing.action),
        outgoing.channel,
        outgoing.to,
        outgoing.conversation_id,
        outgoing.answers,
        encode_outgoing(outgoing),
        outgoing.created_at,
        outgoing.attempts,
        outgoing.parts_sent,
        outgoing.due_at,
    )


def _outgoing(row: tuple[Any, ...]) -> Outgoing:
    return Outgoing(
        id=row[0],
        action=Action(row[1]),
        channel=row[2],
        to=row[3],
        conversation_id=row[4],
        answers=row[5],
        created_at=row[7],
        attempts=row[8],
        parts_sent=row[9],
        due_at=row[10],
        **decode_outgoing(row[6]),
    )


def _ended(settlement: Settlement) -> list[Rows]:
    rows = [Rows(SETTLE, [_settled(settlement)])]
    if settlement.outgoing.survey_id or settlement.outgoing.feedback_id:
        rows += _about(settlement)
    if settlement.copies:
        rows += copies.rows(settlement)
    return rows


def _settled(settlement: Settlement) -> tuple[Any, ...]:
    return (
        str(settlement.fate),
        None if settlement.fate is Fate.POSTPONED else settlement.at,
        settlement.external_id,
        settlement.error,
        settlement.due_at,
        settlement.parts_sent,
        settlement.outgoing.id,
    )


def _about(settlement: Settlement) -> list[Rows]:
    """Whether what it asks or tells has arrived. What an operator had sent again has after all."""
    if settlement.fate is Fate.POSTPONED:
        return []
    row, failed = settlement.outgoing, settlement.fate is Fate.FAILED
    changes = (
        (SURVEY, row.survey_id, SurveyStatus.ASKED, SurveyStatus.UNSENDABLE),
        (FEEDBACK, row.feedback_id, FeedbackStatus.ANSWERED, FeedbackStatus.OPEN),
    )
    return [
        Rows(statement, [(lost, number, arrived) if failed else (arrived, number, lost)])
        for statement, number, arrived, lost in changes
        if number
    ]


def _named(row: tuple[Any, ...]) -> dict[str, Any]:
    """Undelivered has the columns' order."""
    return dict(zip((field.name for field in fields(Undelivered)), row, strict=True))
