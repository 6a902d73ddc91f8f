"""From the nodes of desk.yaml to the policy of the desk. Every mistake is complained of, and left out."""

from collections.abc import Mapping

from handlers.desk.around import Around
from handlers.desk.policy import (
    MINUTE,
    AgentProfile,
    Assignment,
    DeskPolicy,
    NewcomerPolicy,
    Rule,
    Team,
    Trigger,
    When,
)
from handlers.desk.when import WHEN_KEYS, spoken, when
from handlers.farewell.reading import farewell
from handlers.feedback.reading import feedback
from handlers.fields.mapping import Fields
from handlers.fields.spoken import words
from handlers.fields.words import Words, words_in
from handlers.promises.reading import Placed, promises
from handlers.scripts.nodes import Scalar
from handlers.tasks.reading import tasks
from storage.desk import Priority
from storage.records import record, replace

DAY = 86_400.0
NAME = 40
SENTENCE = 500
"""Characters."""
DAY_MINUTES = 24 * 60
MOST = 1000

KEYS = (
    "teams",
    "default_team",
    "assignment",
    "accept_minutes",
    "late_minutes",
    "agents",
    "capacity",
    "familiar_first",
    "tell_position",
    "routing",
    "handoff",
    "vip",
    "snooze_days",
    "newcomers",
    "tasks",
    "feedback",
    "farewell",
    "promises",
)
TIMES = ("assignment", "accept_minutes", "late_minutes")
TEAM_KEYS = ("name", *TIMES)
AGENT_KEYS = ("account", "name", "teams", "languages", "capacity", "supervisor")
RULE_KEYS = ("name", "when", "team", "priority")
TRIGGER_KEYS = (*RULE_KEYS, "say", "angry")
HANDOFF_KEYS = ("misunderstood", "same_question", "built_in", "triggers")
NEWCOMER_KEYS = ("most", "minutes")
VIP_KEYS = ("tags", "order_value_from")


@record(frozen=True, slots=True)
class Written:
    """What a file says, with the places where it says it. What it leaves out is the base's."""

    policy: DeskPolicy
    """The file's own triggers come before those of its base."""
    teams: Mapping[str, Fields]
    agents: tuple[tuple[Fields, AgentProfile], ...]
    rules: tuple[tuple[Fields, Rule], ...]
    triggers: tuple[tuple[Fields, Trigger], ...]
    promises: Placed
    silent_teams: Mapping[str, Fields]
    """Those for which `farewell` says something of their own."""


def written(fields: Fields, base: DeskPolicy, around: Around) -> Written:
    anyone = timed(fields, base.anyone)
    teams = fields.named("teams", TEAM_KEYS)
    agents = [(each, agent(each)) for each in fields.below("agents", AGENT_KEYS)]
    rules = [(each, rule(each, around)) for each in fields.below("routing", RULE_KEYS)]
    handoff = fields.inside("handoff", HANDOFF_KEYS)
    triggers = [(each, trigger(each, around)) for each in handoff.below("triggers", TRIGGER_KEYS)] if handoff else []
    built_in = base.triggers if handoff is None or handoff.truth("built_in", default=True) else ()
    promised, promise_rules = promises(fields, around)
    parting, silent_teams = farewell(fields, base.farewell)
    policy = replace(
        counted(fields, base),
        teams={key: team(key, below, anyone) for key, below in teams.items()},
        agents={profile.account: profile for _, profile in agents},
        rules=tuple(each for _, each in rules),
        triggers=(*(each for _, each in triggers), *built_in),
        default_team=fields.text("default_team"),
        farewell=parting,
        anyone=anyone,
        promises=promised,
        tasks=tasks(fields, base.tasks),
        feedback=feedback(fields, base.feedback, teams),
    )
    return Written(
        with_handoff(handoff, policy),
        teams,
        tuple(agents),
        tuple(rules),
        tuple(triggers),
        promise_rules,
        silent_teams,
    )


