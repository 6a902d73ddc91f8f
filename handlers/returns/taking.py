"""Photographs that come with an answer are kept before the answer is looked at."""

import asyncio

from handlers.exchange import Turn
from handlers.forms.answers import Answer
from handlers.returns.given import given_in
from storage.photos import Kept
from storage.records import replace


async def taken(turn: Turn, answer: Answer) -> Answer:
    """Only where the reason asks for photographs: nobody else's are stored."""
    state = turn.state.form
    reason = given_in(state, turn.return_policy).reason if state else None
    if reason is None or not reason.photos:
        return answer
    kept, refused = [], []
    looked_at = answer.attachments[: turn.return_policy.photos_most]
    # All at once: a platform that does not answer is waited for only once.
    for outcome in await asyncio.gather(
        *(turn.doors.photos.kept(attachment, turn.reach.identity, turn.now) for attachment in looked_at)
    ):
        match outcome:
            case Kept(photo):
                kept.append(photo)
            case again:
                refused.append(str(again.why))
    return replace(answer, kept=tuple(kept), refused=tuple(refused))
