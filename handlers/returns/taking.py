"""Photographs that come with an answer are kept before the answer is looked at."""

from dataclasses import replace

from handlers.exchange import Turn
from handlers.forms import Answer
from handlers.returns.given import given_in
from storage.photos import Kept


async def taken(turn: Turn, answer: Answer) -> Answer:
    """Only where the reason asks for photographs: nobody else's are stored."""
    state = turn.state.form
    reason = given_in(state, turn.return_policy).reason if state else None
    if reason is None or not reason.photos:
        return answer
    kept, refused = [], []
    for attachment in answer.attachments[: turn.return_policy.photos_most]:
        match await turn.photos.kept(attachment, turn.conversation.identity, turn.now):
            case Kept(photo):
                kept.append(photo)
            case again:
                refused.append(str(again.why))
    return replace(answer, kept=tuple(kept), refused=tuple(refused))
