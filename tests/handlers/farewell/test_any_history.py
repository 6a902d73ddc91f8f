"""Whatever happens nobody is warned twice, sent away while staff owe an answer, or bidden farewell but at an end."""

import asyncio
from collections.abc import Coroutine

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from handlers.desk.cases import agent_of, fault_of
from handlers.desk.policy import DeskPolicy
from handlers.exchange import plain
from handlers.farewell.policy import FarewellPolicy, Silence
from handlers.scripts.library import Library
from storage.conversations import Status
from storage.openings import ALWAYS, Opening
from storage.results import Action, Outgoing
from tests.handlers.desk.shift import BO, MEI, Shift

MINUTE = 60.0
POLICY = DeskPolicy(
    farewell=FarewellPolicy(
        bot=Silence(warn_seconds=10 * MINUTE, close_seconds=30 * MINUTE),
        desk=Silence(warn_seconds=30 * MINUTE, close_seconds=60 * MINUTE),
        reopen_seconds=60 * MINUTE,
    )
)
WARNINGS = ("您还在吗？", "还有什么可以帮您吗？")
FAREWELLS = ("本次人工服务已结束", "好一会儿没有收到您的消息", "这次对话先到这里")
SPOKEN = st.sampled_from(["还有一盒也坏了", "转人工", "运费", "查订单", "/menu"])
KIND = st.sampled_from(["谢谢", "好的", "再见", "👍", "ok thanks"])
PRESSED = st.sampled_from(["end", "menu", "escalation", "queue:message", "form:cancel"])
WRITTEN = st.sampled_from(["您好", "好的", "请稍等", "/resolve", "/release", "/claim", "/snooze 30m", "/reopen"])
AGENTS = st.sampled_from([MEI, BO])
PASSING = st.sampled_from([1.0, 20 * MINUTE, 31 * MINUTE, 61 * MINUTE, 5 * 3600.0, 90_000.0])
OPENINGS = (ALWAYS, ALWAYS, Opening(until=0.0, messages=0), Opening(messages=1), Opening(messages=2))


class History(RuleBasedStateMachine):
    words: Library

    def __init__(self) -> None:
        super().__init__()
        self.shift = Shift(self.words, desk_policy=POLICY)
        self.owed = False
        """Staff owe the customer an answer."""
        self.warned = 0
        """Times, since anybody last said something."""
        self.visiting = False

    def happens(self, what: Coroutine[object, object, object]) -> None:
        self.shift.forget()
        asyncio.run(what)
        told = [plain(each.content.text) for each in self.shift.outgoing if to_customer(each)]
        self.warned += sum(each.startswith(WARNINGS) for each in told)
        assert self.warned <= 1
        for each in self.shift.events:
            self.counted(each.name, str(each.details.get("by", "")))
        ends = [each for each in self.shift.events if each.name in ("resolved", "contained")]
        assert sum(each.startswith(FAREWELLS) for each in told) <= len(ends)
        if not self.known:
            return
        conversation = self.shift.conversations[1]
        if [str(each.details["by"]) for each in ends] == ["agent"] and not conversation.blocked and self.says_anything:
            assert sum(each.startswith(FAREWELLS) for each in told) == 1

    def counted(self, name: str, by: str) -> None:
        match name:
            case "opened":
                assert not self.visiting, "two visits at once"
                self.visiting = True
            case "contained":
                assert self.visiting, "a visit that ended twice, or never began"
                self.visiting = False
            case "handoff":
                self.visiting, self.owed = False, True
            case "reopened":
                self.visiting, self.owed = False, True
            case "resolved":
                assert by != "idle" or not self.owed, "sent away while staff owe an answer"
                self.owed = False

    @property
    def known(self) -> bool:
        return 1 in self.shift.conversations

    @property
    def says_anything(self) -> bool:
        return self.shift.platform.opening == ALWAYS

    @property
    def is_at_desk(self) -> bool:
        return self.known and self.shift.conversations[1].status in (Status.OPEN, Status.SNOOZED)

    @initialize(answered=st.booleans(), opening=st.sampled_from(OPENINGS))
    def it_began(self, answered: bool, opening: Opening) -> None:
        self.shift.platform.opening = opening
        if answered:
            self.the_customer_asks_for_a_person()
            self.staff_write(MEI, "您好，我看一下")

    def the_customer_asks_for_a_person(self) -> None:
        self.happens(self.shift.says(1, "转人工"))

    @rule(text=SPOKEN)
    def the_customer_writes(self, text: str) -> None:
        self.warned = 0
        was_at_desk = self.is_at_desk
        self.happens(self.shift.says(1, text))
        self.owed = self.owed or (was_at_desk and self.is_at_desk)

    @rule(text=KIND)
    def the_customer_is_kind(self, text: str) -> None:
        self.warned = 0
        self.happens(self.shift.says(1, text))

    @rule(goto=PRESSED)
    def the_customer_presses(self, goto: str) -> None:
        if self.known:
            self.warned = 0
            self.happens(self.shift.presses(1, goto))

    @rule(does=st.integers(0, 9))
    def the_customer_leaves(self, does: int) -> None:
        if self.known and not does:
            self.happens(self.shift.blocks(1))

    @rule(agent=AGENTS, text=WRITTEN)
    def staff_write(self, agent: str, text: str) -> None:
        if not self.known:
            return
        self.warned = 0
        self.happens(self.shift.writes(agent, 1, text))
        has_it = agent_of(self.shift.conversations[1]) == agent
        if has_it and any(each.relays for each in self.shift.outgoing):
            self.owed = False

    @rule(seconds=PASSING)
    def time_passes(self, seconds: float) -> None:
        self.happens(self.shift.passes(seconds))

    @rule(seconds=PASSING)
    def time_passes_while_kefu_is_down(self, seconds: float) -> None:
        self.shift.now += seconds

    @rule(name=st.sampled_from(["idle:desk", "idle:bot"]))
    def a_timer_rings_that_nobody_expects(self, name: str) -> None:
        if self.known:
            self.happens(self.shift.rings(1, name))

    @invariant()
    def it_has_one_owner_and_no_timer_of_an_end(self) -> None:
        if not self.known:
            return
        conversation = self.shift.conversations[1]
        assert not fault_of(conversation)
        names = {name for number, name in self.shift.timers if number == 1}
        if conversation.status is Status.RESOLVED:
            assert not {name for name in names if name.startswith(("idle:", "desk:", "promise:"))}, names

    @invariant()
    def whoever_is_silent_is_minded(self) -> None:
        """A conversation that waits for the customer does not wait for ever."""
        case = self.shift.conversations[1].case if self.known else None
        if case is not None and case.silence_due_at is not None:
            assert (1, "idle:desk") in self.shift.timers


def to_customer(row: Outgoing) -> bool:
    return row.action is Action.SEND and row.to == "chat-1"


def test_whatever_happens_a_visit_ends_once_and_politely(scripts: Library) -> None:
    History.words = scripts
    run_state_machine_as_test(History, settings=settings(max_examples=120, stateful_step_count=20, deadline=None))