def counted(fields: Fields, base: DeskPolicy) -> DeskPolicy:
    vip = fields.inside("vip", VIP_KEYS)
    value = vip.amount("order_value_from") if vip else None
    return replace(
        base,
        capacity=fields.whole("capacity", base.capacity, 1, MOST),
        familiar_first=fields.truth("familiar_first", base.familiar_first),
        tell_position=fields.truth("tell_position", base.tell_position),
        vip_tags=vip.names("tags") if vip and "tags" in vip else base.vip_tags,
        vip_order_value=base.vip_order_value if value is None else float(value),
        newcomers=newcomers(fields.inside("newcomers", NEWCOMER_KEYS), base.newcomers),
        snooze_limit=fields.whole("snooze_days", int(base.snooze_limit / DAY), 1, 365) * DAY,
    )


def newcomers(below: Fields | None, usual: NewcomerPolicy) -> NewcomerPolicy:
    if below is None:
        return usual
    minutes = below.whole("minutes", int(usual.seconds / MINUTE), 1, DAY_MINUTES)
    return NewcomerPolicy(below.whole("most", usual.most, 0, MOST), minutes * MINUTE)


def with_handoff(handoff: Fields | None, policy: DeskPolicy) -> DeskPolicy:
    if handoff is None:
        return policy
    same = handoff.whole("same_question", policy.same_question, 0, 20)
    if same == 1:
        handoff.wrong("same_question", "policy_question_once")
    missed = handoff.whole("misunderstood", 1, 1, 20) if "misunderstood" in handoff else policy.misunderstood
    return replace(policy, misunderstood=missed, same_question=same)


def timed(fields: Fields, usual: Team) -> Team:
    """How conversations reach the agents: the desk's own way, or a team's."""
    return replace(
        usual,
        assignment=Assignment(fields.choice("assignment", Assignment, usual.assignment)),
        accept_seconds=fields.whole("accept_minutes", int(usual.accept_seconds / MINUTE), 1, DAY_MINUTES) * MINUTE,
        late_seconds=fields.whole("late_minutes", int(usual.late_seconds / MINUTE), 1, DAY_MINUTES) * MINUTE,
    )


def team(key: str, fields: Fields, anyone: Team) -> Team:
    return replace(timed(fields, anyone), key=key, name=called(fields))


def agent(fields: Fields) -> AgentProfile:
    fields.needed("account")
    return AgentProfile(
        account=fields.text("account"),
        name=called(fields),
        teams=fields.names("teams"),
        languages=fields.names_among("languages", spoken(fields)),
        capacity=fields.whole("capacity", 1, 1, MOST) if "capacity" in fields else None,
        supervisor=fields.truth("supervisor", default=False),
    )


def called(fields: Fields) -> Words:
    """A name is often the same in every language: one alone needs no translation."""
    if not isinstance(fields.node_of("name"), Scalar):
        return words(fields, "name", NAME)
    name = fields.text("name")
    if len(name) > NAME:
        fields.wrong("name", "policy_words_long", limit=str(NAME))
    return {fields.speech.default: name}


def rule(fields: Fields, around: Around) -> Rule:
    below = fields.inside("when", WHEN_KEYS)
    fields.needed("name")
    return Rule(
        name=for_staff(fields),
        when=when(below, around) if below else When(),
        team=fields.text("team"),
        priority=priority(fields),
    )


def trigger(fields: Fields, around: Around) -> Trigger:
    fields.needed("name")
    below = fields.inside("when", tuple(key for key in WHEN_KEYS if key != "reasons"))
    if below is None:
        fields.needed("when")
    return Trigger(
        name=for_staff(fields),
        when=when(below, around) if below else When(),
        say=words(fields, "say", SENTENCE),
        team=fields.text("team"),
        priority=priority(fields),
        angry=fields.truth("angry", default=False),
    )


def for_staff(fields: Fields) -> str:
    """In the language of the desk."""
    return words_in(called(fields), fields.speech.default, fields.speech.default)


def priority(fields: Fields) -> Priority | None:
    return Priority(fields.choice("priority", Priority, Priority.NORMAL)) if "priority" in fields else None
