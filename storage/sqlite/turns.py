"""What one turn decided, as rows."""

from collections.abc import Sequence
from operator import attrgetter
from typing import Any

from storage.codec import dumps
from storage.conversations import Conversation
from storage.database import Claim, Database, Rows
from storage.desk import Case
from storage.records import record
from storage.results import Entry, Outgoing, ReportingEvent, Timer, TurnResult
from storage.sqlite import (
    agents,
    cases,
    contacts,
    conversations,
    feedback,
    inbox,
    links,
    outbox,
    returns,
    surveys,
    swaps,
    tasks,
)
from storage.sqlite.campaigns import changes as campaigns
from storage.sqlite.conversations import Saved
from storage.sqlite.timers import SET as SET_TIMER

ENTRY = """
INSERT INTO messages (id, conversation_id, kind, author, author_name, text, at, external_id, via)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
CANCEL_TIMER = "DELETE FROM timers WHERE conversation_id = ? AND name = ?"
EVENT = """
INSERT INTO reporting_events (conversation_id, name, at, value, business_value, channel, team, agent, script, details)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


@record(frozen=True, slots=True)
class Turned:
    """A turn as it will be on disk, if its claim and its guards are won."""

    outgoing: tuple[Outgoing, ...]
    case: Case | None
    rows: list[Rows]
    claim: Claim
    guards: list[Claim]


RARE = attrgetter(
    "cancelled_timers",
    "timers",
    "events",
    "returns",
    "agents",
    "contacts",
    "links",
    "swaps",
    "surveys",
    "tasks",
    "feedback",
    "campaigns",
)
"""What few turns change: asked for at once, and each of them only if there is any."""


def turned(database: Database, inbox_id: int, result: TurnResult, before: Conversation | None, at: float) -> Turned:
    """`before`: the conversation as it is on disk, where that is known."""
    saved = _conversation(database, result, before, at)
    case, guards = _case(database, saved, result.case)
    outgoing = outbox.number(database, result.outgoing, saved.conversation_id, at, inbox_id)
    rows = [
        *saved.rows,
        *_entries(database, saved.conversation_id, result.entries),
        *outbox.inserts(outgoing),
    ]
    if any(RARE(result)):
        rows += _rare_rows(result, saved)
        guards += _rare_guards(database, result, saved)
    return Turned(outgoing, case, rows, inbox.handled(inbox_id, at), guards)


def _rare_rows(result: TurnResult, saved: Saved) -> list[Rows]:
    return [
        *_timers(saved.conversation_id, result.cancelled_timers, result.timers),
        *_events(saved.conversation_id, result.events),
        *returns.rows(result.returns),
        *agents.rows(result.agents),
        *contacts.rows(result.contacts, saved.contact_id),
        *links.rows(result.links),
        *swaps.rows(result.swaps),
        *surveys.rows(result.surveys, saved.conversation_id, saved.contact_id),
        *tasks.rows(result.tasks, saved.conversation_id, saved.contact_id),
        *feedback.rows(result.feedback, saved.conversation_id, saved.contact_id),
    ]


def _rare_guards(database: Database, result: TurnResult, saved: Saved) -> list[Claim]:
    return [
        *returns.guards(result.returns),
        *links.guards(result.links),
        *surveys.guards(result.surveys, saved.conversation_id, saved.contact_id),
        *swaps.guards(result.swaps),
        *campaigns.guards(database, result.campaigns, saved.conversation_id),
    ]


NOBODY = Saved()


def _conversation(database: Database, result: TurnResult, before: Conversation | None, at: float) -> Saved:
    if result.conversation:
        return conversations.save(database, result.conversation, before, at)
    own_timers = result.cancelled_timers or not all(timer.conversation_id for timer in result.timers)
    theirs = result.entries or result.case or result.surveys or result.tasks or result.feedback
    if theirs or own_timers:
        raise ValueError("a turn without a conversation has no transcript, timers, survey, task, feedback or case")
    return NOBODY


def _case(database: Database, saved: Saved, case: Case | None) -> tuple[Case | None, list[Claim]]:
    if case is None:
        return None, []
    written, guard = cases.written(database, case, saved.conversation_id)
    return written, [guard]


def _entries(database: Database, conversation_id: int, entries: Sequence[Entry]) -> list[Rows]:
    rows = [
        (
            database.ids.next("messages"),
            conversation_id,
            str(entry.kind),
            entry.author,
            entry.author_name,
            entry.text,
            entry.at,
            entry.external_id,
            entry.via,
        )
        for entry in entries
    ]
    return [Rows(ENTRY, rows)] if rows else []


def _timers(conversation_id: int, cancelled: Sequence[str], timers: Sequence[Timer]) -> list[Rows]:
    rows = []
    if cancelled:
        rows.append(Rows(CANCEL_TIMER, [(conversation_id, name) for name in cancelled]))
    if timers:
        rows.append(Rows(SET_TIMER, [_timer(timer.conversation_id or conversation_id, timer) for timer in timers]))
    return rows


def _timer(conversation_id: int, timer: Timer) -> tuple[int, str, float, str]:
    return conversation_id, timer.name, timer.due_at, timer.payload


def _events(conversation_id: int, events: Sequence[ReportingEvent]) -> list[Rows]:
    return [Rows(EVENT, [_event(conversation_id, event) for event in events])] if events else []


def _event(conversation_id: int, event: ReportingEvent) -> tuple[Any, ...]:
    return (
        conversation_id,
        event.name,
        event.at,
        event.value,
        event.business_value,
        event.channel,
        event.team,
        event.agent,
        event.script,
        dumps(event.details),
    )
