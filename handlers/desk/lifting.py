"""Somebody gets angry while staff have the conversation: the card says it, and it moves up the queue. Once a case."""

from handlers.desk.cases import DRAW, Owned
from handlers.desk.facts import facts_now, with_contact
from handlers.desk.matching import heard
from handlers.desk.owning import card_of
from handlers.desk.policy import DeskPolicy
from handlers.desk.routing import anger, most_urgent
from handlers.desk.triggers import WORDS_ONLY, is_denied, may_call, needs_contact
from handlers.exchange import Outcome, Turn
from handlers.hours.absence import is_unattended
from storage.desk import Case, Priority
from storage.records import replace
from storage.results import Timer

URGENT = "urgent"
"""What the timer remembers that calls somebody."""


async def lifted(turn: Turn, outcome: Outcome) -> Outcome:
    """`outcome`: what comes of the message itself."""
    case = outcome.case or turn.conversation.case
    if case is None or case.angry or not turn.text:
        return outcome
    text = turn.library.meant(turn.text)
    said = heard(text)
    if not may_call(turn.desk_policy, said, WORDS_ONLY) or is_denied(turn.desk_policy, text, said):
        return outcome
    facts = facts_now(turn, (said,))
    if needs_contact(angry_part(turn.desk_policy), facts, WORDS_ONLY):
        facts = await with_contact(facts, turn)
    trigger = anger(turn.desk_policy, facts)
    if trigger is None:
        return outcome
    angry = replace(case, angry=True, priority=most_urgent(case.priority, trigger.priority))
    card = await card_of(turn, Owned(turn.conversation, angry))
    return outcome.and_then(Outcome(case=angry, posts=card, timers=called_at_once(turn, angry)))


def called_at_once(turn: Turn, after: Case) -> tuple[Timer, ...]:
    """Out of hours somebody is on call for what is urgent now, and was not before."""
    before = turn.conversation.case
    is_new = after.priority is Priority.URGENT and before is not None and before.priority is not Priority.URGENT
    if not is_new or not is_unattended(turn):
        return ()
    return (Timer(name=DRAW, due_at=turn.now, payload=URGENT),)


def angry_part(policy: DeskPolicy) -> DeskPolicy:
    return replace(policy, triggers=tuple(each for each in policy.triggers if each.angry))
