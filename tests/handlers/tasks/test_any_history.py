"""Whatever customers, agents and the clock do: every task ends or comes up again, and nobody is asked twice."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers.scripts.library import Library
from storage.openings import ALWAYS, Opening
from storage.tasks import Ending, Task
from tests.handlers.desk.shift import BO, LAO, MEI
from tests.handlers.tasks.rating import Rated, served

HOUR = 3600.0
AGENTS = st.sampled_from((MEI, BO, LAO))
CUSTOMERS = st.sampled_from((1, 2))
TASKS = st.integers(1, 3)


@dataclass(frozen=True)
class Step:
    do: str
    who: int | str = 0
    what: str = ""


WORDS = ("好些了", "还没有", "意见：太差了，有异物", "你好", "谢谢")
WISHES = st.builds("{} {}".format, TASKS, st.sampled_from(("done", "failed", "@阿波")))
STEPS = st.one_of(
    st.builds(Step, st.just("rates"), CUSTOMERS, st.sampled_from("12345")),
    st.builds(Step, st.just("says"), CUSTOMERS, st.sampled_from(WORDS)),
    st.builds(Step, st.just("answers"), TASKS, st.sampled_from(("yes", "no"))),
    st.builds(Step, st.just("acts"), AGENTS, WISHES),
    st.builds(Step, st.just("writes"), AGENTS, st.sampled_from(("1 您好", "2 您好", "1 /resolve", "2 /resolve"))),
    st.builds(Step, st.just("passes"), st.integers(1, 40)),
    st.builds(Step, st.just("leaves"), CUSTOMERS),
    st.builds(Step, st.just("closes"), st.integers(0, 50)),
)


async def rates(shift: Rated, customer: int, value: str) -> None:
    await shift.rates(customer, int(value))


async def says(shift: Rated, customer: int, words: str) -> None:
    await shift.says(customer, words)


async def answers(shift: Rated, task: int, answer: str) -> None:
    customer = shift.task(task).conversation_id if task in shift.tasks.written else 1
    await shift.presses(customer, f"better:{task}:{answer}")


async def acts(shift: Rated, agent: str, wish: str) -> None:
    await shift.writes(agent, None, f"/task {wish}")
    await shift.passes(0)


async def writes(shift: Rated, agent: str, words: str) -> None:
    customer, _, text = words.partition(" ")
    await shift.writes(agent, int(customer), text)


async def passes(shift: Rated, hours: int, _what: str) -> None:
    await shift.passes(hours * HOUR)


async def leaves(shift: Rated, customer: int, _what: str) -> None:
    await shift.blocks(customer)


async def closes(shift: Rated, hours: int, _what: str) -> None:
    shift.platform.opening = Opening(until=shift.now + hours * HOUR, messages=2) if hours else ALWAYS


DONE: Mapping[str, Callable[[Rated, Any, str], Awaitable[None]]] = {
    "rates": rates,
    "says": says,
    "answers": answers,
    "acts": acts,
    "writes": writes,
    "passes": passes,
    "leaves": leaves,
    "closes": closes,
}


def watched(shift: Rated, task: Task) -> bool:
    return (task.conversation_id, task.timer) in shift.timers


def asked(shift: Rated) -> int:
    return sum(shift.to_contact("ask") in each for customer in (1, 2) for each in shift.told(customer))


@given(st.lists(STEPS, max_size=14))
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
async def test_whatever_happens_no_task_is_forgotten_and_nobody_is_asked_twice(
    scripts: Library, steps: list[Step]
) -> None:
    shift = await served(scripts)
    await shift.waits_for_a_person(2)
    before: dict[int, Task] = {}
    for step in steps:
        await DONE[step.do](shift, step.who, step.what)
        for task in shift.tasks.written.values():
            check(shift, task, before.get(task.id))
        before = dict(shift.tasks.written)
    assert asked(shift) == len([each for each in shift.tasks.written.values() if each.asked_again_at is not None])
    await comes_to_an_end(shift)


def check(shift: Rated, task: Task, before: Task | None) -> None:
    assert (task.ended_at is None) == (task.outcome is None)
    assert task.ended_at is not None or watched(shift, task), "or nobody would hear of it again"
    assert task.ended_at is None or not watched(shift, task)
    if task.settled_at is None:
        assert task.remind_at > shift.now
        assert task.asked_again_at is None
    if before is not None and before.ended_at is not None:
        assert replace(task, summary="") == replace(before, summary=""), "what has ended stays so"
    if before is not None and before.asked_again_at is not None:
        assert task.asked_again_at == before.asked_again_at


async def comes_to_an_end(shift: Rated) -> None:
    """Once somebody has said how each ended, all have: as the contact says, else as they did."""
    for task in list(shift.tasks.written.values()):
        if task.settled_at is None:
            await shift.writes(LAO, None, f"/task {task.id} failed")
    await shift.passes(100 * HOUR)
    for task in shift.tasks.written.values():
        assert task.outcome in tuple(Ending)
        assert task.answered_at is not None or task.outcome is task.said
    ended = [each.details["number"] for each in shift.events if each.name == "task_settled"]
    assert sorted(ended) == sorted(shift.tasks.written), "each is counted once"
