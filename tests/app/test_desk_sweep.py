"""The desk is looked over: what is found gets a turn of its own, however often."""

from dataclasses import dataclass, field, replace

from bots.app.desk_sweep import MOST, DeskSweep
from storage.conversations import Conversation
from storage.desk import Astray, Priority, Waiting
from storage.inbound import Identity, Inbound, Kind
from storage.tasks import Task, TaskKind
from tests.desk_fakes import MemoryFloor
from tests.engine_fakes import Clock, MemoryStore
from tests.task_fakes import MemoryTasks

HERS = Conversation(id=7, contact_id=7, identity=Identity("telegram", "1001"), chat_id="chat-1")
WAITING = Waiting(
    conversation_id=7, name="李雷", channel="telegram", team="", priority=Priority.NORMAL, queued_at=0, offered_to=""
)


@dataclass
class Engine:
    """What the sweep asked for, and why it says so."""

    floor: MemoryFloor = field(default_factory=MemoryFloor)
    tasks: MemoryTasks = field(default_factory=MemoryTasks)
    store: MemoryStore = field(default_factory=MemoryStore)
    clock: Clock = field(default_factory=Clock)
    rung: list[Inbound] = field(default_factory=list)
    counted: list[str] = field(default_factory=list)

    async def accept(self, inbound: Inbound) -> None:
        self.rung.append(inbound)

    async def swept(self) -> None:
        self.store.conversations[HERS.id] = HERS
        sweep = DeskSweep(self.store, self.floor, self.tasks, self.accept, clock=self.clock, found=self.counted.append)
        await sweep.sweep()


async def test_who_is_astray_gets_a_turn_that_knows_why_and_is_counted() -> None:
    engine = Engine(MemoryFloor(lost=[Astray(conversation_id=7, why="no_owner")]))
    await engine.swept()
    [turn] = engine.rung
    assert (turn.kind, turn.payload, turn.text) == (Kind.TIMER, "desk:mend", "no_owner")
    assert (turn.identity, turn.chat_id) == (HERS.identity, HERS.chat_id)
    assert engine.counted == ["no_owner"]


async def test_a_task_that_nothing_would_remind_of_is_reminded_of() -> None:
    task = Task(id=3, kind=TaskKind.LOW_SCORE, conversation_id=7, opened_at=0.0, due_at=9.0, remind_at=9.0)
    engine = Engine(tasks=MemoryTasks(lost=[task]))
    await engine.swept()
    assert [(each.kind, each.payload, each.chat_id) for each in engine.rung] == [(Kind.TIMER, "task:3", "chat-1")]
    assert engine.counted == ["unwatched_task"]


async def test_the_next_sweep_asks_anew() -> None:
    engine = Engine(MemoryFloor(lost=[Astray(conversation_id=7, why="no_owner")]))
    await engine.swept()
    engine.clock.now += 300
    await engine.swept()
    assert len({each.key for each in engine.rung}) == 2


async def test_who_waits_without_having_been_offered_is_drawn_and_others_are_left_alone() -> None:
    engine = Engine(MemoryFloor(waiting=[WAITING, replace(WAITING, conversation_id=8, offered_to="slack:U7")]))
    await engine.swept()
    assert [(each.payload, each.chat_id) for each in engine.rung] == [("desk:draw", "chat-1")]
    assert engine.counted == []


async def test_with_nothing_astray_nothing_happens() -> None:
    engine = Engine()
    await engine.swept()
    assert engine.rung == []


async def test_a_thousand_at_once_take_several_sweeps() -> None:
    engine = Engine(MemoryFloor(lost=[Astray(conversation_id=7, why="no_case")] * 1000))
    await engine.swept()
    assert len(engine.rung) == MOST


async def test_one_that_is_gone_by_now_is_no_trouble() -> None:
    engine = Engine(MemoryFloor(lost=[Astray(conversation_id=99, why="no_case")]))
    await engine.swept()
    assert engine.rung == []
