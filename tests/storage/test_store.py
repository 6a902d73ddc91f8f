"""What the engine and delivery rely on, over every implementation of `Store`."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from storage.conversations import Conversation, Owner, OwnerKind, Status
from storage.inbound import Attachment, Identity, Kind, Media
from storage.results import Action, Mark, ReportingEvent, StaffMessage, Timer, TurnResult
from storage.store import Fate, Settlement, Store
from tests.storage.conftest import OpenStore
from tests.storage.samples import LIN, conversation_of, entry, says, turn, writes

CHANGED: dict[str, Any] = {
    "chat_id": "moved",
    "name": "林",
    "locale": "zh-hans",
    "language": "zh-CN",
    "status": Status.OPEN,
    "owner": Owner(OwnerKind.AGENT, "slack:U1"),
    "state": {"form": {"slots": ["A1", None, 1.5]}},
    "messages": 2,
    "last_message_at": 2.5,
    "blocked": True,
}
"""Of a conversation, by a turn."""


class TestInbox:
    async def test_a_redelivery_finds_the_first_copy(self, store: Store) -> None:
        first = await store.accept(writes("update-1"), 1.0)
        assert await store.accept(writes("update-1", text="again"), 2.0) is None
        assert await store.inbox_id("telegram", "update-1") == first
        assert await store.inbox_id("slack", "update-1") is None

    async def test_copies_that_arrive_in_one_moment_are_accepted_once(self, store: Store) -> None:
        ids = await asyncio.gather(*(store.accept(writes("update-1"), 1.0) for _ in range(20)))
        assert sum(inbox_id is not None for inbox_id in ids) == 1

    async def test_the_same_key_on_another_channel_is_another_message(self, store: Store) -> None:
        assert await store.accept(writes("1"), 1.0)
        assert await store.accept(writes("1", Identity("slack", "lin")), 1.0)

    async def test_what_was_accepted_before_a_crash_is_replayed_whole_and_in_order(self, open_store: OpenStore) -> None:
        picture = Attachment(media=Media.PHOTO, channel="telegram", ref="f1", size=None, caption="茶壶")
        sent = [
            writes("1", text="你好 <b>&", attachments=(picture,), locale="zh-hans", thread="5", message_id="9"),
            writes("2", kind=Kind.BUTTON, payload="menu", private=False, direct_chat_id="77"),
        ]
        store = await open_store()
        for inbound in sent:
            await store.accept(inbound, 1.0)
        await turn(store, "3")
        assert [accepted.inbound for accepted in await (await open_store()).unhandled()] == sent

    async def test_a_message_begins_when_it_is_written_though_its_caller_gave_up(self, store: Store) -> None:
        order: list[str] = []

        async def accepting(key: str) -> None:
            if await store.accept(writes(key), 1.0, lambda _inbox_id: order.append(f"{key} begun")):
                order.append(key)

        callers = [asyncio.create_task(accepting(key)) for key in ("1", "2", "2", "3")]
        await asyncio.sleep(0)
        callers[1].cancel()
        callers[2].cancel()
        await asyncio.wait(callers)
        assert order == ["1 begun", "2 begun", "3 begun", "1", "3"]

    async def test_what_a_message_leads_to_is_never_durable_before_it(self, store: Store) -> None:
        order: list[str] = []
        stranger = Conversation(identity=LIN, chat_id="lin")
        turns: list[asyncio.Task[None]] = []

        async def turned(inbox_id: int) -> None:
            rows = await store.commit(inbox_id, TurnResult(conversation=stranger, outgoing=(says("hi"),)), 1.0)
            order.append(f"turn of {len(rows)}")

        def begun(inbox_id: int) -> None:
            turns.append(asyncio.create_task(turned(inbox_id)))

        assert await store.accept(writes("1"), 1.0, begun)
        order.append("accepted")
        await turns[0]
        assert order == ["accepted", "turn of 1"]


class TestTurn:
    async def test_the_first_turn_makes_the_contact_and_numbers_follow(self, open_store: OpenStore) -> None:
        store = await open_store()
        assert await store.load(LIN) is None
        await turn(store, "1")
        lin = await conversation_of(store)
        assert lin.id > 0
        assert lin.contact_id > 0
        store = await open_store()
        await turn(store, "2", Identity("slack", "wang"))
        wang = await conversation_of(store, Identity("slack", "wang"))
        assert wang.id > lin.id
        assert wang.contact_id > lin.contact_id

    async def test_a_conversation_is_read_as_it_was_written(self, open_store: OpenStore) -> None:
        store = await open_store()
        await turn(store, "1")
        before = await conversation_of(store)
        after = replace(before, **CHANGED)
        await self.changes(store, after)
        store = await open_store()
        assert await store.load(LIN) == after
        assert await store.load_by_id(before.id) == after

    @pytest.mark.parametrize("name", CHANGED)
    async def test_so_is_one_of_which_only_one_thing_has_changed(self, open_store: OpenStore, name: str) -> None:
        store = await open_store()
        await turn(store, "1")
        after = replace(await conversation_of(store), **{name: CHANGED[name]})
        await self.changes(store, after)
        assert await conversation_of(store) == after
        assert await conversation_of(await open_store()) == after

    async def changes(self, store: Store, after: Conversation) -> None:
        inbox_id = await store.accept(writes("2"), 2.0)
        assert inbox_id
        await store.commit(inbox_id, TurnResult(conversation=after), 2.0)

    async def test_a_resolved_conversation_has_no_owner(self, store: Store) -> None:
        inbox_id = await store.accept(writes("1"), 1.0) or 0
        resolved = Conversation(identity=LIN, chat_id="lin", status=Status.RESOLVED, owner=None)
        await store.commit(inbox_id, TurnResult(conversation=resolved), 1.0)
        assert (await conversation_of(store)).owner is None

    async def test_committing_twice_has_its_effects_once(self, open_store: OpenStore) -> None:
        store = await open_store()
        inbox_id = await store.accept(writes("1"), 1.0) or 0
        new = Conversation(identity=LIN, chat_id="lin", messages=1)
        result = TurnResult(conversation=new, entries=(entry("hi"),), outgoing=(says("hello"),))
        answers = await asyncio.gather(*(store.commit(inbox_id, result, 1.0) for _ in range(3)))
        assert sorted(map(len, answers)) == [0, 0, 1]
        store = await open_store()
        assert await store.commit(inbox_id, result, 1.0) == ()
        assert len(await store.waiting()) == 1
        assert len(await store.transcript((await conversation_of(store)).id, 10)) == 1
        assert await store.unhandled() == []

    async def test_outgoing_rows_come_back_numbered_with_their_conversation(self, open_store: OpenStore) -> None:
        store = await open_store()
        elsewhere = says("to another", conversation_id=99)
        card = says("card", action=Action.POST, title="林 · 订单", opens=True, answers=5)
        rows = await turn(store, "1", outgoing=(says("one"), card, elsewhere))
        lin = await conversation_of(store)
        assert [row.conversation_id for row in rows] == [lin.id, lin.id, 99]
        assert [row.id for row in rows] == sorted({row.id for row in rows})
        assert all(row.created_at == 2.0 for row in rows)
        assert await (await open_store()).waiting() == list(rows)

    async def test_the_topic_opened_meanwhile_survives_the_turn(self, store: Store) -> None:
        await turn(store, "1")
        stale = await conversation_of(store)
        await store.set_thread(stale.id, "topic-5")
        inbox_id = await store.accept(writes("2"), 2.0) or 0
        await store.commit(inbox_id, TurnResult(conversation=stale), 2.0)
        found = await store.load_by_thread("topic-5")
        assert found
        assert (found.identity, await store.thread_of(found.id)) == (LIN, "topic-5")
        assert await store.load_by_thread("topic-6") is None

    async def test_what_is_written_in_a_topic_that_was_left_is_known_to_be_of_the_conversation(
        self, open_store: OpenStore
    ) -> None:
        store = await open_store()
        await turn(store, "1")
        lin = await conversation_of(store)
        for topic in ("topic-5", None, "topic-6", "topic-6", "topic-7"):
            await store.set_thread(lin.id, topic)
        store = await open_store()
        for topic in ("topic-5", "topic-6", "topic-7"):
            found = await store.load_by_thread(topic)
            assert found
            assert (found.id, found.thread) == (lin.id, "topic-7")

    async def test_a_turn_about_no_conversation_may_alert_but_has_no_transcript(self, store: Store) -> None:
        inbox_id = await store.accept(writes("1", staff=True), 1.0) or 0
        with pytest.raises(ValueError, match="without a conversation"):
            await store.commit(inbox_id, TurnResult(entries=(entry("lost"),)), 1.0)
        (alert,) = await store.commit(inbox_id, TurnResult(outgoing=(says("?", action=Action.ALERT),)), 1.0)
        assert alert.conversation_id == 0
        assert await store.load(LIN) is None

    async def test_the_transcript_gives_the_latest_oldest_first(self, store: Store) -> None:
        await turn(store, "1", entries=tuple(entry(str(number)) for number in range(5)))
        lin = await conversation_of(store)
        assert await store.transcript(lin.id, 3) == [entry("2"), entry("3"), entry("4")]

    async def test_many_conversations_at_once_keep_to_themselves(self, store: Store) -> None:
        contacts = [Identity("telegram", str(number)) for number in range(50)]
        event = ReportingEvent(name="first_contact", at=1.0, details={"channel": "telegram"})
        for round_ in range(3):
            await asyncio.gather(
                *(turn(store, f"{round_}-{c}", c, entries=(entry(str(c)),), events=(event,)) for c in contacts)
            )
        for contact in contacts:
            lines = await store.transcript((await conversation_of(store, contact)).id, 10)
            assert [line.text for line in lines] == [str(contact)] * 3


class TestDelivery:
    async def test_an_answer_is_found_by_its_question_until_it_is_delivered(self, open_store: OpenStore) -> None:
        store = await open_store()
        (row,) = await turn(store, "1", outgoing=(says("hello", answers=1),))
        assert [answer.id for answer in await store.answers_to(1)] == [row.id]
        await store.settle(Settlement(outgoing=row, fate=Fate.DELIVERED, at=3.0, external_id="44"))
        store = await open_store()
        assert await store.waiting() == []
        assert await store.answers_to(1) == []
        assert await store.undelivered(10) == []

    async def test_a_postponed_row_is_tried_again_from_where_it_was(self, open_store: OpenStore) -> None:
        store = await open_store()
        (row,) = await turn(store, "1", outgoing=(says("long"),))
        later = Settlement(
            outgoing=row, fate=Fate.POSTPONED, at=3.0, due_at=9.0, parts_sent=2, error="the platform is busy"
        )
        await store.settle(later)
        store = await open_store()
        assert await store.waiting() == [replace(row, due_at=9.0, parts_sent=2, attempts=1)]
        (shown,) = await store.undelivered(10)
        assert (shown.fate, shown.error, shown.attempts) == ("postponed", "the platform is busy", 1)

    async def test_a_failure_leaves_its_mark_in_the_same_moment(self, open_store: OpenStore) -> None:
        store = await open_store()
        staff = StaffMessage(chat_id="desk", message_id="8")
        (row,) = await turn(store, "1", outgoing=(says("reply", relays=staff),))
        mark = says("", action=Action.MARK, relays=staff, mark=Mark.FAILED)
        failed = Settlement(outgoing=row, fate=Fate.FAILED, at=3.0, error="blocked", follow_up=(mark,))
        (numbered,) = await store.settle(failed)
        assert numbered.id > row.id
        assert numbered.conversation_id == row.conversation_id
        assert await (await open_store()).waiting() == [numbered]

    async def test_an_operator_sees_what_failed_and_tries_again(self, store: Store) -> None:
        rows = await turn(store, "1", outgoing=(says("a"), says("b"), says("c")))
        for row in rows[:2]:
            await store.settle(Settlement(outgoing=row, fate=Fate.FAILED, at=3.0, error="gone"))
        assert [shown.id for shown in await store.undelivered(10)] == [rows[1].id, rows[0].id]
        (again,) = await store.retry([rows[0].id, rows[2].id], 7.0)
        assert (again.id, again.due_at, again.attempts) == (rows[0].id, 7.0, 0)
        assert [row.id for row in await store.retry(None, 8.0)] == [rows[1].id]
        assert len(await store.waiting()) == 3
        assert await store.retry(None, 9.0) == ()


class TestTimers:
    async def test_a_due_timer_is_claimed_once_also_over_restarts(self, open_store: OpenStore) -> None:
        store = await open_store()
        await turn(store, "1", timers=(Timer(name="survey", due_at=10.0, payload="x"), Timer(name="idle", due_at=99.0)))
        assert await store.claim_timers(9.0) == []
        claims = await asyncio.gather(*(store.claim_timers(10.0) for _ in range(5)))
        ((claimed,),) = [claim for claim in claims if claim]
        inbound = claimed.inbound
        assert (inbound.kind, inbound.payload, inbound.text) == (Kind.TIMER, "survey", "x")
        assert (inbound.identity, inbound.chat_id, inbound.sent_at) == (LIN, "lin", 10.0)
        store = await open_store()
        assert await store.claim_timers(10.0) == []
        assert await store.unhandled() == [claimed]

    async def test_a_timer_set_after_a_restart_is_not_taken_for_an_old_one(self, open_store: OpenStore) -> None:
        store = await open_store()
        await turn(store, "1", timers=(Timer(name="idle", due_at=1.0),))
        (first,) = await store.claim_timers(2.0)
        store = await open_store()
        await turn(store, "2", timers=(Timer(name="idle", due_at=3.0),))
        (second,) = await store.claim_timers(3.0)
        assert second.inbound.key != first.inbound.key

    async def test_a_new_timer_replaces_one_of_its_name_and_a_cancelled_one_is_gone(self, store: Store) -> None:
        await turn(store, "1", timers=(Timer(name="idle", due_at=1.0), Timer(name="survey", due_at=1.0)))
        await turn(store, "2", timers=(Timer(name="idle", due_at=5.0),), cancelled_timers=("survey", "idle"))
        assert await store.timers_of((await conversation_of(store)).id) == [Timer(name="idle", due_at=5.0)]
        assert await store.claim_timers(4.0) == []
        assert [claimed.inbound.payload for claimed in await store.claim_timers(5.0)] == ["idle"]

    async def test_an_outage_s_worth_of_timers_is_claimed(self, store: Store) -> None:
        await turn(store, "1", timers=tuple(Timer(name=str(number), due_at=number) for number in range(1001)))
        claimed = []
        while some := await store.claim_timers(2000.0):
            claimed += some
        assert [accepted.inbound.payload for accepted in claimed] == [str(number) for number in range(1001)]


class TestUpkeep:
    async def test_a_bookmark_is_still_there_after_a_restart(self, open_store: OpenStore) -> None:
        store = await open_store()
        assert await store.bookmark("desk") is None
        await store.set_bookmark("desk", "-1")
        await store.set_bookmark("desk", "-2")
        assert await (await open_store()).bookmark("desk") == "-2"

    async def test_purging_forgets_what_is_over_and_nothing_else(self, store: Store) -> None:
        old, waiting = await turn(store, "1", outgoing=(says("old"), says("waiting")))
        await store.settle(Settlement(outgoing=old, fate=Fate.DELIVERED, at=3.0))
        await store.accept(writes("2"), 1.0)
        assert await store.purge(2.0, 2.0) == 0
        assert await store.purge(4.0, 0.0) == 2
        assert await store.inbox_id("telegram", "1") is None
        assert [accepted.inbound.key for accepted in await store.unhandled()] == ["2"]
        assert await store.waiting() == [waiting]

    async def test_what_was_said_is_forgotten_when_its_time_is_over(self, store: Store) -> None:
        inbox_id = await store.accept(writes("1"), 1.0) or 0
        new = Conversation(identity=LIN, chat_id="lin", messages=1)
        said = (replace(entry("long ago"), at=1.0), replace(entry("lately"), at=5.0))
        await store.commit(inbox_id, TurnResult(conversation=new, entries=said), 5.0)
        assert await store.purge(0.0, 4.0) == 1
        left = await store.transcript((await conversation_of(store)).id, 10)
        assert [each.text for each in left] == ["lately"]

    async def test_what_the_bot_remembers_goes_with_the_last_words_unless_staff_have_it(self, store: Store) -> None:
        wang = Identity("telegram", "wang")
        state = {"asked": ["0badcafe", 1, 1.0, 0], "offered": [["A10086", "order_lookup:A10086"]], "owed": [3]}
        for identity, status in ((LIN, Status.PENDING), (wang, Status.OPEN)):
            inbox_id = await store.accept(writes(str(identity), identity), 1.0) or 0
            known = Conversation(identity=identity, chat_id="1", messages=1, last_message_at=1.0, status=status)
            said = (replace(entry("long ago"), at=1.0), replace(entry("lately"), at=3.0))
            await store.commit(inbox_id, TurnResult(conversation=replace(known, state=state), entries=said), 3.0)
        for before, left in ((2.0, state), (4.0, {"owed": [3]})):
            await store.purge(0.0, before)
            for identity in (LIN, wang):
                store.forget(identity)
            assert (await conversation_of(store)).state == left
        assert (await conversation_of(store, wang)).state == state

    async def test_numbers_are_not_given_out_again_after_a_purge(self, open_store: OpenStore) -> None:
        store = await open_store()
        (row,) = await turn(store, "1", outgoing=(says("old", answers=1),))
        inbox_id = await store.inbox_id("telegram", "1")
        await store.settle(Settlement(outgoing=row, fate=Fate.DELIVERED, at=3.0))
        assert await store.purge(4.0, 0.0) == 2
        store = await open_store()
        (newer,) = await turn(store, "2", outgoing=(says("new"),))
        assert newer.id > row.id
        assert (await store.inbox_id("telegram", "2") or 0) > (inbox_id or 0)

    async def test_closing_twice_is_closing_once(self, store: Store) -> None:
        await store.ping()
        await store.close()
        await store.close()
