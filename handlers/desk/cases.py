"""Whose a conversation is, as values: exactly one has it until it is resolved.

| status | owner | case |
|---|---|---|
| pending | the bot | none |
| open | the queue (of a team), or an agent | open |
| snoozed | a wake-up time | open |
| resolved | nobody | none |
"""

from storage.conversations import BOT, Conversation, Owner, OwnerKind, Status
from storage.desk import WAKE_TIMER, Case
from storage.records import record, replace

OFFER = "desk:offer"
"""The timer after which the next agent is asked. It remembers who was."""
DRAW = "desk:draw"
"""Somebody may be free now for a conversation that nobody was asked to take."""
LATE = "desk:late"
CLOSING = "desk:closing"
"""The shop closes while they wait."""
WAKE = WAKE_TIMER
HANDBACK = "desk:handback"
"""An agent went away. It remembers who."""
CHAT_LEFT = "desk:chat_left"
"""An agent is not in the chat any more in which it is, but in another one of the desk. It remembers who."""
SHIFT_OVER = "rota:over"
"""The shift of an agent has ended. It remembers whose."""
ACCEPT = "desk:accept"
"""Whom it was handed to has to have begun by then. It remembers who."""
MEND = "desk:mend"
QUEUE_TIMERS = (OFFER, DRAW, LATE, CLOSING)
DESK_TIMERS = (*QUEUE_TIMERS, ACCEPT, WAKE, HANDBACK, CHAT_LEFT, SHIFT_OVER)


@record(frozen=True, slots=True)
class Owned:
    """A conversation with the case that belongs to its owner."""

    conversation: Conversation
    case: Case


def in_queue(conversation: Conversation, case: Case, now: float) -> Owned:
    owner = Owner(OwnerKind.QUEUE, case.team)
    waiting = replace(unminded(case), queued_at=now, snoozed_by="")
    return Owned(replace(conversation, status=Status.OPEN, owner=owner), waiting)


def with_agent(conversation: Conversation, case: Case, account: str, now: float) -> Owned:
    taken = replace(unminded(case), offered_to="", passed=(), snoozed_by="", accepted_at=case.accepted_at or now)
    owner = Owner(OwnerKind.AGENT, account)
    return Owned(replace(conversation, status=Status.OPEN, owner=owner), taken)


def asleep(conversation: Conversation, case: Case, account: str, until: float) -> Owned:
    """`account` gets it back."""
    owner = Owner(OwnerKind.WAKE, str(int(until)))
    kept = replace(unminded(case), offered_to="", passed=(), snoozed_by=account)
    return Owned(replace(conversation, status=Status.SNOOZED, owner=owner), kept)


def unminded(case: Case) -> Case:
    """Whoever has it now has still to speak: the contact's silence is not minded until then."""
    return replace(case, answered_at=None, silence_due_at=None)


def over(conversation: Conversation, case: Case, by: str, now: float) -> Owned:
    """`by`: `contact`, `timer`, or an agent's account."""
    last = replace(unminded(case), offered_to="", passed=(), snoozed_by="", closed_at=now, closed_by=by)
    # Whoever waited may be found to wait still; what they bought is in no books of ours.
    ended = replace(last, waiting_since=None, waited_since=case.waiting_since, orders=())
    return Owned(replace(conversation, status=Status.RESOLVED, owner=None), ended)


def case_of(conversation: Conversation, now: float) -> Case:
    """The open one, or one that begins now: a conversation that staff have always has one."""
    return conversation.case or Case(opened_at=now, queued_at=now, reason="mended")


def agent_of(conversation: Conversation) -> str:
    """The account of the agent who has it; "" for none."""
    owner = conversation.owner
    at_desk = conversation.status is Status.OPEN and owner is not None and owner.kind is OwnerKind.AGENT
    return owner.ref if at_desk and owner else ""


def is_queued(conversation: Conversation) -> bool:
    owner = conversation.owner
    return conversation.status is Status.OPEN and owner is not None and owner.kind is OwnerKind.QUEUE


def wakes_at(conversation: Conversation) -> float | None:
    """None: it does not sleep, or nobody can say until when."""
    owner = conversation.owner
    if conversation.status is not Status.SNOOZED or owner is None or owner.kind is not OwnerKind.WAKE:
        return None
    return float(owner.ref) if owner.ref.isdecimal() else None


def fault_of(conversation: Conversation) -> str:
    """Why it has not exactly one owner, in the words of `Astray`; "" when it has."""
    kind = conversation.owner.kind if conversation.owner else None
    match conversation.status:
        case Status.PENDING if kind is not OwnerKind.BOT:
            return "no_owner"
        case Status.PENDING:
            return "bot_at_desk" if conversation.case else ""
        case Status.OPEN if not (is_queued(conversation) or agent_of(conversation)):
            return "bot_at_desk" if kind is OwnerKind.BOT else "no_owner"
        case Status.SNOOZED if wakes_at(conversation) is None:
            return "no_wake_up"
        case Status.OPEN | Status.SNOOZED:
            return "" if conversation.case else "no_case"
        case Status.RESOLVED if kind is not None:
            return "owner_after_resolve"
    return "case_after_resolve" if conversation.case else ""


def mended(conversation: Conversation, now: float) -> Owned | Conversation:
    """In a state that is legal. Whatever staff may still owe the contact goes to the queue."""
    known = conversation.case
    match conversation.status:
        case Status.PENDING if known is None:
            return replace(conversation, owner=BOT)
        case Status.RESOLVED:
            ended = replace(conversation, owner=None)
            return Owned(ended, replace(known, closed_at=now, closed_by="timer")) if known else ended
    case = case_of(conversation, now)
    if conversation.status is Status.OPEN and agent_of(conversation):
        return Owned(conversation, case)
    if wakes_at(conversation) is not None:
        return Owned(conversation, case)
    return in_queue(conversation, replace(case, offered_to="", passed=()), now)
