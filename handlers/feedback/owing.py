"""A contact is back who could not be told what became of their feedback."""

from handlers.desk.people import among_staff
from handlers.exchange import Outcome, Turn
from handlers.feedback.acts import heard
from storage.feedback import FeedbackStatus
from storage.records import replace


async def told_now(turn: Turn, outcome: Outcome) -> Outcome:
    """`outcome`: what comes of their message, which is answered after it."""
    state = outcome.state if outcome.state is not None else turn.state
    outcome = replace(outcome, state=replace(state, owed=()))
    for number in turn.state.owed:
        said = await turn.doors.feedback.by_id(number)
        if said is not None and said.answer and said.status is FeedbackStatus.OPEN:
            name = among_staff(turn, said.answered_by, await turn.doors.floor.agents())
            outcome = outcome.and_then(heard(turn, said, name))
    return outcome
