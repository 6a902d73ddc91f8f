"""Once a task is settled the contact is asked whether it is better now: once, at a good time, and if they can be.

Two at once are one question: what it does not ask about has ended as the agent said.
"""

from handlers.exchange import Outcome, Turn, plain
from handlers.state import offers
from handlers.surveys.asking import moment
from handlers.tasks.settling import ended, may_be_asked, noted
from handlers.tasks.words import CONTACT, WORDS
from storage.content import Button, Content
from storage.records import replace
from storage.results import Timer
from storage.tasks import Ending, Task

PATIENCE = 24 * 60 * 60.0
"""So long after it was settled the end of the conversation is waited for."""
AGAIN = 30 * 60.0
"""When it is looked for again."""
CLOSING = 60 * 60.0
"""A window that closes so soon is not waited with."""


async def ask_or_wait(turn: Turn, task: Task) -> Outcome:
    """Due for a task that is settled, of which the contact was not asked yet."""
    opening = await turn.doors.openings.of(turn.reach, turn.now)
    at = moment(turn, turn.now, opening)
    if not await may_be_asked(turn) or at is None or task.said is None or await is_being_asked(turn):
        return ended(turn, task, task.said or Ending.NOT_RECOVERED)
    if at > turn.now:
        return Outcome(timers=(Timer(name=task.timer, due_at=at),))
    is_closing = opening.until is not None and opening.until - turn.now < CLOSING and not opening.template
    if turn.at_desk and not is_closing and turn.now < (task.settled_at or 0.0) + PATIENCE:
        return Outcome(timers=(Timer(name=task.timer, due_at=turn.now + AGAIN),))
    return asked(turn, task)


async def is_being_asked(turn: Turn) -> bool:
    """About another task of theirs: whoever reads the same question twice does not know what it is about."""
    return any(each.asked_again_at is not None for each in await turn.doors.tasks.of_conversation(turn.conversation.id))


def asked(turn: Turn, task: Task) -> Outcome:
    answer_by = turn.now + turn.desk_policy.tasks.answer_within
    content = question(turn, task)
    told = WORDS.content(turn, "asked", number=task.id)
    return Outcome(
        final=(content,),
        state=replace(turn.state, offered=offers((content,))),
        tasks=(replace(task, asked_again_at=turn.now, answer_by=answer_by),),
        timers=(Timer(name=task.timer, due_at=answer_by),),
        posts=turn.post(told) if told.text else (),
        entries=(noted(turn, task, "asked the contact"),),
    )


def question(turn: Turn, task: Task) -> Content:
    script = turn.words(CONTACT)
    buttons = tuple(
        Button(label=plain(script.line(f"{answer}_button")), goto=f"{CONTACT}:{task.id}:{answer}")
        for answer in ("yes", "no")
    )
    return Content(text=script.line("ask"), buttons=buttons)
