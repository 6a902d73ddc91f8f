"""Newcomers whose turn it is come to staff; their severe words, of which nobody was told while they waited outside, do
so as they would have at once: as a complaint, with a task.
"""

from handlers.escalation import is_still_to_come, let_in_as_called
from handlers.exchange import Outcome, Turn
from handlers.feedback.giving import DAY, handed_over
from handlers.questions import form_timer
from handlers.state import left_over
from storage.feedback import Feedback, FeedbackStatus
from storage.newcomers import NEWCOMER_TIMER
from storage.records import replace
from storage.tasks import Severity


async def their_turn(turn: Turn) -> Outcome:
    """They have waited outside for so long as they were told."""
    waited = bool(turn.state.comes_in_at)
    turn = replace(turn, state=replace(turn.state, comes_in_at=0.0))
    if not waited or not await is_still_to_come(turn):
        return Outcome(state=turn.state)
    said = await severe_words(turn)
    if said is None:
        return await let_in_as_called(turn)
    inside = replace(turn, state=left_over(turn.state))
    return replace(
        await handed_over(inside.at("feedback"), said), state=inside.state, cancelled_timers=form_timer(turn)
    )


async def severe_words(turn: Turn) -> Feedback | None:
    """The latest that nobody sees to yet."""
    latest = await turn.doors.feedback.latest(turn.conversation.contact_id, turn.desk_policy.feedback.a_day)
    seen_to = {each.feedback_id for each in await turn.doors.tasks.of_conversation(turn.conversation.id)}
    lately = (each for each in latest if each.at > turn.now - DAY and each.id not in seen_to)
    return next((each for each in lately if is_severe(each)), None)


def is_severe(said: Feedback) -> bool:
    return said.severity is Severity.SEVERE and said.status is FeedbackStatus.OPEN


TIMERS = {NEWCOMER_TIMER: their_turn}
