"""The contact ends a conversation with staff themselves."""

from handlers.cancel import cancel
from handlers.desk import newcomers
from handlers.desk.cases import case_of
from handlers.exchange import Outcome, Turn
from handlers.farewell.ending import By, desk_ended
from handlers.farewell.matter import of_case
from handlers.farewell.words import recap
from handlers.questions import joined
from handlers.scripts.declaration import declare
from storage.content import Content

DECLARATION = declare(
    "end",
    script="end",
    button="",  # the label of a button that leads here
    ended="",
    nothing="",  # there was no conversation with staff
)


async def end(turn: Turn) -> Outcome:
    if not turn.at_desk and turn.state.comes_in_at:
        return newcomers.gone(turn).then(turn.content("ended", turn.button("menu")))
    if not turn.at_desk:
        return await cancel(turn.at("cancel")) if turn.state.form else Outcome(replies=(turn.content("nothing"),))
    about = await of_case(turn, case_of(turn.conversation, turn.now), settled=True)
    text = joined(turn.script.line("ended"), recap(turn, about))
    note = turn.desk_words.line("ended_by_customer", name=turn.named)
    said = Content(text=text, buttons=(turn.button("menu"),))
    return await desk_ended(turn, By.CONTACT, *turn.post(Content(text=note)), replies=(said,))
