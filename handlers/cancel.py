"""The contact gives up what they were filling in."""

from handlers.exchange import Outcome, Turn
from handlers.forms.outcomes import Ending
from handlers.questions import over
from handlers.scripts.declaration import declare

DECLARATION = declare(
    "cancel",
    script="cancel",
    button="",  # the label of a button that leads here
    cancelled="",
    cancelled_at_desk="",  # while staff have the conversation, who may have been told to cancel something else
    nothing="",  # there was nothing to cancel
    late="",  # a button of something that has ended
)
LATE = "late"
"""`cancel:late` is where such a button leads."""


async def cancel(turn: Turn) -> Outcome:
    if turn.argument == LATE and turn.state.form is None:
        return Outcome(replies=(turn.content("late", turn.button("menu")),))
    if turn.state.form is None or not turn.inbound.private:
        return Outcome(replies=(turn.content("nothing", turn.button("menu")),))
    return over(turn, Ending.CANCELLED)
