"""What customers and staff see of the turns: order, patience, and an answer whatever breaks."""

import asyncio
import sqlite3
from collections import defaultdict
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from handlers.turn import TurnLimits
from handlers.turns import Hearers, Stopping, Turns
from storage.conversations import Conversation
from storage.copies import Copy
from storage.errors import Conflict, failed
from storage.inbound import Identity, Inbound, Kind
from storage.results import Outgoing, Timer, TurnResult
from storage.store import Accepted
from tests.engine_fakes import Clock, MemoryStore, until
from tests.handlers.answering import Parrot, said, staff_said, turns_of

DISK_FULL = sqlite3.OperationalError("database or disk is full")
BAD_DATA = ValueError("surrogates not allowed")


@dataclass(slots=True)
class Shop:
    """The engine with a parrot behind it; `told` is what each customer was told, in order."""

    store: MemoryStore = field(default_factory=MemoryStore)
    parrot: Parrot = field(default_factory=Parrot)
    clock: Clock = field(default_factory=Clock)
    limits: TurnLimits = TurnLimits()
    told: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    rows: list[Outgoing] = field(default_factory=list)
    outcomes: list[str] = field(default_factory=list)
    moved: list[Inbound] = field(default_factory=list)
    silences: list[Accepted] = field(default_factory=list)
    turns: Turns = field(init=False)

    def __post_init__(self) -> None:
        hearers = Hearers(
            observe=lambda outcome, _seconds: self.outcomes.append(outcome),
            on_moved=self.moved.append,
            on_silence=self.silences.append,
        )
        self.turns = turns_of(
            self.store,
            self.parrot,
            self.deliver,
            clock=self.clock,
            sleep=self.clock.sleep,
            limits=self.limits,
            hearers=hearers,
        )

    def deliver(self, rows: tuple[Outgoing, ...]) -> None:
        for row in rows:
            self.rows.append(row)
            self.told[row.to].append(row.content.text)

    async def hears(self, *inbounds: Inbound) -> None:
        for inbound in inbounds:
            await self.turns.accept(inbound)

    async def answers(self, *inbounds: Inbound) -> dict[str, list[str]]:
        await self.hears(*inbounds)
        await self.turns.idle()
        return self.told


async def test_a_customer_is_answered_in_the_order_they_wrote() -> None:
    shop = Shop()
    told = await shop.answers(*(said(str(number)) for number in range(20)))
    assert told["ann"] == [f"{number}!" for number in range(20)]
    assert shop.parrot.overlaps == 0


async def test_a_customer_does_not_wait_for_another_ones_slow_answer() -> None:
    shop = Shop()
    await shop.hears(said("wait:bus"), said("after"), said("hi", by="bob"))
    await until(lambda: bool(shop.told["bob"]))
    assert not shop.told["ann"]
    shop.parrot.gates["wait:bus"].set()
    await shop.turns.idle()
    assert shop.told["ann"] == ["wait:bus!", "after!"]


async def test_one_who_writes_a_hundred_messages_at_once_takes_only_one_place() -> None:
    shop = Shop(limits=TurnLimits(concurrent=2))
    await shop.hears(*(said(f"wait:{number}") for number in range(100)), said("hi", by="bob"))
    await until(lambda: bool(shop.told["bob"]))
    for number in range(100):
        shop.parrot.gates[f"wait:{number}"].set()
    await shop.turns.idle()
    assert len(shop.told["ann"]) == 100


async def test_so_many_turns_run_at_once_and_no_more() -> None:
    shop = Shop(limits=TurnLimits(concurrent=3))
    await asyncio.gather(*(shop.turns.accept(said("hi", by=f"c{number}")) for number in range(50)))
    await shop.turns.idle()
    assert shop.parrot.most_running == 3
    assert len(shop.outcomes) == 50


async def test_a_message_delivered_twice_is_answered_once() -> None:
    shop = Shop()
    assert await shop.turns.accept(said("hi", key="7")) is not None
    assert await shop.turns.accept(said("hi", key="7")) is None
    await shop.turns.idle()
    assert shop.told["ann"] == ["hi!"]


async def test_whoever_accepts_resumes_before_the_turn_starts() -> None:
    shop = Shop()
    for text in ("first", "second"):
        await shop.turns.accept(said(text))
        assert text not in shop.parrot.heard


