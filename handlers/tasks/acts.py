"""What a member of staff does with a task: in its conversation's own turn, so that two at once do not differ."""

from handlers.desk.naming import calling
from handlers.desk.profile import card_post
from handlers.exchange import Outcome, Turn
from handlers.tasks.owners import may_act
from handlers.tasks.settling import noted, settled
from handlers.tasks.words import WORDS, ending_word, owner_name
from storage.codec import dumps, loads
from storage.records import record, replace
from storage.results import Timer
from storage.tasks import PREFIX, Ending, Task

ACT = f"{PREFIX}act:"
"""The timer by which a conversation is told of what was done elsewhere."""


@record(frozen=True, slots=True, kw_only=True)
class Act:
    task: int
    by: str
    """An account."""
    name: str
    """What they are called among staff."""
    ending: Ending | None = None
    """How it ended, as they say; None: it goes to somebody else."""
    note: str = ""
    to: str = ""
    """An account."""


def asked_of(task: Task, act: Act, now: float) -> Timer:
    """Of the task's conversation, by a turn that is about another or none."""
    name = f"{ACT}{task.id}:{act.by}"
    return Timer(name=name, due_at=now, payload=dumps(act), conversation_id=task.conversation_id)


def read_act(payload: str) -> Act:
    known = loads(payload)
    return Act(**{**known, "ending": Ending(known["ending"]) if known["ending"] else None})


async def refusal(turn: Turn, task: Task, act: Act) -> Outcome | None:
    """What is said to somebody who cannot do this; None: they can."""
    if task.settled_at is not None:
        agents = await turn.doors.floor.agents()
        ending = ending_word(turn, task.outcome or task.said)
        agent = owner_name(turn, replace(task, owner=task.settled_by), agents)
        return WORDS.told(turn, "settled_before", number=task.id, agent=agent, ending=ending)
    if not may_act(turn, act.by, task.owner):
        agent = owner_name(turn, task, await turn.doors.floor.agents())
        return WORDS.told(turn, "not_yours", number=task.id, agent=agent)
    return None


async def done(turn: Turn, task: Task, act: Act) -> Outcome:
    """In the conversation's turn."""
    refused = await refusal(turn, task, act)
    if refused is not None:
        return refused
    if act.ending is not None:
        return await settled(turn, task, act.by, act.name, act.ending, act.note)
    return await given(turn, task, act)


async def given(turn: Turn, task: Task, act: Act) -> Outcome:
    agent = calling(turn, act.to, await turn.doors.floor.agents())
    after = replace(task, owner=act.to)
    return Outcome(
        tasks=(after,),
        posts=(
            *await card_post(turn, tasks=(after,)),
            *turn.post(WORDS.content(turn, "given", number=task.id, agent=agent, by=act.name, note=act.note)),
        ),
        entries=(noted(turn, task, f"given to {act.to}"),),
    )
