"""Staff go away, or are said to have gone, and come back; nobody's conversation waits for them meanwhile."""

from collections.abc import Iterable, Sequence

from handlers.desk.ban import may_ban
from handlers.desk.cases import CHAT_LEFT, HANDBACK, OFFER, agent_of
from handlers.desk.command import DeskCommand
from handlers.desk.command_names import example
from handlers.desk.file_words import answered
from handlers.desk.moments import moment_of
from handlers.desk.offers import capacity, is_away, serves_team
from handlers.desk.owning import drawn, let_go
from handlers.desk.people import among_staff
from handlers.desk.queue_words import queue_content, queue_told
from handlers.desk.saying import agent, member
from handlers.desk.seen import known
from handlers.desk.staff_words import staff_minute
from handlers.desk.targets import Target, buttons_for, of_agent, perhaps_meant, read_target
from handlers.exchange import Outcome, Turn
from handlers.formats import listed, zone
from storage.content import Content
from storage.desk import Agent, Held, Waiting
from storage.records import replace
from storage.results import Timer

MOST_NAMED = 20
NAMED = 40
"""Characters."""


async def away(turn: Turn, argument: str) -> Outcome:
    """`2h`; or somebody else's name, who fell ill or has left without a word."""
    until = until_of(turn, argument)
    if argument and until is None:
        return await colleague_away(turn, argument)
    held = await turn.doors.floor.held(agent(turn))
    told = queue_told(turn, "away", time=told_time(turn, until), count=len(held))
    return await leaving(turn, await known(turn), held, until, told)


async def colleague_away(turn: Turn, argument: str) -> Outcome:
    agents = await turn.doors.floor.agents()
    colleagues = [of_agent(turn, each) for each in agents]
    colleague, rest = read_target(argument, colleagues)
    if colleague is None:
        return whom(turn, argument, colleagues)
    until = until_of(turn, rest)
    if rest and until is None:
        return queue_told(turn, "which_moment", example=timed(turn))
    if colleague.account != agent(turn) and not may_ban(turn):
        return answered(turn, "supervisors_only")
    held = await turn.doors.floor.held(colleague.account)
    who = next(each for each in agents if each.account == colleague.account)
    told = queue_told(turn, "sent_away", agent=colleague.name, time=told_time(turn, until), count=len(held))
    return await leaving(turn, who, held, until, told)


def whom(turn: Turn, written: str, colleagues: Sequence[Target]) -> Outcome:
    """Neither a time nor one colleague's name. Whoever may be meant has a button; all who are known are named."""
    meant, rest, several = perhaps_meant(written, colleagues)
    buttons = buttons_for(((each, f"desk:away:{each.account} {rest}".rstrip()) for each in meant), colleagues)
    names = listed(sorted({each.name for each in colleagues})[:MOST_NAMED], turn.policy.default_language)
    name, by_time = written[:NAMED], timed(turn)
    return queue_told(turn, "away_whom", *buttons, name=name, several=several, agents=names, example=by_time)


def timed(turn: Turn) -> str:
    """How it is written with a time."""
    return example(turn, "away", "2h")


def until_of(turn: Turn, words: str) -> float | None:
    return moment_of(words, turn.now, zone(turn.policy.timezone)) if words else None


def told_time(turn: Turn, until: float | None) -> str:
    return staff_minute(turn, until) if until else ""


async def leaving(turn: Turn, who: Agent, held: Sequence[Held], until: float | None, told: Outcome) -> Outcome:
    timers = passed_on(turn, who, HANDBACK, held, await asked_to_take(turn, who))
    return replace(told, agents=(replace(who, away_since=turn.now, away_until=until),), timers=timers)


async def asked_to_take(turn: Turn, who: Agent) -> list[Waiting]:
    return [each for each in await turn.doors.floor.queue() if each.offered_to == who.account]


