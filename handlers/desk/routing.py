"""Which team gets a conversation, and how urgent it is. The first rule that fits decides."""

from collections.abc import Collection, Iterable
from decimal import Decimal

from handlers.desk.matching import said_in
from handlers.desk.policy import DeskPolicy, Rule, Tier, Trigger, When
from handlers.fields.week import MIDNIGHT
from handlers.labels import share
from handlers.scripts.phrases import Said
from storage.desk import PRIORITIES, ContactFile, Priority
from storage.orders import Order
from storage.records import record, replace


@record(frozen=True, slots=True, kw_only=True)
class Facts:
    """What rules and triggers look at, at one moment."""

    intent: str = ""
    """The script that the contact was last at."""
    language: str = ""
    channel: str = ""
    tier: Tier = Tier.NEW
    tags: frozenset[str] = frozenset()
    reason: str = ""
    """Of the hand-over; "" while the bot has the conversation."""
    said: tuple[Said, ...] = ()
    """What they wrote lately, each message as `matching.heard` has it."""
    denied: tuple[Said, ...] = ()
    """Those of them that only deny what would call a person: 不是投诉."""
    order_value: Decimal = Decimal(0)
    """The largest total of the orders that they have proven."""
    minute: int = 0
    """Of the day, in the shop's zone."""
    weekday: int = 0
    """0 is Monday."""


@record(frozen=True, slots=True, kw_only=True)
class Routed:
    team: str = ""
    """Its key; "" for a desk without teams."""
    priority: Priority = Priority.NORMAL
    rule: str = ""
    """What decided, as the card says it: the names of the trigger and of the rule. Empty: nothing fitted."""
    angry: bool = False


def routed(policy: DeskPolicy, facts: Facts, trigger: Trigger | None = None) -> Routed:
    """`trigger`: what called a person. Whoever asked for one, but was angry before, is treated as called by that."""
    trigger = trigger or anger(policy, facts)
    rule = next((each for each in policy.rules if fits(each.when, facts)), None)
    called = trigger or Trigger(name="", when=When())
    found = rule or Rule(name="")
    return Routed(
        team=called.team or found.team or fallback_team(policy),
        priority=most_urgent(called.priority, found.priority),
        rule=" · ".join(each.name for each in (called, found) if each.name),
        angry=called.angry,
    )


def anger(policy: DeskPolicy, facts: Facts) -> Trigger | None:
    """By what they wrote: the moment and the order that a trigger may ask for, too, call nobody angry."""
    facts = replace(facts, said=tuple(each for each in facts.said if each not in facts.denied))
    return next((each for each in policy.triggers if each.angry and each.when.words and fits(each.when, facts)), None)


def fallback_team(policy: DeskPolicy) -> str:
    return policy.default_team or next(iter(policy.teams), "")


def most_urgent(*priorities: Priority | None) -> Priority:
    """None: nothing was said of it."""
    given = [each for each in priorities if each is not None]
    return min(given, key=PRIORITIES.index) if given else Priority.NORMAL


def fits(when: When, facts: Facts) -> bool:
    return fits_moment(when, facts) and fits_contact(when, facts)


def fits_moment(when: When, facts: Facts) -> bool:
    """As far as the message itself tells."""
    return (
        among(facts.intent, when.intents)
        and among(facts.language, when.languages)
        and among(facts.channel, when.channels)
        and among(facts.reason, when.reasons)
        and fits_clock(when, facts.weekday, facts.minute)
        and (not when.words or said_in(when.phrases, facts.said))
    )


def fits_clock(when: When, weekday: int, minute: int) -> bool:
    """Until 2:00 on Saturday it is Friday's night, as in hours.yaml."""
    if not when.hours:
        return among(weekday, when.weekdays)
    is_day, is_night = among(weekday, when.weekdays), among((weekday - 1) % 7, when.weekdays)
    return any(
        (is_day and begins <= minute < ends) or (is_night and minute + MIDNIGHT < ends) for begins, ends in when.hours
    )


def fits_contact(when: When, facts: Facts) -> bool:
    """As far as the contact's file and their orders tell."""
    return (
        among(facts.tier, when.tiers)
        and (not when.tags or share(when.tags, facts.tags))
        and (when.order_value is None or facts.order_value >= Decimal(str(when.order_value)))
    )


def asks_of_contact(when: When) -> bool:
    """Whether the contact's file or their orders have to be read for it."""
    return bool(when.tiers or when.tags or when.order_value is not None)


def among(value: object, wanted: Collection[object]) -> bool:
    """Nothing named: anything goes."""
    return not wanted or value in wanted


def tier_of(policy: DeskPolicy, file: ContactFile | None, orders: Iterable[Order]) -> Tier:
    """What staff say counts before all."""
    proven = list(orders)
    by_staff = file.tier.casefold() if file else ""
    if by_staff in tuple(Tier):
        return Tier(by_staff)
    known = [by_staff, *(file.tags if file else ()), *(order.tier for order in proven)]
    if share(policy.vip_tags, known) or is_big(policy.vip_order_value, proven):
        return Tier.VIP
    return Tier.RETURNING if proven or (file is not None and file.cases) else Tier.NEW


def is_big(least: float | None, orders: Iterable[Order]) -> bool:
    return least is not None and largest(orders) >= Decimal(str(least))


def largest(orders: Iterable[Order]) -> Decimal:
    """Each order counts in its own currency."""
    return max((order.total for order in orders), default=Decimal(0))
