"""Which teams something is about."""

from collections.abc import Collection

from handlers.fields.mapping import Fields
from handlers.scripts.source import guess


def whose(fields: Fields, teams: Collection[str]) -> frozenset[str]:
    found = fields.names("teams")
    for key in sorted(found):
        unknown_team(fields, "teams", key, teams)
    return found


def unknown_team(fields: Fields, name: str, key: str, teams: Collection[str]) -> None:
    """Not a mistake: hours.yaml may be saved before desk.yaml."""
    if teams and key not in teams:
        fields.unwise(
            name, "policy_team_elsewhere", team=key, allowed=", ".join(sorted(teams)), guess=guess(key, teams)
        )
