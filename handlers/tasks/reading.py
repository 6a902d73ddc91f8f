"""`tasks:` of desk.yaml."""

from handlers.fields.mapping import Fields
from handlers.tasks.policy import HOUR, MINUTE, Assignee, TaskPolicy

KEYS = (
    "due_hours",
    "severe_due_hours",
    "assignee",
    "remind_minutes",
    "repeat_minutes",
    "ask_again",
    "ask_after_minutes",
    "answer_hours",
)
MOST_HOURS = 30 * 24
DAY_MINUTES = 24 * 60


def tasks(fields: Fields, usual: TaskPolicy) -> TaskPolicy:
    below = fields.inside("tasks", KEYS)
    if below is None:
        return usual
    due = whole(below, "due_hours", usual.due, HOUR, MOST_HOURS)
    return TaskPolicy(
        due=due,
        severe_due=whole(below, "severe_due_hours", min(usual.severe_due, due), HOUR, MOST_HOURS),
        assignee=Assignee(below.choice("assignee", Assignee, usual.assignee)),
        remind_before=whole(below, "remind_minutes", usual.remind_before, MINUTE, DAY_MINUTES, least=0),
        remind_every=whole(below, "repeat_minutes", usual.remind_every, MINUTE, DAY_MINUTES, least=15),
        asks_again=below.truth("ask_again", usual.asks_again),
        ask_after=whole(below, "ask_after_minutes", usual.ask_after, MINUTE, DAY_MINUTES, least=0),
        answer_within=whole(below, "answer_hours", usual.answer_within, HOUR, MOST_HOURS),
    )


def whole(fields: Fields, name: str, usual: float, unit: float, most: int, least: int = 1) -> float:
    """In seconds."""
    return fields.whole(name, int(usual / unit), least, most) * unit
