"""What goes on at the desk, as those see it who decide who gets what."""

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import replace

import pytest

from storage.conversations import BOT, Owner, OwnerKind, Status
from storage.database import Database, Rows
from storage.desk import Agent, Held, Priority, Promise, Promised, Waiting
from storage.inbound import Identity
from storage.migrating import migrate
from storage.sqlite import SqliteStore, contacts, copies, floor
from storage.sqlite.floor import SqliteFloor
from tests.storage.desking import ANNA, BEN, Shift, agent, queue
from tests.storage.samples import LIN, conversation_of, turn

WANG = Identity("slack", "wang")
LI = Identity("wechat", "openid-of-li-lei")
NIGHT = Owner(OwnerKind.WAKE, "99")


@pytest.fixture
def shift(database: Database) -> Shift:
    return Shift(SqliteStore(database))


@pytest.fixture
def desk(database: Database) -> SqliteFloor:
    return SqliteFloor(database)


class TestQueue:
    async def test_the_most_urgent_is_next_and_among_equals_who_waits_longest(
        self, shift: Shift, desk: SqliteFloor
    ) -> None:
        who = {name: Identity("telegram", name) for name in ("late", "early", "angry", "calm")}
        await shift.queued(who["late"], at=30.0)
        await shift.queued(who["calm"], at=1.0, priority=Priority.LOW)
        await shift.queued(
            who["angry"], at=40.0, priority=Priority.URGENT, team="complaints", offered_to=BEN, waiting_since=20.0
        )
        await shift.queued(who["early"], at=10.0)
        waiting = await desk.queue()
        assert [each.name for each in waiting] == ["angry", "early", "late", "calm"]
        first = waiting[0]
        assert (first.team, first.priority, first.queued_at, first.waiting_since, first.channel, first.offered_to) == (
            "complaints",
            Priority.URGENT,
            40.0,
            20.0,
            "telegram",
            BEN,
        )

    async def test_whoever_is_taken_or_sleeps_or_is_served_waits_no_more(self, shift: Shift, desk: SqliteFloor) -> None:
        for who in (LIN, WANG, LI):
            await shift.queued(who)
        await shift.taken(LIN)
        await shift.asleep(WANG)
        await shift.taken(LI)
        await shift.resolved(LI)
        assert await desk.queue() == []
        await shift.moved(LIN, Status.OPEN, queue())
        assert [each.name for each in await desk.queue()] == ["lin"]

    async def test_whoever_has_no_case_is_not_forgotten(self, shift: Shift, desk: SqliteFloor) -> None:
        await shift.moved(LIN, Status.OPEN, queue())
        await shift.moved(WANG, Status.OPEN, agent(ANNA))
        assert [each.name for each in await desk.queue()] == ["lin"]
        assert [each.name for each in await desk.held(ANNA)] == ["wang"]


class TestHeld:
    async def test_whoever_waits_longest_for_an_answer_comes_first(self, shift: Shift, desk: SqliteFloor) -> None:
        answered, waits, waits_longer = (Identity("telegram", name) for name in ("done", "waits", "longer"))
        for who, since in ((answered, None), (waits, 60.0), (waits_longer, 50.0)):
            await shift.queued(who)
            await shift.taken(who, waiting_since=since)
        await shift.queued(LI)
        await shift.taken(LI, BEN, waiting_since=1.0)
        held = await desk.held(ANNA)
        assert [(each.name, each.waiting_since) for each in held] == [
            ("longer", 50.0),
            ("waits", 60.0),
            ("done", None),
        ]
        assert {each.owner for each in held} == {ANNA}
        assert held[0].since == 20.0
        assert await desk.load() == {ANNA: 3, BEN: 1}

    async def test_what_was_promised_is_seen_wherever_the_conversation_is(
        self, shift: Shift, desk: SqliteFloor
    ) -> None:
        promises = (Promise(what=Promised.NEXT_RESPONSE, seconds=60.0, begun_at=1.0, running_since=1.0, stage=60),)
        for who in (LIN, WANG, LI):
            await shift.queued(who, team="vip", promises=promises)
        await shift.taken(WANG)
        await shift.taken(LI)
        await shift.asleep(LI)
        found: list[Waiting | Held] = [*await desk.queue(), *await desk.held()]
        assert [(each.team, each.promises) for each in found] == [("vip", promises)] * 3

    async def test_those_that_sleep_are_everybody_s(self, shift: Shift, desk: SqliteFloor) -> None:
        await shift.queued(LIN, priority=Priority.HIGH, team="vip")
        await shift.taken(LIN)
        await shift.asleep(LIN, until=500.0)
        await shift.queued(WANG)
        await shift.taken(WANG, BEN, waiting_since=5.0)
        assert await desk.held(ANNA) == []
        busy, sleeping = await desk.held()
        assert (busy.owner, busy.wakes_at) == (BEN, None)
        assert (sleeping.owner, sleeping.wakes_at) == ("", 500.0)
        assert await desk.load() == {BEN: 1}


