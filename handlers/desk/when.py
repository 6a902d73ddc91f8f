"""The conditions of a rule or a trigger, as desk.yaml writes them."""

from collections.abc import Sequence

from handlers.desk.around import Around
from handlers.desk.policy import REASONS, Tier, When
from handlers.fields import week
from handlers.fields.mapping import Fields
from handlers.scripts.check import LIMITS
from handlers.scripts.matching import normal
from handlers.scripts.nodes import Scalar
from handlers.scripts.source import guess

WHEN_KEYS = (
    "intents",
    "languages",
    "channels",
    "tiers",
    "tags",
    "reasons",
    "words",
    "order_value_from",
    "hours",
    "weekdays",
)


def when(fields: Fields, around: Around) -> When:
    value = fields.amount("order_value_from")
    return When(
        intents=known(fields, "intents", sorted(around.scripts)),
        languages=fields.names_among("languages", spoken(fields)),
        channels=known(fields, "channels", around.channels),
        tiers=frozenset(fields.choices("tiers", Tier)),
        tags=fields.names("tags"),
        reasons=fields.names_among("reasons", REASONS),
        words=words(fields),
        order_value=None if value is None else float(value),
        hours=hours(fields),
        weekdays=weekdays(fields),
    )


def known(fields: Fields, name: str, there: Sequence[str]) -> frozenset[str]:
    return fields.names_among(name, there) if there else fields.names(name)


def spoken(fields: Fields) -> list[str]:
    return sorted({*fields.speech.languages, fields.speech.default})


def words(fields: Fields) -> tuple[str, ...]:
    found = fields.scalars("words")
    for each in found:
        if not normal(each.value):
            fields.wrong("words", "trigger_empty", each.line)
        elif len(each.value) > LIMITS["trigger"]:
            fields.wrong("words", "trigger_long", each.line, limit=str(LIMITS["trigger"]))
        elif "，" in each.value or "、" in each.value:
            fields.wrong("words", "trigger_comma", each.line, trigger=each.value)
    return tuple(each.value.strip() for each in found)


def hours(fields: Fields) -> tuple[tuple[int, int], ...]:
    return tuple(part for each in fields.scalars("hours") for part in stretch(fields, each))


def stretch(fields: Fields, written: Scalar) -> tuple[tuple[int, int], ...]:
    """`22:00-08:00` ends on the next day."""
    found = week.stretch(written.value)
    if found is None:
        fields.wrong("hours", "policy_hours", written.line, value=written.value)
        return ()
    begins, ends = found
    return ((begins, ends if begins < ends else ends + week.MIDNIGHT),)


def weekdays(fields: Fields) -> frozenset[int]:
    found = {each: week.weekday(each.value) for each in fields.scalars("weekdays")}
    for each, day in found.items():
        if day is None:
            near, allowed = guess(each.value.lower(), week.DAYS), ", ".join(week.DAYS)
            fields.wrong("weekdays", "policy_weekday", each.line, value=each.value, allowed=allowed, guess=near)
    return frozenset(day for day in found.values() if day is not None)