async def test_every_answer_names_the_message_it_answers() -> None:
    shop = Shop()
    inbox_id = await shop.turns.accept(said("hi"))
    await shop.turns.idle()
    assert [row.answers for row in shop.rows] == [inbox_id]
    assert shop.rows[0].created_at == shop.clock.now


async def test_a_handler_that_raises_is_apologised_for_and_the_conversation_goes_on() -> None:
    shop = Shop()
    with capture_logs() as logs:
        told = await shop.answers(said("boom:a secret"), said("hi"))
    assert told["ann"] == ["sorry: ValueError", "hi!"]
    assert shop.outcomes == ["apologised", "answered"]
    assert "in _boom" in logs[0]["frames"]
    assert "secret" not in str(logs)


async def test_a_handler_that_hangs_is_stopped_and_apologised_for() -> None:
    shop = Shop(limits=TurnLimits(answer_time=0.001))
    told = await shop.answers(said("hang"), said("hi"))
    assert told["ann"] == ["sorry: TimeoutError", "hi!"]


async def test_a_handler_that_was_cancelled_from_within_stops_nobody() -> None:
    shop = Shop()
    told = await shop.answers(said("cancelled"), said("hi"))
    assert told["ann"] == ["sorry: CancelledError", "hi!"]


async def test_a_message_that_not_even_an_apology_answers_is_put_aside_loudly() -> None:
    shop = Shop(parrot=Parrot(apologies_fail=True))
    with capture_logs() as logs:
        told = await shop.answers(said("boom"), said("hi"))
    assert told["ann"] == ["hi!"]
    assert not shop.store.open
    assert [line["event"] for line in logs if line["log_level"] == "critical"] == ["turn.given_up"]


async def test_an_answer_the_database_will_never_take_becomes_an_apology() -> None:
    shop = Shop()
    shop.store.fail("commit", BAD_DATA)
    told = await shop.answers(said("one"), said("two"))
    assert told["ann"] == ["sorry: ValueError", "two!"]


async def test_when_the_apology_is_refused_too_the_message_is_put_aside() -> None:
    shop = Shop()
    shop.store.fail("commit", BAD_DATA, BAD_DATA)
    told = await shop.answers(said("one"), said("two"))
    assert told["ann"] == ["two!"]
    assert shop.outcomes == ["given_up", "answered"]
    assert not shop.store.open


async def test_a_conversation_that_cannot_be_read_is_apologised_for() -> None:
    shop = Shop()
    shop.store.fail("load", BAD_DATA)
    told = await shop.answers(said("one"), said("two"))
    assert told["ann"] == ["sorry: ValueError", "two!"]


async def test_a_full_disk_delays_the_answers_and_loses_none() -> None:
    shop = Shop()
    shop.store.fail("commit", *[DISK_FULL] * 5)
    shop.store.fail("load", *[DISK_FULL] * 3)
    told = await shop.answers(said("one"), said("two"), said("three"))
    assert told["ann"] == ["one!", "two!", "three!"]
    assert shop.parrot.heard == ["one", "two", "three"], "a failing store is no reason to ask a handler twice"
    assert len(shop.clock.slept) == 8


async def test_a_full_disk_that_the_store_tells_in_its_own_words_is_waited_for_and_told_in_them() -> None:
    shop = Shop()
    shop.store.fail("commit", failed(DISK_FULL))
    with capture_logs() as logs:
        told = await shop.answers(said("one"))
    assert told["ann"] == ["one!"]
    assert shop.outcomes == ["answered"]
    [line] = [line for line in logs if line["event"] == "store.failed"]
    assert "database or disk is full" in line["reason"]


async def test_a_store_that_fails_with_words_of_its_own_loses_no_answer() -> None:
    shop = Shop()
    shop.store.fail("commit", *[RuntimeError("the writer stopped")] * 6)
    told = await shop.answers(said("one"), said("two"))
    assert told["ann"] == ["one!", "two!"]


