"""What staff read of tasks, and what the contact does."""

from collections.abc import Iterable

from handlers.desk.naming import calling
from handlers.desk.people import among_staff
from handlers.desk.staff_words import StaffWords, staff_minute
from handlers.exchange import Turn
from handlers.scripts.declaration import declare
from storage.content import Button
from storage.desk import Agent
from storage.tasks import Ending, Task

SCRIPT = "desk_tasks"
CONTACT = "better"
"""The script that asks the contact, and its buttons' prefix: `better:<number of the task>:yes`."""
WORDS = StaffWords(SCRIPT)

DECLARATION = declare(
    SCRIPT,
    script=SCRIPT,
    score="score reasons comment",  # what the contact said of us, as the summary of a task
    opened="number kind agent when summary",  # `agent`: "" for the team's, here and below
    reminder="count",  # above the list of what is nearly due, or overdue
    supervisors="agents",  # under it, once something is overdue
    heading="count",  # above the list of /tasks
    listed="number agent when overdue settled conversation summary",
    more="count",  # so many others are not listed
    nothing="",  # /tasks, and there are none
    card="number agent when overdue",
    shown="number kind agent team when overdue settled conversation summary",  # `settled`: while the contact is asked
    over="number ending summary",
    settled="number agent ending note asks",  # `asks`: the contact will be asked whether it is better now
    settled_before="number agent ending",
    asked="number",  # the contact was
    better="number",
    not_better="number agent",
    how_did_it_end="number summary",  # the conversation is over, the task is not
    given="number agent by note",  # `note` may be ""
    unknown="number",
    not_yours="number agent",
    which="",  # of several in this conversation
    no_such_member="name",
    kind="kind",
    ending="ending",
    recovered_button="",
    failed_button="",
    may_be_empty="asked",
)
CONTACT_DECLARATION = declare(
    CONTACT,
    script=CONTACT,
    seen_to="",  # after a low score
    ask="",
    yes_button="",
    no_button="",
    yes="",  # words by which the answer is known
    no="",
    glad="",
    sorry="",
    too_late="",
    may_be_empty="seen_to glad sorry yes no",
)


def card_line(turn: Turn, task: Task, agents: Iterable[Agent]) -> str:
    return WORDS.line(
        turn,
        "card",
        number=task.id,
        agent=owner_name(turn, task, agents),
        when=due_minute(turn, task),
        overdue=is_overdue(turn, task) or "",
    )


def ending_button(turn: Turn, task: Task, ending: Ending) -> Button:
    name, argument = ("recovered_button", "done") if ending is Ending.RECOVERED else ("failed_button", "failed")
    return Button(label=WORDS.word(turn, name), goto=f"desk:task:{task.id} {argument}")


def ending_buttons(turn: Turn, task: Task) -> tuple[Button, ...]:
    return tuple(ending_button(turn, task, ending) for ending in Ending)


def ending_word(turn: Turn, ending: Ending | None) -> str:
    return WORDS.word(turn, "ending", ending=ending or "")


def due_minute(turn: Turn, task: Task) -> str:
    return staff_minute(turn, task.due_at)


def is_overdue(turn: Turn, task: Task) -> bool:
    return task.settled_at is None and task.due_at <= turn.now


def owner_name(turn: Turn, task: Task, agents: Iterable[Agent]) -> str:
    """ "" for the team's."""
    return among_staff(turn, task.owner, agents) if task.owner else ""


def owner_called(turn: Turn, task: Task, agents: Iterable[Agent]) -> str:
    """The same, and they hear of it."""
    return calling(turn, task.owner, agents) if task.owner else ""
