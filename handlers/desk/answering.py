"""What staff write in a topic: the words for the contact, and the notes that stay inside."""

from handlers import reporting
from handlers.attachment_words import in_words
from handlers.desk import said
from handlers.desk.cases import agent_of, case_of
from handlers.desk.command import DeskCommand
from handlers.desk.holding import held, own
from handlers.desk.owning import claimed, taken_over
from handlers.desk.saying import agent, button, entry, line, told
from handlers.desk.talk_words import talk_told
from handlers.exchange import Outcome, Turn, marked
from handlers.farewell.idle import listening
from storage.content import Content
from storage.conversations import Status
from storage.desk import Case
from storage.inbound import Inbound
from storage.records import replace
from storage.results import Action, Entry, EntryKind, Outgoing, ReportingEvent, StaffMessage


def noted(turn: Turn) -> Outcome:
    return Outcome(entries=(entry(turn, EntryKind.NOTE, written(turn.inbound)),))


async def talked(turn: Turn) -> Outcome:
    if not turn.inbound.text.strip() and not turn.inbound.attachments:
        return Outcome()
    if (refused := await barred(turn)) is not None:
        return refused
    owner = agent_of(turn.conversation)
    if owner not in ("", agent(turn)):
        return await held(turn, owner)
    return sent(turn, await claimed(turn), *own(turn, turn.state), turn.inbound)


async def barred(turn: Turn) -> Outcome | None:
    """Why nothing can be said to this contact now; None: it can."""
    if turn.is_unreachable:
        return told(turn, "blocked", name=turn.named)
    if turn.conversation.banned:
        return talk_told(turn, "banned", name=turn.named)
    match turn.conversation.status:
        case Status.OPEN:
            return None
        case Status.SNOOZED:
            return talk_told(turn, "asleep")
    return Outcome(posts=turn.post(line(turn, "not_open", button(turn, "reopen"))))


async def take_over(turn: Turn, _which: str) -> Outcome:
    """What the member wrote while a colleague had it goes to the contact now."""
    if (refused := await barred(turn)) is not None:
        return refused
    waiting = own(turn, turn.state)
    outcome = await taken_over(turn)
    if not waiting:
        return outcome if outcome.conversation else talk_told(turn, "nothing_held")
    return sent(turn, outcome, *waiting)


async def with_held(turn: Turn, outcome: Outcome) -> Outcome:
    """Who takes a conversation in whatever way, or is handed it, has it for what they wrote before."""
    account = agent_of(outcome.conversation) if outcome.conversation else ""
    if not account or agent_of(turn.conversation) == account:
        return outcome
    waiting = [each for each in (outcome.state or turn.state).held if str(each.identity) == account]
    return sent(replace(turn, inbound=waiting[0]), outcome, *waiting) if waiting else outcome


def sent(turn: Turn, outcome: Outcome, *messages: Inbound) -> Outcome:
    """Into the customer's own app, after what `outcome` says there. How each ends is marked on the member's message."""
    writing = [replace(turn, inbound=each) for each in messages]
    state = outcome.state or turn.state
    held = tuple(each for each in state.held if each not in messages)
    case = outcome.case or case_of(turn.conversation, turn.now)
    listened, timers = listening(turn, answered(turn, case))
    return replace(
        outcome,
        relayed=(*outcome.relayed, *map(outgoing, writing)),
        entries=(*outcome.entries, *map(relayed_entry, writing)),
        # A number typed from now on answers the agent, and no menu of ours.
        state=replace(state, offered=(), held=held),
        case=listened,
        timers=(*outcome.timers, *timers),
        events=(*outcome.events, *response(turn, case)),
    )


def relayed_entry(turn: Turn) -> Entry:
    to = turn.reach.identity
    via = str(to) if to != turn.conversation.identity else ""
    return replace(entry(turn, EntryKind.OUTGOING, written(turn.inbound)), via=via)


def answered(turn: Turn, case: Case) -> Case:
    agents = case.agents if agent(turn) in case.agents else (*case.agents, agent(turn))
    first = turn.now if case.first_response_at is None else case.first_response_at
    waited = case.waited_since if case.waiting_since is None else case.waiting_since
    return replace(case, first_response_at=first, waiting_since=None, waited_since=waited, agents=agents)


def response(turn: Turn, case: Case) -> tuple[ReportingEvent, ...]:
    """What staff say of their own accord answers nothing."""
    if case.waiting_since is None:
        return ()
    if case.first_response_at is None:
        return (reporting.first_response(turn, case),)
    return (reporting.next_response(turn, case, case.waiting_since),)


def outgoing(turn: Turn) -> Outgoing:
    inbound = turn.inbound
    mark = StaffMessage(chat_id=inbound.chat_id, message_id=inbound.message_id or "")
    return Outgoing(
        action=Action.SEND,
        channel=turn.reach.identity.channel,
        to=turn.reach.chat_id,
        conversation_id=turn.conversation.id,
        elsewhere=turn.reach.identity != turn.conversation.identity,
        content=Content(text=marked(inbound.text), attachments=inbound.attachments),
        relays=mark if inbound.message_id else None,
        quotes=said.quoted(turn),
        album=inbound.album,
        created_at=turn.now,
    )


def written(inbound: Inbound) -> str:
    return in_words(inbound) if inbound.attachments else inbound.text


COMMANDS = {"takeover": DeskCommand(in_topic=take_over)}
