"""Severe words of somebody who had to wait outside: nobody was told of them, and somebody has to see to them."""

from handlers.exchange import Turn
from storage.feedback import Feedback, FeedbackStatus
from storage.tasks import Severity

DAY = 86_400.0


async def severe_words(turn: Turn) -> Feedback | None:
    """The latest that nobody sees to yet."""
    latest = await turn.doors.feedback.latest(turn.conversation.contact_id, turn.desk_policy.feedback.a_day)
    seen_to = {each.feedback_id for each in await turn.doors.tasks.of_conversation(turn.conversation.id)}
    lately = (each for each in latest if each.at > turn.now - DAY and each.id not in seen_to)
    return next((each for each in lately if is_severe(each)), None)


def is_severe(said: Feedback) -> bool:
    return said.severity is Severity.SEVERE and said.status is FeedbackStatus.OPEN
