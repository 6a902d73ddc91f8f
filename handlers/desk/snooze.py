"""A conversation that sleeps: until the time that an agent has named, or until the contact writes."""

from datetime import UTC, datetime

from handlers import reporting
from handlers.desk.cases import QUEUE_TIMERS, WAKE, agent_of, asleep, case_of, wakes_at, with_agent
from handlers.desk.command import DeskCommand
from handlers.desk.command_names import example
from handlers.desk.moments import moment_of
from handlers.desk.naming import calling
from handlers.desk.offers import is_away
from handlers.desk.owning import back_to_queue, card_of, drawn, introduced, known_to_return, not_theirs_to_give
from handlers.desk.queue_words import queue_content, queue_posted, queue_told, queue_word
from handlers.desk.rota.presence import is_off
from handlers.desk.saying import agent, entry, member
from handlers.desk.staff_words import staff_minute
from handlers.exchange import Outcome, Turn
from handlers.farewell.ending import may_say
from handlers.formats import moment, zone
from storage.content import Button
from storage.desk import ContactChange
from storage.results import EntryKind, Timer

DAY = 86_400.0
SOON = 60.0
"""So long before its time it may as well stay awake."""
CHOICES = ("30m", "2h", "tomorrow 9:00")


async def snooze(turn: Turn, argument: str) -> Outcome:
    refused = await not_theirs_to_give(turn)
    if refused:
        return refused
    until = moment_of(argument, turn.now, zone(turn.policy.timezone))
    if until is None:
        return queue_told(turn, "which_moment", *choices(turn), example=example(turn, "snooze", CHOICES[1]))
    if until - turn.now > turn.desk_policy.snooze_limit:
        return queue_told(turn, "snooze_too_long", days=int(turn.desk_policy.snooze_limit // DAY))
    return await put_to_sleep(turn, until)


def choices(turn: Turn) -> tuple[Button, ...]:
    moments = ((each, moment_of(each, turn.now, zone(turn.policy.timezone))) for each in CHOICES)
    return tuple(
        Button(label=staff_minute(turn, at), goto=f"desk:snooze:{said}") for said, at in moments if at is not None
    )


async def put_to_sleep(turn: Turn, until: float) -> Outcome:
    had = agent_of(turn.conversation)
    after = asleep(turn.conversation, case_of(turn.conversation, turn.now), agent(turn), until)
    return Outcome(
        conversation=after.conversation,
        case=after.case,
        posts=(
            *await card_of(turn, after),
            *queue_posted(turn, "snoozed", agent=member(turn), time=staff_minute(turn, until)),
        ),
        timers=(Timer(name=WAKE, due_at=until), *(await drawn(turn, had) if had else ())),
        cancelled_timers=QUEUE_TIMERS,
        events=(reporting.snoozed(turn, until),),
        entries=(
            entry(turn, EntryKind.ACTIVITY, f"snoozed until {datetime.fromtimestamp(until, UTC):%Y-%m-%d %H:%M}Z"),
        ),
    )


async def rung(turn: Turn) -> Outcome:
    """One of an earlier snooze, or of a clock that was put back, rings too soon: then it is set again."""
    until = wakes_at(turn.conversation)
    if until is None:
        return Outcome()
    return await woken(turn) if turn.now >= until else Outcome(timers=(Timer(name=WAKE, due_at=until),))


def again(turn: Turn) -> tuple[Button, ...]:
    """For the contact who woke it with something that can wait: until the same time."""
    until = wakes_at(turn.conversation)
    if until is None or until <= turn.now + SOON:
        return ()
    label = queue_word(turn, "again_button", time=staff_minute(turn, until))
    return (Button(label=label, goto=f"desk:snooze:{moment(until, turn.policy.timezone):%Y-%m-%d %H:%M}"),)


async def woken(turn: Turn, *buttons: Button) -> Outcome:
    """To whoever put it to sleep; to the queue where they are away by now, or have no shift."""
    case, agents = case_of(turn.conversation, turn.now), await turn.doors.floor.agents()
    account = case.snoozed_by
    away = any(each.account == account and is_away(each, turn.now) for each in agents)
    known = await known_to_return(turn)
    if not account or away or is_off(turn, account):
        told = turn.post(queue_content(turn, "woken", *buttons, agent=""))
        return await back_to_queue(turn, account, told, known)
    after = with_agent(turn.conversation, case, account, turn.now)
    word = queue_content(turn, "woken", *buttons, agent=calling(turn, account, agents))
    return Outcome(
        replies=await introduced(turn, "", account) if not known and await may_say(turn) else (),
        contacts=(ContactChange(last_agent=account),),
        conversation=after.conversation,
        case=after.case,
        posts=(*await card_of(turn, after), *turn.post(word)),
        cancelled_timers=(WAKE,),
    )


COMMANDS = {"snooze": DeskCommand(in_topic=snooze)}
TIMERS = {WAKE: rung}
