"""A message while no visit is under way: it thanks, goes on with what has just ended, or begins another."""

from handlers.courtesy import said as courtesy
from handlers.exchange import Outcome, Turn
from handlers.farewell import kindness, reopening
from handlers.picks import Pick, ToScript, leads_nowhere


async def came_back(turn: Turn, pick: Pick) -> Outcome | None:
    """To what is over, while no visit is under way; None: one begins."""
    if is_kind(turn, pick):
        return kindness.after_the_end(turn)
    return await reopening.reopened(turn) if reopening.may_reopen(turn) else None


def kindly(turn: Turn, pick: Pick) -> Pick:
    """Thanks are answered, where they lead nowhere else."""
    said = courtesy(turn) if leads_nowhere(pick) else None
    if said is None:
        return pick
    if turn.conversation.messages > 1:
        return ToScript(said)
    return pick if turn.inbound.attachments else ToScript("welcome")


def is_kind(turn: Turn, pick: Pick) -> bool:
    """Whoever begins with an emoji, and was never here, is greeted like anybody else."""
    return leads_nowhere(pick) and turn.conversation.messages > 1 and courtesy(turn) is not None
