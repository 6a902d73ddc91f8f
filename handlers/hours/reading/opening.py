"""All of hours.yaml."""

from collections.abc import Collection
from pathlib import Path

from handlers.fields.mapping import Fields
from handlers.hours.policy import ALWAYS, HoursPolicy
from handlers.hours.reading.closures import closures
from handlers.hours.reading.days import holidays, make_up_days
from handlers.hours.reading.public import country, feed
from handlers.hours.reading.rota import accounts, rota_rules, shifts
from handlers.hours.reading.teams import unknown_team
from handlers.hours.reading.week import week

KEYS = (
    "open",
    "teams",
    "holidays",
    "make_up_days",
    "closed",
    "rota",
    "remind_minutes",
    "hand_over",
    "announce_minutes",
    "on_call",
)
TEAM_KEYS = ("open",)
HOLIDAYS_KEYS = ("country", "region", "calendar", "days")


def opening_hours(fields: Fields, folder: Path, teams: Collection[str], desk_channel: str) -> HoursPolicy:
    """`teams`: those of desk.yaml; empty: not known, as `desk_channel` is."""
    own = fields.named("teams", TEAM_KEYS)
    for key, place in own.items():
        place.needed("open")
        unknown_team(place, "", key, teams)
    public = fields.inside("holidays", HOLIDAYS_KEYS)
    return HoursPolicy(
        usual=week(fields) if "open" in fields else ALWAYS,
        teams={key: week(place) for key, place in own.items()},
        holidays=holidays(public, teams) if public else {},
        make_up_days=make_up_days(fields),
        closures=tuple(closures(fields, teams)),
        country=country(public) if public else None,
        feed=feed(public, folder) if public else None,
        shifts=tuple(shifts(fields, desk_channel)),
        rota=rota_rules(fields),
        on_call=accounts(fields, "on_call", desk_channel),
    )
