"""Days that are not as their weekday is: holidays, and those that make up for them."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from handlers.fields.mapping import Fields
from handlers.fields.week import DAYS, weekday
from handlers.hours.policy import Holiday, MakeUpDay
from handlers.hours.reading.names import named
from handlers.hours.reading.teams import whose
from handlers.hours.reading.week import stretches
from handlers.scripts.source import guess

HOLIDAY_KEYS = ("date", "from", "to", "name", "hours", "teams")
MAKE_UP_KEYS = ("date", "like", "hours")
LONGEST = 366
"""Days of a holiday or of a closure."""


def holidays(fields: Fields, teams: Collection[str]) -> dict[date, list[Holiday]]:
    found: dict[date, list[Holiday]] = {}
    for place in fields.below("days", HOLIDAY_KEYS):
        place.needed("date" if "from" not in place else "to")
        holiday = Holiday(name=named(place, "name"), hours=stretches(place), teams=whose(place, teams))
        for day in days_of(place):
            found.setdefault(day, []).append(holiday)
    return found


def days_of(fields: Fields) -> Iterator[date]:
    first, last = (fields.day("date"), "") if "date" in fields else (fields.day("from"), fields.day("to"))
    begins_on = date.fromisoformat(first) if first else None
    ends_on = date.fromisoformat(last) if last else begins_on
    if begins_on is None or ends_on is None:
        return
    if ends_on < begins_on:
        fields.wrong("to", "policy_from_to")
    elif (ends_on - begins_on).days >= LONGEST:
        fields.wrong("to", "policy_too_long", limit=str(LONGEST))
    else:
        yield from (begins_on + timedelta(days=number) for number in range((ends_on - begins_on).days + 1))


def make_up_days(fields: Fields) -> dict[date, MakeUpDay]:
    found: dict[date, MakeUpDay] = {}
    lines: dict[date, int] = {}
    for place in fields.below("make_up_days", MAKE_UP_KEYS):
        place.needed("date")
        made_up = MakeUpDay(like=like(place), hours=stretches(place))
        for day in days_of(place):
            if day in found:
                place.wrong("date", "policy_date_twice", value=day.isoformat(), first=str(lines[day]))
            lines.setdefault(day, place.line("date"))
            found[day] = made_up
    return found


def like(fields: Fields) -> int:
    said = fields.text("like")
    found = weekday(said) if said else 0
    if found is None:
        near = guess(said.lower(), DAYS)
        fields.wrong("like", "policy_weekday", value=said, allowed=", ".join(DAYS), guess=near)
    return found or 0