def passed_on(turn: Turn, who: Agent, name: str, held: Iterable[Held], asked: Iterable[Waiting]) -> tuple[Timer, ...]:
    """To others, each in a turn of its own. `name`: of the timers of what they have."""
    return (
        *(at_once(turn, name, who, each.conversation_id) for each in held),
        *(at_once(turn, OFFER, who, each.conversation_id) for each in asked),
    )


def at_once(turn: Turn, name: str, who: Agent, conversation_id: int) -> Timer:
    return Timer(name=name, due_at=turn.now, payload=who.account, conversation_id=conversation_id)


async def back(turn: Turn, _argument: str) -> Outcome:
    was = await known(turn)
    if not is_away(was, turn.now):
        return queue_told(turn, "not_away")
    again = await there_again(turn, was)
    return replace(again, posts=queue_told(turn, "back", count=len(again.timers)).posts)


async def there_again(turn: Turn, who: Agent) -> Outcome:
    free = capacity(turn.desk_policy, who.account) - (await turn.doors.floor.load()).get(who.account, 0)
    draws = await drawn(turn, who.account, max(0, free))
    return Outcome(agents=(replace(who, away_since=None, away_until=None),), timers=draws)


async def gone(turn: Turn) -> Outcome:
    """They left a chat of the desk, or were removed from it: nobody else could send them away in time."""
    who, held = await worker(turn), await turn.doors.floor.held(agent(turn))
    if who is None:
        return Outcome()
    if works_elsewhere(turn, who.account):
        return await leaving_chat(turn, who, [each for each in held if is_here(turn, each.team)])
    return await leaving(turn, who, held, None, told_gone(turn, held))


async def leaving_chat(turn: Turn, who: Agent, held: Sequence[Held]) -> Outcome:
    """They are not away: only what is in this chat goes to others."""
    asked = [each for each in await asked_to_take(turn, who) if is_here(turn, each.team)]
    return replace(told_gone(turn, held), timers=passed_on(turn, who, CHAT_LEFT, held, asked))


def told_gone(turn: Turn, held: Sequence[Held]) -> Outcome:
    word = queue_content(turn, "gone", agent=member(turn), count=len(held)) if held else Content()
    return Outcome(posts=turn.alert(word, turn.asked_from) if word.text else ())


def is_here(turn: Turn, team: str) -> bool:
    """Whether this happened in the chat in which the team is."""
    return turn.places.of(team) == (turn.asked_from or turn.places.main)


def works_elsewhere(turn: Turn, account: str) -> bool:
    """In another chat of the desk, too, as far as desk.yaml says. Who is in it only the platform knows."""
    policy = turn.desk_policy
    return any(serves_team(policy, account, team) and not is_here(turn, team) for team in policy.teams)


async def returned(turn: Turn) -> Outcome:
    """They are in the chat again. Who had said until when they are away keeps to that."""
    who = await worker(turn)
    if who is None or not is_away(who, turn.now) or who.away_until is not None or works_elsewhere(turn, who.account):
        return Outcome()
    return await there_again(turn, who)


async def worker(turn: Turn) -> Agent | None:
    """None: they never worked here."""
    return next((each for each in await turn.doors.floor.agents() if each.account == agent(turn)), None)


async def handed_back(turn: Turn) -> Outcome:
    """Nothing where it is somebody else's by now, or its agent is back."""
    account, agents = turn.inbound.text, await turn.doors.floor.agents()
    is_gone = any(each.account == account and is_away(each, turn.now) for each in agents)
    if not is_gone or agent_of(turn.conversation) != account:
        return Outcome()
    return await let_go(turn, account, "handed_back", among_staff(turn, account, agents))


async def left_behind(turn: Turn) -> Outcome:
    """Nothing where it is somebody else's by now."""
    account = turn.inbound.text
    if agent_of(turn.conversation) != account:
        return Outcome()
    return await let_go(turn, account, "handed_back", among_staff(turn, account, await turn.doors.floor.agents()))


COMMANDS = {
    "away": DeskCommand(in_topic=away, outside=away),
    "back": DeskCommand(in_topic=back, outside=back, alone=True),
}
TIMERS = {HANDBACK: handed_back, CHAT_LEFT: left_behind}