async def test_an_answer_that_was_written_although_the_store_reported_a_failure_is_sent() -> None:
    class Reluctant(MemoryStore):
        reports: bool = True

        async def commit(self, inbox_id: int, result: TurnResult, at: float) -> tuple[Outgoing, ...]:
            rows = await super().commit(inbox_id, result, at)
            if self.reports:
                self.reports = False
                raise ConnectionResetError
            return rows

    shop = Shop(store=Reluctant())
    told = await shop.answers(said("one"))
    assert told["ann"] == ["one!"]


async def test_a_message_that_cannot_be_written_down_is_not_acknowledged() -> None:
    shop = Shop()
    shop.store.fail("accept", DISK_FULL)
    with pytest.raises(sqlite3.OperationalError):
        await shop.turns.accept(said("hi"))
    assert await shop.answers(said("hi")) == {"ann": ["hi!"]}, "the platform delivers it again"


async def test_a_message_whose_caller_gave_up_while_it_was_written_is_still_answered() -> None:
    shop = Shop()
    caller = asyncio.create_task(shop.turns.accept(said("hi")))
    await asyncio.sleep(0)
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    await until(lambda: bool(shop.told["ann"]))
    assert shop.told["ann"] == ["hi!"]


async def test_a_restart_answers_what_the_last_run_left_oldest_first() -> None:
    store = MemoryStore()
    for text in ("one", "two"):
        await store.accept(said(text), 0.0)
    shop = Shop(store=store)
    await shop.turns.recover()
    assert await shop.answers(said("three")) == {"ann": ["one!", "two!", "three!"]}


async def test_stopping_finishes_what_it_can_and_leaves_the_rest_for_the_next_start() -> None:
    shop = Shop()
    await shop.hears(said("hang"), said("after"), said("hi", by="bob"))
    await shop.turns.close(0.01)
    assert shop.told == {"bob": ["hi!"]}
    assert [shop.store.inbox[inbox_id].text for inbox_id in shop.store.open] == ["hang", "after"]
    with pytest.raises(Stopping):
        await shop.turns.accept(said("late"))


async def test_a_turn_that_is_stopped_halfway_says_nothing_once_kefu_is_closed() -> None:
    shop = Shop()
    await shop.hears(said("wait:bus"))
    await shop.turns.close(0.001)
    shop.parrot.gates["wait:bus"].set()
    await shop.turns.idle()
    assert shop.told == {}
    assert [shop.store.inbox[inbox_id].text for inbox_id in shop.store.open] == ["wait:bus"]


async def test_a_message_that_is_still_being_written_as_kefu_stops_is_answered_by_the_next_start_alone() -> None:
    shop = Shop()
    writing = asyncio.create_task(shop.turns.accept(said("hi")))
    await shop.turns.close(0)
    await writing
    await shop.turns.idle()
    assert shop.told == {}
    started = Shop(store=shop.store)
    await started.turns.recover()
    await started.turns.idle()
    assert started.told == {"ann": ["hi!"]}


async def with_topic(shop: Shop, thread: str = "t1") -> Conversation:
    await shop.answers(said("hello"))
    await shop.store.set_thread(shop.store.by_identity[Identity("telegram", "ann")], thread)
    shop.told.clear()
    (conversation,) = shop.store.conversations.values()
    return conversation


async def test_an_agents_answer_never_races_the_customers_turn() -> None:
    shop = Shop()
    await with_topic(shop)
    await shop.hears(said("wait:bus"), staff_said("agent", thread="t1"), staff_said("again", thread="t1"))
    for _ in range(50):
        await asyncio.sleep(0)
    assert "agent" not in shop.parrot.heard
    shop.parrot.gates["wait:bus"].set()
    await shop.turns.idle()
    assert shop.told["ann"] == ["wait:bus!", "agent!", "again!"]
    assert shop.parrot.overlaps == 0


async def test_an_agent_acts_on_the_conversation_as_the_customers_turn_left_it() -> None:
    shop = Shop()
    await with_topic(shop)
    await shop.answers(said("more"), staff_said("agent", thread="t1"))
    (seen,) = shop.parrot.conversations
    assert seen is not None
    assert seen.messages == 2


async def test_staff_wait_for_nobody_else_even_when_every_place_is_taken() -> None:
    shop = Shop(limits=TurnLimits(concurrent=1))
    await with_topic(shop)
    texts = [f"agent {number}" for number in range(20)]
    await shop.answers(said("hi"), *(staff_said(text, thread="t1") for text in texts))
    assert shop.told["ann"] == ["hi!", *(f"{text}!" for text in texts)]


