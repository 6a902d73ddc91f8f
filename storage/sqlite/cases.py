"""Cases: at most one of a conversation is open, and what is over stays as it was."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from storage.codec import dumps, loads
from storage.database import Claim, Database
from storage.desk import PRIORITIES, Case, Priority, Promise, Promised
from storage.inbound import Identity
from storage.records import replace

OPEN = """
INSERT INTO cases (team, priority, queued_at, opened_at, accepted_at, closed_at, asked, body, id, conversation_id)
SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10
WHERE NOT EXISTS (SELECT 1 FROM cases WHERE conversation_id = ?10 AND closed_at IS NULL)
"""
CHANGE = """
UPDATE cases
SET team = ?1, priority = ?2, queued_at = ?3, opened_at = ?4, accepted_at = ?5, closed_at = ?6, asked = ?7, body = ?8
WHERE id = ?9 AND conversation_id = ?10 AND (
    closed_at IS NULL
    OR closed_at <= ?11
    AND NOT EXISTS (SELECT 1 FROM cases AS other WHERE other.conversation_id = ?10 AND other.closed_at IS NULL)
)
"""
COLUMNS = ("id", "conversation_id", "asked")
"""Fields that are in no body."""
IN_BODY = tuple(field.name for field in fields(Case) if field.name not in COLUMNS)


def written(database: Database, case: Case, conversation_id: int) -> tuple[Case, Claim]:
    """The case as it will be, and what must hold for all of the turn to be written.

    No second one is opened beside an open one, and none is changed that is over, but by whoever reopens it.
    """
    whole = replace(
        case,
        id=case.id or database.ids.next("cases"),
        conversation_id=conversation_id,
    )
    return whole, Claim(CHANGE, (*_row(whole), whole.reopened_at)) if case.id else Claim(OPEN, _row(whole))


def case_of(case_id: int, conversation_id: int, asked: str, body: str) -> Case:
    known: dict[str, Any] = loads(body)
    known.pop("contact_id", None)  # bodies of earlier versions have it: the conversation tells whose it is
    for name in ("passed", "agents", "orders"):
        known[name] = tuple(known.get(name, ()))
    if via := known.get("answer_via"):
        known["answer_via"] = Identity(**via)
    known["priority"] = Priority(known.get("priority", Priority.NORMAL))
    known["promises"] = promises_of(known.get("promises", ()))
    if lifted_from := known.get("lifted_from"):
        known["lifted_from"] = Priority(lifted_from)
    return Case(id=case_id, conversation_id=conversation_id, asked=asked, **known)


def promises_of(written: Iterable[Mapping[str, Any]]) -> tuple[Promise, ...]:
    return tuple(Promise(**{**each, "what": Promised(each["what"])}) for each in written)


def _row(case: Case) -> tuple[Any, ...]:
    return (
        case.team,
        PRIORITIES.index(case.priority),
        case.queued_at,
        case.opened_at,
        case.accepted_at,
        case.closed_at,
        case.asked,
        dumps({name: getattr(case, name) for name in IN_BODY}),
        case.id,
        case.conversation_id,
    )
