"""The first rule of the policy that fits decides."""

from handlers.labels import share
from handlers.returns.policy import OTHERWISE, Case, Products, ReturnPolicy, Rule, Ruling
from handlers.returns.windows import fits
from storage.returns import Decision


def ruled(policy: ReturnPolicy, case: Case) -> Ruling:
    rule = next((rule for rule in policy.rules if applies(rule, policy, case)), OTHERWISE)
    return Ruling(decision=rule.decision, rule=rule.id)


def applies(rule: Rule, policy: ReturnPolicy, case: Case) -> bool:
    return (
        about_amount(rule, case)
        and about_reason(rule, policy, case)
        and (not rule.resolutions or case.resolution in rule.resolutions)
        and (rule.pieces_over is None or sum(case.pieces.values()) > rule.pieces_over)
        and (rule.earlier_returns_over is None or case.earlier_returns > rule.earlier_returns_over)
        and (not rule.tiers or share(rule.tiers, [case.order.tier]))
        and about_products(rule, case)
    )


def about_amount(rule: Rule, case: Case) -> bool:
    return (
        (rule.amount_up_to is None or case.amount <= rule.amount_up_to)
        and (rule.amount_over is None or case.amount > rule.amount_over)
        and (not rule.currencies or share(rule.currencies, [case.order.currency]))
    )


def about_reason(rule: Rule, policy: ReturnPolicy, case: Case) -> bool:
    """A rule that names a reason is also about its sub-reasons."""
    if rule.quality is not None and rule.quality is not case.reason.quality:
        return False
    named = {case.reason.id, *(reason.id for reason in policy.lineage(case.reason.id))}
    return not rule.reasons or not rule.reasons.isdisjoint(named)


def about_products(rule: Rule, case: Case) -> bool:
    """What is approved goes through without a person: every piece must be of what the rule names."""
    if rule.products == Products():
        return True
    fitting = [fits(rule.products, case.order.lines[line]) for line, count in case.pieces.items() if count > 0]
    return any(fitting) and (rule.decision is not Decision.APPROVE or all(fitting))
