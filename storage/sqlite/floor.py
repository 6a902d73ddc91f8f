"""What goes on at the desk, over one SQLite file. What was resolved costs nothing: every query walks what is open."""

from collections.abc import Mapping, Sequence
from typing import Any

from storage.codec import loads
from storage.conversations import called
from storage.database import Database
from storage.desk import PRIORITIES, WAKE_TIMER, Agent, Astray, Case, Held, Priority, Waiting
from storage.records import replace
from storage.sqlite import agents
from storage.sqlite.cases import case_of, promises_of
from storage.sqlite.contacts import CONVERSATIONS

LOAD = "SELECT owner_ref, count(*) FROM conversations WHERE status = 'open' AND owner_kind = 'agent' GROUP BY owner_ref"
# Whoever has no case is shown all the same: nobody is forgotten before it is mended.
AT_DESK = """
SELECT c.id, c.name, c.account_id, c.channel, {facts}
FROM conversations AS c LEFT JOIN cases AS k ON k.conversation_id = c.id AND k.closed_at IS NULL
"""
NORMAL = PRIORITIES.index(Priority.NORMAL)
PROMISES = "coalesce(json_extract(k.body, '$.promises'), '[]')"
QUEUED = (
    f"coalesce(k.team, ''), coalesce(k.priority, {NORMAL}) AS urgency, "
    "coalesce(k.queued_at, c.last_message_at) AS since, json_extract(k.body, '$.waiting_since'), "
    f"coalesce(json_extract(k.body, '$.offered_to'), ''), {PROMISES}"
)
TAKEN = (
    "coalesce(k.accepted_at, k.opened_at, c.last_message_at), json_extract(k.body, '$.waiting_since'), "
    f"coalesce(json_extract(k.body, '$.snoozed_by'), ''), coalesce(k.team, ''), {PROMISES}, c.owner_ref"
)
QUEUE = (
    AT_DESK.format(facts=QUEUED) + "WHERE c.status = 'open' AND c.owner_kind = 'queue' ORDER BY urgency, since, c.id"
)
HELD = AT_DESK.format(facts=TAKEN) + "WHERE c.status = 'open' AND c.owner_kind = 'agent'"
HELD_BY = HELD + " AND c.owner_ref = ?"
ASLEEP = AT_DESK.format(facts=TAKEN) + "WHERE c.status = 'snoozed'"
WAITS = """
SELECT opened_at, accepted_at FROM cases
WHERE team = ? AND accepted_at IS NOT NULL ORDER BY accepted_at DESC LIMIT ?
"""
CASES = f"""
SELECT id, conversation_id, asked, body FROM cases
WHERE conversation_id IN ({CONVERSATIONS}) ORDER BY id DESC LIMIT ?
"""  # noqa: S608 - our own statement
ASTRAY = """
SELECT id, CASE status WHEN 'resolved' THEN 'owner_after_resolve' ELSE 'no_owner' END
FROM conversations
WHERE (status = 'pending' AND coalesce(owner_kind, '') <> 'bot') OR (status = 'resolved' AND owner_kind IS NOT NULL)
UNION ALL
SELECT id, why FROM (
    SELECT c.id, CASE
        WHEN c.status = 'snoozed' AND (coalesce(c.owner_kind, '') <> 'wake' OR CAST(c.owner_ref AS INTEGER) = 0)
            THEN 'no_wake_up'
        WHEN c.status = 'snoozed'
            AND NOT EXISTS (SELECT 1 FROM timers AS t WHERE t.conversation_id = c.id AND t.name = ?1)
            AND NOT EXISTS (SELECT 1 FROM inbox AS i WHERE i.handled_at IS NULL
                AND json_extract(i.body, '$.payload') = ?1
                AND json_extract(i.body, '$.identity.channel') = c.channel
                AND json_extract(i.body, '$.identity.account_id') = c.account_id)
            THEN 'no_wake_up'
        WHEN c.owner_kind = 'bot' THEN 'bot_at_desk'
        WHEN c.status = 'open' AND (coalesce(c.owner_kind, 'wake') = 'wake') THEN 'no_owner'
        WHEN c.owner_kind = 'agent' AND c.owner_ref = '' THEN 'no_owner'
        WHEN c.owner_kind = 'agent' AND NOT EXISTS (SELECT 1 FROM agents AS a WHERE a.account = c.owner_ref)
            THEN 'unknown_agent'
        WHEN k.id IS NULL THEN 'no_case'
    END AS why
    FROM conversations AS c LEFT JOIN cases AS k ON k.conversation_id = c.id AND k.closed_at IS NULL
    WHERE c.status = 'open' OR c.status = 'snoozed'
) AS at_desk WHERE why IS NOT NULL
UNION ALL
SELECT c.id, CASE c.status WHEN 'pending' THEN 'bot_at_desk' ELSE 'case_after_resolve' END
FROM cases AS k CROSS JOIN conversations AS c ON c.id = k.conversation_id
WHERE k.closed_at IS NULL AND ((c.status = 'pending' AND c.owner_kind = 'bot')
    OR (c.status = 'resolved' AND c.owner_kind IS NULL))
"""


