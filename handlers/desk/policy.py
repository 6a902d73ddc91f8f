"""What desk.yaml says: teams, who is in them, which conversation goes to whom, and when the bot calls a person.

Values only; `policy_file` reads them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from handlers.farewell.policy import DEFAULT_FAREWELL, FarewellPolicy
from handlers.feedback.policy import FeedbackPolicy
from handlers.fields.words import Words
from handlers.promises.policy import NO_PROMISES, PromisePolicy
from handlers.scripts.matching import phrases_of
from handlers.scripts.phrases import Phrases
from handlers.tasks.policy import TaskPolicy
from storage.desk import Priority
from storage.records import record

MINUTE = 60.0
REASONS = ("asked", "misunderstood", "repeated", "words", "trigger", "low_score", "feedback")
"""Why the bot hands over: they asked for a person; it had no answer, or only one that they had read before; by what
they wrote, or otherwise by a trigger; they were not content, or gave severe feedback.
"""


class Tier(StrEnum):
    NEW = "new"
    """Never served by a person, and no order proven."""
    RETURNING = "returning"
    VIP = "vip"


class Assignment(StrEnum):
    OFFER = "offer"
    """Somebody is asked by name; who does not take it in time is passed over."""
    PULL = "pull"
    """Nobody is: whoever wants takes it."""


@record(frozen=True, slots=True, kw_only=True)
class AgentProfile:
    """A member of staff as the admin describes them. Nobody has to be described to work at the desk."""

    account: str
    """`telegram:123456`, `slack:U0AB12CD`, `wecom:zhangsan`."""
    name: Words = field(default_factory=dict)
    """How customers are told their name; empty: as their platform calls them."""
    teams: frozenset[str] = frozenset()
    """Empty: every team."""
    languages: frozenset[str] = frozenset()
    """Empty: every language."""
    capacity: int | None = None
    """None: the desk's."""
    supervisor: bool = False
    """May ban, and is told of what goes wrong."""


@record(frozen=True, slots=True, kw_only=True)
class Team:
    key: str
    name: Words = field(default_factory=dict)
    assignment: Assignment = Assignment.OFFER
    accept_seconds: float = 3 * MINUTE
    """So long has an agent to take what they are offered."""
    late_seconds: float = 10 * MINUTE
    """A wait beyond this is `longer than usual`."""


@dataclass(frozen=True, kw_only=True)
class When:
    """All that is said has to be true; what is not said is. Empty: always."""

    intents: frozenset[str] = frozenset()
    """Ids of scripts: what the contact was last at."""
    languages: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()
    tiers: frozenset[Tier] = frozenset()
    tags: frozenset[str] = frozenset()
    reasons: frozenset[str] = frozenset()
    """Of the hand-over."""
    words: tuple[str, ...] = ()
    """One of these is in what they wrote, whatever the case and the width of the letters."""
    order_value: float | None = None
    """A proven order comes to so much or more, in the order's own currency."""
    hours: tuple[tuple[int, int], ...] = ()
    """Minutes of the day, in the shop's zone: from (included) and to (excluded), beyond 24:00 after midnight."""
    weekdays: frozenset[int] = frozenset()
    """0 is Monday. Hours over midnight are of the day on which they begin."""

    @cached_property
    def phrases(self) -> Phrases:
        """The words as they are looked for, made ready once for all messages."""
        return phrases_of(self.words)


@record(frozen=True, slots=True, kw_only=True)
class Rule:
    """The first that matches decides."""

    name: str
    """As the card says it."""
    when: When = When()
    team: str = ""
    priority: Priority | None = None


@record(frozen=True, slots=True, kw_only=True)
class Trigger:
    """Calls a person although nobody asked for one. The first that matches decides."""

    name: str
    when: When
    say: Words = field(default_factory=dict)
    """Told to the contact before what happens next; by language, with the default language as the fallback."""
    team: str = ""
    """"": as the rules say."""
    priority: Priority | None = None
    angry: bool = False


@record(frozen=True, slots=True)
class NewcomerPolicy:
    """How many whom nobody knows yet come to staff within a time; the others wait outside."""

    most: int = 30
    """0: all of them come in at once."""
    seconds: float = 10 * MINUTE


@dataclass(frozen=True, kw_only=True)
class DeskPolicy:
    teams: Mapping[str, Team] = field(default_factory=dict)
    """By key, in the order of the file. Empty: one team without a name."""
    agents: Mapping[str, AgentProfile] = field(default_factory=dict)
    """By account."""
    rules: tuple[Rule, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    default_team: str = ""
    capacity: int = 5
    """So many conversations is an agent offered at most; they may take more."""
    misunderstood: int | None = None
    """So many messages in a row; None: `policy.misunderstood_limit` of kefu.yaml."""
    same_question: int = 2
    """The same words so often; 0 switches it off."""
    tell_position: bool = True
    familiar_first: bool = True
    anyone: Team = Team(key="")
    """Stands for a team that is not in the file: its times are the desk's."""
    vip_tags: frozenset[str] = frozenset({"vip"})
    vip_order_value: float | None = None
    snooze_limit: float = 30 * 86_400.0
    newcomers: NewcomerPolicy = NewcomerPolicy()
    farewell: FarewellPolicy = DEFAULT_FAREWELL
    promises: PromisePolicy = NO_PROMISES
    tasks: TaskPolicy = TaskPolicy()
    feedback: FeedbackPolicy = FeedbackPolicy()

    @cached_property
    def watchwords(self) -> Phrases:
        """Of all triggers: most messages hold none of them."""
        return phrases_of(word for each in self.triggers for word in each.when.words)

    @cached_property
    def wordless(self) -> tuple[Trigger, ...]:
        """The triggers that ask for no words."""
        return tuple(each for each in self.triggers if not each.when.words)

    def team(self, key: str) -> Team:
        return self.teams.get(key, self.anyone)

    def profile(self, account: str) -> AgentProfile:
        return self.agents.get(account) or AgentProfile(account=account)


DEFAULT_POLICY = DeskPolicy()
