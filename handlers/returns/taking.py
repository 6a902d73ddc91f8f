"""What an answer brings that may be asked for later: photographs are kept, and words, before it is looked at."""

import asyncio
from collections.abc import Sequence

from handlers.courtesy import is_face
from handlers.exchange import Turn
from handlers.forms.answers import Answer
from handlers.forms.form import FormState
from handlers.order_numbers import is_number_or_proof, order_number_in
from handlers.pictures import pictures_among, together
from handlers.returns.facts import read_facts
from handlers.returns.given import given_in
from handlers.returns.pictures import photographed, unique
from handlers.returns.policy import ReturnPolicy
from handlers.returns.reasons import tells_why
from storage.inbound import Attachment
from storage.photos import Kept
from storage.records import record, replace

SINCE, LONGEST = 8, 200
"""So many messages that come before the goods are known are remembered, and of each so many characters."""


async def taken(turn: Turn, state: FormState, answer: Answer) -> tuple[FormState, Answer]:
    """Photographs only where the reason asks for them: nobody else's are stored."""
    if answer.text and not answer.pressed and not read_facts(state.facts).lines:
        state, answer = told(turn, state, answer)
    reason = given_in(state, turn.return_policy).reason
    if reason is None:
        return noted(turn, state, answer)
    if not reason.photos:
        return remembered(turn, state, answer), answer
    kept, refused = await stored(turn, [each for each in answer.attachments if not is_face(each)])
    return state, replace(answer, kept=kept, refused=refused)


def told(turn: Turn, state: FormState, answer: Answer) -> tuple[FormState, Answer]:
    """Which goods, and why, may be said before their order is known. Of which order, the form asks by itself."""
    known, number = read_facts(state.facts), order_number_in(answer.text, turn.policy)
    words = answer.text.upper().replace(number, " ") if number else answer.text
    if not words.strip() or is_number_or_proof(words):
        return state, answer
    since = (*known.since, words[:LONGEST])[-SINCE:]
    state = replace(state, facts=replace(known, since=since).as_json())
    return state, replace(answer, put_by=tells_why(turn.library, answer.text, turn.return_policy))


def noted(turn: Turn, state: FormState, answer: Answer) -> tuple[FormState, Answer]:
    """Before the reason is known."""
    if not pictures_among(answer.attachments):
        return state, answer
    return remembered(turn, state, answer), replace(answer, put_by=True)


def remembered(turn: Turn, state: FormState, answer: Answer) -> FormState:
    """Only where the photographs are: they may change the reason, or ask for a person, who would see them."""
    if not pictures_among(answer.attachments):
        return state
    known = read_facts(state.facts)
    pictures = put_by(known.pictures, answer.attachments, turn.return_policy)
    return replace(state, facts=replace(known, pictures=pictures).as_json())


def put_by(before: Sequence[Attachment], came: Sequence[Attachment], policy: ReturnPolicy) -> tuple[Attachment, ...]:
    return together(before, came)[: policy.photos_most]


@record(frozen=True, slots=True)
class Fetched:
    state: FormState
    refused: tuple[str, ...]


async def fetched(turn: Turn, state: FormState) -> Fetched | None:
    """The photographs that were put by, now that the reason asks for some; None where there is nothing to fetch."""
    known, reason = read_facts(state.facts), given_in(state, turn.return_policy).reason
    if not known.pictures or reason is None or not reason.photos:
        return None
    kept, refused = await stored(turn, known.pictures)
    photos = unique((*photographed(state), *kept))
    gathered = {**state.gathered, "photos": photos} if photos else state.gathered
    return Fetched(replace(state, facts=replace(known, pictures=()).as_json(), gathered=gathered), refused)


async def stored(turn: Turn, attachments: Sequence[Attachment]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What was kept, and the lines that say why others were not."""
    kept, refused = [], []
    looked_at = attachments[: turn.return_policy.photos_most]
    # All at once: a platform that does not answer is waited for only once.
    for outcome in await asyncio.gather(
        *(turn.doors.photos.kept(attachment, turn.reach.identity, turn.now) for attachment in looked_at)
    ):
        match outcome:
            case Kept(photo):
                kept.append(photo)
            case again:
                refused.append(f"photo_{again.why}")
    return tuple(kept), tuple(refused)
