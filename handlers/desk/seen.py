"""Whoever does anything in the desk is a member of staff who is there."""

from handlers.desk.saying import agent
from handlers.exchange import Outcome, Turn
from storage.desk import Agent
from storage.inbound import Kind
from storage.records import replace

UNSEEN = frozenset({Kind.LEFT, Kind.DEMOTED, Kind.MEMBER_GONE, Kind.MEMBER_BACK, Kind.MOVED, Kind.TIMER})
"""What befalls the chat: who did it, if anybody, need not work in it."""
HOUR = 3600.0
"""How old `seen_at` may be: it is not written with every word."""


async def known(turn: Turn) -> Agent:
    """The member who speaks, as they are now."""
    account = agent(turn)
    before = next((each for each in await turn.doors.floor.agents() if each.account == account), Agent(account=account))
    return replace(before, name=turn.inbound.name or before.name, seen_at=turn.now)


async def noticed(turn: Turn, outcome: Outcome) -> Outcome:
    if turn.inbound.kind in UNSEEN:
        return outcome
    account = agent(turn)
    if any(each.account == account for each in outcome.agents):
        return outcome
    before = next((each for each in await turn.doors.floor.agents() if each.account == account), None)
    now = await known(turn)
    if before is not None and before.name == now.name and turn.now - before.seen_at < HOUR:
        return outcome
    return replace(outcome, agents=(*outcome.agents, now))
