"""Somebody gets angry while staff have the conversation: the card says it, and it moves up the queue. Once a case."""

from dataclasses import replace

from handlers.desk.cases import Owned
from handlers.desk.facts import facts_now, with_contact
from handlers.desk.owning import card_of
from handlers.desk.policy import DeskPolicy
from handlers.desk.routing import anger, most_urgent
from handlers.desk.triggers import WORDS_ONLY, needs_contact
from handlers.exchange import Outcome, Turn


async def lifted(turn: Turn, outcome: Outcome) -> Outcome:
    """`outcome`: what comes of the message itself."""
    case = outcome.case or turn.conversation.case
    if case is None or case.angry or not turn.text:
        return outcome
    facts = facts_now(turn)
    if needs_contact(angry_part(turn.desk_policy), facts, WORDS_ONLY):
        facts = await with_contact(facts, turn)
    trigger = anger(turn.desk_policy, facts)
    if trigger is None:
        return outcome
    angry = replace(case, angry=True, priority=most_urgent(case.priority, trigger.priority))
    card = await card_of(turn, Owned(turn.conversation, angry))
    return replace(outcome, case=angry, posts=(*outcome.posts, *card))


def angry_part(policy: DeskPolicy) -> DeskPolicy:
    return replace(policy, triggers=tuple(each for each in policy.triggers if each.angry))
