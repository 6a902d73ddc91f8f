"""`promises:` of desk.yaml. Every mistake is complained of, and left out."""

import re
import unicodedata

from handlers.desk.around import Around
from handlers.desk.policy import MINUTE, Tier
from handlers.fields.mapping import Fields
from handlers.promises.policy import MISSED, NO_PROMISES, For, PromisePolicy, PromiseRule, Terms
from storage.desk import Priority, Promised

KEYS = ("rules", "remind", "repeat_minutes")
FOR_KEYS = ("teams", "tiers", "priorities", "channels", "tags")
TERMS = tuple(each.value for each in Promised)
RULE_KEYS = ("when", *TERMS)
UNITS = {
    **dict.fromkeys(("m", "min", "minute", "minutes", "分", "分钟", "分鐘"), MINUTE),
    **dict.fromkeys(("h", "hour", "hours", "小时", "小時", "钟头", "鐘頭"), 60 * MINUTE),
    **dict.fromkeys(("d", "day", "days", "天"), 24 * 60 * MINUTE),
}
TIME = re.compile(r"(\d{1,5})\s*([^\W\d_]+)")
LONGEST = 365 * 24 * 60 * MINUTE
DAY_MINUTES = 24 * 60
Placed = tuple[tuple[Fields, PromiseRule], ...]


def promises(fields: Fields, around: Around) -> tuple[PromisePolicy, Placed]:
    """With each rule where it stands."""
    below = fields.inside("promises", KEYS)
    if below is None:
        return NO_PROMISES, ()
    below.needed("rules")
    rules = tuple((each, rule(each, around)) for each in below.below("rules", RULE_KEYS))
    policy = PromisePolicy(
        rules=tuple(each for _, each in rules),
        remind=below.wholes("remind", NO_PROMISES.remind, 1, MISSED),
        repeat_seconds=below.whole("repeat_minutes", int(NO_PROMISES.repeat_seconds / MINUTE), 0, DAY_MINUTES) * MINUTE,
    )
    return policy, rules


def rule(fields: Fields, around: Around) -> PromiseRule:
    below = fields.inside("when", FOR_KEYS)
    if not any(name in fields for name in TERMS):
        fields.complaints.error(fields.line(), fields.place, "policy_promises_nothing", terms=", ".join(TERMS))
    return PromiseRule(when=whom(below, around) if below else For(), terms=terms(fields))


def whom(fields: Fields, around: Around) -> For:
    return For(
        teams=fields.names("teams"),
        tiers=frozenset(each.value for each in fields.choices("tiers", Tier)),
        priorities=frozenset(fields.choices("priorities", Priority)),
        channels=fields.names_among("channels", around.channels) if around.channels else fields.names("channels"),
        tags=fields.names("tags"),
    )


def terms(fields: Fields) -> Terms:
    found = {each: seconds(fields, each.value) for each in Promised if each.value in fields}
    return {what: within for what, within in found.items() if within is not None}


def seconds(fields: Fields, name: str) -> float | None:
    """`10m`, `4h`, `2 天`, `1h30m`."""
    written = fields.text(name)
    said = unicodedata.normalize("NFKC", written).strip().lower()
    parts = TIME.findall(said)
    is_whole = bool(parts) and not TIME.sub("", said).strip() and all(unit in UNITS for _, unit in parts)
    total = sum(int(count) * UNITS[unit] for count, unit in parts) if is_whole else 0.0
    if MINUTE <= total <= LONGEST:
        return total
    fields.wrong(name, "policy_time", value=written)
    return None