async def test_what_an_agent_writes_to_one_customer_waits_for_the_turn_of_no_other() -> None:
    shop = Shop()
    for name in ("ann", "bob"):
        await shop.answers(said("hello", by=name))
        await shop.store.set_thread(shop.store.by_identity[Identity("telegram", name)], f"topic of {name}")
    await shop.hears(said("wait:bus"), staff_said("to ann", thread="topic of ann"))
    await shop.hears(staff_said("to bob", thread="topic of bob"))
    await until(lambda: shop.told["bob"] == ["hello!", "to bob!"])
    assert shop.told["ann"] == ["hello!"]
    shop.parrot.gates["wait:bus"].set()
    assert (await shop.answers())["ann"] == ["hello!", "wait:bus!", "to ann!"]


async def test_what_staff_write_outside_of_every_topic_is_about_no_conversation() -> None:
    shop = Shop()
    await with_topic(shop)
    await shop.answers(staff_said("/help", thread=None), staff_said("hm", thread="unknown"))
    assert shop.parrot.conversations == [None, None]


async def test_a_reaction_is_about_the_conversation_whose_message_it_is_on() -> None:
    shop = Shop()
    ann = await with_topic(shop)
    copy = Copy(conversation_id=ann.id, desk_chat="desk", desk_message="d5", contact_chat="ann", contact_message="c5")
    shop.store.copies.append((shop.rows[0], (copy,)))
    thumb = replace(staff_said("", thread=None), kind=Kind.REACTION, payload="👍")
    await shop.answers(
        replace(thumb, key="1", message_id="d5"),
        replace(thumb, key="2", message_id="d6"),
        replace(thumb, key="3", message_id="d5", chat_id="other desk"),
    )
    assert [each and each.id for each in shop.parrot.conversations] == [ann.id, None, None]


async def test_a_topic_that_cannot_be_looked_up_is_apologised_for() -> None:
    shop = Shop()
    await with_topic(shop)
    shop.store.fail("load_by_thread", BAD_DATA, BAD_DATA)
    await shop.answers(staff_said("agent", thread="t1"))
    assert shop.told["desk"] == ["sorry: ValueError"]


async def test_a_chat_with_a_new_id_is_told_once_its_turn_is_committed() -> None:
    shop = Shop()
    await shop.answers(said("", kind=Kind.MOVED))
    assert [inbound.kind for inbound in shop.moved] == [Kind.MOVED]


async def test_a_turn_that_has_nothing_to_say_is_told() -> None:
    shop = Shop()
    await shop.answers(said("silence"), said("hi"))
    assert [accepted.inbound.text for accepted in shop.silences] == ["silence"]


async def test_nothing_is_left_of_conversations_that_are_over() -> None:
    shop = Shop()
    await shop.answers(*(said("hi", by=f"c{number}") for number in range(100)))
    await asyncio.sleep(0)
    assert len(asyncio.all_tasks()) == 1


messages = st.lists(
    st.tuples(st.sampled_from("abc"), st.sampled_from(["hi", "boom", "silence", "cancelled"])), max_size=25
)
faults = st.lists(st.tuples(st.sampled_from(["load", "commit"]), st.sampled_from([DISK_FULL, BAD_DATA])), max_size=8)


@settings(deadline=None, max_examples=50)
@given(messages, faults, st.integers(1, 3))
async def test_whatever_breaks_everybody_is_answered_once_and_in_order(
    written: list[tuple[str, str]], broken: list[tuple[str, Exception]], places: int
) -> None:
    shop = Shop(limits=TurnLimits(concurrent=places))
    for method, error in broken:
        shop.store.fail(method, error)
    inbox_ids = [await shop.turns.accept(said(f"{text}:{n}", by=by)) for n, (by, text) in enumerate(written)]
    await shop.turns.idle()
    assert not shop.store.open
    assert shop.parrot.overlaps == 0
    assert len(shop.outcomes) == len(written)
    for customer in "abc":
        mine = [n for n, (by, _) in enumerate(written) if by == customer]
        answered = [inbox_ids.index(row.answers) for row in shop.rows if row.to == customer]
        assert answered == sorted(set(answered)), "in order, and none twice"
        clear = {n for n in mine if written[n][1] != "silence"}
        assert len(clear - set(answered)) <= shop.outcomes.count("given_up")


