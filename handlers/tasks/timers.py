"""What becomes due for a task."""

from handlers import trace
from handlers.exchange import Outcome, Turn
from handlers.tasks.acts import ACT, done, read_act
from handlers.tasks.asking import ask_or_wait
from handlers.tasks.reminding import remind
from handlers.tasks.settling import ended
from storage.results import Timer
from storage.tasks import PREFIX, Ending, Task


def is_ours(name: str) -> bool:
    return name.startswith(PREFIX)


async def due(turn: Turn) -> Outcome:
    trace.chose("tasks", "desk_tasks")
    name = turn.inbound.payload
    if name.startswith(ACT):
        act = read_act(turn.inbound.text)
        task = await turn.doors.tasks.by_id(act.task)
        return await done(turn, task, act) if task is not None else Outcome()
    number = name.removeprefix(PREFIX)
    task = await turn.doors.tasks.by_id(int(number)) if number.isdecimal() else None
    return await follow_up(turn, task) if task is not None and task.ended_at is None else Outcome()


async def follow_up(turn: Turn, task: Task) -> Outcome:
    if task.settled_at is None:
        return await remind(turn, task)
    if task.asked_again_at is None:
        return await ask_or_wait(turn, task)
    if task.answer_by is not None and turn.now < task.answer_by:
        return Outcome(timers=(Timer(name=task.timer, due_at=task.answer_by),))
    return ended(turn, task, task.said or Ending.NOT_RECOVERED)
