"""Campaigns over one SQLite file. Every step is one transaction, and knows again what the one before it has done."""

import sqlite3
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from typing import Any

from storage.campaigns import (
    LATE,
    PREFIX,
    Audience,
    Begun,
    CampaignChange,
    Fits,
    Resumed,
    Run,
    RunStatus,
    Stopped,
    Tally,
    Target,
    TargetSettled,
    TargetStatus,
)
from storage.codec import dumps, loads
from storage.database import Claim, Database, Rows
from storage.results import Outgoing
from storage.sqlite import outbox
from storage.sqlite.audiences import CHUNK, candidates, last_contact
from storage.sqlite.timers import SET as SET_TIMER
from storage.surveys import SurveyStatus

BEGIN = """
INSERT INTO campaign_runs (id, campaign, scheduled_at, started_at, started_by, audience, status, ends_at, gather_until)
SELECT ?1, ?2, ?3, ?4, ?5, ?6, 'running', ?7, (SELECT coalesce(max(id), 0) FROM contacts)
WHERE NOT EXISTS (SELECT 1 FROM campaign_runs WHERE campaign = ?2 AND (done_at IS NULL OR scheduled_at = ?3))
"""
STOP = "UPDATE campaign_runs SET status = 'stopped', stopped_by = ? WHERE id = ? AND status = 'running'"
RESUME = "UPDATE campaign_runs SET status = 'running', stopped_by = '' WHERE id = ? AND status = 'stopped'"
SETTLE = """
UPDATE campaign_targets SET status = ?1, why = ?2, due_at = ?3
WHERE run_id = ?4 AND conversation_id = ?5 AND status = 'waiting'
AND (?1 = 'waiting' OR EXISTS (SELECT 1 FROM campaign_runs WHERE id = ?4 AND status = 'running'))
"""
RUNS = """
SELECT id, campaign, scheduled_at, started_at, started_by, audience, status, stopped_by, ends_at, done_at,
       gathered_to >= gather_until, told
FROM campaign_runs
"""
BY_ID = RUNS + "WHERE id = ?"
LATEST = RUNS + "WHERE id IN (SELECT max(id) FROM campaign_runs GROUP BY campaign) ORDER BY campaign"  # noqa: S608 - our own statement
UNDER_WAY = RUNS + "WHERE done_at IS NULL ORDER BY id"
TO_TELL = RUNS + "WHERE told < 2 OR done_at > ? ORDER BY id"
TARGET = """
SELECT contact_id, channel, status, why, due_at FROM campaign_targets WHERE run_id = ? AND conversation_id = ?
"""
COUNTS = """
SELECT status, why, count(*), max(contact_id) FROM (
    SELECT status, why, contact_id FROM campaign_targets WHERE run_id = ? AND contact_id > ?
    ORDER BY contact_id LIMIT ?)
GROUP BY status, why
"""
LONG_OVER = """
SELECT id FROM campaign_runs WHERE done_at < ? AND id NOT IN (SELECT max(id) FROM campaign_runs GROUP BY campaign)
AND EXISTS (SELECT 1 FROM campaign_targets WHERE run_id = campaign_runs.id)
"""
FORGET_TARGETS = """
DELETE FROM campaign_targets WHERE run_id = ?1 AND contact_id IN (
    SELECT contact_id FROM campaign_targets WHERE run_id = ?1 ORDER BY contact_id LIMIT ?2)
"""
COUNTED = 20_000
"""Targets counted in one go: nobody's message waits for all of them."""
ANSWERS = "SELECT status, count(*) FROM surveys WHERE campaign = ? GROUP BY status"
GATHERING = "SELECT gathered_to, gather_until FROM campaign_runs WHERE id = ?"
GATHER = """
UPDATE campaign_runs SET gathered_to = ?1 WHERE id = ?2 AND gathered_to < ?1 AND status = 'running'
"""
ADD = """
INSERT INTO campaign_targets (run_id, contact_id, conversation_id, channel, status, why, due_at)
VALUES (?, ?, ?, ?, 'waiting', '', ?) ON CONFLICT DO NOTHING
"""
RUNNING = "SELECT 1 FROM campaign_runs WHERE id = ? AND status = 'running'"
DUE = """
SELECT contact_id, conversation_id FROM campaign_targets
WHERE run_id = ? AND channel = ? AND status = 'waiting' AND due_at <= ? ORDER BY due_at, contact_id LIMIT ?
"""
FIRST_CHANNEL = "SELECT min(channel) FROM campaign_targets WHERE run_id = ?1 AND status = 'waiting'"
# From one channel to the next by the index: however many wait on each, it costs nothing.
CHANNELS = f"""
WITH RECURSIVE known (channel) AS (
    {FIRST_CHANNEL} UNION ALL
    SELECT ({FIRST_CHANNEL} AND channel > known.channel) FROM known WHERE known.channel IS NOT NULL)
SELECT channel FROM known WHERE channel IS NOT NULL
"""  # noqa: S608 - our own statement
RING_AGAIN = "UPDATE campaign_targets SET due_at = ? WHERE run_id = ? AND contact_id = ?"
LAPSE = f"""
UPDATE campaign_targets SET status = 'skipped', why = '{LATE}'
WHERE run_id = ?1 AND contact_id IN (
    SELECT contact_id FROM campaign_targets WHERE run_id = ?1 AND status = 'waiting' LIMIT ?2)
"""  # noqa: S608 - our own statement
GIVE_UP_GATHERING = "UPDATE campaign_runs SET gather_until = gathered_to WHERE id = ? AND gathered_to < gather_until"
FINISH = """
UPDATE campaign_runs SET status = 'done', done_at = ?1
WHERE id = ?2 AND done_at IS NULL AND gathered_to >= gather_until
AND NOT EXISTS (SELECT 1 FROM campaign_targets WHERE run_id = ?2 AND status = 'waiting')
"""
TELL = "UPDATE campaign_runs SET told = ?1 WHERE id = ?2 AND told = ?3"
WAITING_SENDS = """
SELECT channel, count(*) FROM outbox WHERE settled_at IS NULL AND action = 'send' AND attempts = 0 GROUP BY channel
"""
SCHEDULES = "SELECT campaign, cron, followed_to FROM campaign_schedules"
FOLLOW = """
INSERT INTO campaign_schedules (campaign, cron, followed_to) VALUES (?, ?, ?)
ON CONFLICT (campaign) DO UPDATE SET cron = excluded.cron, followed_to = excluded.followed_to
"""
FORGET_SCHEDULE = "DELETE FROM campaign_schedules WHERE campaign = ?"
COME = "UPDATE campaign_schedules SET followed_to = ?1 WHERE campaign = ?2 AND followed_to < ?1"


