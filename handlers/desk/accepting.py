"""A colleague was handed a conversation and does nothing with it: it goes back to the queue of its team."""

from handlers.desk.cases import ACCEPT, agent_of
from handlers.desk.owning import let_go
from handlers.desk.people import among_staff
from handlers.desk.said import latest
from handlers.desk.saying import agent
from handlers.exchange import Outcome, Turn
from storage.results import EntryKind, Timer


def handed_to(account: str) -> str:
    """As the transcript says it."""
    return f"transferred to {account}"


def awaited(turn: Turn, account: str, team: str) -> tuple[Timer, ...]:
    """They have as long as anybody who is asked to take one. Whoever hands it to themselves is there."""
    if account == agent(turn):
        return ()
    by = turn.hours.after(team, turn.now, turn.desk_policy.team(team).accept_seconds)
    return () if by is None else (Timer(name=ACCEPT, due_at=by, payload=account),)


async def not_accepted(turn: Turn) -> Outcome:
    """Nothing where it is somebody else's by now, or they have said or noted anything since."""
    account = turn.inbound.text
    if not account or agent_of(turn.conversation) != account or await has_begun(turn, account):
        return Outcome()
    return await let_go(turn, account, "not_accepted", among_staff(turn, account, await turn.doors.floor.agents()))


async def has_begun(turn: Turn, account: str) -> bool:
    for entry in reversed(await latest(turn)):
        if entry.author == account:
            return True
        if entry.kind is EntryKind.ACTIVITY and entry.text == handed_to(account):
            return False
    return False


TIMERS = {ACCEPT: not_accepted}
