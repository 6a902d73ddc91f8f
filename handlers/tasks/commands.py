"""/tasks and /task: what is open, whose it is, and how it ended."""

from collections.abc import Sequence

from handlers.desk.command import DeskCommand
from handlers.desk.offers import staff_of
from handlers.desk.saying import agent, member
from handlers.desk.staff_words import answered
from handlers.desk.targets import Target, of_agent, read_target
from handlers.desk.usage import misused
from handlers.exchange import Outcome, Turn
from handlers.numbers import number_in
from handlers.tasks.acts import Act, asked_of, done, refusal
from handlers.tasks.listing import shown, task_list
from handlers.tasks.words import WORDS, ending_word, owner_name
from storage.content import Content
from storage.records import replace
from storage.tasks import Ending, Task

ENDINGS = {
    **dict.fromkeys(("done", "recovered", "ok", "完成", "已挽回", "挽回"), Ending.RECOVERED),
    **dict.fromkeys(("failed", "lost", "失败", "失敗", "未挽回", "没挽回", "沒挽回"), Ending.NOT_RECOVERED),
}


async def tasks(turn: Turn, argument: str) -> Outcome:
    """With anything behind it, one of them is meant: a language may have one word for both."""
    if argument.strip():
        return await task(turn, argument)
    unended = await turn.doors.tasks.unended()
    return answered(turn, Content(text=task_list(turn, unended, agent(turn), await turn.doors.floor.agents())))


async def task(turn: Turn, argument: str) -> Outcome:
    """`12`, `12 done the box is replaced`, `12 @Bo`; in its own topic the number may be left out."""
    first, _, rest = argument.strip().partition(" ")
    number = first.removeprefix("#")
    if number.isdecimal():
        known = number_in(number)
        found = await turn.doors.tasks.by_id(known) if known is not None else None
        return await about(turn, found, rest.strip()) if found else WORDS.told(turn, "unknown", number=number)
    here = await of_this(turn)
    if len(here) > 1:
        return WORDS.told(turn, "which")
    return await about(turn, here[0], argument.strip()) if here else misused(turn, "task")


async def of_this(turn: Turn) -> Sequence[Task]:
    return await turn.doors.tasks.of_conversation(turn.conversation.id) if turn.conversation.contact_id else ()


async def about(turn: Turn, found: Task, wish: str) -> Outcome:
    if not wish:
        return answered(turn, shown(turn, found, await turn.doors.floor.agents()))
    act = await read_wish(turn, found, wish)
    if act is None and wish.startswith("@"):
        return WORDS.told(turn, "no_such_member", name=wish.split()[0])
    if act is None:
        return misused(turn, "task")
    if found.conversation_id == turn.conversation.id:
        return await done(turn, found, act)
    return await refusal(turn, found, act) or await passed_on(turn, found, act)


async def read_wish(turn: Turn, found: Task, wish: str) -> Act | None:
    first, _, note = wish.partition(" ")
    act = Act(task=found.id, by=agent(turn), name=member(turn), note=note.strip())
    ending = ENDINGS.get(first.casefold())
    if ending is not None:
        return replace(act, ending=ending)
    target, note = read_target(wish, await members(turn)) if wish.startswith("@") else (None, "")
    return replace(act, to=target.account, note=note) if target else None


async def members(turn: Turn) -> list[Target]:
    return [of_agent(turn, each) for each in (await staff_of(turn)).agents]


async def passed_on(turn: Turn, found: Task, act: Act) -> Outcome:
    """Its own conversation does it, and its topic tells of it; whoever asked is answered here."""
    if act.ending is not None:
        ending = ending_word(turn, act.ending)
        said = WORDS.told(turn, "settled", number=found.id, agent=act.name, ending=ending, note=act.note, asks="")
    else:
        owner = owner_name(turn, replace(found, owner=act.to), await turn.doors.floor.agents())
        said = WORDS.told(turn, "given", number=found.id, agent=owner, by=act.name, note=act.note)
    return replace(said, timers=(asked_of(found, act, turn.now),))


COMMANDS = {"tasks": DeskCommand(in_topic=tasks, outside=tasks), "task": DeskCommand(in_topic=task, outside=task)}
