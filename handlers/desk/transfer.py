"""A conversation goes to a colleague or to another team, with a note if there is something to say."""

from handlers import reporting
from handlers.desk.accepting import awaited, handed_to
from handlers.desk.cases import DESK_TIMERS, WAKE, Owned, agent_of, case_of, is_queued, with_agent
from handlers.desk.command import GOTO_LIMIT, DeskCommand
from handlers.desk.naming import calling, mention
from handlers.desk.offers import Staff, is_away, staff_of
from handlers.desk.owning import (
    as_owned,
    asked,
    card_of,
    drawn,
    introduced,
    not_theirs_to_give,
    waits_again,
    without_waiting,
)
from handlers.desk.queue_words import queue_posted, queue_told
from handlers.desk.queueing import queued
from handlers.desk.saying import entry, member
from handlers.desk.targets import (
    Target,
    is_slip,
    label,
    near,
    read_namesakes,
    read_target,
    run_into,
    targets,
)
from handlers.exchange import Outcome, Turn
from storage.content import Button
from storage.desk import Agent, ContactChange
from storage.records import replace
from storage.results import EntryKind, Outgoing

MOST_CHOICES = 12


async def transfer(turn: Turn, argument: str) -> Outcome:
    refused = await not_theirs_to_give(turn)
    if refused:
        return refused
    staff = await staff_of(turn)
    known = targets(turn, staff.agents)
    target, note = read_target(argument, known)
    if target is None:
        return which(turn, argument, known)
    if target.team:
        return await to_team(turn, target, note)
    return await to_agent(turn, target, note, staff)


def which(turn: Turn, argument: str, known: list[Target]) -> Outcome:
    """Asks; the buttons take the note along, unless it is too long for any of them."""
    named, note = called_so(argument, known)
    alike = named
    if not named:
        if account := account_in(turn, argument):
            return queue_told(turn, "stranger_target", agent=mention(account, account.partition(":")[2]))
        alike, note = perhaps(argument, known)
    others = [each for each in known if each.team or each.account != agent_of(turn.conversation)]
    offered = (alike or others)[:MOST_CHOICES]
    fits = all(len(with_note(each, note).encode()) <= GOTO_LIMIT for each in offered)
    buttons = (Button(label=label(each, known), goto=with_note(each, note if fits else "")) for each in offered)
    blanks = {"note": note if offered and fits else "", "too_long": not fits}
    if named or not argument:
        return queue_told(turn, "which_target", *buttons, **blanks)
    return queue_told(turn, "unknown_target", *buttons, name=argument.split()[0], **blanks)


def account_in(turn: Turn, argument: str) -> str:
    """Of somebody chosen among all whom the platform knows; "" for a name."""
    first = argument.partition(" ")[0]
    return first if first.startswith(f"{turn.inbound.identity.channel}:") else ""


def called_so(argument: str, known: list[Target]) -> tuple[list[Target], str]:
    """Who is named, as far as that can be told: several of one name, or one whose name runs into the note."""
    namesakes, note = read_namesakes(argument, known)
    return (namesakes, note) if namesakes else run_into(argument, known)


def perhaps(argument: str, known: list[Target]) -> tuple[list[Target], str]:
    """Whose name may be misspelt. What is no slip in a name is a part of the note."""
    first, *note = argument.split() or [""]
    alike = near(first, known)
    if alike and (not note or is_slip(first, alike[0])):
        return alike, " ".join(note)
    return [], argument


def with_note(target: Target, note: str) -> str:
    return f"{target.goto} {note}".rstrip()


async def to_agent(turn: Turn, target: Target, note: str, staff: Staff) -> Outcome:
    before, account = agent_of(turn.conversation), target.account
    if before == account:
        return queue_told(turn, "already_there", to=target.name)
    if any(each.account == account and is_away(each, turn.now) for each in staff.agents):
        return queue_told(turn, "target_away", agent=target.name)
    after = with_agent(turn.conversation, case_of(turn.conversation, turn.now), account, turn.now)
    to = calling(turn, account, staff.agents)
    word = queue_posted(turn, "transferred", agent=member(turn), to=to, note=note)
    return Outcome(
        replies=await introduced(turn, before, account),
        conversation=after.conversation,
        state=without_waiting(turn.state),
        case=after.case,
        agents=await introducing(turn, account),
        contacts=(ContactChange(last_agent=account),),
        posts=(*await card_of(turn, after), *word),
        timers=(*awaited(turn, account, after.case.team), *(await drawn(turn, before) if before else ())),
        cancelled_timers=DESK_TIMERS,
        events=(reporting.transferred(turn, target.account or target.team),),
        entries=(entry(turn, EntryKind.ACTIVITY, handed_to(account)),),
    )


async def introducing(turn: Turn, account: str) -> tuple[Agent, ...]:
    """Whom desk.yaml names and who never wrote here has conversations from now on."""
    is_known = any(each.account == account for each in await turn.doors.floor.agents())
    return () if is_known else (Agent(account=account),)


async def to_team(turn: Turn, target: Target, note: str) -> Outcome:
    had = case_of(turn.conversation, turn.now)
    if had.team == target.team and is_queued(turn.conversation):
        return queue_told(turn, "already_there", to=target.name)
    before = agent_of(turn.conversation)
    passed = (before,) if before and had.team == target.team else ()
    waiting = await queued(turn, replace(had, team=target.team, told_late=False), passed)
    after = waiting.owned
    return Outcome(
        replies=await waits_again(turn, waiting, before),
        conversation=after.conversation,
        case=after.case,
        posts=await moved_posts(turn, target, note, after),
        timers=(*waiting.timers, *(await drawn(turn, before) if before else ())),
        cancelled_timers=(WAKE,),
        events=(reporting.transferred(turn, target.account or target.team),),
        entries=(entry(turn, EntryKind.ACTIVITY, f"transferred to {target.team}"),),
    )


async def moved_posts(turn: Turn, target: Target, note: str, after: Owned) -> tuple[Outgoing, ...]:
    """Where it leaves another chat, the old topic is told before the new one is opened."""
    there = as_owned(turn, after)
    blanks = {"agent": member(turn), "to": target.name, "note": note}
    ask = await asked(there, after)
    if there.place == turn.place:
        return (*await card_of(turn, after), *queue_posted(turn, "transferred", **blanks), *ask)
    return (
        *queue_posted(turn, "transferred", **blanks),
        *await card_of(turn, after, opens=True),
        *queue_posted(there, "transferred_here", **blanks),
        *ask,
    )


COMMANDS = {"transfer": DeskCommand(in_topic=transfer)}
