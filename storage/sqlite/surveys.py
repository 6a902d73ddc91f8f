"""Surveys: written whole with the turn that asked, or that heard the answer."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any

from storage.codec import dumps, loads
from storage.database import Claim, Database, Rows
from storage.sqlite.contacts import CONVERSATIONS
from storage.sqlite.whole_records import values, write
from storage.surveys import Survey, SurveyStatus

COLUMNS = tuple(field.name for field in fields(Survey))
LISTS = ("agents", "reasons")
NAMES = ", ".join(COLUMNS)
WRITE = write("surveys", COLUMNS)
AT_ONCE = 3600.0
"""Seconds: within so many nobody can have meant to ask a contact twice."""
NUMBERED = {name: f"?{number}" for number, name in enumerate(COLUMNS, 1)}
ASK = f"""
INSERT INTO surveys ({NAMES}) SELECT {", ".join(NUMBERED.values())} WHERE NOT EXISTS (
    SELECT 1 FROM surveys AS other
    WHERE other.conversation_id <> {NUMBERED["conversation_id"]} AND other.status <> 'unsendable'
        AND other.asked_at > {NUMBERED["asked_at"]} - {AT_ONCE} AND other.conversation_id IN (
            SELECT c.id FROM identities AS i JOIN conversations AS c USING (channel, account_id)
            WHERE i.contact_id = {NUMBERED["contact_id"]}
        )
)
"""  # noqa: S608 - our own names
LATEST = f"""
SELECT {NAMES} FROM surveys WHERE conversation_id IN ({CONVERSATIONS}) ORDER BY asked_at DESC, id DESC LIMIT ?
"""  # noqa: S608 - our own statement
BY_ID = f"SELECT {NAMES} FROM surveys WHERE id = ?"  # noqa: S608 - our own statement


class SqliteSurveys:
    """A `SurveyDoor`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def latest(self, contact_id: int, limit: int) -> Sequence[Survey]:
        return [_survey(row) for row in await self._database.look_up(LATEST, (contact_id, limit))]

    async def by_id(self, survey_id: int) -> Survey | None:
        found = await self._database.look_up(BY_ID, (survey_id,))
        return _survey(found[0]) if found else None

    def next_id(self) -> int:
        return self._database.ids.next("surveys")


def rows(surveys: Iterable[Survey], conversation_id: int, contact_id: int) -> list[Rows]:
    """Of what was asked before, or cannot be."""
    written = [_row(each, conversation_id, contact_id) for each in surveys if not _is_new(each)]
    return [Rows(WRITE, written)] if written else []


def guards(surveys: Iterable[Survey], conversation_id: int, contact_id: int) -> list[Claim]:
    """Nobody is asked twice because two of their conversations ended at once."""
    return [Claim(ASK, _row(each, conversation_id, contact_id)) for each in surveys if _is_new(each)]


def _is_new(survey: Survey) -> bool:
    return survey.status is SurveyStatus.ASKED and survey.reminded_at is None


def _row(survey: Survey, conversation_id: int, contact_id: int) -> tuple[Any, ...]:
    known = values(survey, COLUMNS, conversation_id, contact_id)
    return tuple(dumps(value) if name in LISTS else value for name, value in known.items())


def _survey(row: tuple[Any, ...]) -> Survey:
    known: dict[str, Any] = dict(zip(COLUMNS, row, strict=True))
    for name in LISTS:
        known[name] = tuple(loads(known[name]))
    return Survey(**{**known, "status": SurveyStatus(known["status"]), "low": bool(known["low"])})