class SqliteCampaigns:
    """A `CampaignDoor`, and what moves runs on."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # For turns

    async def latest(self) -> Sequence[Run]:
        return [_run(row) for row in await self._database.look_up(LATEST)]

    async def run(self, run_id: int) -> Run | None:
        found = await self._database.look_up(BY_ID, (run_id,))
        return _run(found[0]) if found else None

    async def target(self, run_id: int, conversation_id: int) -> Target | None:
        found = await self._database.look_up(TARGET, (run_id, conversation_id))
        if not found:
            return None
        ((contact_id, channel, status, why, due_at),) = found
        return Target(
            run_id=run_id,
            contact_id=contact_id,
            conversation_id=conversation_id,
            channel=channel,
            status=TargetStatus(status),
            why=why,
            due_at=due_at,
        )

    async def tally(self, run: Run) -> Tally:
        counts, skipped = Counter[str](), Counter[str]()
        async for status, why, count in self._counts(run.id):
            counts[status] += count
            if status == TargetStatus.SKIPPED:
                skipped[why] += count
        answers = dict(await self._database.read(ANSWERS, (run.key,)))
        return Tally(
            waiting=counts[TargetStatus.WAITING],
            asked=counts[TargetStatus.ASKED],
            unsendable=counts[TargetStatus.UNSENDABLE],
            skipped=dict(skipped),
            answered=answers.get(SurveyStatus.ANSWERED, 0),
            undelivered=answers.get(SurveyStatus.UNSENDABLE, 0),
        )

    async def _counts(self, run_id: int) -> AsyncIterator[tuple[str, str, int]]:
        behind, counted = 0, COUNTED
        while counted == COUNTED:
            found = await self._database.read(COUNTS, (run_id, behind, COUNTED))
            counted, behind = sum(count for *_, count, _ in found), max((last for *_, last in found), default=behind)
            for status, why, count, _ in found:
                yield status, why, count

    async def size(self, audience: Audience, fits: Fits, now: float) -> Mapping[str, int]:
        found: Counter[str] = Counter()
        last = await last_contact(self._database)
        for behind in range(0, last, CHUNK):
            some = await candidates(self._database, audience, behind, min(behind + CHUNK, last))
            found.update([each.identity.channel for each in some if await fits(each)])
        return found

    # The calendar

    async def schedules(self) -> Mapping[str, tuple[str, float]]:
        """The expression that each campaign's calendar was last followed by, and until when."""
        return {key: (cron, followed_to) for key, cron, followed_to in await self._database.look_up(SCHEDULES)}

    async def follow(self, campaign: str, cron: str, since: float) -> None:
        await self._database.write(Rows(FOLLOW, [(campaign, cron, since)]))

    async def forget_schedules(self, campaigns: Iterable[str]) -> None:
        await self._database.write(Rows(FORGET_SCHEDULE, [(campaign,) for campaign in campaigns]))

    async def begin(self, begun: Begun) -> bool:
        """At a time of its calendar, which never comes again. False: it came before, or another run is under way."""
        run_id = self._database.ids.next("campaign_runs")

        def work(connection: sqlite3.Connection) -> bool:
            if connection.execute(COME, (begun.scheduled_at, begun.campaign)).rowcount == 0:
                return False
            return connection.execute(BEGIN, _begun(run_id, begun)).rowcount > 0

        return await self._database.transact(work)

    # Moving on

    async def under_way(self) -> Sequence[Run]:
        """Stopped ones, too."""
        return [_run(row) for row in await self._database.look_up(UNDER_WAY)]

    async def gather(self, run: Run, fits: Fits) -> bool:
        """Look at some more of the contacts. False: there are no more, or it was stopped."""
        ((behind, last),) = await self._database.look_up(GATHERING, (run.id,))
        until = min(behind + CHUNK, last)
        if behind >= last:
            return False
        found = await candidates(self._database, run.audience, behind, until)
        targets = [
            (run.id, each.contact_id, each.conversation_id, each.identity.channel, run.started_at)
            for each in found
            if await fits(each)
        ]
        added = [Rows(ADD, targets)] if targets else []
        return await self._database.write(*added, claim=Claim(GATHER, (until, run.id))) and until < last

    async def channels(self, run_id: int) -> Sequence[str]:
        """On which targets wait."""
        return [channel for (channel,) in await self._database.look_up(CHANNELS, (run_id,))]

    async def ring(self, run_id: int, channel: str, most: int, now: float, again_at: float) -> int:
        """Give some targets their turn now; returns how many. Should a turn come to nothing, they ring again."""

        def work(connection: sqlite3.Connection) -> int:
            if connection.execute(RUNNING, (run_id,)).fetchone() is None:
                return 0
            due = connection.execute(DUE, (run_id, channel, now, most)).fetchall()
            connection.executemany(SET_TIMER, [(conversation, f"{PREFIX}{run_id}", now, "") for _, conversation in due])
            connection.executemany(RING_AGAIN, [(again_at, run_id, contact) for contact, _ in due])
            return len(due)

        return await self._database.transact(work)

    async def lapse(self, run_id: int) -> None:
        """Its time is over: whoever waits is left out."""

        def some(connection: sqlite3.Connection) -> int:
            connection.execute(GIVE_UP_GATHERING, (run_id,))
            return connection.execute(LAPSE, (run_id, CHUNK)).rowcount

        while await self._database.transact(some):
            pass

    async def finish(self, run_id: int, at: float) -> bool:
        """False: somebody waits, or it was done before."""
        return await self._database.write(claim=Claim(FINISH, (at, run_id)))

    async def waiting_sends(self) -> Mapping[str, int]:
        """How many messages to contacts are on their way, by channel; not those that are tried again."""
        return dict(await self._database.look_up(WAITING_SENDS))

    # Telling the desk

    async def to_tell(self, done_behind: float) -> Sequence[Run]:
        """Of which the desk was not told the end, and those done behind this time, whose answers still come in."""
        return [_run(row) for row in await self._database.look_up(TO_TELL, (done_behind,))]

    async def tell(self, run: Run, told: int, outgoing: Sequence[Outgoing], at: float) -> tuple[Outgoing, ...]:
        """Put rows into the outbox, once: nothing comes back if that was done before."""
        rows = outbox.number(self._database, outgoing, 0, at)
        won = await self._database.write(*outbox.inserts(rows), claim=Claim(TELL, (told, run.id, run.told)))
        return rows if won else ()


