"""What the contact says to whether it is better now."""

import re

from handlers.desk.naming import calling
from handlers.exchange import Outcome, Turn
from handlers.numbers import number_in
from handlers.overheard import heard_words
from handlers.picks import ToScript
from handlers.scripts.matching import normal, without_dialect
from handlers.state import State
from handlers.tasks.settling import ended
from handlers.tasks.words import CONTACT, WORDS
from storage.content import Button, Content
from storage.inbound import Kind
from storage.records import replace
from storage.tasks import Ending, Task

CLAUSES = re.compile(r"[,.!?;:~，。！？；：、…\n]+")
QUESTION = f"{CONTACT}:"
ANSWERS = {"yes": Ending.RECOVERED, "no": Ending.NOT_RECOVERED}


async def better(turn: Turn) -> Outcome:
    """Behind the buttons of the question: `<number>:yes`."""
    turn = turn.at(CONTACT, turn.argument)
    number, _, answer = turn.argument.partition(":")
    known = number_in(number)
    task = await turn.doors.tasks.by_id(known) if known is not None else None
    ending = ANSWERS.get(answer)
    if task is None or ending is None or not is_theirs(turn, task) or task.ended_at is not None:
        return Outcome(replies=(turn.content("too_late"),), state=without_question(turn))
    answered = replace(task, answered_at=turn.now)
    return replace(
        ended(turn, answered, ending),
        replies=replies(turn, ending),
        state=without_question(turn),
        posts=turn.post(await for_staff(turn, task, ending)),
    )


def is_theirs(turn: Turn, task: Task) -> bool:
    """And they were asked: no other button leads here."""
    return task.conversation_id == turn.conversation.id and task.asked_again_at is not None


def replies(turn: Turn, ending: Ending) -> tuple[Content, ...]:
    if ending is Ending.RECOVERED:
        told = turn.content("glad")
    else:
        told = turn.content("sorry", *(() if turn.at_desk else (turn.button("escalation"),)))
    return (told,) if told.text else ()


async def for_staff(turn: Turn, task: Task, ending: Ending) -> Content:
    if ending is Ending.RECOVERED:
        return WORDS.content(turn, "better", number=task.id)
    agent = calling(turn, task.settled_by or task.owner, await turn.doors.floor.agents())
    text = WORDS.line(turn, "not_better", number=task.id, agent=agent)
    reopen = () if turn.at_desk else (Button(label=turn.desk_words.line("reopen_button"), goto="desk:reopen"),)
    return Content(text=text, buttons=reopen)


def without_question(turn: Turn) -> State:
    return replace(turn.state, offered=tuple(each for each in turn.state.offered if not is_question(each.goto)))


def is_question(goto: str) -> bool:
    return goto.startswith(QUESTION)


def meant(turn: Turn) -> ToScript | None:
    """Their words are an answer only while the question is the last that was asked."""
    if turn.inbound.kind is not Kind.TEXT or turn.inbound.attachments:
        return None
    asked = [each.goto for each in turn.state.offered if is_question(each.goto)]
    if not asked:
        return None
    said = first_clause(turn.text)
    known = {each: map(without_dialect, heard_words(turn.library, CONTACT, each)) for each in ANSWERS}
    answer = next((each for each in ANSWERS if said in known[each]), None)
    goto = next((each for each in asked if answer and each.endswith(f":{answer}")), None)
    name, _, argument = (goto or "").partition(":")
    return ToScript(name, argument) if name else None


def first_clause(text: str) -> str:
    """Whoever says "yes, thank you" says yes; what else they say after it, staff read in the transcript."""
    return next(filter(None, map(normal, CLAUSES.split(without_dialect(text)))), "")
