"""Whom a conversation in the queue is offered to."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from handlers.desk.facts import file_of
from handlers.desk.policy import Assignment, DeskPolicy
from handlers.exchange import Turn
from storage.desk import Agent, Case, ContactFile, Priority, Waiting
from storage.records import record, replace

LATELY = 7 * 86_400.0
"""Seconds. Whom desk.yaml does not name and who was not seen for longer is asked nothing."""


@record(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a conversation asks of an agent."""

    team: str = ""
    language: str = ""
    familiar: str = ""
    """Who served this contact last."""
    passed: Collection[str] = ()
    """Who was asked already."""


@record(frozen=True, slots=True, kw_only=True)
class Staff:
    """Everybody who could be asked, and how much they have to do."""

    agents: Sequence[Agent]
    busy: Mapping[str, int]
    on_duty: Collection[str] | None = None
    """Their accounts; None: everybody is."""

    def has_duty(self, account: str) -> bool:
        return self.on_duty is None or account in self.on_duty


def next_agent(policy: DeskPolicy, staff: Staff, wanted: Wanted, now: float) -> str:
    """The familiar one before all, then whoever has the least to do; "" when nobody is left."""
    free = [
        agent
        for agent in staff.agents
        if agent.account not in wanted.passed
        and staff.has_duty(agent.account)
        and serves(policy, agent.account, wanted.team, wanted.language)
        and not is_away(agent, now)
        and staff.busy.get(agent.account, 0) < capacity(policy, agent.account)
    ]
    if policy.familiar_first and any(agent.account == wanted.familiar for agent in free):
        return wanted.familiar
    best = min(free, key=lambda agent: (staff.busy.get(agent.account, 0), -agent.seen_at, agent.account), default=None)
    return best.account if best else ""


def serves(policy: DeskPolicy, account: str, team: str, language: str) -> bool:
    languages = policy.profile(account).languages
    return serves_team(policy, account, team) and (not languages or language in languages)


def capacity(policy: DeskPolicy, account: str) -> int:
    own = policy.profile(account).capacity
    return policy.capacity if own is None else own


def is_away(agent: Agent, now: float) -> bool:
    return agent.away_since is not None and (agent.away_until is None or now < agent.away_until)


def roster(policy: DeskPolicy, seen: Iterable[Agent], channel: str, now: float) -> list[Agent]:
    """Whoever showed up in this desk lately, and whom the admin named without their having shown up."""
    known = {agent.account: agent for agent in seen}
    named = {account: known.get(account, Agent(account=account)) for account in policy.agents}
    lately = {account: agent for account, agent in known.items() if agent.seen_at > now - LATELY}
    return [agent for account, agent in (named | lately).items() if account.partition(":")[0] == channel]


async def staff_of(turn: Turn) -> Staff:
    main = turn.places.main
    agents = roster(turn.desk_policy, await turn.doors.floor.agents(), main.channel if main else "", turn.now)
    return Staff(
        agents=agents,
        busy=busy(await turn.doors.floor.load(), await queue_of(turn), turn.conversation.id),
        on_duty=turn.hours.on_duty(turn.now),
    )


async def queue_of(turn: Turn) -> Sequence[Waiting]:
    """Also with whoever comes into it this moment."""
    return turn.doors.joining.beside(await turn.doors.floor.queue(), turn.now)


def busy(load: Mapping[str, int], queue: Iterable[Waiting], own: int) -> Mapping[str, int]:
    """What was offered to somebody counts as theirs: nobody is asked to take ten at once."""
    asked = Counter(each.offered_to for each in queue if each.offered_to and each.conversation_id != own)
    return Counter(load) + asked


async def offered(turn: Turn, case: Case, staff: Staff) -> Case:
    """The case, with whoever is asked to take it: while it is closed nobody, but in urgent matters who is on call."""
    if not turn.hours.is_open(case.team, turn.now):
        if case.priority is not Priority.URGENT:
            return replace(case, offered_to="")
        staff = on_call(staff, turn.hours.on_call())
    elif turn.desk_policy.team(case.team).assignment is Assignment.PULL:
        return replace(case, offered_to="")
    file = await file_of(turn)
    wanted = Wanted(
        team=case.team,
        language=turn.language,
        familiar=familiar(file, case),
        passed=case.passed,
    )
    return replace(case, offered_to=next_agent(turn.desk_policy, staff, wanted, turn.now))


def familiar(file: ContactFile | None, case: Case) -> str:
    """Who served the contact last; should that be whom it comes from now, who else has answered in this matter."""
    last = file.last_agent if file else ""
    others = [each for each in case.agents if each not in case.passed]
    return others[-1] if last in case.passed and others else last


def on_call(staff: Staff, accounts: Collection[str]) -> Staff:
    called = [each for each in staff.agents if each.account in accounts]
    return replace(staff, agents=called, on_duty=None)


def attended(policy: DeskPolicy, staff: Staff, team: str, now: float) -> bool:
    """Whether anybody of the team is there; who has never seen any of them says nothing of it."""
    team_mates = [agent for agent in staff.agents if agent.seen_at and serves_team(policy, agent.account, team)]
    return not team_mates or any(staff.has_duty(each.account) and not is_away(each, now) for each in team_mates)


def serves_team(policy: DeskPolicy, account: str, team: str) -> bool:
    teams = policy.profile(account).teams
    return not teams or team in teams
