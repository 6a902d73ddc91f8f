"""What a store keeps of the desk: cases, agents, contacts' files, copies. Over every implementation of `Store`."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from storage.conversations import Conversation, Status
from storage.database import Database, Rows
from storage.desk import Agent, ContactChange, ContactFile, Priority, Promise, Promised, StaffNote
from storage.errors import Conflict, StorageFailed
from storage.inbound import Identity
from storage.results import Timer, TurnResult
from storage.sqlite import SqliteStore
from storage.sqlite.contacts import SqliteContacts
from storage.sqlite.floor import SqliteFloor
from storage.store import Store
from tests.storage.conftest import OpenDatabase, OpenStore
from tests.storage.desking import ANNA, BEN, Shift, case, outside, queue
from tests.storage.samples import LIN, conversation_of, entry, says, turn, writes

WANG = Identity("slack", "wang")
EVERYTHING: dict[str, Any] = {
    "rule": "大单",
    "team": "vip",
    "priority": Priority.URGENT,
    "angry": True,
    "offered_to": ANNA,
    "passed": (BEN,),
    "told_late": True,
    "waiting_since": 10.0,
    "agents": (BEN, ANNA),
    "snoozed_by": BEN,
    "answer_via": WANG,
    "promises": (
        Promise(what=Promised.FIRST_RESPONSE, seconds=600.0, begun_at=10.0, ended_at=20.0, difference=590.0),
        Promise(what=Promised.RESOLUTION, seconds=7200.0, begun_at=10.0, running_since=10.0, due_at=7210.0, stage=60),
    ),
    "lifted_from": Priority.LOW,
    "visit_since": 5.0,
    "orders": ("A10086",),
    "answered_at": 18.0,
    "silence_due_at": 90.0,
    "warned_at": 80.0,
    "reopened_at": 9.0,
}
"""That can be said of a case while it is open."""


class TestCases:
    async def test_a_case_is_read_as_it_was_written(self, open_store: OpenStore) -> None:
        store = await open_store()
        await Shift(store).queued(
            **EVERYTHING,
        )
        remembered = await conversation_of(store)
        store = await open_store()
        lin = await conversation_of(store)
        assert lin.case == case(
            id=1,
            conversation_id=lin.id,
            **EVERYTHING,
        )
        assert remembered == lin == await store.load_by_id(lin.id)

    async def test_a_case_of_an_older_version_promised_nothing(self, open_database: OpenDatabase) -> None:
        database = await open_database()
        await Shift(SqliteStore(database)).queued(**EVERYTHING)
        older = "UPDATE cases SET body = json_remove(body, '$.promises', '$.lifted_from', '$.orders', '$.reopened_at')"
        await database.write(Rows(older, [()]))
        database = await open_database()
        known = (await conversation_of(SqliteStore(database))).case
        assert known is not None
        assert (known.team, known.promises, known.lifted_from, known.orders) == ("vip", (), None, ())
        assert [each.promises for each in await SqliteFloor(database).queue()] == [()]

    async def test_what_is_remembered_of_a_case_is_what_is_on_disk(self, open_store: OpenStore) -> None:
        store = await open_store()
        shift = Shift(store)
        await turn(store, "1")
        await conversation_of(store)
        await shift.queued()
        await shift.taken(priority=Priority.HIGH)
        await turn(store, "2", entries=(entry("还在吗"),))
        remembered = await conversation_of(store)
        assert remembered.case
        assert (remembered.case.priority, remembered.case.accepted_at) == (Priority.HIGH, 20.0)
        assert await conversation_of(await open_store()) == remembered

    async def test_a_turn_without_a_case_leaves_it_even_if_it_forgot_it(self, open_store: OpenStore) -> None:
        store = await open_store()
        await Shift(store).queued()
        lin = await conversation_of(store)
        inbox_id = await store.accept(writes("1"), 2.0) or 0
        await store.commit(inbox_id, TurnResult(conversation=replace(lin, case=None)), 2.0)
        assert (await conversation_of(store)).case == lin.case
        assert (await conversation_of(await open_store())).case == lin.case

    async def test_a_case_that_is_over_is_the_conversation_s_no_more_and_the_next_one_is_another(
        self, open_store: OpenStore
    ) -> None:
        store = await open_store()
        shift = Shift(store)
        await shift.queued()
        await shift.taken()
        await shift.resolved()
        assert (await conversation_of(store)).case is None
        store = await open_store()
        assert (await conversation_of(store)).case is None
        await Shift(store).queued(at=50.0)
        second = (await conversation_of(store)).case
        assert second
        assert (second.id, second.opened_at) == (2, 50.0)

    async def test_no_second_case_is_opened_beside_an_open_one(self, open_store: OpenStore) -> None:
        store = await open_store()
        shift = Shift(store)
        await shift.queued()
        first = await conversation_of(store)
        with pytest.raises(Conflict):
            await shift.moved(LIN, Status.OPEN, queue(), case=case(50.0), entries=(entry("again"),))
        assert await conversation_of(store) == first
        assert await store.transcript(first.id, 10) == []
        assert len(await store.unhandled()) == 1, "whoever decided on it may decide anew"

    async def test_a_case_that_is_over_is_never_changed(self, store: Store) -> None:
        shift = Shift(store)
        await shift.queued()
        before = (await conversation_of(store)).case
        assert before
        await shift.resolved()
        with pytest.raises(Conflict):
            await shift.moved(LIN, Status.OPEN, queue(), case=replace(before, priority=Priority.LOW))
        assert (await conversation_of(store)).status is Status.RESOLVED

    async def test_a_case_goes_on_where_it_ended_for_whoever_reopens_it_and_for_nobody_who_saw_it_open(
        self, open_store: OpenStore
    ) -> None:
        store = await open_store()
        shift = Shift(store)
        await shift.queued(agents=(ANNA,))
        before = (await conversation_of(store)).case
        assert before
        await shift.resolved(at=30.0)
        again = replace(before, reopened_at=40.0)
        await shift.moved(LIN, Status.OPEN, queue(), case=again)
        assert (await conversation_of(await open_store())).case == again
        store = await open_store()
        shift = Shift(store)
        await shift.resolved(at=50.0)
        with pytest.raises(Conflict):
            await shift.moved(LIN, Status.OPEN, queue(), case=again)

    async def test_none_is_reopened_beside_an_open_one(self, store: Store) -> None:
        shift = Shift(store)
        await shift.queued()
        first = (await conversation_of(store)).case
        assert first
        await shift.resolved(at=30.0)
        await shift.queued(at=35.0)
        with pytest.raises(Conflict):
            await shift.moved(LIN, Status.OPEN, queue(), case=replace(first, reopened_at=40.0))

    async def test_of_two_first_messages_to_the_desk_at_once_one_opens_the_case(self, store: Store) -> None:
        await turn(store, "1")
        lin = await conversation_of(store)
        ids = [await store.accept(writes(key), 1.0) or 0 for key in ("2", "3")]
        result = TurnResult(conversation=replace(lin, status=Status.OPEN, owner=queue()), case=case())
        ends = await asyncio.gather(*(store.commit(each, result, 2.0) for each in ids), return_exceptions=True)
        assert sorted(type(end).__name__ for end in ends) == ["Conflict", "tuple"]

    async def test_a_turn_about_no_conversation_has_no_case(self, store: Store) -> None:
        with pytest.raises(ValueError, match="without a conversation"):
            await outside(store, case=case())


class TestOutsideOfTopics:
    async def test_staff_may_go_away_and_a_contact_be_noted_where_no_conversation_is_spoken_of(
        self, open_database: OpenDatabase
    ) -> None:
        database = await open_database()
        store = SqliteStore(database)
        await turn(store, "1")
        lin = await conversation_of(store)
        away = Agent(account=ANNA, name="Anna", away_since=5.0, away_until=60.0, seen_at=5.0)
        note = StaffNote(author=ANNA, author_name="Anna", text="对虾过敏", at=5.0)
        await outside(
            store,
            agents=(away, Agent(account=BEN, name="Ben", seen_at=1.0)),
            contacts=(ContactChange(contact_id=lin.contact_id, note=note),),
            timers=(Timer(name="desk:handback", due_at=5.0, payload=ANNA, conversation_id=lin.id),),
        )
        database = await open_database()
        assert await SqliteFloor(database).agents() == [away, Agent(account=BEN, name="Ben", seen_at=1.0)]
        assert (await file_of(database, lin)).notes == (note,)
        (claimed,) = await SqliteStore(database).claim_timers(5.0)
        assert (claimed.inbound.identity, claimed.inbound.payload, claimed.inbound.text) == (LIN, "desk:handback", ANNA)

    async def test_a_file_that_is_nobody_s_and_a_timer_that_is_nobody_s_are_refused(self, store: Store) -> None:
        with pytest.raises(ValueError, match="whose file"):
            await outside(store, contacts=(ContactChange(tag="vip"),))
        with pytest.raises(ValueError, match="without a conversation"):
            await outside(store, timers=(Timer(name="desk:draw", due_at=1.0),))

    async def test_a_later_word_of_an_agent_replaces_the_one_before(self, database: Database) -> None:
        store = SqliteStore(database)
        await outside(store, agents=(Agent(account=ANNA, name="Anna", away_since=5.0, seen_at=5.0),))
        await outside(store, agents=(Agent(account=ANNA, name="Anna W.", seen_at=6.0),))
        assert await SqliteFloor(database).agents() == [Agent(account=ANNA, name="Anna W.", seen_at=6.0)]


async def file_of(database: Database, conversation: Conversation) -> ContactFile:
    found = await SqliteContacts(database).of(conversation.contact_id)
    assert found
    return found


def noted(text: str, at: float = 5.0) -> StaffNote:
    return StaffNote(author=ANNA, author_name="Anna", text=text, at=at)


class TestContacts:
    async def test_a_stranger_has_an_empty_file_and_nobody_none(self, database: Database) -> None:
        store = SqliteStore(database)
        await turn(store, "1")
        file = await file_of(database, await conversation_of(store))
        assert (file.since, file.tier, file.tags, file.notes, file.banned, file.cases) == (2.0, "", (), (), False, 0)
        assert [known.identity for known in file.identities] == [LIN]
        assert await SqliteContacts(database).of(99) is None

    async def test_the_first_turn_may_already_write_in_the_file(self, database: Database) -> None:
        store = SqliteStore(database)
        await turn(store, "1", contacts=(ContactChange(tag="vip", tier="vip", note=noted("来自展会")),))
        file = await file_of(database, await conversation_of(store))
        assert (file.tier, file.tags, file.notes) == ("vip", ("vip",), (noted("来自展会"),))

    async def test_what_a_change_leaves_out_stays(self, database: Database) -> None:
        store = SqliteStore(database)
        first = ContactChange(tier="vip", banned=True, last_agent=ANNA, tag="茶", note=noted("first"))
        await turn(store, "1", contacts=(first,))
        await turn(store, "2", contacts=(ContactChange(banned=False, note=noted("second")),))
        await turn(store, "3", contacts=(ContactChange(tier="", tag="茶"), ContactChange(untag="nothing")))
        await turn(store, "4", contacts=(ContactChange(tag="咖啡"),))
        file = await file_of(database, await conversation_of(store))
        assert (file.tier, file.banned, file.last_agent, file.tags) == ("", False, ANNA, ("咖啡", "茶"))
        assert [note.text for note in file.notes] == ["second", "first"]
        await turn(store, "5", contacts=(ContactChange(untag="茶"),))
        assert (await file_of(database, await conversation_of(store))).tags == ("咖啡",)

    async def test_a_contact_who_is_banned_is_so_in_every_conversation_however_it_is_loaded(
        self, database: Database
    ) -> None:
        store = SqliteStore(database)
        await turn(store, "1")
        lin = await conversation_of(store)
        assert not lin.banned
        await outside(store, contacts=(ContactChange(contact_id=lin.contact_id, banned=True),))
        assert (await conversation_of(store)).banned, "also after it was kept in memory"
        await turn(store, "2")
        assert (await conversation_of(store)).banned, "also after another turn"
        assert (found := await store.load_by_id(lin.id))
        assert found.banned
        await turn(store, "3", contacts=(ContactChange(banned=False),))
        assert not (await conversation_of(store)).banned

    async def test_two_turns_at_once_lose_nothing(self, database: Database) -> None:
        store = SqliteStore(database)
        await turn(store, "1")
        lin = await conversation_of(store)
        changes = [ContactChange(contact_id=lin.contact_id, tag=str(n), note=noted(str(n))) for n in range(9)]
        await asyncio.gather(*(outside(store, contacts=(change,)) for change in changes))
        file = await file_of(database, lin)
        assert file.tags == tuple("012345678")
        assert sorted(note.text for note in file.notes) == list("012345678")

    async def test_a_turn_that_began_before_a_ban_does_not_lift_it(self, store: Store) -> None:
        await turn(store, "1")
        before = await conversation_of(store)
        await outside(store, contacts=(ContactChange(contact_id=before.contact_id, banned=True),))
        assert (await conversation_of(store)).banned
        inbox_id = await store.accept(writes("2"), 2.0) or 0
        await store.commit(inbox_id, TurnResult(conversation=before), 2.0)
        assert (await conversation_of(store)).banned


class TestTimersOfOthers:
    async def test_a_turn_asks_another_conversation_for_one(self, open_store: OpenStore) -> None:
        store = await open_store()
        await turn(store, "1", WANG)
        wang = await conversation_of(store, WANG)
        asks = Timer(name="desk:draw", due_at=2.0, payload="why", conversation_id=wang.id)
        await turn(store, "2", timers=(asks, Timer(name="desk:late", due_at=9.0)))
        store = await open_store()
        (claimed,) = await store.claim_timers(2.0)
        assert (claimed.inbound.identity, claimed.inbound.payload, claimed.inbound.text) == (WANG, "desk:draw", "why")
        assert [timer.name for timer in await store.timers_of((await conversation_of(store)).id)] == ["desk:late"]

    async def test_a_turn_that_comes_to_nothing_asks_nobody(self, store: Store) -> None:
        await turn(store, "1", WANG)
        wang = await conversation_of(store, WANG)
        inbox_id = await store.accept(writes("2"), 1.0) or 0
        asks = Timer(name="desk:draw", due_at=2.0, conversation_id=wang.id)
        await store.commit(inbox_id, TurnResult(outgoing=(says("?"),)), 2.0)
        assert await store.commit(inbox_id, TurnResult(timers=(asks,)), 2.0) == ()
        assert await store.claim_timers(9.0) == []


async def test_a_turn_of_which_one_line_is_refused_leaves_nothing_at_the_desk(open_database: OpenDatabase) -> None:
    database = await open_database()
    store = SqliteStore(database)
    for key, who in (("1", LIN), ("2", WANG)):
        await turn(store, key, who)
    lin, wang = await conversation_of(store), await conversation_of(store, WANG)
    unwritable = replace(entry("?"), text=f"half a character: {chr(0xD83D)}")
    everything = TurnResult(
        conversation=replace(lin, status=Status.OPEN, owner=queue()),
        case=case(),
        agents=(Agent(account=ANNA, seen_at=1.0),),
        contacts=(ContactChange(tag="茶", banned=True, note=noted("?")),),
        timers=(Timer(name="desk:draw", due_at=1.0, conversation_id=wang.id),),
        outgoing=(says("?"),),
        entries=(unwritable,),
    )
    inbox_id = await store.accept(writes("3"), 2.0) or 0
    with pytest.raises(StorageFailed):
        await store.commit(inbox_id, everything, 2.0)
    database = await open_database()
    store = SqliteStore(database)
    assert await conversation_of(store) == lin
    assert await SqliteFloor(database).agents() == []
    assert await SqliteFloor(database).cases(lin.contact_id, 9) == []
    file = await file_of(database, lin)
    assert (file.tags, file.notes, file.banned) == ((), (), False)
    assert await store.claim_timers(9.0) == []
    assert await store.waiting() == []
    assert [accepted.inbox_id for accepted in await store.unhandled()] == [inbox_id]


class TestForgetting:
    async def test_what_a_case_was_about_is_forgotten_with_what_was_said_and_that_it_was_is_not(
        self, open_database: OpenDatabase
    ) -> None:
        database = await open_database()
        store = SqliteStore(database)
        shift = Shift(store)
        await shift.queued(LIN)
        await shift.taken(LIN)
        await shift.resolved(LIN, at=30.0)
        await shift.queued(LIN, at=40.0)
        await shift.queued(WANG)
        await shift.taken(WANG)
        await shift.resolved(WANG, at=60.0)
        assert await store.purge(0.0, 50.0) == 1
        assert await store.purge(0.0, 50.0) == 0
        database = await open_database()
        lin = await conversation_of(SqliteStore(database))
        wang = await conversation_of(SqliteStore(database), WANG)
        asked = [(each.opened_at, each.asked) for each in await SqliteFloor(database).cases(lin.contact_id, 9)]
        assert asked == [(40.0, "茶壶裂了"), (10.0, "")]
        assert lin.case
        assert lin.case.asked == "茶壶裂了"
        assert [each.asked for each in await SqliteFloor(database).cases(wang.contact_id, 9)] == ["茶壶裂了"]

    async def test_notes_are_forgotten_with_what_was_said_and_what_staff_decided_stays(
        self, database: Database
    ) -> None:
        store = SqliteStore(database)
        decided = ContactChange(tier="vip", tag="茶", banned=True, last_agent=ANNA)
        notes = (ContactChange(note=noted("long ago", 3.0)), ContactChange(note=noted("lately", 8.0)))
        await turn(store, "1", contacts=(decided, *notes))
        assert await store.purge(0.0, 5.0) == 1
        file = await file_of(database, await conversation_of(store))
        assert [note.text for note in file.notes] == ["lately"]
        assert (file.tier, file.tags, file.banned, file.last_agent) == ("vip", ("茶",), True, ANNA)

    async def test_a_topic_that_was_left_long_ago_is_forgotten(self, store: Store) -> None:
        await turn(store, "1")
        lin = await conversation_of(store)
        for topic in ("topic-5", "topic-6"):
            await store.set_thread(lin.id, topic)
        await store.purge(0.0, 5.0)
        assert await store.load_by_thread("topic-5") is None
        assert await store.load_by_thread("topic-6") == replace(lin, thread="topic-6")
