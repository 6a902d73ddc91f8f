"""Days of the week, and hours of a day."""

import re
import unicodedata
from collections.abc import Collection, Iterator
from itertools import pairwise

from handlers.fields.mapping import Fields
from handlers.fields.week import DAYS, MIDNIGHT, stretch, weekday
from handlers.hours.policy import Stretch, Stretches, Week
from handlers.scripts.nodes import Scalar
from handlers.scripts.source import guess

OPEN_KEYS = ("days", "hours")
DAILY = frozenset({"daily", "every day", "每天", "天天"})
TO = re.compile(r" ?[-–—~至到] ?")


def week(fields: Fields) -> Week:
    days: list[list[Stretch]] = [[] for _ in range(7)]
    for place in fields.below("open", OPEN_KEYS):
        place.needed("hours")
        if "days" not in place:
            place.complaints.error(place.line(), place.place, "policy_no_days")
        hours = stretches(place)
        for day in weekdays(place):
            days[day] += hours
            if overlap(days[day]):
                place.wrong("hours", "policy_hours_overlap")
    monday, tuesday, wednesday, thursday, friday, saturday, sunday = (tuple(sorted(each, key=begins)) for each in days)
    return Week((monday, tuesday, wednesday, thursday, friday, saturday, sunday))


def begins(span: Stretch) -> int:
    return span.begins


def weekdays(fields: Fields) -> list[int]:
    """`mon-fri`, `周六`, `daily`; a stretch may go round the end of the week."""
    found: set[int] = set()
    for each in fields.scalars("days"):
        said = unicodedata.normalize("NFKC", each.value).strip().lower()
        if said in DAILY:
            found |= set(range(7))
            continue
        first, *others = TO.split(said)
        bounds = [weekday(first), *map(weekday, others)]
        if None in bounds or len(bounds) > 2:
            near = guess(said, DAYS)
            fields.wrong("days", "policy_weekday", each.line, value=each.value, allowed=", ".join(DAYS), guess=near)
            continue
        start, end = bounds[0] or 0, bounds[-1] or 0
        found |= {(start + number) % 7 for number in range((end - start) % 7 + 1)}
    return sorted(found)


def stretches(fields: Fields) -> Stretches:
    found = [one for each in fields.scalars("hours") for one in one_stretch(fields, each)]
    if overlap(found):
        fields.wrong("hours", "policy_hours_overlap")
    return tuple(sorted(found, key=begins))


def one_stretch(fields: Fields, written: Scalar) -> Iterator[Stretch]:
    found = stretch(written.value)
    if found is None:
        fields.wrong("hours", "policy_hours", written.line, value=written.value)
        return
    start, end = found
    yield Stretch(start, end if end > start else end + MIDNIGHT)


def overlap(found: Collection[Stretch]) -> bool:
    ordered = sorted(found, key=begins)
    return any(first.ends > second.begins for first, second in pairwise(ordered))
