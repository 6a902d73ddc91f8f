"""What an agent is called: to contacts as the admin says, among staff as their platform does."""

from collections.abc import Iterable

from handlers.desk.people import among_staff
from handlers.exchange import Turn
from storage.desk import Agent


def for_contacts(turn: Turn, account: str, agents: Iterable[Agent] = ()) -> str:
    names = turn.desk_policy.profile(account).name
    described = names.get(turn.language) or names.get(turn.policy.default_language) or next(iter(names.values()), "")
    return described or among_staff(turn, account, agents)
