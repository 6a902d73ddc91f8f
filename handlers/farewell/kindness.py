"""Thanks and goodbyes: with nothing open, the visit to the bot ends with them."""

from handlers import trace
from handlers.courtesy import said as courtesy
from handlers.exchange import Outcome, Turn
from handlers.farewell.ending import By, kind_farewell, said, visit_ended
from handlers.scripts.courtesies import GOODBYE, THANKS
from handlers.scripts.declaration import Declaration, declare
from storage.conversations import Status
from storage.records import replace


def declaration(script: str) -> Declaration:
    return declare(
        script,
        script=script,
        text="",  # the bot has served them, and the visit ends with it
        again="",  # it has ended before, or something is still open
        may_be_empty="text again",
    )


THANKS_DECLARATION = declaration(THANKS)
GOODBYE_DECLARATION = declaration(GOODBYE)


async def kind(turn: Turn) -> Outcome:
    waits = turn.state.form is not None and turn.script.id != GOODBYE  # whoever leaves will not answer
    if not turn.inbound.private or turn.at_desk or waits:
        return Outcome(replies=said(turn.script.line("again")))
    return await visit_ended(turn, By.GOODBYE, await kind_farewell(turn, turn.script.line("text")))


def after_the_end(turn: Turn) -> Outcome:
    """No visit begins with a word of thanks."""
    script = courtesy(turn) or THANKS
    trace.chose(script, script)
    over = replace(turn.conversation, status=Status.RESOLVED, owner=None)
    return Outcome(conversation=over, replies=said(turn.words(script).line("again")))
