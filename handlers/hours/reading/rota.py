"""Who is on duty, and who is reminded of it when."""

from collections.abc import Iterator
from datetime import date

from handlers.fields.mapping import ACCOUNT, Fields
from handlers.hours.policy import RotaRules, Shift
from handlers.hours.reading.names import named
from handlers.hours.reading.week import stretches, weekdays

SHIFT_KEYS = ("name", "days", "dates", "hours", "agents")
ROTA_KEYS = ("remind_minutes", "hand_over", "announce_minutes")
LONGEST_NOTICE = 24 * 60
"""Minutes before a shift begins or ends."""
MINUTE = 60.0


def shifts(fields: Fields, desk_channel: str) -> Iterator[Shift]:
    for place in fields.below("rota", SHIFT_KEYS):
        yield shift(place, desk_channel)


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
        if not ACCOUNT.fullmatch(each.value.strip()):
            fields.wrong(name, "policy_account", each.line, account=each.value, channel=desk_channel or "telegram")
    return frozenset(each.value.strip() for each in found)