async def test_what_has_changed_meanwhile_is_decided_anew_and_said_once() -> None:
    shop = Shop()
    shop.store.fail("commit", Conflict(), Conflict())
    assert await shop.answers(said("hi")) == {"ann": ["hi!"]}
    assert shop.parrot.heard.count("hi") == 3


async def test_what_goes_on_changing_is_apologised_for() -> None:
    shop = Shop()
    shop.store.fail("commit", *[Conflict()] * 3)
    await shop.answers(said("hi"))
    assert shop.outcomes == ["apologised"]
    assert len(shop.told["ann"]) == 1


@dataclass(slots=True)
class Asking(Parrot):
    """What ann says makes her conversation ask bob's for a turn, at `due_at`."""

    asked: int = 0
    due_at: float = 0.0

    async def customer(self, inbound: Inbound, conversation: Conversation | None, now: float) -> TurnResult:
        result = await Parrot.customer(self, inbound, conversation, now)
        if inbound.identity.account_id != "ann":
            return result
        timer = Timer(name="desk:draw", due_at=self.due_at, payload="your turn", conversation_id=self.asked)
        return replace(result, timers=(timer,))


async def asking(due_at: float = 0.0) -> Shop:
    """Bob has a conversation for ann's to ask."""
    parrot = Asking(due_at=due_at)
    shop = Shop(parrot=parrot)
    await shop.answers(said("hi", by="bob"))
    parrot.asked = shop.store.by_identity[Identity("telegram", "bob")]
    return shop


async def test_what_a_turn_asks_of_another_conversation_happens_at_once() -> None:
    shop = await asking()
    told = await shop.answers(said("over to you"))
    assert told == {"ann": ["over to you!"], "bob": ["hi!", "your turn!"]}


async def test_what_is_asked_of_another_conversation_waits_its_turn_there() -> None:
    shop = await asking()
    await shop.hears(said("wait:bus", by="bob"), said("over to you"))
    await until(lambda: bool(shop.told["ann"]))
    shop.parrot.gates["wait:bus"].set()
    assert (await shop.answers())["bob"] == ["hi!", "wait:bus!", "your turn!"]
    assert shop.parrot.overlaps == 0


async def test_what_is_asked_for_later_waits_for_its_time() -> None:
    shop = await asking(due_at=2e9)
    assert (await shop.answers(said("remember this")))["bob"] == ["hi!"]


async def test_a_store_that_is_away_when_a_turn_asks_another_is_asked_with_the_next_sweep() -> None:
    shop = await asking()
    shop.store.fail("claim_timers", DISK_FULL)
    assert (await shop.answers(said("over to you")))["bob"] == ["hi!"]
    await shop.turns.sweep()
    assert (await shop.answers())["bob"] == ["hi!", "your turn!"]


async def test_while_a_customer_is_stopped_what_they_write_waits_and_what_they_wrote_before_is_answered() -> None:
    shop = Shop()
    await shop.hears(said("before"), said("wait:bus"))
    shop.parrot.gates["wait:bus"].set()
    async with shop.turns.stopped([said("").identity], 5):
        assert shop.told["ann"] == ["before!", "wait:bus!"]
        await shop.hears(said("meanwhile"), said("hi", by="bob"))
        await until(lambda: bool(shop.told["bob"]))
        assert shop.told["ann"] == ["before!", "wait:bus!"]
    await shop.turns.idle()
    assert shop.told["ann"] == ["before!", "wait:bus!", "meanwhile!"]


async def test_a_customer_whose_turn_does_not_end_in_time_is_not_stopped_and_goes_on() -> None:
    shop = Shop()
    await shop.hears(said("wait:bus"), said("hi", by="bob"))
    with pytest.raises(TimeoutError):
        async with shop.turns.stopped([said("", by="bob").identity, said("").identity], 0.01):
            raise AssertionError("ann still waits for the bus")
    shop.parrot.gates["wait:bus"].set()
    assert (await shop.answers(said("after"), said("again", by="bob")))["ann"] == ["wait:bus!", "after!"]
    assert shop.told["bob"] == ["hi!", "again!"]
