"""From the nodes of a policy's file to the policy. Every mistake is complained of; what it is in keeps its default."""

from collections.abc import Mapping

from babel.numbers import list_currencies

from handlers.fields.mapping import Fields
from handlers.fields.spoken import words
from handlers.fields.words import Words
from handlers.returns.policy import (
    CountedFrom,
    Explanation,
    Extension,
    Products,
    Reason,
    ReturnPolicy,
    Rule,
    Window,
)
from handlers.scripts.check import LIMITS
from storage.records import record, replace
from storage.returns import Decision, Resolution

LABEL = LIMITS["label"]
SENTENCE = 500
ADDRESS = 1000
"""Characters. Both are told together with other words, in one message."""
TEN_YEARS = 3650
REASONS = 20
PHOTOS = 20

CURRENCIES = list_currencies()

KEYS = (
    "preset",
    "enabled",
    "address",
    "send_back_days",
    "remind_days",
    "refund_days",
    "photos_most",
    "assumed_transit_days",
    "reasons",
    "windows",
    "extensions",
    "rules",
    "explanations",
)
PRODUCT_KEYS = ("categories", "tags", "skus")
WINDOW_KEYS = (*PRODUCT_KEYS, "days", "quality_days", "counted_from", "ends_on_workday", "because")
EXTENSION_KEYS = ("days", "tiers", "ordered_from", "ordered_until")
SUB_REASON_KEYS = ("id", "label", "heard", "quality", "postage", "photos", "resolutions")
REASON_KEYS = (*SUB_REASON_KEYS, "sub_reasons")
RULE_KEYS = (
    "id",
    "decision",
    "because",
    "amount_up_to",
    "amount_over",
    "currencies",
    "quality",
    "reasons",
    "resolutions",
    "pieces_over",
    "earlier_returns_over",
    "tiers",
    *PRODUCT_KEYS,
)


@record(frozen=True, slots=True)
class Written:
    """What a file says, with the places where it says it. What it leaves out is the base's."""

    policy: ReturnPolicy
    """The file's own windows and rules come before those of its base."""
    windows: tuple[tuple[Fields, Window], ...]
    reasons: tuple[tuple[Fields, Reason], ...]
    """With their sub-reasons, each after its own."""
    rules: tuple[tuple[Fields, Rule], ...]


def written(fields: Fields, base: ReturnPolicy) -> Written:
    windows = [(each, window(each, base)) for each in fields.below("windows", WINDOW_KEYS)]
    extensions = [extension(each) for each in fields.below("extensions", EXTENSION_KEYS)]
    reasons = [reason(each) for each in fields.below("reasons", REASON_KEYS)]
    rules = [(each, rule(each)) for each in fields.below("rules", RULE_KEYS)]
    policy = replace(
        counted(fields, base),
        enabled=fields.truth("enabled", base.enabled),
        address=words(fields, "address", ADDRESS) or base.address,
        windows=(*(window for _, window in windows), *base.windows),
        extensions=(*extensions, *base.extensions),
        reasons=tuple(tree[0][1] for tree in reasons) or base.reasons,
        rules=(*(rule for _, rule in rules), *base.rules),
        explanations={**base.explanations, **explanations(fields)},
    )
    return Written(policy, tuple(windows), tuple(each for tree in reasons for each in tree), tuple(rules))


def counted(fields: Fields, base: ReturnPolicy) -> ReturnPolicy:
    send_back = fields.whole("send_back_days", base.send_back_days, 1, TEN_YEARS)
    days = base.remind_days if send_back == base.send_back_days else scaled(base, send_back)
    return replace(
        base,
        send_back_days=send_back,
        remind_days=fields.wholes("remind_days", days, 1, TEN_YEARS),
        refund_days=fields.whole("refund_days", base.refund_days, 1, TEN_YEARS),
        photos_most=fields.whole("photos_most", base.photos_most, 1, PHOTOS),
        assumed_transit_days=fields.whole("assumed_transit_days", base.assumed_transit_days, 0, TEN_YEARS),
    )


