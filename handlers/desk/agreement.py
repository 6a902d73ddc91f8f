"""What the parts of desk.yaml ask of each other and of the rest of the shop: teams that exist, rules in reach."""

from collections.abc import Collection, Sequence
from typing import TypeVar

from handlers.desk.around import Around
from handlers.desk.policy import Rule, Trigger, When
from handlers.desk.reading import Written
from handlers.fields.mapping import ACCOUNT, Fields
from handlers.fields.reach import check_reach
from handlers.fields.week import MIDNIGHT
from handlers.labels import labels
from handlers.promises.policy import For
from handlers.promises.reading import FOR_KEYS
from handlers.scripts.matching import normal
from handlers.scripts.source import guess

Part = TypeVar("Part", Rule, Trigger)
Kind = TypeVar("Kind")
PLAIN = ("intents", "languages", "channels", "tiers", "reasons")
"""The conditions that are compared as they stand."""
WEEK = 7 * MIDNIGHT


def check_agreement(fields: Fields, found: Written, around: Around) -> None:
    check_teams(fields, found)
    check_chats(fields, found, around)
    check_agents(found, around)
    for place, each in found.triggers:
        if each.when == When() and "when" in place:
            place.wrong("when", "policy_trigger_always")
    check_names(found.rules)
    check_names(found.triggers)
    if not any(problem.severity == "error" for problem in fields.complaints.problems):
        # A condition that was left out for its mistake would seem to let everybody through.
        check_reach(found.rules, lambda first, second: covers(first.when, second.when))
        check_reach(found.triggers, always_before)
        check_reach(found.promises, lambda first, second: is_for_all_of(first.when, second.when))


def listed(found: Written) -> str:
    return ", ".join(found.teams) or "-"


# Teams


def check_teams(fields: Fields, found: Written) -> None:
    check_team(fields, "default_team", found)
    for key, place in found.silent_teams.items():
        if key not in found.teams:
            facts = {"team": key, "allowed": listed(found), "guess": guess(key, found.teams)}
            place.complaints.error(place.line(), place.place, "policy_team_unknown", **facts)
    for place, _ in (*found.rules, *found.triggers):
        check_team(place, "team", found)
    for place, profile in found.agents:
        check_teams_of(place, profile.teams, found)
    for place, rule in found.promises:
        below = place.inside("when", FOR_KEYS)
        if below is not None:
            check_teams_of(below, rule.when.teams, found)


def check_teams_of(place: Fields, teams: Collection[str], found: Written) -> None:
    for key in sorted(teams):
        unknown_team(place, "teams", key, found, place.line_among("teams", key))


def check_team(place: Fields, name: str, found: Written) -> None:
    if key := place.text(name):
        unknown_team(place, name, key, found)


def unknown_team(place: Fields, name: str, key: str, found: Written, line: int = 0) -> None:
    if key not in found.teams:
        facts = {"team": key, "allowed": listed(found), "guess": guess(key, found.teams)}
        place.wrong(name, "policy_team_unknown", line, **facts)


def check_chats(fields: Fields, found: Written, around: Around) -> None:
    for key in around.chats:
        if key not in found.teams:
            near = guess(key, found.teams)
            fields.wrong("teams", "policy_team_of_chat", team=key, allowed=listed(found), guess=near)


# Agents


def check_agents(found: Written, around: Around) -> None:
    first: dict[str, int] = {}
    for place, profile in found.agents:
        account = profile.account
        if not account:
            continue
        if account in first:
            place.wrong("account", "policy_agent_twice", account=account, first=str(first[account]))
        first.setdefault(account, place.line("account"))
        channel = account.partition(":")[0]
        usual = around.desk_channel or "telegram"
        if not ACCOUNT.fullmatch(account):
            place.wrong("account", "policy_account", account=account, channel=usual)
        elif around.desk_channel and channel != around.desk_channel:
            place.unwise("account", "policy_account_elsewhere", account=account, channel=usual)


# Names, and what can never be reached


def check_names(parts: Sequence[tuple[Fields, Part]]) -> None:
    """The card says which one it was."""
    first: dict[str, int] = {}
    for place, part in parts:
        if part.name and part.name in first:
            place.wrong("name", "policy_name_twice", called=part.name, first=str(first[part.name]))
        first.setdefault(part.name, place.line("name"))


def always_before(first: Trigger, second: Trigger) -> bool:
    """What is about words, about an intent, or only about who writes, is listened to at different times."""
    same = bool(first.when.words) == bool(second.when.words) and bool(first.when.intents) == bool(second.when.intents)
    return same and (first.angry or not second.angry) and covers(first.when, second.when)


def covers(first: When, second: When) -> bool:
    """Whether the first fits whenever the second does."""
    return (
        all(wide(getattr(first, name), getattr(second, name)) for name in PLAIN)
        and wide(labels(first.tags), labels(second.tags))
        and wide(frozenset(map(normal, first.words)), frozenset(map(normal, second.words)))
        and always_in(first, second)
        and (first.order_value is None or (second.order_value is not None and second.order_value >= first.order_value))
    )


def is_for_all_of(first: For, second: For) -> bool:
    """Whether a promise is for everybody whom the second is for."""
    return wide(labels(first.tags), labels(second.tags)) and all(
        wide(getattr(first, name), getattr(second, name)) for name in ("teams", "tiers", "priorities", "channels")
    )


def wide(first: frozenset[Kind], second: frozenset[Kind]) -> bool:
    """Nothing named: everything fits."""
    return not first or (bool(second) and second <= first)


def always_in(first: When, second: When) -> bool:
    """Whether the first has every minute of the week that the second has."""
    minutes, others = week_of(first), week_of(second)
    return not minutes or (others != 0 and not others & ~minutes)


def week_of(when: When) -> int:
    """A bit for each minute of it: rules are many, and minutes more. 0 where neither hours nor days are said."""
    if not when.hours and not when.weekdays:
        return 0
    minutes = 0
    for day in when.weekdays or range(7):
        for begins, ends in when.hours or ((0, MIDNIGHT),):
            minutes |= ((1 << (ends - begins)) - 1) << (day * MIDNIGHT + begins)
    return (minutes | minutes >> WEEK) & ((1 << WEEK) - 1)
