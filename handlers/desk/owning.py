"""Who has a conversation: taken, taken over, let go."""

from handlers import reporting
from handlers.desk.cases import (
    ACCEPT,
    DESK_TIMERS,
    DRAW,
    SHIFT_OVER,
    WAKE,
    Owned,
    agent_of,
    case_of,
    is_queued,
    with_agent,
)
from handlers.desk.command import DeskCommand
from handlers.desk.facts import file_of
from handlers.desk.naming import calling, for_contacts
from handlers.desk.offers import serves_team
from handlers.desk.people import among_staff
from handlers.desk.profile import card_post
from handlers.desk.queue import SCRIPT
from handlers.desk.queue_words import queue_posted, queue_told, queue_word
from handlers.desk.queueing import Queued, queued
from handlers.desk.saying import agent, entry, member
from handlers.exchange import Outcome, Turn
from handlers.questions import TIMER, joined
from handlers.state import State
from storage.content import Button, Content
from storage.desk import ContactChange
from storage.records import replace
from storage.results import EntryKind, Outgoing, Timer
from storage.tasks import Task

MESSAGE_FORM = "leave_message"


async def claimed(turn: Turn) -> Outcome:
    """The conversation is the member's who speaks, whoever had it: the queue, a wake-up time, the bot or a colleague.

    The contact is told first, so that what the member writes in the same breath comes after it.
    """
    before, account = agent_of(turn.conversation), agent(turn)
    if before == account:
        return Outcome()
    had = case_of(turn.conversation, turn.now)
    taken = with_agent(turn.conversation, had, account, turn.now)
    return Outcome(
        replies=() if set_it_aside(turn, account) else await introduced(turn, before, account),
        conversation=taken.conversation,
        state=without_waiting(turn.state),
        case=taken.case,
        contacts=(ContactChange(last_agent=account),),
        posts=await card_of(turn, taken),
        timers=await drawn(turn, before) if before else (),
        cancelled_timers=(*DESK_TIMERS, *((TIMER,) if leaves_message(turn.state) else ())),
        events=(reporting.claimed(turn, had.queued_at if is_queued(turn.conversation) else None, before),),
        entries=(entry(turn, EntryKind.ACTIVITY, "claimed"),),
    )


def set_it_aside(turn: Turn, account: str) -> bool:
    """Whoever set it aside takes it back: the contact, who was answered by them, never heard that they were gone."""
    case = turn.conversation.case
    return case is not None and case.snoozed_by == account and account in case.agents


async def taken_over(turn: Turn) -> Outcome:
    """From a colleague, who can read in the topic that it is not theirs any more."""
    before = agent_of(turn.conversation)
    outcome = await claimed(turn)
    if before in ("", agent(turn)):
        return outcome
    name = among_staff(turn, before, await turn.doors.floor.agents())
    return replace(outcome, posts=(*queue_posted(turn, "taken_over", agent=member(turn), before=name), *outcome.posts))


async def introduced(turn: Turn, before: str, account: str) -> tuple[Content, ...]:
    """To the contact: who is there now, and who is not any more."""
    if turn.conversation.blocked:
        return ()
    script, agents = turn.words(SCRIPT), await turn.doors.floor.agents()
    name = for_contacts(turn, account, agents)
    if not before or not name:  # `left` without who is next says that nobody is
        return spoken(script.line("joined", agent=name))
    return spoken(script.line("left", agent=for_contacts(turn, before, agents), next=name))


def spoken(text: str, *buttons: Button) -> tuple[Content, ...]:
    """Nothing where the admin left the line empty."""
    return (Content(text=text, buttons=buttons),) if text else ()


def leaves_message(state: State) -> bool:
    return state.form is not None and state.form.form == MESSAGE_FORM


def without_waiting(state: State) -> State:
    """Nobody waits any more: there is no message to be left, and a number that is typed is no button's."""
    return replace(state, offered=(), form=None if leaves_message(state) else state.form)


def as_owned(turn: Turn, owned: Owned) -> Turn:
    """As if they had it already: what is posted then goes where their team reads."""
    return replace(turn, conversation=replace(owned.conversation, case=owned.case))


async def card_of(
    turn: Turn, owned: Owned, *, tasks: tuple[Task, ...] = (), opens: bool = False
) -> tuple[Outgoing, ...]:
    return await card_post(turn, conversation=owned.conversation, case=owned.case, tasks=tasks, opens=opens)


async def claim(turn: Turn, _argument: str) -> Outcome:
    if not turn.at_desk:
        return queue_told(turn, "nobody_has_it")
    owner = agent_of(turn.conversation)
    if owner == agent(turn):
        return replace(queue_told(turn, "yours"), cancelled_timers=(ACCEPT,))
    if owner:
        return await theirs(turn, owner)
    outcome = await claimed(turn)
    return replace(outcome, posts=(*outcome.posts, *queue_posted(turn, "claimed", agent=member(turn))))


