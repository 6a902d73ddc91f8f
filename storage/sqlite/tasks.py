"""Tasks: written whole with the turn that changed them."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any

from storage.database import Database, Rows
from storage.sqlite.whole_records import values, write
from storage.tasks import PREFIX, Ending, Severity, Task, TaskKind

COLUMNS = tuple(field.name for field in fields(Task))
NAMES = ", ".join(COLUMNS)
WRITE = write("tasks", COLUMNS)
BY_ID = f"SELECT {NAMES} FROM tasks WHERE id = ?"  # noqa: S608 - our own statement
OF_SURVEY = f"SELECT {NAMES} FROM tasks WHERE survey_id = ? AND survey_id > 0"  # noqa: S608 - our own statement
UNENDED = f"SELECT {NAMES} FROM tasks WHERE ended_at IS NULL ORDER BY due_at, id"  # noqa: S608 - our own statement
OF_CONVERSATION = f"""
SELECT {NAMES} FROM tasks WHERE conversation_id = ? AND ended_at IS NULL ORDER BY id
"""  # noqa: S608 - our own statement
UNWATCHED = f"""
SELECT {NAMES} FROM tasks AS t WHERE ended_at IS NULL AND NOT EXISTS (
    SELECT 1 FROM timers WHERE conversation_id = t.conversation_id AND name = '{PREFIX}' || t.id
) ORDER BY id
"""  # noqa: S608 - our own statement


class SqliteTasks:
    """A `TaskDoor`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def by_id(self, task_id: int) -> Task | None:
        found = await self._found(BY_ID, task_id)
        return found[0] if found else None

    async def of_survey(self, survey_id: int) -> Task | None:
        found = await self._found(OF_SURVEY, survey_id)
        return found[0] if found else None

    async def unended(self) -> Sequence[Task]:
        return await self._found(UNENDED)

    async def of_conversation(self, conversation_id: int) -> Sequence[Task]:
        return await self._found(OF_CONVERSATION, conversation_id)

    async def unwatched(self) -> Sequence[Task]:
        return await self._found(UNWATCHED)

    def next_id(self) -> int:
        return self._database.ids.next("tasks")

    async def _found(self, sql: str, *wanted: object) -> list[Task]:
        return [_task(row) for row in await self._database.look_up(sql, wanted)]


def rows(tasks: Iterable[Task], conversation_id: int, contact_id: int) -> list[Rows]:
    written = [tuple(values(each, COLUMNS, conversation_id, contact_id).values()) for each in tasks]
    return [Rows(WRITE, written)] if written else []


def _task(row: tuple[Any, ...]) -> Task:
    known: dict[str, Any] = dict(zip(COLUMNS, row, strict=True))
    for name in ("said", "outcome"):
        known[name] = Ending(known[name]) if known[name] else None
    return Task(**{**known, "kind": TaskKind(known["kind"]), "severity": Severity(known["severity"])})
