"""Who waits, for how long, and who has what."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from handlers.desk.command import DeskCommand
from handlers.desk.links import to_topic
from handlers.desk.people import among_staff
from handlers.desk.queue_words import queue_line, queue_word
from handlers.desk.staff_words import staff_minute
from handlers.desk.targets import team_name
from handlers.exchange import Outcome, Turn
from handlers.promises.view import most_pressing
from handlers.promises.words import waited
from handlers.questions import joined
from storage.content import Content
from storage.desk import Agent, Held, Priority, Waiting

MOST = 30
"""Lines of each part."""


async def show_queue(turn: Turn, _argument: str) -> Outcome:
    queue, held = await turn.doors.floor.queue(), await turn.doors.floor.held()
    agents = await turn.doors.floor.agents()
    lines = (*waiting_lines(turn, queue, agents), *held_lines(turn, held, agents), *asleep_lines(turn, held))
    content = Content(text=joined(*lines) or queue_line(turn, "empty"))
    return Outcome(posts=turn.post(content) if turn.conversation.contact_id else turn.alert(content, turn.asked_from))


def waiting_lines(turn: Turn, queue: Sequence[Waiting], agents: Sequence[Agent]) -> Iterator[str]:
    by_team = sorted(queue[:MOST], key=lambda each: each.team)
    for key, found in groupby(by_team, key=lambda each: each.team):
        waiting = list(found)
        count = sum(each.team == key for each in queue)
        yield queue_line(turn, "team", team=named_team(turn, key), count=count)
        yield from (waiting_line(turn, each, agents) for each in waiting)
    yield from more(turn, len(queue) - MOST)


def named_team(turn: Turn, key: str) -> str:
    return team_name(turn, turn.desk_policy.team(key)) or queue_word(turn, "nameless_team")


def waiting_line(turn: Turn, waiting: Waiting, agents: Sequence[Agent]) -> str:
    return queue_line(
        turn,
        "waiting",
        number=waiting.conversation_id,
        name=to_topic(waiting.conversation_id, waiting.name),
        channel=turn.channel_called(waiting.channel),
        priority="" if waiting.priority is Priority.NORMAL else queue_word(turn, "priority", priority=waiting.priority),
        **waited(turn, turn.now - waiting.queued_at),
        agent=among_staff(turn, waiting.offered_to, agents) if waiting.offered_to else "",
        promise=most_pressing(turn, waiting.team, waiting.promises),
    )


def held_lines(turn: Turn, held: Sequence[Held], agents: Sequence[Agent]) -> Iterator[str]:
    owned = [each for each in held if each.owner]
    for account, found in groupby(sorted(owned[:MOST], key=lambda each: each.owner), key=lambda each: each.owner):
        theirs, count = list(found), sum(each.owner == account for each in owned)
        yield queue_line(turn, "held", agent=among_staff(turn, account, agents), count=count)
        yield from (holding_line(turn, each) for each in theirs)
    yield from more(turn, len(owned) - MOST)


def holding_line(turn: Turn, held: Held) -> str:
    since = held.waiting_since
    return queue_line(
        turn,
        "holding",
        number=held.conversation_id,
        name=to_topic(held.conversation_id, held.name),
        channel=turn.channel_called(held.channel),
        **waited(turn, None if since is None else turn.now - since),
        promise=most_pressing(turn, held.team, held.promises),
    )


def asleep_lines(turn: Turn, held: Sequence[Held]) -> Iterator[str]:
    asleep = [each for each in held if not each.owner]
    for each in asleep[:MOST]:
        yield queue_line(
            turn,
            "asleep",
            number=each.conversation_id,
            name=to_topic(each.conversation_id, each.name),
            channel=turn.channel_called(each.channel),
            time="" if each.wakes_at is None else staff_minute(turn, each.wakes_at),
            promise=most_pressing(turn, each.team, each.promises),
        )
    yield from more(turn, len(asleep) - MOST)


def more(turn: Turn, count: int) -> Iterator[str]:
    if count > 0:
        yield queue_line(turn, "more", count=count)


COMMANDS = {"queue": DeskCommand(in_topic=show_queue, outside=show_queue)}
