"""How soon a conversation has to be taken."""

from handlers.desk.cases import Owned, case_of
from handlers.desk.command import DeskCommand
from handlers.desk.lifting import called_at_once
from handlers.desk.owning import card_of
from handlers.desk.queue_words import queue_content, queue_posted, queue_told, queue_word
from handlers.desk.saying import entry, member
from handlers.exchange import Outcome, Turn
from storage.content import Button
from storage.desk import PRIORITIES, Priority
from storage.records import replace
from storage.results import EntryKind

SPOKEN = {
    **{each.value: each for each in Priority},
    "紧急": Priority.URGENT,
    "緊急": Priority.URGENT,
    "急": Priority.URGENT,
    "高": Priority.HIGH,
    "普通": Priority.NORMAL,
    "正常": Priority.NORMAL,
    "中": Priority.NORMAL,
    "低": Priority.LOW,
}


async def prioritise(turn: Turn, argument: str) -> Outcome:
    if not turn.at_desk:
        return queue_told(turn, "nobody_has_it")
    wanted = SPOKEN.get(argument.strip().casefold())
    if wanted is None:
        return Outcome(posts=turn.post(queue_content(turn, "which_priority", *choices(turn))))
    after = Owned(turn.conversation, replace(case_of(turn.conversation, turn.now), priority=wanted))
    word = queue_posted(turn, "prioritised", agent=member(turn), priority=called(turn, wanted))
    return Outcome(
        case=after.case,
        posts=(*await card_of(turn, after), *word),
        timers=called_at_once(turn, after.case),
        entries=(entry(turn, EntryKind.ACTIVITY, f"priority {wanted}"),),
    )


def choices(turn: Turn) -> tuple[Button, ...]:
    return tuple(Button(label=called(turn, each), goto=f"desk:priority:{each}") for each in PRIORITIES)


def called(turn: Turn, priority: Priority) -> str:
    return queue_word(turn, "priority", priority=priority.value)


COMMANDS = {"priority": DeskCommand(in_topic=prioritise)}
