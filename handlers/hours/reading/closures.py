"""From when until when the shop is closed."""

from collections.abc import Collection, Iterator
from datetime import datetime, time, timedelta

from handlers.fields.mapping import Fields
from handlers.hours.policy import Closure
from handlers.hours.reading.days import LONGEST
from handlers.hours.reading.names import named
from handlers.hours.reading.teams import whose

CLOSED_KEYS = ("from", "to", "say", "teams")
YEARS = range(2000, 2101)


def closures(fields: Fields, teams: Collection[str]) -> Iterator[Closure]:
    for place in fields.below("closed", CLOSED_KEYS):
        needed = [place.needed("from"), place.needed("to")]
        start, end = moment(place, "from"), moment(place, "to")
        said, for_teams = named(place, "say"), whose(place, teams)
        if not all(needed) or start is None or end is None:
            continue
        if end <= start:
            place.wrong("to", "policy_from_to")
        elif (end - start).days > LONGEST:
            place.wrong("to", "policy_too_long", limit=str(LONGEST))
        else:
            yield Closure(begins=start, ends=end, say=said, teams=for_teams)


def moment(fields: Fields, name: str) -> datetime | None:
    """By the shop's clocks. A day alone is meant whole: it begins at its start, and ends at its end."""
    said = fields.text(name)
    if not said:
        return None
    try:
        found = datetime.fromisoformat(said)
    except ValueError:
        found = None
    if found is None or found.tzinfo is not None or found.second or found.microsecond or found.year not in YEARS:
        fields.wrong(name, "policy_moment", value=said)
        return None
    is_day = found.time() == time() and len(said) <= len("2026-12-01")
    return found + timedelta(days=1) if is_day and name == "to" else found
