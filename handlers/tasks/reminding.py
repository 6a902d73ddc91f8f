"""What nobody has settled comes up again: in opening hours, all tasks of a place in one post, until somebody has."""

from collections.abc import Iterator

from handlers.desk.naming import calling, mentions
from handlers.exchange import Outcome, Turn
from handlers.questions import joined
from handlers.tasks.listing import lines
from handlers.tasks.moments import ROUND, in_hours, next_reminder, rests, round_of
from handlers.tasks.owners import serves, supervisors
from handlers.tasks.words import WORDS, is_overdue
from storage.content import Content
from storage.records import replace
from storage.results import Timer
from storage.tasks import Task


async def remind(turn: Turn, task: Task) -> Outcome:
    """Due for a task that nobody has settled."""
    if turn.now < task.remind_at:
        return Outcome(timers=(Timer(name=task.timer, due_at=task.remind_at),))
    if rests(turn.hours, task.team, turn.now):
        return again(task, in_hours(turn.hours, task.team, turn.now))
    here = await read_here(turn, task)
    next_round = round_of(turn.now) + ROUND
    if was_just_said(turn, here, task) and turn.hours.is_open(task.team, next_round):
        return again(task, next_round)
    mates = [each for each in here if each.id == task.id or is_in_round(turn, each, task)]
    reminded = replace(task, reminded_at=turn.now, reminders=task.reminders + 1)
    following = again(reminded, next_reminder(turn.hours, turn.desk_policy.tasks, task, turn.now))
    if mates[0].id != task.id:
        return following
    return replace(following, posts=turn.alert(await due_list(turn, mates), turn.places.of(task.team)))


def again(task: Task, at: float) -> Outcome:
    return Outcome(tasks=(replace(task, remind_at=at),), timers=(Timer(name=task.timer, due_at=at),))


async def read_here(turn: Turn, task: Task) -> list[Task]:
    """Those that nobody has settled, and that are read in the same place."""
    place = turn.places.of(task.team)
    unended = await turn.doors.tasks.unended()
    here = [each for each in unended if each.settled_at is None and turn.places.of(each.team) == place]
    return sorted(here, key=lambda each: each.id)


def was_just_said(turn: Turn, here: list[Task], task: Task) -> bool:
    """There was a post about others in this round, before this one came up: two within minutes are one too many."""
    begun = round_of(turn.now)
    return any(begun <= (each.reminded_at or 0.0) < task.remind_at for each in here if each.id != task.id)


def is_in_round(turn: Turn, other: Task, task: Task) -> bool:
    """It is due for a reminder now, or had its own in this round when this one was due already. The first of them
    speaks, of all.
    """
    if (other.reminded_at or 0.0) >= max(round_of(turn.now), task.remind_at):
        return True
    return other.remind_at <= turn.now and not rests(turn.hours, other.team, turn.now)


async def due_list(turn: Turn, tasks: list[Task]) -> Content:
    agents = await turn.doors.floor.agents()
    ranked = sorted(tasks, key=lambda each: (each.due_at, each.id))
    told = [calling(turn, each, agents) for each in called_in(turn, tasks)]
    text = joined(
        WORDS.line(turn, "reminder", count=len(tasks)),
        *lines(turn, ranked, agents, calling=True),
        WORDS.line(turn, "supervisors", agents=mentions(told, turn.policy.default_language)) if told else "",
    )
    return Content(text=text)


def called_in(turn: Turn, tasks: list[Task]) -> Iterator[str]:
    """Once something is overdue, those who answer for its team hear of it, too."""
    late = {each.team for each in tasks if is_overdue(turn, each)}
    return (each for each in supervisors(turn) if any(serves(turn, each, team) for team in late))
