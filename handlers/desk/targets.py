"""To whom a conversation can be handed: a team or an agent, as staff write them."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extract

from handlers.desk.command import GOTO_LIMIT
from handlers.desk.people import among_staff
from handlers.desk.policy import DeskPolicy, Team
from handlers.exchange import Turn
from handlers.fields.words import words_in
from storage.content import Button
from storage.desk import Agent
from storage.records import record

NEAR = 60.0
"""Of 100: how much a name must look like what was written."""
MOST_NEAR = 4
SLIP = 80.0
"""Of 100: a word that looks so much like a name was meant for it."""
NAME = 40
"""Characters of the longest name that is looked for without a blank behind it."""
BEHIND = ":,，。："
"""What may stand behind a name."""


@record(frozen=True, slots=True, kw_only=True)
class Target:
    """Where a conversation goes."""

    name: str
    """As staff call it."""
    spellings: tuple[str, ...]
    team: str = ""
    """Its key, for a team."""
    account: str = ""
    """For an agent."""

    @property
    def goto(self) -> str:
        return f"desk:transfer:{self.account or self.team}"


def targets(turn: Turn, agents: Iterable[Agent]) -> list[Target]:
    return [*(of_team(turn, each) for each in turn.desk_policy.teams.values()), *(of_agent(turn, a) for a in agents)]


def of_team(turn: Turn, team: Team) -> Target:
    return Target(name=team_name(turn, team), spellings=(team.key, *team.name.values()), team=team.key)


def team_name(turn: Turn, team: Team) -> str:
    return words_in(team.name, turn.policy.default_language, turn.policy.default_language) or team.key


def of_agent(turn: Turn, agent: Agent) -> Target:
    name = among_staff(turn, agent.account, (agent,))
    return Target(name=name, spellings=tuple(spellings(turn.desk_policy, agent, name)), account=agent.account)


def spellings(policy: DeskPolicy, agent: Agent, name: str) -> Iterator[str]:
    yield from (name, agent.account, agent.account.partition(":")[2])
    yield from policy.profile(agent.account).name.values()


def compared(words: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", words).casefold().split()).removeprefix("@")


def read_target(written: str, known: Sequence[Target]) -> tuple[Target | None, str]:
    """Who is meant, and the note that follows: the longest beginning that is somebody's name."""
    words = written.split()
    for count in range(min(len(words), most_words(known)), 0, -1):
        found = named(" ".join(words[:count]), known)
        if found is not None:
            return found, " ".join(words[count:])
    return None, ""


def read_namesakes(written: str, known: Sequence[Target]) -> tuple[list[Target], str]:
    """All who are called as the longest beginning says that is a name, and what follows it."""
    words = written.split()
    for count in range(min(len(words), most_words(known)), 0, -1):
        found = namesakes(" ".join(words[:count]), known)
        if found:
            return found, " ".join(words[count:])
    return [], ""


def most_words(known: Sequence[Target]) -> int:
    """Of one name: a long note is not looked through for a name as long."""
    return max((len(compared(name).split()) for each in known for name in each.spellings), default=0)


def run_into(written: str, known: Sequence[Target]) -> tuple[list[Target], str]:
    """All who are called as the longest beginning says with no blank behind it, as one writes in Chinese; and what
    follows it.
    """
    for count in range(min(len(written), NAME), 0, -1):
        if not written[count - 1].isascii() and (found := namesakes(written[:count], known)):
            return found, written[count:].strip(BEHIND + " ")
    return [], ""


def named(words: str, known: Sequence[Target]) -> Target | None:
    """None also where several are called so."""
    found = namesakes(words, known)
    return found[0] if len(found) == 1 else None


def namesakes(words: str, known: Sequence[Target]) -> list[Target]:
    asked = compared(words).strip(BEHIND)
    return [each for each in known if any(compared(name) == asked for name in each.spellings)]


def near(written: str, known: Sequence[Target]) -> list[Target]:
    """Those whose names look most like the first word, the best first."""
    asked = compared(written.split()[0]) if written.split() else ""
    named = [(compared(name), each) for each in known for name in each.spellings]
    found = extract(asked, [name for name, _ in named], limit=3 * MOST_NEAR, score_cutoff=NEAR)
    return list(dict.fromkeys(named[place][1] for _, _, place in found))[:MOST_NEAR]


def perhaps_meant(written: str, known: Sequence[Target]) -> tuple[list[Target], str, bool]:
    """Who may be meant, what follows, and whether they are called so; else the first word only looks like it."""
    called, rest = read_namesakes(written, known)
    return (called, rest, True) if called else (near(written, known), " ".join(written.split()[1:]), False)


def is_slip(word: str, of: Target) -> bool:
    return any(ratio(compared(word), compared(name)) >= SLIP for name in of.spellings)


def label(target: Target, known: Sequence[Target]) -> str:
    """On a button: of colleagues with one name, each with their account."""
    is_alone = [each.name for each in known].count(target.name) == 1
    return target.name if is_alone or not target.account else f"{target.name} ({target.account.partition(':')[2]})"


def buttons_for(offered: Iterable[tuple[Target, str]], known: Sequence[Target]) -> Iterator[Button]:
    """To each of them, and where it leads; none that no platform would carry."""
    return (Button(label=label(each, known), goto=goto) for each, goto in offered if len(goto.encode()) <= GOTO_LIMIT)
