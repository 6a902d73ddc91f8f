"""A task is settled, and then has ended: as the contact says, else as the agent did."""

from handlers import reporting
from handlers.desk.facts import file_of
from handlers.desk.masked import masked
from handlers.desk.profile import card_post
from handlers.exchange import Outcome, Turn
from handlers.tasks.words import WORDS, ending_word
from storage.content import Content
from storage.records import replace
from storage.results import Entry, EntryKind, Timer
from storage.tasks import Ending, Task

NOTE = 300
"""Characters."""


async def settled(turn: Turn, task: Task, by: str, name: str, said: Ending, note: str) -> Outcome:
    """In the conversation's own turn. `name`: of who settled it, among staff."""
    asks = turn.desk_policy.tasks.asks_again and await may_be_asked(turn)
    after = replace(
        task, settled_at=turn.now, settled_by=by, said=said, note=masked(turn, note, NOTE), owner=task.owner or by
    )
    line = WORDS.line(
        turn,
        "settled",
        number=task.id,
        agent=name,
        ending=ending_word(turn, said),
        note=after.note,
        asks=asks or "",
    )
    told = (*await card_post(turn, tasks=(after,)), *turn.post(Content(text=line)))
    if not asks:
        return replace(ended(turn, after, said), posts=told)
    ask_at = turn.now + turn.desk_policy.tasks.ask_after
    return Outcome(
        tasks=(after,),
        timers=(Timer(name=task.timer, due_at=ask_at),),
        posts=told,
        entries=(noted(turn, after, f"settled: {said}"),),
    )


async def may_be_asked(turn: Turn) -> bool:
    if turn.is_unreachable or turn.conversation.banned:
        return False
    file = await file_of(turn)
    return file is None or not file.declined


def ended(turn: Turn, task: Task, outcome: Ending) -> Outcome:
    over = replace(task, ended_at=turn.now, outcome=outcome)
    return Outcome(
        tasks=(over,),
        cancelled_timers=(task.timer,),
        events=(reporting.task_settled(turn, over),),
        entries=(noted(turn, over, f"ended: {outcome}"),),
    )


def noted(turn: Turn, task: Task, what: str) -> Entry:
    return Entry(kind=EntryKind.ACTIVITY, author=task.settled_by or "bot", text=f"task {task.id} {what}", at=turn.now)
