"""Who waits, for how long, and who has what."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from handlers.desk.command import DeskCommand
from handlers.desk.people import among_staff
from handlers.desk.queue_words import queue_line, queue_word
from handlers.desk.saying import agent
from handlers.desk.staff_words import answered, staff_minute
from handlers.desk.targets import compared, team_name
from handlers.desk.topic_links import to_topic
from handlers.desk.waits import waits_since
from handlers.exchange import Outcome, Turn
from handlers.promises.view import most_pressing
from handlers.promises.words import waited
from handlers.questions import joined
from handlers.without_proof import name_for_staff
from storage.content import Content
from storage.desk import Agent, Held, Priority, Waiting
from storage.records import record, replace

MOST = 60
"""Lines of each part: somebody may well have forty."""
OWN = frozenset({"me", "mine", "我", "我的"})


@record(frozen=True, slots=True)
class Shown:
    waiting: Sequence[Waiting]
    held: Sequence[Held]
    all_waiting: Sequence[Waiting]
    """Of whom those are some."""
    all_held: Sequence[Held]


async def show_queue(turn: Turn, argument: str) -> Outcome:
    """All of it; what the member has who asks; or those who are called so, or wait for that team."""
    asked = compared(argument)
    waiting, held = await turn.doors.floor.queue(), await turn.doors.floor.held()
    shown, empty = Shown(waiting, held, waiting, held), queue_line(turn, "empty")
    if asked in OWN:
        account = agent(turn)
        own = [each for each in held if account == (each.owner or each.snoozed_by)]
        shown, empty = Shown((), own, (), own), queue_line(turn, "none_mine")
    elif asked:
        shown, empty = found(turn, shown, asked), queue_line(turn, "none_found", text=argument)
    agents = await turn.doors.floor.agents()
    lines = (*waiting_lines(turn, shown, agents), *held_lines(turn, shown, agents), *asleep_lines(turn, shown.held))
    return answered(turn, Content(text=joined(*lines) or empty))


def found(turn: Turn, of: Shown, asked: str) -> Shown:
    """That of this number, however it is written; else by a piece of the name, or by the team."""
    number = asked.lstrip("#")
    waiting = [each for each in of.waiting if number == str(each.conversation_id)]
    held = [each for each in of.held if number == str(each.conversation_id)]
    if not (waiting or held):
        waiting = [each for each in of.waiting if fits(turn, each, asked)]
        held = [each for each in of.held if fits(turn, each, asked)]
    return replace(of, waiting=waiting, held=held)


def fits(turn: Turn, each: Waiting | Held, asked: str) -> bool:
    is_its_team = bool(each.team) and asked in (compared(each.team), compared(named_team(turn, each.team)))
    return is_its_team or asked in compared(each.name)


def waiting_lines(turn: Turn, shown: Shown, agents: Sequence[Agent]) -> Iterator[str]:
    by_team = sorted(shown.waiting[:MOST], key=lambda each: each.team)
    for key, listed in groupby(by_team, key=lambda each: each.team):
        total, listing = (sum(each.team == key for each in those) for those in (shown.all_waiting, shown.waiting))
        yield queue_line(turn, "team", team=named_team(turn, key), count=total, some=listing < total)
        yield from (waiting_line(turn, each, agents) for each in listed)
    yield from more(turn, len(shown.waiting) - MOST)


def named_team(turn: Turn, key: str) -> str:
    return team_name(turn, turn.desk_policy.team(key)) or queue_word(turn, "nameless_team")


def waiting_line(turn: Turn, waiting: Waiting, agents: Sequence[Agent]) -> str:
    return queue_line(
        turn,
        "waiting",
        **conversation_in_line(turn, waiting),
        priority="" if waiting.priority is Priority.NORMAL else queue_word(turn, "priority", priority=waiting.priority),
        **waited(turn, turn.now - waits_since(waiting)),
        agent=among_staff(turn, waiting.offered_to, agents) if waiting.offered_to else "",
    )


def conversation_in_line(turn: Turn, each: Waiting | Held) -> dict[str, object]:
    """The blanks of every line of one."""
    return {
        "number": each.conversation_id,
        "name": to_topic(each.conversation_id, name_for_staff(each.name, turn.policy)),
        "channel": turn.channel_called(each.channel),
        "promise": most_pressing(turn, each.team, each.promises),
    }


def held_lines(turn: Turn, shown: Shown, agents: Sequence[Agent]) -> Iterator[str]:
    owned = [each for each in shown.held if each.owner]
    for account, listed in groupby(sorted(owned[:MOST], key=lambda each: each.owner), key=lambda each: each.owner):
        total, listing = (sum(each.owner == account for each in those) for those in (shown.all_held, owned))
        yield queue_line(turn, "held", agent=among_staff(turn, account, agents), count=total, some=listing < total)
        yield from (holding_line(turn, each) for each in listed)
    yield from more(turn, len(owned) - MOST)


def holding_line(turn: Turn, held: Held) -> str:
    since = held.waiting_since
    times = waited(turn, None if since is None else turn.now - since)
    return queue_line(turn, "holding", **conversation_in_line(turn, held), **times)


def asleep_lines(turn: Turn, held: Sequence[Held]) -> Iterator[str]:
    asleep = [each for each in held if not each.owner]
    for each in asleep[:MOST]:
        time = "" if each.wakes_at is None else staff_minute(turn, each.wakes_at)
        yield queue_line(turn, "asleep", **conversation_in_line(turn, each), time=time)
    yield from more(turn, len(asleep) - MOST)


def more(turn: Turn, count: int) -> Iterator[str]:
    if count > 0:
        yield queue_line(turn, "more", count=count)


COMMANDS = {"queue": DeskCommand(in_topic=show_queue, outside=show_queue)}
