"""What desk.yaml says of tasks, as values. Times in seconds."""

from enum import StrEnum

from storage.records import record

MINUTE = 60.0
HOUR = 60 * MINUTE


class Assignee(StrEnum):
    SERVED = "served"
    """Who served the contact last, if they are there; else a supervisor, else the team."""
    SUPERVISOR = "supervisor"
    TEAM = "team"


@record(frozen=True, slots=True, kw_only=True)
class TaskPolicy:
    due: float = 8 * HOUR
    """Of opening hours, as in all but what is asked of the contact."""
    severe_due: float = 2 * HOUR
    assignee: Assignee = Assignee.SERVED
    remind_before: float = HOUR
    remind_every: float = 2 * HOUR
    """Once it is overdue."""
    asks_again: bool = True
    """Once it is settled, the contact is asked whether it is better now."""
    ask_after: float = 15 * MINUTE
    answer_within: float = 48 * HOUR