async def forget(database: Database, before: float) -> int:
    """Whom runs asked that were over before, a little at a time; returns how many.

    Of each campaign the latest run is kept: the desk may look at how it went.
    """
    forgotten = 0
    for (run_id,) in await database.read(LONG_OVER, (before,)):
        while some := await _forget_some(database, run_id):
            forgotten += some
    return forgotten


async def _forget_some(database: Database, run_id: int) -> int:
    return await database.transact(lambda connection: connection.execute(FORGET_TARGETS, (run_id, CHUNK)).rowcount)


def guards(database: Database, changes: Iterable[CampaignChange], conversation_id: int) -> Iterator[Claim]:
    """What must hold for all of the turn to be written."""
    for change in changes:
        match change:
            case Begun():
                yield Claim(BEGIN, _begun(database.ids.next("campaign_runs"), change))
            case Stopped():
                yield Claim(STOP, (change.by, change.run_id))
            case Resumed():
                yield Claim(RESUME, (change.run_id,))
            case TargetSettled():
                yield Claim(SETTLE, (change.status, change.why, change.due_at, change.run_id, conversation_id))


def _begun(run_id: int, begun: Begun) -> tuple[Any, ...]:
    audience = dumps(begun.audience)
    return run_id, begun.campaign, begun.scheduled_at, begun.at, begun.by, audience, begun.ends_at


def _run(row: tuple[Any, ...]) -> Run:
    run_id, campaign, scheduled_at, at, by, audience, status, stopped_by, ends_at, done_at, gathered, told = row
    return Run(
        id=run_id,
        campaign=campaign,
        scheduled_at=scheduled_at,
        started_at=at,
        started_by=by,
        audience=_audience(audience),
        status=RunStatus(status),
        stopped_by=stopped_by,
        ends_at=ends_at,
        done_at=done_at,
        gathered=bool(gathered),
        told=told,
    )


def _audience(text: str) -> Audience:
    known = loads(text)
    lists = {name: tuple(value) for name, value in known.items() if isinstance(value, list)}
    return Audience(**{**known, **lists})
