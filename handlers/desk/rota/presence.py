"""Who goes at the end of a shift, and who stays."""

from handlers.desk.policy import DeskPolicy
from handlers.exchange import Turn
from handlers.hours.business import BusinessHours

WEEK = 7 * 86_400.0


def leaving(turn: Turn, ends: float) -> list[str]:
    """The accounts of those whose shift ends then, and who do not stay."""
    duties = turn.hours.duties(ends - 1, ends - 1) or ()
    accounts = dict.fromkeys(account for duty in duties if duty.ends == ends for account in duty.agents)
    return [each for each in accounts if not stays(turn.hours, turn.desk_policy, each, max(ends, turn.now))]


def is_off(turn: Turn, account: str) -> bool:
    """They have shifts, and none now that they would be there for. Who is in no rota comes and goes as they like."""
    duties = turn.hours.duties(turn.now - WEEK, turn.now + WEEK) or ()
    is_planned = any(account in each.agents for each in duties)
    return is_planned and not stays(turn.hours, turn.desk_policy, account, turn.now)


def stays(hours: BusinessHours, policy: DeskPolicy, account: str, at: float) -> bool:
    """They have this shift, or the next one while nobody is there who could take over."""
    there = hours.on_duty(at)
    if there is None or account in there:
        return True
    if any(are_colleagues(policy, account, each) for each in there):
        return False
    following = [
        each
        for each in hours.duties(at, at + WEEK) or ()
        if any(are_colleagues(policy, account, one) for one in each.agents)
    ]
    return bool(following) and any(account in each.agents for each in following if each.begins == following[0].begins)


def are_colleagues(policy: DeskPolicy, one: str, other: str) -> bool:
    """Of one team, at least."""
    first, second = policy.profile(one).teams, policy.profile(other).teams
    return not first or not second or not first.isdisjoint(second)
