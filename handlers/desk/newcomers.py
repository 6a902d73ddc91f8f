"""A flood of new accounts asks for a person: so many at a time come to staff, and the others wait outside.

A staff group takes twenty posts a minute, and each of them costs three: a thousand accounts would keep everybody else
from staff for hours. Whoever waits outside has the bot, is told how long it takes, and is let in then. Whom staff
know, and whoever proves an order, comes in at once.
"""

from handlers.desk.facts import file_of, proven_orders
from handlers.desk.policy import MINUTE, Trigger
from handlers.desk.queue_words import queue_line
from handlers.exchange import Outcome, Turn
from handlers.formats import still_to_wait
from handlers.questions import form_timer
from storage.content import Content
from storage.newcomers import NEWCOMER_TIMER, Place
from storage.records import replace
from storage.results import Outgoing, Timer


async def kept_outside(turn: Turn, reason: str, trigger: Trigger | None) -> Outcome | None:
    """None: they may come in."""
    policy, waits_until = turn.desk_policy.newcomers, turn.state.comes_in_at
    if 0 < waits_until <= turn.now:
        return await put_off(turn)
    if not policy.most or not await is_newcomer(turn):
        return None
    if waits_until:
        return Outcome(replies=(told(turn, waits_until),))
    place = await turn.doors.newcomers.place(turn.now, policy.most, policy.seconds)
    if place.at <= turn.now:
        return None
    why = f"{reason}:{trigger.name}" if trigger else reason
    return Outcome(
        replies=(told(turn, place.at),),
        state=replace(turn.state, comes_in_at=place.at),
        timers=(Timer(name=NEWCOMER_TIMER, due_at=place.at, payload=why),),
        posts=for_staff(turn) if place.first else (),
    )


async def put_off(turn: Turn) -> Outcome | None:
    """They should have come in by now. None: they may; but after an outage so many are late that they have to wait on.

    Their timer is to ring again.
    """
    policy = turn.desk_policy.newcomers
    if not policy.most or not await is_newcomer(turn):
        return None
    at = await turn.doors.newcomers.comes_in(turn.state.comes_in_at, turn.now, policy.most, policy.seconds)
    if at <= turn.now:
        return None
    return Outcome(replies=(told(turn, at),), state=replace(turn.state, comes_in_at=at))


async def may_be_told(turn: Turn) -> Place:
    """Whether the general topic is told at once of something that they said: that costs a post, too."""
    policy = turn.desk_policy.newcomers
    if not policy.most or turn.at_desk or not await is_newcomer(turn):
        return Place(turn.now)
    return await turn.doors.newcomers.at_once(turn.now, policy.most, policy.seconds)


async def is_newcomer(turn: Turn) -> bool:
    """Staff have never served them nor made anything of them, and no order is theirs."""
    file = await file_of(turn)
    is_known = file is not None and bool(file.last_agent or file.tier or file.tags)
    return not is_known and not await proven_orders(turn)


def told(turn: Turn, until: float) -> Content:
    text = turn.words("escalation").line("newcomers", **still_to_wait(until - turn.now))
    return Content(text=text, buttons=(turn.button("order_lookup"), turn.button("end")))


def for_staff(turn: Turn) -> tuple[Outgoing, ...]:
    policy = turn.desk_policy.newcomers
    text = queue_line(turn, "newcomers", count=policy.most, minutes=int(policy.seconds / MINUTE))
    return turn.alert(Content(text=text))


def gone(turn: Turn) -> Outcome:
    """They do not want to wait any more. Says nothing."""
    turn.doors.newcomers.give_back(turn.state.comes_in_at)
    return Outcome(
        state=replace(turn.state, comes_in_at=0.0, form=None), cancelled_timers=(NEWCOMER_TIMER, *form_timer(turn))
    )
