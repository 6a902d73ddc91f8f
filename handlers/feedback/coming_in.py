"""Newcomers whose turn it is come to staff; their severe words, of which nobody was told while they waited outside, do
so as they would have at once: as a complaint, with a task.
"""

from handlers.desk.newcomers import put_off
from handlers.escalation import is_still_to_come, let_in_as_called
from handlers.exchange import Outcome, Turn
from handlers.feedback.giving import handed_over
from handlers.feedback.severe import severe_words
from handlers.questions import form_timer
from handlers.state import left_over
from storage.newcomers import NEWCOMER_TIMER
from storage.records import replace
from storage.results import Timer


async def their_turn(turn: Turn) -> Outcome:
    """They have waited outside for so long as they were told, or have come in before that."""
    if turn.at_desk:
        return await seen_to(turn)
    inside = replace(turn, state=replace(turn.state, comes_in_at=0.0))
    if not turn.state.comes_in_at or not await is_still_to_come(turn):
        return Outcome(state=inside.state)
    late = await kept_on(turn)
    return late or await come_in(inside)


async def seen_to(turn: Turn) -> Outcome:
    """At the desk already, where nobody has heard yet what they said outside. They know what is done about it."""
    said = await severe_words(turn)
    return replace(await handed_over(turn.at("feedback"), said), replies=()) if said else Outcome()


async def kept_on(turn: Turn) -> Outcome | None:
    """They may have asked for themselves while their timer was late, and have been told."""
    late = Outcome(state=turn.state) if turn.state.comes_in_at > turn.now else await put_off(turn)
    if late is None or late.state is None:
        return None
    again = Timer(name=NEWCOMER_TIMER, due_at=late.state.comes_in_at, payload=turn.inbound.text)
    return replace(late, timers=(again,))


async def come_in(turn: Turn) -> Outcome:
    said = await severe_words(turn)
    if said is None:
        return await let_in_as_called(turn)
    inside = replace(turn, state=left_over(turn.state))
    return replace(
        await handed_over(inside.at("feedback"), said), state=inside.state, cancelled_timers=form_timer(turn)
    )


TIMERS = {NEWCOMER_TIMER: their_turn}
