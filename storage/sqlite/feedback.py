"""Feedback: written whole with the turn in which it was given or answered."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any

from storage.database import Database, Rows
from storage.feedback import Feedback, FeedbackStatus, Topic
from storage.sqlite.contacts import CONVERSATIONS
from storage.sqlite.whole_records import values, write
from storage.tasks import Severity

COLUMNS = tuple(field.name for field in fields(Feedback))
NAMES = ", ".join(COLUMNS)
WRITE = write("feedback", COLUMNS)
BY_ID = f"SELECT {NAMES} FROM feedback WHERE id = ?"  # noqa: S608 - our own statement
LATEST = f"""
SELECT {NAMES} FROM feedback WHERE conversation_id IN ({CONVERSATIONS}) ORDER BY at DESC, id DESC LIMIT ?
"""  # noqa: S608 - our own statement
UNANSWERED = f"""
SELECT {NAMES} FROM feedback WHERE status = '{FeedbackStatus.OPEN}' ORDER BY severity = 'normal', at, id LIMIT ?
"""  # noqa: S608 - our own statement


class SqliteFeedback:
    """A `FeedbackDoor`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def by_id(self, feedback_id: int) -> Feedback | None:
        found = await self._database.look_up(BY_ID, (feedback_id,))
        return _feedback(found[0]) if found else None

    async def latest(self, contact_id: int, limit: int) -> Sequence[Feedback]:
        return [_feedback(row) for row in await self._database.look_up(LATEST, (contact_id, limit))]

    async def unanswered(self, limit: int) -> Sequence[Feedback]:
        return [_feedback(row) for row in await self._database.look_up(UNANSWERED, (limit,))]

    def next_id(self) -> int:
        return self._database.ids.next("feedback")


def rows(given: Iterable[Feedback], conversation_id: int, contact_id: int) -> list[Rows]:
    written = [tuple(values(each, COLUMNS, conversation_id, contact_id).values()) for each in given]
    return [Rows(WRITE, written)] if written else []


def _feedback(row: tuple[Any, ...]) -> Feedback:
    known: dict[str, Any] = dict(zip(COLUMNS, row, strict=True))
    return Feedback(
        **{
            **known,
            "topic": Topic(known["topic"]),
            "severity": Severity(known["severity"]),
            "status": FeedbackStatus(known["status"]),
        }
    )
