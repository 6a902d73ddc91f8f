"""What the desk is told because a shift begins or ends, or because a swap has come to nothing."""

from collections.abc import Sequence

from handlers import trace
from handlers.desk.cases import SHIFT_OVER
from handlers.desk.naming import calling
from handlers.desk.offers import capacity
from handlers.desk.owning import drawn
from handlers.desk.rota.presence import leaving
from handlers.desk.rota.swapping import colleagues, ended
from handlers.desk.rota.words import SCRIPT, WORDS, clock, listed, name_of
from handlers.exchange import Outcome, Turn
from handlers.hours.policy import Duty
from handlers.hours.shift_times import LATE_REMINDER, Act
from handlers.hours.swapping import came_to_nothing
from handlers.questions import joined
from storage.content import Content
from storage.desk import Agent
from storage.results import Timer

SETTLE = "rota:settle"
"""The swap whose number it remembers may have come to nothing."""


async def due(turn: Turn) -> Outcome:
    """A time is due in no conversation: of the desk itself."""
    trace.chose("desk", SCRIPT)
    match turn.inbound.payload:
        case Act.REMIND:
            return await reminded(turn, float(turn.inbound.text))
        case Act.BEGIN:
            return await begun(turn, float(turn.inbound.text))
        case Act.ANNOUNCE:
            return await announced(turn, float(turn.inbound.text))
        case Act.HAND_OVER:
            return await over(turn, float(turn.inbound.text))
        case name if name == SETTLE:
            return await settled(turn, int(turn.inbound.text))
    return Outcome()


async def reminded(turn: Turn, begins: float) -> Outcome:
    """All whose shift begins then, but for those who are there already. The turn may come after an outage."""
    if turn.now >= begins + LATE_REMINDER:
        return Outcome()
    there = turn.hours.on_duty(begins - 1) or ()
    agents = await colleagues(turn)
    found = [each for each in turn.hours.duties(begins, begins) or () if each.begins == begins]
    lines = [
        reminder(turn, each, coming, agents) for each in found if (coming := [a for a in each.agents if a not in there])
    ]
    return told(turn, WORDS.line(turn, "reminder", time=clock(turn, begins)), lines)


async def begun(turn: Turn, begins: float) -> Outcome:
    """What waits and nobody was asked to take may be theirs."""
    accounts = {
        each for duty in turn.hours.duties(begins, begins) or () if duty.begins == begins for each in duty.agents
    }
    load = await turn.doors.floor.load()
    hands = {each: capacity(turn.desk_policy, each) - load.get(each, 0) for each in sorted(accounts)}
    return Outcome(
        timers=tuple([draw for each, free in hands.items() for draw in await drawn(turn, each, max(0, free))])
    )


def reminder(turn: Turn, duty: Duty, coming: Sequence[str], agents: Sequence[Agent]) -> str:
    names = listed(turn, (calling(turn, each, agents) for each in coming))
    times = {"begins": clock(turn, duty.begins), "ends": clock(turn, duty.ends)}
    return WORDS.line(turn, "reminded", name=name_of(turn, duty), agents=names, **times)


async def announced(turn: Turn, ends: float) -> Outcome:
    """Whoever goes soon hears how many conversations they still have."""
    if turn.now >= ends:
        return Outcome()
    agents = await colleagues(turn)
    counts = [(each, len(await turn.doors.floor.held(each))) for each in leaving(turn, ends)]
    lines = [
        WORDS.line(turn, "ends_for", agent=calling(turn, account, agents), count=count)
        for account, count in counts
        if count
    ]
    return told(turn, WORDS.line(turn, "ending", time=clock(turn, ends)), lines)


def told(turn: Turn, heading: str, lines: Sequence[str]) -> Outcome:
    """Nothing where there is nothing to tell, or the admin left the heading empty."""
    if not heading or not lines:
        return Outcome()
    return Outcome(posts=turn.alert(Content(text=joined(heading, *lines))))


async def over(turn: Turn, ends: float) -> Outcome:
    """Each conversation of theirs decides for itself."""
    held = [(account, each) for account in leaving(turn, ends) for each in await turn.doors.floor.held(account)]
    return Outcome(
        timers=tuple(
            Timer(name=SHIFT_OVER, due_at=turn.now, payload=account, conversation_id=each.conversation_id)
            for account, each in held
        )
    )


# Swaps of which nothing comes


async def settled(turn: Turn, number: int) -> Outcome:
    """Found by a look at all of them; whether it still is so, the rota of this moment says."""
    found = came_to_nothing(turn.hours, turn.doors.swaps.agreed(), await turn.doors.swaps.proposed(), turn.now)
    fate = next(((swap, status) for swap, status in found if swap.id == number), None)
    return Outcome() if fate is None else await ended(turn, *fate)