class SqliteFloor:
    """A `Floor`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def agents(self) -> Sequence[Agent]:
        return await agents.everybody(self._database)

    async def load(self) -> Mapping[str, int]:
        return dict(await self._database.look_up(LOAD))

    async def queue(self) -> Sequence[Waiting]:
        return [_waiting(row) for row in await self._database.read(QUEUE)]

    async def held(self, account: str | None = None) -> Sequence[Held]:
        if account is not None:
            held = [_held(row) for row in await self._database.look_up(HELD_BY, (account,))]
        else:
            rows = await self._database.read(HELD)
            held = [*map(_held, rows), *map(_asleep, await self._database.read(ASLEEP))]
        return sorted(held, key=_longest_waiting)

    async def waits(self, team: str, limit: int) -> Sequence[tuple[float, float]]:
        rows = await self._database.look_up(WAITS, (team, limit))
        return [(opened_at, accepted_at) for opened_at, accepted_at in rows]

    async def cases(self, contact_id: int, limit: int) -> Sequence[Case]:
        return [case_of(*row) for row in await self._database.look_up(CASES, (contact_id, limit))]

    async def astray(self) -> Sequence[Astray]:
        rows = await self._database.read(ASTRAY, (WAKE_TIMER,))
        return [Astray(conversation_id=conversation_id, why=why) for conversation_id, why in rows]


def _waiting(row: tuple[Any, ...]) -> Waiting:
    conversation_id, name, account_id, channel, team, priority, queued_at, waiting_since, offered_to, promises = row
    return Waiting(
        conversation_id=conversation_id,
        name=called(name, account_id),
        channel=channel,
        team=team,
        priority=PRIORITIES[priority],
        queued_at=queued_at,
        waiting_since=waiting_since,
        offered_to=offered_to,
        promises=promises_of(loads(promises)),
    )


def _held(row: tuple[Any, ...]) -> Held:
    conversation_id, name, account_id, channel, since, waiting_since, snoozed_by, team, promises, owner = row
    return Held(
        conversation_id=conversation_id,
        name=called(name, account_id),
        channel=channel,
        owner=owner,
        since=since,
        waiting_since=waiting_since,
        snoozed_by=snoozed_by,
        team=team,
        promises=promises_of(loads(promises)),
    )


def _asleep(row: tuple[Any, ...]) -> Held:
    *_, until = row
    return replace(_held(row), owner="", wakes_at=float(until) if until.isdecimal() else None)


def _longest_waiting(held: Held) -> tuple[bool, float, int]:
    """Those whom nobody waits for come last."""
    since = held.since if held.waiting_since is None else held.waiting_since
    return held.waiting_since is None, since, held.conversation_id
