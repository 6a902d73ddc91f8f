"""A person is called, or the bot goes on: by what a message says, and by what was answered before."""

from handlers import trace
from handlers.desk.facts import facts_now, with_contact
from handlers.desk.matching import heard
from handlers.desk.policy import Trigger
from handlers.desk.triggers import (
    WORDS_ONLY,
    Spoken,
    asked_again,
    is_denied,
    is_stuck,
    may_call,
    needs_contact,
    triggered,
)
from handlers.escalation import handed_over
from handlers.exchange import Outcome, Turn
from handlers.picking import command_in
from handlers.picks import Pick, ToForm, leads_nowhere
from handlers.state import State
from storage.conversations import Status
from storage.records import replace

ASKED = frozenset({"say", "fallback"})
"""The handlers to which a question leads, where other messages want something done."""
LEADING_NOWHERE = frozenset(
    {
        "cancel",
        "end",
        "escalation",
        "fallback",
        "goodbye",
        "help",
        "language",
        "media",
        "menu",
        "no_surveys",
        "thanks",
        "welcome",
    }
)


async def called(turn: Turn, pick: Pick) -> Outcome | None:
    """By a trigger; None: the bot goes on."""
    if turn.places.main is None or not turn.desk_policy.triggers:
        return None
    trigger = await trigger_for(turn, pick)
    if trigger is None:
        return None
    reason = "words" if trigger.when.words else "trigger"
    return await person(replace(turn, state=at(turn.state, pick)), reason, trigger)


async def person(turn: Turn, reason: str, trigger: Trigger | None = None) -> Outcome:
    trace.chose("escalation", "escalation")
    return await handed_over(turn, reason, trigger)


async def trigger_for(turn: Turn, pick: Pick) -> Trigger | None:
    policy, text = turn.desk_policy, turn.library.meant(turn.text)
    said = heard(text)
    if not (policy.wordless or policy.watchwords.within(said)):  # as of most messages
        return None
    spoken = how_spoken(turn, pick)
    if not may_call(policy, said, spoken):
        return None
    told = () if is_denied(policy, text, said) else (said,)
    facts = replace(facts_now(turn, told), intent="" if isinstance(pick, ToForm) else pick.id)
    if needs_contact(policy, facts, spoken):
        facts = await with_contact(facts, turn)
    return triggered(policy, facts, spoken)


def how_spoken(turn: Turn, pick: Pick) -> Spoken:
    if isinstance(pick, ToForm):
        return WORDS_ONLY
    return Spoken(freely=command_in(turn.text) is None, answered=not leads_nowhere(pick))


async def answered(turn: Turn, pick: Pick, outcome: Outcome) -> Outcome:
    """The bot's answer, with what is remembered of the question; a person, for whom read the same before."""
    if outcome.conversation is not None and outcome.conversation.status is Status.OPEN:
        return outcome
    before = outcome.state if outcome.state is not None else turn.state
    after = at(before, pick)
    if is_question(turn, pick):
        said = "\n".join(content.text for content in outcome.replies)
        after = replace(after, asked=asked_again(turn.state.asked, turn.text, said, turn.now))
        if turn.places.main is not None and is_stuck(turn.desk_policy, after.asked):
            return await person(replace(turn, state=after), "repeated")
    return outcome if after is before or after == before else replace(outcome, state=after)


def at(state: State, pick: Pick) -> State:
    """What the contact is at, for the rules of the desk."""
    if isinstance(pick, ToForm) or pick.id in LEADING_NOWHERE or pick.id == state.intent:
        return state
    return replace(state, intent=pick.id)


def is_question(turn: Turn, pick: Pick) -> bool:
    if isinstance(pick, ToForm) or not turn.text or command_in(turn.text):
        return False
    script = turn.library.script(turn.language, pick.id)
    return script is not None and script.handler in ASKED and not turn.text.isdecimal()
