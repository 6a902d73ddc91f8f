"""When a task is due, and when the desk is reminded of it: in opening hours, again and again."""

from math import ceil

from handlers.hours.business import BusinessHours
from handlers.tasks.policy import TaskPolicy
from storage.tasks import Severity, Task

ROUND = 15 * 60.0
"""Seconds. What comes up where something was just said, or comes up again, waits for the next round: one post is about
all of it.
"""


def due(hours: BusinessHours, policy: TaskPolicy, team: str, severity: Severity, now: float) -> float:
    return open_after(hours, team, now, policy.severe_due if severity is Severity.SEVERE else policy.due)


def first_reminder(hours: BusinessHours, policy: TaskPolicy, task: Task) -> float:
    """Some time before it is due; a task that is due sooner is reminded of when it is."""
    due_at = in_hours(hours, task.team, task.due_at)
    length = hours.seconds_between(task.team, task.opened_at, task.due_at)
    if length <= policy.remind_before:
        return due_at
    early = open_after(hours, task.team, task.opened_at, length - policy.remind_before)
    return min(in_hours(hours, task.team, early), due_at)


def next_reminder(hours: BusinessHours, policy: TaskPolicy, task: Task, now: float) -> float:
    """When it is due, and then every so often. Always later than now."""
    if now < task.due_at:
        return in_hours(hours, task.team, task.due_at)
    return in_round(hours, task.team, open_after(hours, task.team, now, policy.remind_every))


def round_of(at: float) -> float:
    """When the round began in which this moment falls."""
    return at // ROUND * ROUND


def in_round(hours: BusinessHours, team: str, at: float) -> float:
    """The beginning of the next round, or of the opening hours after it."""
    return in_hours(hours, team, ceil(at / ROUND) * ROUND)


def in_hours(hours: BusinessHours, team: str, at: float) -> float:
    """This moment, or the beginning of the opening hours after it."""
    opens = hours.next_open(team, at)
    return at if opens is None else opens


def rests(hours: BusinessHours, team: str, at: float) -> bool:
    """It opens again: a team that does not within a year is reminded at any time."""
    opens = hours.next_open(team, at)
    return opens is not None and opens > at


def open_after(hours: BusinessHours, team: str, start: float, seconds: float) -> float:
    """A team that does not open within a year is reminded by the clock on the wall: never is too late."""
    found = hours.after(team, start, seconds)
    return start + seconds if found is None else found
