"""What the parts of a policy ask of each other: ids, reasons that exist, windows and rules that can be reached."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from handlers.fields.mapping import Fields
from handlers.fields.reach import check_reach
from handlers.labels import labels
from handlers.returns.policy import Products, Reason, ReturnPolicy, Rule
from handlers.returns.reading import Written, too_many
from handlers.returns.windows import lowered
from handlers.scripts.source import guess
from storage.returns import Decision


def check_agreement(fields: Fields, found: Written, base: ReturnPolicy) -> None:
    check_counts(fields, found.policy)
    check_words(fields, found, base)
    check_windows(fields, found)
    check_reasons(fields, found)
    check_rules(found, base)


def check_counts(fields: Fields, policy: ReturnPolicy) -> None:
    for day in policy.remind_days:
        if day >= policy.send_back_days:
            fields.wrong("remind_days", "policy_remind_late", day=str(day), days=str(policy.send_back_days))
    if not policy.address and policy.enabled:
        fields.unwise("address", "policy_no_address")


def check_words(fields: Fields, found: Written, base: ReturnPolicy) -> None:
    """What a file leaves to its preset is said there in some languages only."""
    own = [window.products for _, window in found.windows]
    left = {
        "reasons": [] if found.reasons else [reason.labels for reason in every_reason(base)],
        "windows": [each.because for each in base.windows if not any(covers(first, each.products) for first in own)],
        "explanations": [said for key, said in found.policy.explanations.items() if said == base.explanations.get(key)],
    }
    default = fields.speech.default
    for name, words in left.items() if found.policy.enabled else ():
        for language in sorted({*fields.speech.languages, default}):
            lacking = next((each for each in words if each and language not in each), {})
            if lacking:
                instead = default if default in lacking else next(iter(lacking))
                fields.unwise(name, "policy_words_of_preset", language=language, instead=instead)


def check_windows(fields: Fields, found: Written) -> None:
    for place, window in found.windows:
        if window.quality_days < window.days:
            place.wrong("quality_days", "policy_quality_shorter", days=str(window.days))
    if not any(window.products == Products() for window in found.policy.windows):
        fields.wrong("windows", "policy_no_windows")
    check_reach(found.windows, lambda first, second: covers(first.products, second.products))


def check_reasons(fields: Fields, found: Written) -> None:
    check_ids((place, reason.id) for place, reason in found.reasons)
    check_labels(found.reasons)
    too_many(fields, "reasons", len(found.policy.reasons))
    if fields.is_empty("reasons") or not found.policy.reasons:
        fields.wrong("reasons", "policy_no_reasons")
    for place, reason in found.reasons:
        if reason.photos > found.policy.photos_most:
            place.wrong("photos", "policy_photos_most", photos=str(reason.photos), most=str(found.policy.photos_most))


def check_rules(found: Written, base: ReturnPolicy) -> None:
    check_ids((place, rule.id) for place, rule in found.rules)
    for place, rule in found.rules:
        if rule.id in {other.id for other in base.rules}:
            place.wrong("id", "policy_id_of_preset", id=rule.id)
        check_amounts(place, rule)
        check_conditions(place, rule, found.policy)
    check_reach(found.rules, lambda first, second: always_before(first, second, found.policy))


def check_ids(ids: Iterable[tuple[Fields, str]]) -> None:
    first: dict[str, int] = {}
    for place, name in ids:
        if name and name in first:
            place.wrong("id", "policy_id_twice", id=name, first=str(first[name]))
        first.setdefault(name, place.line("id"))


def check_labels(reasons: Sequence[tuple[Fields, Reason]]) -> None:
    """Those that stand beside each other are told apart by their words."""
    first: dict[tuple[str, str, str], int] = {}
    for place, reason in reasons:
        beside = place.place.rpartition(".")[0]
        for language, label in reason.labels.items():
            words = (beside, language, label.casefold())
            if words in first:
                place.wrong("label", "policy_label_twice", label=label, first=str(first[words]))
            first.setdefault(words, place.line("label"))


def check_amounts(place: Fields, rule: Rule) -> None:
    if rule.amount_over is not None and rule.amount_up_to is not None and rule.amount_over >= rule.amount_up_to:
        place.wrong("amount_over", "policy_no_amount", over=str(rule.amount_over), up_to=str(rule.amount_up_to))


def check_conditions(place: Fields, rule: Rule, policy: ReturnPolicy) -> None:
    known = [reason.id for reason in every_reason(policy) if reason.id]
    unknown = sorted(rule.reasons - set(known))
    for name in unknown:
        facts = {"reason": name, "allowed": ", ".join(known), "guess": guess(name, known)}
        place.wrong("reasons", "policy_reason_unknown", place.line_among("reasons", name), **facts)
    meant = reasons_meant(rule, policy)
    if not meant and not unknown:
        place.wrong("quality", "policy_reason_quality", quality=str(rule.quality).lower())
    offered = sorted({resolution for reason in meant for resolution in reason.resolutions})
    for resolution in sorted(rule.resolutions - set(offered)) if meant else ():
        facts = {"resolution": resolution, "allowed": ", ".join(offered)}
        place.wrong(
            "resolutions", "policy_resolution_not_offered", place.line_among("resolutions", resolution), **facts
        )


def every_reason(policy: ReturnPolicy) -> list[Reason]:
    return [each for reason in policy.reasons for each in (reason, *reason.sub_reasons)]


def reasons_meant(rule: Rule, policy: ReturnPolicy) -> list[Reason]:
    return [
        each
        for each in every_reason(policy)
        if (not rule.reasons or any(above.id in rule.reasons for above in policy.lineage(each.id)))
        and rule.quality in (None, each.quality)
    ]


# What can never be reached


def covers(first: Products, second: Products) -> bool:
    """Whether every line that fits the second fits the first."""
    if first == Products() or second == Products():
        return first == Products()
    return (
        labels(first.categories) >= labels(second.categories)
        and labels(first.tags) >= labels(second.tags)
        and lowered(first.skus) >= lowered(second.skus)
    )


def always_before(first: Rule, second: Rule, policy: ReturnPolicy) -> bool:
    """Whether the first rule fits every case that the second fits."""
    meant = reasons_meant(second, policy)
    return (
        bool(meant)
        and all(reason in reasons_meant(first, policy) for reason in meant)
        and up_to_as_much(first.amount_up_to, second.amount_up_to)
        and over_as_little(first.amount_over, second.amount_over)
        and over_as_little(first.pieces_over, second.pieces_over)
        and over_as_little(first.earlier_returns_over, second.earlier_returns_over)
        and among(first.currencies, second.currencies)
        and among(first.resolutions, second.resolutions)
        and among(first.tiers, second.tiers)
        and about_as_much(first, second)
    )


def up_to_as_much(first: Decimal | None, second: Decimal | None) -> bool:
    return first is None or (second is not None and second <= first)


def over_as_little(first: Decimal | int | None, second: Decimal | int | None) -> bool:
    return first is None or (second is not None and second >= first)


def among(first: frozenset[str], second: frozenset[str]) -> bool:
    """Nothing named: everything fits."""
    return not first or (bool(second) and labels(second) <= labels(first))


def about_as_much(first: Rule, second: Rule) -> bool:
    """To approve all pieces must be of the products, otherwise one is enough."""
    all_needed = first.decision is Decision.APPROVE and second.decision is not Decision.APPROVE
    if all_needed and first.products != Products():
        return False
    return covers(first.products, second.products)
