"""Whoever was asked did not take it in time, or somebody has a hand free: the next one is asked."""

from handlers.desk.cases import DRAW, OFFER, Owned, is_queued
from handlers.desk.offers import offered, staff_of
from handlers.desk.owning import asked, card_of
from handlers.desk.queue_words import queue_posted
from handlers.desk.queueing import offer_timers
from handlers.exchange import Outcome, Turn
from storage.desk import Case
from storage.records import replace


async def not_taken(turn: Turn) -> Outcome:
    """Nothing where it was taken meanwhile, or offered to somebody else."""
    case, before = turn.conversation.case, turn.inbound.text
    if case is None or not is_queued(turn.conversation) or not before or case.offered_to != before:
        return Outcome()
    after = await offered(turn, replace(case, passed=(*case.passed, before)), await staff_of(turn))
    return await put(turn, after, before)


async def draw(turn: Turn) -> Outcome:
    """The timer remembers who has a hand free, and may have let this one pass before."""
    case = turn.conversation.case
    if case is None or not is_queued(turn.conversation) or case.offered_to:
        return Outcome()
    waiting = replace(case, passed=tuple(each for each in case.passed if each != turn.inbound.text))
    after = await offered(turn, waiting, await staff_of(turn))
    if after.offered_to:
        return await put(turn, after)
    # One that an agent asked for stands in place of the one that waits for the morning.
    return Outcome(timers=tuple(offer_timers(turn, after)) if turn.inbound.text else ())


async def put(turn: Turn, case: Case, before: str = "") -> Outcome:
    after = Owned(turn.conversation, case)
    word = await asked(turn, after, before) if case.offered_to else queue_posted(turn, "nobody_left")
    return Outcome(
        case=case,
        posts=(*await card_of(turn, after), *word),
        timers=tuple(offer_timers(turn, case)),
    )


TIMERS = {OFFER: not_taken, DRAW: draw}
