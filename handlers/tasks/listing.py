"""Tasks as staff read them: one, the list, and what is nearly due."""

from collections.abc import Iterable, Iterator, Sequence

from handlers.desk.masked import masked
from handlers.desk.targets import team_name
from handlers.desk.topic_links import to_topic
from handlers.exchange import Turn
from handlers.questions import joined
from handlers.tasks.words import WORDS, due_minute, ending_buttons, ending_word, is_overdue, owner_called, owner_name
from storage.content import Content
from storage.desk import Agent
from storage.tasks import Task

MOST = 20
SHORT = 60
"""Characters of a summary in a list."""


def task_list(turn: Turn, tasks: Sequence[Task], account: str, agents: Iterable[Agent]) -> str:
    """Theirs first, then nobody's, then the others; of each the first to be due first."""
    if not tasks:
        return WORDS.line(turn, "nothing")
    ranked = sorted(tasks, key=lambda each: (each.settled_at is not None, rank(each, account), each.due_at, each.id))
    return joined(WORDS.line(turn, "heading", count=len(tasks)), *lines(turn, ranked, agents))


def rank(task: Task, account: str) -> int:
    return 0 if task.owner == account else 2 if task.owner else 1


def lines(turn: Turn, tasks: Sequence[Task], agents: Iterable[Agent], *, calling: bool = False) -> Iterator[str]:
    """`calling`: their owners hear of it."""
    for task in tasks[:MOST]:
        yield WORDS.line(
            turn,
            "listed",
            number=task.id,
            agent=owner_called(turn, task, agents) if calling else owner_name(turn, task, agents),
            when=due_minute(turn, task),
            overdue=is_overdue(turn, task) or "",
            settled=ending_word(turn, task.said) if task.said else "",
            conversation=to_topic(task.conversation_id, task.conversation_id),
            summary=masked(turn, task.summary, SHORT),
        )
    if len(tasks) > MOST:
        yield WORDS.line(turn, "more", count=len(tasks) - MOST)


def shown(turn: Turn, task: Task, agents: Iterable[Agent]) -> Content:
    if task.ended_at is not None:
        return WORDS.content(turn, "over", number=task.id, ending=ending_word(turn, task.outcome), summary=task.summary)
    text = WORDS.line(
        turn,
        "shown",
        number=task.id,
        kind=WORDS.word(turn, "kind", kind=task.kind),
        agent=owner_name(turn, task, agents),
        team=team_name(turn, turn.desk_policy.team(task.team)),
        when=due_minute(turn, task),
        overdue=is_overdue(turn, task) or "",
        settled=ending_word(turn, task.said) if task.said else "",
        conversation=to_topic(task.conversation_id, task.conversation_id),
        summary=masked(turn, task.summary),
    )
    return Content(text=text, buttons=() if task.said else ending_buttons(turn, task))
