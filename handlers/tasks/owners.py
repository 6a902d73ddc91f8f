"""Who sees to a task."""

from collections.abc import Iterator, Sequence

from handlers.desk.offers import is_away, serves_team, staff_of
from handlers.exchange import Turn
from handlers.tasks.policy import Assignee


async def owner_for(turn: Turn, team: str, served: Sequence[str]) -> str:
    """An agent who is there: by the shop's wish who served last, or a supervisor. "": the team's."""
    staff = await staff_of(turn)
    there = {each.account for each in staff.agents if staff.has_duty(each.account) and not is_away(each, turn.now)}
    return next((each for each in wanted(turn, served) if each in there and serves(turn, each, team)), "")


def wanted(turn: Turn, served: Sequence[str]) -> Iterator[str]:
    assignee = turn.desk_policy.tasks.assignee
    if assignee is Assignee.SERVED:
        yield from reversed(served)
    if assignee is not Assignee.TEAM:
        yield from supervisors(turn)


def supervisors(turn: Turn) -> list[str]:
    return [account for account, profile in turn.desk_policy.agents.items() if profile.supervisor]


def serves(turn: Turn, account: str, team: str) -> bool:
    return serves_team(turn.desk_policy, account, team)


def may_act(turn: Turn, account: str, owner: str) -> bool:
    """On a task of this owner. Where desk.yaml names no supervisor, everybody at the desk is one."""
    known = supervisors(turn)
    return owner in ("", account) or account in known or not known
