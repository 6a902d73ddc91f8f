"""A message is given to the handler of the script, or to the open form, that it was found to be for."""

from handlers import trace
from handlers.catalogue import HANDLERS
from handlers.exchange import Outcome, Turn
from handlers.forms.answers import Answer
from handlers.forms.outcomes import Ask, Why
from handlers.forms.steps import step
from handlers.interruption import going_on, open_form, turned_to
from handlers.picking import pick
from handlers.picks import Pick, ToForm, ToScript
from handlers.questions import counted_together, proceed
from storage.content import Content
from storage.records import replace


def choose(turn: Turn) -> Pick:
    """What the message is for: a script, or the form that is open."""
    return pick(turn, open_form(turn))


async def carried_out(turn: Turn, picked: Pick) -> Outcome:
    """What comes of it. A form that is open waits below what interrupts it, and comes up again after that."""
    if turn.state.form is None:
        return await decided(turn, picked)
    turn = turned_to(turn, picked)
    return await going_on(turn, picked, await decided(turn, picked))


async def decided(turn: Turn, picked: Pick) -> Outcome:
    return await (fill(turn, picked) if isinstance(picked, ToForm) else run(turn, picked))


async def run(turn: Turn, picked: ToScript) -> Outcome:
    """Let the script's handler decide. A script that is gone, such as one a button from long ago leads to, is not
    understood.
    """
    script = turn.library.script(turn.language, picked.id)
    handler = HANDLERS.get(script.handler) if script else None
    if script is None or handler is None:
        return await run(turn, ToScript("fallback"))
    said_before = [each for other in picked.after for each in await text_of(turn, other)]
    trace.chose(script.handler, script.id)
    outcome = await handler(replace(turn, script=script, argument=picked.argument))
    return outcome.after(*said_before) if said_before else outcome


async def text_of(turn: Turn, script: str) -> list[Content]:
    """What another script says, without its buttons: the contact goes on with those of the last answer."""
    return [replace(each, buttons=()) for each in (await run(turn, ToScript(script))).replies]


async def fill(turn: Turn, picked: ToForm) -> Outcome:
    """Make a move in the open form; what it leads to is the next question, or what the form was for."""
    handler, state = open_form(turn), turn.state.form
    if handler is None or state is None:
        return await run(turn, ToScript("cancel"))
    trace.chose(handler.form.name, handler.form.words)
    move = picked.move
    if isinstance(move, Answer):
        state, move = await handler.taken(turn, state, move)
    following = step(handler.form, state, move, turn.policy, turn.now)
    outcome = await proceed(turn, handler, following)
    if isinstance(following, Ask) and isinstance(move, Answer):
        outcome = counted_together(turn, move, following, outcome)
    if isinstance(following, Ask) and following.why in (Why.INVALID, Why.PERSON):
        kept = outcome.state or turn.state
        return replace(outcome, state=replace(kept, unanswered=turn.inbound.message_id), understood=False)
    return outcome
