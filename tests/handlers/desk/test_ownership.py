"""Whatever happens in whatever order, every conversation that is not resolved has exactly one owner."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from handlers.desk.cases import MEND, fault_of
from handlers.desk.policy import DeskPolicy, Team
from handlers.scripts.library import Library
from storage.conversations import BOT, Conversation, Owner, OwnerKind, Status
from storage.desk import Case
from storage.inbound import Identity
from storage.results import Action, Timer
from tests.handlers.chat import library
from tests.handlers.desk.shift import BO, LAO, MEI, Shift
from tests.handlers.shop import NOW

CUSTOMERS = st.sampled_from([1, 2, 3])
AGENTS = st.sampled_from([MEI, BO, LAO])
TEAMS = {"sales": Team(key="sales"), "aftersales": Team(key="aftersales")}
SAID = st.sampled_from(["转人工", "您好", "茶叶受潮了", "排队", "/end", "/help", "1", "2", "查订单", "菜单", "哞"])
COMMANDS = st.sampled_from(
    [
        "/claim",
        "/release",
        "/resolve",
        "/reopen",
        "/snooze 30m",
        "/snooze 明天 9:00",
        "/snooze never",
        "/transfer sales",
        "/transfer aftersales 请看",
        "/transfer 阿波",
        "/transfer 谁",
        "/priority urgent",
        "/away",
        "/away 1h",
        "/back",
        "/queue",
        "// 备注",
        "您好，我看一下",
    ]
)
PRESSED = st.sampled_from(["queue", "queue:message", "end", "escalation", "menu", "form:cancel"])
TAPPED = st.sampled_from(["desk:claim", "desk:takeover", "desk:release", "desk:resolve", "desk:reopen", "desk:discard"])


class Desk(RuleBasedStateMachine):
    words: Library

    def __init__(self) -> None:
        super().__init__()
        self.shift = Shift(self.words, desk_policy=DeskPolicy(teams=TEAMS, capacity=2))

    def happens(self, what: Coroutine[object, object, object]) -> None:
        asyncio.run(what)

    @rule(customer=CUSTOMERS, text=SAID)
    def a_customer_writes(self, customer: int, text: str) -> None:
        self.happens(self.shift.says(customer, text))

    @rule(customer=CUSTOMERS, goto=PRESSED)
    def a_customer_presses(self, customer: int, goto: str) -> None:
        if customer in self.shift.conversations:
            self.happens(self.shift.presses(customer, goto))

    @rule(customer=CUSTOMERS)
    def a_customer_leaves(self, customer: int) -> None:
        if customer in self.shift.conversations:
            self.happens(self.shift.blocks(customer))

    @rule(customer=CUSTOMERS)
    def a_customer_asks_for_a_person(self, customer: int) -> None:
        self.happens(self.shift.says(customer, "转人工"))

    @rule(agent=AGENTS, customer=CUSTOMERS, text=COMMANDS)
    def an_agent_writes(self, agent: str, customer: int, text: str) -> None:
        if customer in self.shift.conversations:
            self.happens(self.shift.writes(agent, customer, text))

    @rule(agent=AGENTS, customer=CUSTOMERS, goto=TAPPED)
    def an_agent_presses(self, agent: str, customer: int, goto: str) -> None:
        if customer in self.shift.conversations:
            self.happens(self.shift.taps(agent, customer, goto))

    @rule(agent=AGENTS, text=st.sampled_from(["/away", "/away 30m", "/back", "/queue", "/claim"]))
    def an_agent_writes_outside(self, agent: str, text: str) -> None:
        self.happens(self.shift.writes(agent, None, text))

    @rule(seconds=st.sampled_from([0, 1, 60, 200, 700, 4000, 90_000]))
    def time_passes(self, seconds: float) -> None:
        self.happens(self.shift.passes(seconds))

    @rule(customer=CUSTOMERS, name=st.sampled_from(["offer", "draw", "late", "wake", "handback", "mend"]), who=AGENTS)
    def a_timer_rings_that_nobody_expects(self, customer: int, name: str, who: str) -> None:
        if customer in self.shift.conversations:
            self.happens(self.shift.rings(customer, f"desk:{name}", who))

    @invariant()
    def every_conversation_has_exactly_one_owner(self) -> None:
        faults = {each.id: fault_of(each) for each in self.shift.conversations.values()}
        assert not any(faults.values()), faults
        assert not asyncio.run(self.shift.astray())

    @invariant()
    def whoever_waits_is_in_the_queue_once_and_has_one_place(self) -> None:
        queue = asyncio.run(self.shift.queue())
        assert len({each.conversation_id for each in queue}) == len(queue)

    @invariant()
    def nobody_is_asked_for_what_is_not_in_the_queue(self) -> None:
        for each in self.shift.conversations.values():
            if each.case and each.case.offered_to:
                assert self.shift.has(each.id) == "queue"


def test_random_shifts_leave_nobody_without_an_owner(scripts: Library) -> None:
    Desk.words = scripts
    run_state_machine_as_test(Desk, settings=settings(max_examples=60, stateful_step_count=30, deadline=None))


# What the sweep finds

owners = st.none() | st.builds(
    Owner, st.sampled_from(list(OwnerKind)), st.sampled_from(["", MEI, "slack:GONE", "sales", "1763800500", "soon"])
)
open_cases = st.none() | st.builds(
    Case,
    opened_at=st.just(NOW - 100),
    queued_at=st.just(NOW - 100),
    reason=st.just("asked"),
    offered_to=st.sampled_from(["", BO]),
    snoozed_by=st.sampled_from(["", MEI, BO]),
)


@st.composite
def rows(draw: st.DrawFn) -> Conversation:
    return Conversation(
        id=1,
        contact_id=1,
        identity=Identity("telegram", "1"),
        chat_id="chat-1",
        name="李雷",
        status=draw(st.sampled_from(list(Status))),
        owner=draw(owners),
        case=draw(open_cases),
        thread=draw(st.sampled_from([None, "topic-1"])),
        blocked=draw(st.booleans()),
    )


async def swept(shift: Shift) -> int:
    astray = await shift.astray()
    for each in astray:
        await shift.rings(each.conversation_id, MEND, each.why)
    return len(astray)


@settings(max_examples=300, deadline=None)
@given(rows(), st.booleans())
def test_the_sweep_mends_whatever_it_finds_reports_it_and_then_finds_nothing(row: Conversation, alarmed: bool) -> None:
    async def scene() -> None:
        shift = Shift(WORDS())
        await shift.writes(MEI, None, "/queue")
        await shift.writes(BO, None, "/away")
        shift.forget()
        shift.conversations[1] = row
        if alarmed and row.owner and row.owner.ref.isdecimal():
            shift.timers[1, "desk:wake"] = Timer(name="desk:wake", due_at=float(row.owner.ref))
        astray = await shift.astray()
        found = await swept(shift)
        reports = [each for each in shift.outgoing if each.action is Action.ALERT]
        assert len(reports) == found == len(astray)
        if found:
            [event] = [each for each in shift.events if each.name == "mended"]
            assert event.details == {"why": astray[0].why}
        else:
            assert shift.conversations[1] == row
        assert await shift.astray() == []
        assert await swept(shift) == 0
        await shift.passes(30 * 86_400)
        assert await shift.astray() == []

    asyncio.run(scene())


def cached() -> Callable[[], Library]:
    kept: list[Library] = []

    def words() -> Library:
        if not kept:
            kept.append(library())
        return kept[0]

    return words


WORDS = cached()


@pytest.fixture
async def shift(scripts: Library) -> Shift:
    shift = Shift(scripts)
    await shift.writes(MEI, None, "/queue")
    await shift.waits_for_a_person(1)
    shift.forget()
    return shift


def broken(shift: Shift, **facts: object) -> None:
    shift.conversations[1] = replace(shift.conversations[1], **facts)  # type: ignore[arg-type]  # facts by name


async def test_the_report_says_what_was_wrong_with_which_and_what_was_done(shift: Shift) -> None:
    broken(shift, owner=BOT)
    await swept(shift)
    fault, done = shift.line("fault", why="bot_at_desk"), shift.line("done_queue")
    name = shift.conversations[1].name or "1"
    assert shift.line("mended", number="1", name=name, why=fault, done=done) in shift.posted
    assert shift.has(1) == "queue"


async def test_what_an_unknown_agent_has_goes_to_the_queue(shift: Shift) -> None:
    broken(shift, owner=Owner(OwnerKind.AGENT, "slack:GONE"))
    await swept(shift)
    assert (shift.has(1), shift.case(1).offered_to) == ("queue", MEI)


async def test_who_sleeps_without_an_alarm_gets_one_and_wakes_in_time(shift: Shift) -> None:
    await shift.writes(MEI, 1, "/snooze 2h")
    shift.timers.clear()
    await swept(shift)
    assert shift.has(1) == "wake"
    await shift.passes(2 * 3600)
    assert shift.has(1) == MEI


async def test_who_has_overslept_wakes_at_once(shift: Shift) -> None:
    await shift.writes(MEI, 1, "/snooze 2h")
    shift.timers.clear()
    shift.now += 3 * 3600
    await swept(shift)
    assert shift.has(1) == MEI


async def test_an_alarm_for_nothing_changes_and_reports_nothing(shift: Shift) -> None:
    before = shift.conversations[1]
    await shift.rings(1, MEND, "no_owner")
    assert shift.conversations[1] == before
    assert shift.outgoing == []
