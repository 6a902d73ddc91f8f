"""A person is called, or the bot goes on: what the message says for it, and what is remembered for the next one."""

from dataclasses import replace

from handlers.desk.facts import facts_now, with_contact
from handlers.desk.policy import Trigger
from handlers.desk.triggers import Spoken, asked_again, is_stuck, needs_contact, triggered
from handlers.escalation import handed_over
from handlers.exchange import Outcome, Turn
from handlers.picking import Pick, Reply, command_in
from handlers.state import State

UNANSWERED = frozenset({"fallback", "media"})
ASKED = frozenset({"say", "fallback"})
"""The handlers to which a question leads, where other messages want something done."""
LEADING_NOWHERE = frozenset({"cancel", "end", "escalation", "fallback", "help", "language", "media", "menu", "welcome"})


async def called(turn: Turn, pick: Pick) -> Outcome | None:
    """None: the bot goes on."""
    if turn.places.main is None:
        return None
    turn = replace(turn, state=following(turn, pick))
    trigger = await trigger_for(turn, pick)
    if trigger is not None:
        return await handed_over(turn, "words" if trigger.when.words else "trigger", trigger)
    if is_question(turn, pick) and is_stuck(turn.desk_policy, turn.state.asked):
        return await handed_over(turn, "repeated")
    return None


async def trigger_for(turn: Turn, pick: Pick) -> Trigger | None:
    policy, spoken = turn.desk_policy, how_spoken(turn, pick)
    facts = replace(facts_now(turn), intent="" if isinstance(pick, Reply) else pick.id)
    if needs_contact(policy, facts, spoken):
        facts = await with_contact(facts, turn)
    return triggered(policy, facts, spoken)


def how_spoken(turn: Turn, pick: Pick) -> Spoken:
    if isinstance(pick, Reply):
        return Spoken(freely=False, answered=True)
    return Spoken(freely=command_in(turn.text) is None, answered=pick.id not in UNANSWERED)


def remembering(turn: Turn, pick: Pick, outcome: Outcome) -> Outcome:
    """The bot has answered: what the contact was at, and what they asked."""
    before = outcome.state if outcome.state is not None else turn.state
    noted = following(turn, pick)
    after = replace(before, intent=noted.intent, asked=noted.asked)
    return outcome if after == before else replace(outcome, state=after)


def following(turn: Turn, pick: Pick) -> State:
    """What is between two questions, a button or an answer of theirs, does not make the second a new one."""
    state = turn.state
    if isinstance(pick, Reply):
        return state
    question = asked_again(state.asked, turn.text, turn.now) if is_question(turn, pick) else state.asked
    return replace(state, asked=question, intent=state.intent if pick.id in LEADING_NOWHERE else pick.id)


def is_question(turn: Turn, pick: Pick) -> bool:
    if isinstance(pick, Reply) or not turn.text or command_in(turn.text):
        return False
    script = turn.library.script(turn.language, pick.id)
    return script is not None and script.handler in ASKED and not turn.text.isdecimal()
