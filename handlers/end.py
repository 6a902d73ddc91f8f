"""The contact ends a conversation with staff themselves."""

from handlers import reporting
from handlers.cancel import cancel
from handlers.desk.cases import DESK_TIMERS, Owned, agent_of, case_of, over
from handlers.desk.owning import card_of, drawn
from handlers.exchange import Outcome, Turn
from handlers.questions import TIMER
from handlers.scripts.declaration import declare
from handlers.state import BLANK
from storage.content import Content

DECLARATION = declare(
    "end",
    script="end",
    button="",  # the label of a button that leads here
    ended="",
    nothing="",  # there was no conversation with staff
)


async def end(turn: Turn) -> Outcome:
    if not turn.at_desk:
        return await cancel(turn.at("cancel")) if turn.state.form else Outcome(replies=(turn.content("nothing"),))
    note = turn.desk_words.line("ended_by_customer", name=turn.called)
    after, had = ended(turn), agent_of(turn.conversation)
    return Outcome(
        replies=(turn.content("ended", turn.button("menu")),),
        conversation=after.conversation,
        state=BLANK,
        case=after.case,
        posts=(*await card_of(turn, after), *turn.post(Content(text=note))),
        timers=await drawn(turn, had) if had else (),
        cancelled_timers=(*DESK_TIMERS, *((TIMER,) if turn.state.form else ())),
        events=(reporting.resolved(turn, after.case, "contact"),),
    )


def ended(turn: Turn) -> Owned:
    return over(turn.conversation, case_of(turn.conversation, turn.now), "contact", turn.now)
