"""An admin says in desk.yaml how soon tasks are due and who reads which feedback."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from handlers.desk.policy import DeskPolicy
from handlers.desk.policy_file import checked_desk
from handlers.feedback.policy import FeedbackPolicy
from handlers.fields.file import Reader
from handlers.tasks.policy import HOUR, MINUTE, Assignee, TaskPolicy
from handlers.tasks.reading import KEYS
from storage.feedback import Topic


def checked(text: str) -> tuple[DeskPolicy, list[str]]:
    reader = Reader(languages=("en",), default_language="en", language="en")
    found = checked_desk(Path("desk.yaml"), reader, draft=text.encode())
    return found.rules, [str(problem).removeprefix("desk.yaml:") for problem in found.problems]


def test_a_file_without_them_says_what_is_usual() -> None:
    rules, problems = checked("capacity: 3\n")
    assert (rules.tasks, rules.feedback, problems) == (TaskPolicy(), FeedbackPolicy(), [])


def test_each_setting_of_tasks_and_feedback_is_read() -> None:
    rules, problems = checked(
        "tasks: {due_hours: 4, severe_due_hours: 1, assignee: team, remind_minutes: 30, repeat_minutes: 60,\n"
        "  ask_again: no, ask_after_minutes: 0, answer_hours: 24}\n"
        "teams: {sales: , care: }\n"
        "feedback: {a_day: 2, teams: {price: sales, service: care}}\n"
    )
    assert problems == []
    assert rules.tasks == TaskPolicy(
        due=4 * HOUR,
        severe_due=HOUR,
        assignee=Assignee.TEAM,
        remind_before=30 * MINUTE,
        remind_every=HOUR,
        asks_again=False,
        ask_after=0.0,
        answer_within=24 * HOUR,
    )
    assert rules.feedback == FeedbackPolicy(a_day=2, teams={Topic.PRICE: "sales", Topic.SERVICE: "care"})


def test_what_is_severe_is_never_due_later_than_the_rest() -> None:
    rules, _ = checked("tasks: {due_hours: 1}\n")
    assert rules.tasks.severe_due == HOUR


def test_every_mistake_at_once() -> None:
    _, problems = checked(
        "teams: {sales: }\n"
        "tasks:\n"
        "  due_hour: 4\n"
        "  assignee: serverd\n"
        "  repeat_minutes: 5\n"
        "feedback:\n"
        "  teams:\n"
        "    price: sale\n"
        "    shipping: sales\n"
    )
    text = "\n".join(problems)
    assert "3: tasks: 'due_hour'" in text
    assert "did you mean 'due_hours'" in text
    assert "4: tasks.assignee" in text
    assert "did you mean 'served'" in text
    assert "5: tasks.repeat_minutes" in text
    assert "8: feedback.teams.price" in text
    assert "did you mean 'sales'" in text
    assert "9: feedback.teams: 'shipping'" in text


@given(st.dictionaries(st.sampled_from(KEYS), st.text(st.characters(exclude_categories=["C"]), max_size=8)))
def test_whatever_stands_there_is_read_or_complained_of(values: dict[str, str]) -> None:
    lines = "".join(f"  {key}: '{value.replace(chr(39), chr(39) * 2)}'\n" for key, value in values.items())
    rules, _ = checked(f"tasks:\n{lines}" if lines else "capacity: 3\n")
    assert rules.tasks.severe_due > 0
    assert rules.tasks.remind_every >= 15 * MINUTE