async def theirs(turn: Turn, owner: str) -> Outcome:
    name = among_staff(turn, owner, await turn.doors.floor.agents())
    button = Button(label=queue_word(turn, "takeover_button"), goto="desk:takeover")
    return queue_told(turn, "theirs", button, agent=name)


async def not_theirs_to_give(turn: Turn) -> Outcome | None:
    """What is said to somebody who would decide on a colleague's conversation; None where they may."""
    if not turn.at_desk:
        return queue_told(turn, "nobody_has_it")
    owner = agent_of(turn.conversation)
    if owner in ("", agent(turn)) or turn.desk_policy.profile(agent(turn)).supervisor:
        return None
    return await theirs(turn, owner)


async def release(turn: Turn, _argument: str) -> Outcome:
    refused = await not_theirs_to_give(turn)
    if refused:
        return refused
    if is_queued(turn.conversation):
        return queue_told(turn, "nobody_has_it")
    return await let_go(turn, agent_of(turn.conversation) or agent(turn), "released", member(turn))


async def let_go(turn: Turn, account: str, line: str, name: str) -> Outcome:
    """Back to the queue from an agent. `line`: `released`, or `handed_back` where they went away, or `not_accepted`."""
    gone = agent_of(turn.conversation) or await known_to_return(turn)
    outcome = await back_to_queue(turn, account, queue_posted(turn, line, agent=name), gone)
    return replace(
        outcome,
        timers=(*outcome.timers, *await drawn(turn, account)),
        events=(reporting.released(turn, account, line),),
    )


async def back_to_queue(turn: Turn, account: str, word: tuple[Outgoing, ...], gone: str) -> Outcome:
    """`account`: who is not asked to take it; "" for nobody. `word`: what the topic is told. `gone`: who has left, as
    the contact is told; "" where they knew of nobody.
    """
    case = case_of(turn.conversation, turn.now)
    waiting = await queued(turn, case, passed=(account,) if account else ())
    after = waiting.owned
    return Outcome(
        replies=await waits_again(turn, waiting, gone),
        conversation=waiting.conversation,
        case=waiting.case,
        posts=(*await card_of(turn, after), *word, *await asked(turn, after)),
        timers=waiting.timers,
        cancelled_timers=(WAKE, SHIFT_OVER),
    )


async def waits_again(turn: Turn, waiting: Queued, account: str) -> tuple[Content, ...]:
    """To the contact: who is gone (if anybody was there), and what to expect now."""
    if turn.conversation.blocked:
        return ()
    gone = for_contacts(turn, account, await turn.doors.floor.agents()) if account else ""
    left = turn.words(SCRIPT).line("left", agent=gone, next="") if account else ""
    return spoken(joined(left, waiting.told.text), *waiting.told.buttons, turn.button("end"))


async def known_to_return(turn: Turn) -> str:
    """Who gets a conversation back that sleeps; "" where the contact has never heard of them, as it was put to sleep
    from the queue, or in a colleague's place.
    """
    case = case_of(turn.conversation, turn.now)
    if not case.snoozed_by or case.snoozed_by in case.agents:
        return case.snoozed_by
    file = await file_of(turn)
    is_known = case.accepted_at is not None and file is not None and file.last_agent == case.snoozed_by
    return case.snoozed_by if is_known else ""


async def asked(turn: Turn, after: Owned, before: str = "") -> tuple[Outgoing, ...]:
    """Whoever is asked to take it reads so in the topic: a card that is written over rings nobody's telephone."""
    if not after.case.offered_to:
        return ()
    agents = await turn.doors.floor.agents()
    name = calling(turn, after.case.offered_to, agents)
    return queue_posted(turn, "offered", agent=name, before=among_staff(turn, before, agents) if before else "")


async def drawn(turn: Turn, account: str, most: int = 1) -> tuple[Timer, ...]:
    """An agent has a hand free: the next ones that nobody was asked to take may be theirs."""
    fitting = [
        each.conversation_id
        for each in await turn.doors.floor.queue()
        if not each.offered_to
        and each.conversation_id != turn.conversation.id
        and serves_team(turn.desk_policy, account, each.team)
    ]
    return tuple(draw(each, account, turn.now) for each in fitting[:most])


def draw(conversation_id: int, account: str, now: float) -> Timer:
    return Timer(name=DRAW, due_at=now, payload=account, conversation_id=conversation_id)


COMMANDS = {"claim": DeskCommand(in_topic=claim, alone=True), "release": DeskCommand(in_topic=release, alone=True)}