def scaled(base: ReturnPolicy, send_back: int) -> tuple[int, ...]:
    """The base's reminders, in the same proportion of fewer or more days."""
    days = {day * send_back // base.send_back_days for day in base.remind_days}
    return tuple(sorted(day for day in days if day > 0))


def products(fields: Fields) -> Products:
    return Products(categories=fields.names("categories"), tags=fields.names("tags"), skus=fields.names("skus"))


def window(fields: Fields, base: ReturnPolicy) -> Window:
    """Faults may be shown for as long as the base gives, unless the file says otherwise."""
    fields.needed("days")
    days = fields.whole("days", 0, 0, TEN_YEARS)
    usual = base.windows[-1] if base.windows else None
    counted_from = usual.counted_from if usual else CountedFrom.DELIVERED
    return Window(
        products=products(fields),
        days=days,
        quality_days=fields.whole("quality_days", max(days, usual.quality_days if usual else 0), 0, TEN_YEARS),
        counted_from=CountedFrom(fields.choice("counted_from", CountedFrom, counted_from)),
        ends_on_workday=fields.truth("ends_on_workday", usual is not None and usual.ends_on_workday),
        because=words(fields, "because", SENTENCE),
    )


def extension(fields: Fields) -> Extension:
    fields.needed("days")
    found = Extension(
        days=fields.whole("days", 1, 1, TEN_YEARS),
        tiers=fields.names("tiers"),
        ordered_from=fields.day("ordered_from"),
        ordered_until=fields.day("ordered_until"),
    )
    if not any(name in fields for name in ("tiers", "ordered_from", "ordered_until")):
        fields.wrong("days", "policy_extension_idle")
    if found.ordered_until and found.ordered_from > found.ordered_until:
        fields.wrong("ordered_until", "policy_season_backwards")
    return found


def reason(fields: Fields) -> list[tuple[Fields, Reason]]:
    """It, and its sub-reasons after it."""
    alone = one_reason(fields, Reason(id="", labels={}))
    below = [(each, one_reason(each, alone)) for each in fields.below("sub_reasons", SUB_REASON_KEYS)]
    too_many(fields, "sub_reasons", len(below))
    return [(fields, replace(alone, sub_reasons=tuple(sub_reason for _, sub_reason in below))), *below]


def one_reason(fields: Fields, parent: Reason) -> Reason:
    """A fault is the shop's: unless the file says otherwise, the shop pays for sending back."""
    fields.needed("label")
    quality = fields.truth("quality", parent.quality)
    if fields.is_empty("resolutions"):
        fields.wrong("resolutions", "policy_no_resolution", allowed=", ".join(Resolution))
    return Reason(
        id=fields.id(),
        labels=words(fields, "label", LABEL),
        heard=fields.names("heard"),
        postage=fields.choice("postage", ("customer", "shop"), "shop" if quality else parent.postage),
        photos=fields.whole("photos", parent.photos, 0, PHOTOS),
        resolutions=fields.choices("resolutions", Resolution) or parent.resolutions,
        quality=quality,
    )


def too_many(fields: Fields, name: str, count: int) -> None:
    if count > REASONS:
        fields.wrong(name, "policy_too_many", count=str(count), most=str(REASONS))


def rule(fields: Fields) -> Rule:
    fields.needed("decision")
    found = Rule(
        id=fields.id(),
        decision=Decision(fields.choice("decision", Decision, Decision.REVIEW)),
        because=words(fields, "because", SENTENCE),
        amount_up_to=fields.amount("amount_up_to"),
        amount_over=fields.amount("amount_over"),
        currencies=currencies(fields),
        quality=fields.truth_or_none("quality"),
        reasons=fields.names("reasons"),
        resolutions=frozenset(fields.choices("resolutions", Resolution)),
        pieces_over=fields.whole_or_none("pieces_over", TEN_YEARS),
        earlier_returns_over=fields.whole_or_none("earlier_returns_over", TEN_YEARS),
        products=products(fields),
        tiers=fields.names("tiers"),
    )
    if found.decision is Decision.DECLINE and "because" not in fields:
        fields.wrong("decision", "policy_decline_unexplained")
    return found


def currencies(fields: Fields) -> frozenset[str]:
    """As the orders name them; no order is in another, and the rule would be for none."""
    found = fields.names("currencies")
    for each in sorted(found):
        if each.upper() not in CURRENCIES:
            fields.wrong("currencies", "policy_currency", value=each)
    return found


def explanations(fields: Fields) -> Mapping[Explanation, Words]:
    below = fields.inside("explanations", tuple(Explanation))
    if below is None:
        return {}
    found = {each: words(below, each, SENTENCE) for each in Explanation}
    return {each: said for each, said in found.items() if said}