class TestPast:
    async def test_the_latest_waits_of_a_team_are_told_from_the_queue_to_the_agent(
        self, shift: Shift, desk: SqliteFloor
    ) -> None:
        for number, wait in enumerate((10.0, 40.0, 90.0)):
            who = Identity("telegram", str(number))
            await shift.queued(who, at=100.0 * number, team="vip")
            await shift.taken(who, at=100.0 * number + wait)
        await shift.queued(LIN, team="vip")
        await shift.queued(WANG)
        await shift.taken(WANG, at=11.0)
        assert [accepted - opened for opened, accepted in await desk.waits("vip", 2)] == [90.0, 40.0]
        assert [accepted - opened for opened, accepted in await desk.waits("", 10)] == [1.0]
        assert await desk.waits("nobody", 10) == []

    async def test_a_contact_s_cases_are_those_of_all_their_channels_newest_first(
        self, shift: Shift, database: Database, desk: SqliteFloor
    ) -> None:
        for at in (10.0, 50.0):
            await shift.queued(LIN, at=at)
            await shift.taken(LIN)
            await shift.resolved(LIN)
        await shift.queued(WANG, at=30.0)
        lin, wang = await conversation_of(shift.store, LIN), await conversation_of(shift.store, WANG)
        assert [each.opened_at for each in await desk.cases(lin.contact_id, 9)] == [50.0, 10.0]
        # Merging two contacts moves their identities and nothing else.
        move = "UPDATE identities SET contact_id = ? WHERE contact_id = ?"
        await database.write(Rows(move, [(lin.contact_id, wang.contact_id)]))
        assert [each.opened_at for each in await desk.cases(lin.contact_id, 2)] == [30.0, 50.0]
        file = await contacts.SqliteContacts(database).of(lin.contact_id)
        assert file
        assert file.cases == 3
        assert {known.identity for known in file.identities} == {LIN, WANG}


class TestAstray:
    @pytest.mark.parametrize(
        ("status", "owner", "has_case", "why"),
        [
            (Status.PENDING, None, False, "no_owner"),
            (Status.PENDING, queue(), False, "no_owner"),
            (Status.PENDING, agent(ANNA), True, "no_owner"),
            (Status.PENDING, BOT, True, "bot_at_desk"),
            (Status.OPEN, BOT, True, "bot_at_desk"),
            (Status.OPEN, None, True, "no_owner"),
            (Status.OPEN, NIGHT, True, "no_owner"),
            (Status.OPEN, agent(""), True, "no_owner"),
            (Status.OPEN, agent("slack:GONE"), True, "unknown_agent"),
            (Status.OPEN, queue(), False, "no_case"),
            (Status.OPEN, agent(ANNA), False, "no_case"),
            (Status.SNOOZED, None, True, "no_wake_up"),
            (Status.SNOOZED, agent(ANNA), True, "no_wake_up"),
            (Status.SNOOZED, Owner(OwnerKind.WAKE, "tomorrow"), True, "no_wake_up"),
            (Status.SNOOZED, NIGHT, True, "no_wake_up"),
            (Status.RESOLVED, agent(ANNA), False, "owner_after_resolve"),
            (Status.RESOLVED, agent(ANNA), True, "owner_after_resolve"),
            (Status.RESOLVED, None, True, "case_after_resolve"),
        ],
    )
    async def test_what_has_not_exactly_one_owner_is_found_and_told_once(
        self, shift: Shift, desk: SqliteFloor, status: Status, owner: Owner | None, has_case: bool, why: str
    ) -> None:
        await shift.queued(WANG)
        await shift.taken(WANG)
        if has_case:
            await shift.queued(LIN)
        await shift.moved(LIN, status, owner)
        lin = await conversation_of(shift.store)
        assert [(each.conversation_id, each.why) for each in await desk.astray()] == [(lin.id, why)]

    async def test_a_desk_at_work_has_nothing_astray(self, shift: Shift, desk: SqliteFloor) -> None:
        await turn(shift.store, "1", Identity("telegram", "bot's"))
        await shift.queued(LIN)
        await shift.queued(WANG)
        await shift.taken(WANG)
        await shift.queued(LI)
        await shift.taken(LI, BEN)
        await shift.asleep(LI)
        assert await desk.astray() == []
        await shift.resolved(WANG)
        await shift.resolved(LI)
        assert await desk.astray() == []

    async def test_who_is_being_woken_at_this_moment_is_not_astray(self, shift: Shift, desk: SqliteFloor) -> None:
        await shift.queued(LIN)
        await shift.asleep(LIN, until=99.0)
        await shift.store.claim_timers(100.0)
        assert await desk.astray() == []


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    migrate(connection)
    yield connection
    connection.close()


@pytest.mark.parametrize(
    "sql",
    [
        *(floor.LOAD, floor.QUEUE, floor.HELD, floor.HELD_BY, floor.ASLEEP, floor.WAITS, floor.CASES, floor.ASTRAY),
        *(contacts.CONTACT, contacts.IDENTITIES, contacts.TAGS, contacts.NOTES),
        *(copies.OF_CONTACT_MESSAGE, copies.OF_DESK_MESSAGE),
    ],
)
def test_no_question_walks_over_what_is_done_with(connection: sqlite3.Connection, sql: str) -> None:
    """Every step goes by an index; one that is walked whole holds only what is open, or astray."""
    numbered = [int(number) for number in re.findall(r"\?(\d)", sql)]
    plan = connection.execute(
        f"EXPLAIN QUERY PLAN {sql}", [1] * (max(numbered, default=0) or sql.count("?"))
    ).fetchall()
    steps = [step for *_, step in plan if step.startswith("SCAN")]
    short = ("cases_open", "conversations_astray", "inbox_unhandled")
    assert all(re.fullmatch(rf"SCAN \w+ USING INDEX ({'|'.join(short)})", step) for step in steps), steps


async def test_staff_are_known_in_one_order(shift: Shift, desk: SqliteFloor) -> None:
    anna = Agent(account=ANNA, name="Anna", seen_at=1.0)
    await turn(shift.store, "1", agents=(replace(anna, account=BEN), anna))
    assert [each.account for each in await desk.agents()] == [ANNA, BEN]
