"""From the nodes of hours.yaml to opening hours. Every mistake is complained of, and left out."""

import re
import unicodedata
from collections.abc import Collection, Iterator
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path

from handlers.desk.when import DAYS, STRETCH, minute, weekday
from handlers.fields.mapping import Fields
from handlers.fields.spoken import words
from handlers.fields.words import Words
from handlers.hours.countries import country_of
from handlers.hours.ical import NoCalendar, read_feed
from handlers.hours.policy import (
    ALWAYS,
    MIDNIGHT,
    Closure,
    Country,
    Feed,
    Holiday,
    HoursPolicy,
    MakeUpDay,
    RotaRules,
    Shift,
    Stretch,
    Stretches,
    Week,
)
from handlers.scripts.nodes import Scalar
from handlers.scripts.source import guess

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
OPEN_KEYS = ("days", "hours")
TEAM_KEYS = ("open",)
HOLIDAYS_KEYS = ("country", "region", "calendar", "days")
HOLIDAY_KEYS = ("date", "from", "to", "name", "hours", "teams")
MAKE_UP_KEYS = ("date", "like", "hours")
CLOSED_KEYS = ("from", "to", "say", "teams")
ROTA_KEYS = ("remind_minutes", "hand_over", "announce_minutes")
SHIFT_KEYS = ("name", "days", "dates", "hours", "agents")
SENTENCE = 200
"""Characters."""
YEARS = range(2000, 2101)
LONGEST = 366
"""Days of a holiday or of a closure."""
LONGEST_NOTICE = 24 * 60
"""Minutes before a shift begins or ends."""
MINUTE = 60.0
DAILY = frozenset({"daily", "every day", "每天", "天天"})
TO = re.compile(r" ?[-–—~至到] ?")
CODE = re.compile(r"[A-Za-z]{2,3}")


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
        shifts=tuple(shift(place, desk_channel) for place in fields.below("rota", SHIFT_KEYS)),
        rota=rota_rules(fields),
        on_call=accounts(fields, "on_call", desk_channel),
    )


# The week


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


def begins(stretch: Stretch) -> int:
    return stretch.begins


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
    found = [stretch for each in fields.scalars("hours") for stretch in one_stretch(fields, each)]
    if overlap(found):
        fields.wrong("hours", "policy_hours_overlap")
    return tuple(sorted(found, key=begins))


def one_stretch(fields: Fields, written: Scalar) -> Iterator[Stretch]:
    found = STRETCH.fullmatch(unicodedata.normalize("NFKC", written.value).strip())
    start, end = (minute(found[1], found[2]), minute(found[3], found[4])) if found else (None, None)
    if start is None or end is None or start in (end, MIDNIGHT):
        fields.wrong("hours", "policy_hours", written.line, value=written.value)
        return
    yield Stretch(start, end if end > start else end + MIDNIGHT)


def overlap(found: Collection[Stretch]) -> bool:
    ordered = sorted(found, key=begins)
    return any(first.ends > second.begins for first, second in pairwise(ordered))


# Days


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
        for day in days_of(place):
            if day in found:
                place.wrong("date", "policy_date_twice", value=day.isoformat(), first=str(lines[day]))
            lines.setdefault(day, place.line("date"))
            found[day] = MakeUpDay(like=like(place), hours=stretches(place))
    return found


def like(fields: Fields) -> int:
    said = fields.text("like")
    found = weekday(said) if said else 0
    if found is None:
        near = guess(said.lower(), DAYS)
        fields.wrong("like", "policy_weekday", value=said, allowed=", ".join(DAYS), guess=near)
    return found or 0


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


def named(fields: Fields, name: str) -> Words:
    """One name alone needs no translation."""
    if name not in fields or not isinstance(fields.node_of(name), Scalar):
        return words(fields, name, SENTENCE)
    said = fields.text(name)
    if len(said) > SENTENCE:
        fields.wrong(name, "policy_words_long", limit=str(SENTENCE))
    return {fields.speech.default: said}


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


# Who


def shift(fields: Fields, desk_channel: str) -> Shift:
    for name in ("hours", "agents"):
        fields.needed(name)
    if "days" not in fields and "dates" not in fields:
        fields.complaints.error(fields.line(), fields.place, "policy_no_days")
    return Shift(
        name=named(fields, "name"),
        days=frozenset(weekdays(fields)),
        dates=frozenset(dates(fields)),
        hours=stretches(fields),
        agents=tuple(sorted(accounts(fields, "agents", desk_channel))),
    )


def rota_rules(fields: Fields) -> RotaRules:
    usual = RotaRules()
    for name in ROTA_KEYS:
        if name in fields and "rota" not in fields:
            fields.unwise(name, "policy_no_rota")
    return RotaRules(
        remind=fields.whole("remind_minutes", int(usual.remind // MINUTE), 0, LONGEST_NOTICE) * MINUTE,
        hand_over=fields.truth("hand_over", usual.hand_over),
        announce=fields.whole("announce_minutes", int(usual.announce // MINUTE), 0, LONGEST_NOTICE) * MINUTE,
    )


def dates(fields: Fields) -> Iterator[date]:
    for each in fields.scalars("dates"):
        try:
            yield date.fromisoformat(each.value.strip())
        except ValueError:
            fields.wrong("dates", "policy_day", each.line, value=each.value)


def accounts(fields: Fields, name: str, desk_channel: str) -> frozenset[str]:
    found = fields.scalars(name)
    for each in found:
        channel, _, account = each.value.partition(":")
        if not channel.strip() or not account.strip():
            fields.wrong(name, "policy_account", each.line, account=each.value, channel=desk_channel or "telegram")
    return frozenset(each.value.strip() for each in found)


# What others know


def country(fields: Fields) -> Country | None:
    code = fields.text("country")
    if not code:
        return None
    region = fields.text("region")
    found = country_of(code.upper(), region, fields.speech.default) if CODE.fullmatch(code) else None
    if found is None:
        fields.wrong("country", "policy_country", value=f"{code} {region}".strip())
    return found


def feed(fields: Fields, folder: Path) -> Feed | None:
    said = fields.text("calendar")
    if not said:
        return None
    if Path(said).name != said:
        fields.wrong("calendar", "policy_ical_beside", value=said)
        return None
    try:
        return read_feed(folder / said)
    except FileNotFoundError:
        fields.wrong("calendar", "policy_ical_gone", value=said)
    except OSError as error:
        fields.wrong("calendar", "unreadable", why=error.strerror or type(error).__name__)
    except NoCalendar as error:
        fields.wrong("calendar", str(error), value=said)
    return None
