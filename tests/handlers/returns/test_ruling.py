"""The first rule that fits decides, and is named."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.returns.agreement import always_before
from handlers.returns.policy import OTHERWISE, Case, Products, Rule, Ruling
from handlers.returns.ruling import applies, ruled
from storage.returns import Decision, Resolution
from tests.handlers.returns.samples import (
    BROKEN,
    CHANGED_MIND,
    SIZE,
    TOO_SMALL,
    case,
    line,
    order,
    rule,
    with_rules,
)

MIXED = order(line("TEA", 2, "88", "茶叶", "Fresh"), line("CUP", 1, "99", "杯子"), tier="VIP")
TWO_CUPS = order(line("CUP", 2), line("LID", 1))


def fits(case: Case, **conditions: Any) -> bool:
    return applies(rule(**conditions), with_rules(), case)


def test_the_first_rule_that_fits_decides() -> None:
    policy = with_rules(
        rule("large", Decision.REVIEW, amount_over=Decimal(500)),
        rule("often", Decision.DECLINE, earlier_returns_over=3),
        rule("rest", Decision.APPROVE),
    )
    assert ruled(policy, case("500.01", earlier_returns=4)).rule == "large"
    assert ruled(policy, case("500.00", earlier_returns=4)) == Ruling(decision=Decision.DECLINE, rule="often")
    assert ruled(policy, case("500.00", earlier_returns=3)) == Ruling(decision=Decision.APPROVE, rule="rest")


def test_what_no_rule_speaks_of_is_for_a_person() -> None:
    assert ruled(with_rules(rule(amount_up_to=Decimal(1))), case("2.00")).decision is Decision.REVIEW


def test_up_to_includes_the_amount_and_over_does_not() -> None:
    assert fits(case("200.00"), amount_up_to=Decimal(200))
    assert not fits(case("200.01"), amount_up_to=Decimal(200))
    assert not fits(case("200.00"), amount_over=Decimal(200))


def test_amounts_may_be_meant_in_a_currency() -> None:
    dollars = order(currency="USD")
    limit = {"amount_up_to": Decimal(200), "currencies": frozenset({"cny"})}
    assert fits(case(), **limit)
    assert not fits(case(order=dollars), **limit)


def test_a_rule_for_a_reason_is_also_for_its_sub_reasons_and_not_the_other_way_round() -> None:
    assert fits(case(reason=TOO_SMALL), reasons=frozenset({"size"}))
    assert not fits(case(reason=SIZE), reasons=frozenset({"too_small"}))


def test_a_reason_that_has_left_the_policy_meanwhile_is_known_by_its_own_name() -> None:
    assert applies(rule(reasons=frozenset({"broken"})), with_rules(), case(reason=BROKEN))


@pytest.mark.parametrize(("quality", "reason"), [(True, BROKEN), (False, CHANGED_MIND)])
def test_a_rule_may_be_for_quality_reasons_or_for_the_others(quality: bool, reason: Any) -> None:
    assert fits(case(reason=reason), quality=quality)
    assert not fits(case(reason=reason), quality=not quality)


def test_rules_by_resolution_pieces_and_tier() -> None:
    assert fits(case(resolution=Resolution.EXCHANGE), resolutions=frozenset({Resolution.EXCHANGE}))
    assert not fits(case(), resolutions=frozenset({Resolution.EXCHANGE}))
    assert fits(case(order=MIXED, pieces={0: 2, 1: 1}), pieces_over=2)
    assert not fits(case(order=MIXED, pieces={0: 2}), pieces_over=2)
    assert fits(case(order=MIXED), tiers=frozenset({"vip"}))
    assert not fits(case(), tiers=frozenset({"vip"}))


@pytest.mark.parametrize(
    ("decision", "pieces", "expected"),
    [
        (Decision.APPROVE, {0: 1}, True),
        (Decision.APPROVE, {0: 1, 1: 1}, False),
        (Decision.DECLINE, {0: 1, 1: 1}, True),
        (Decision.REVIEW, {0: 1, 1: 1}, True),
        (Decision.REVIEW, {0: 0, 1: 1}, False),
    ],
)
def test_one_thing_is_enough_to_decline_and_everything_is_needed_to_approve(
    decision: Decision, pieces: dict[int, int], expected: bool
) -> None:
    tea = Products(tags=frozenset({"fresh"}))
    assert fits(case(order=MIXED, pieces=pieces), decision=decision, products=tea) is expected


# Whatever the rules and the case

AMOUNTS = [Decimal(amount) for amount in ("0", "99.99", "100", "100.01", "200")]
OPTIONAL = {
    "amount_up_to": st.sampled_from(AMOUNTS),
    "amount_over": st.sampled_from(AMOUNTS),
    "currencies": st.sampled_from([frozenset({"CNY"}), frozenset({"USD"})]),
    "quality": st.booleans(),
    "reasons": st.frozensets(st.sampled_from(["changed_mind", "size", "too_small", "broken"]), min_size=1),
    "resolutions": st.frozensets(st.sampled_from(Resolution), min_size=1),
    "pieces_over": st.integers(0, 3),
    "earlier_returns_over": st.integers(0, 3),
    "products": st.sampled_from([Products(tags=frozenset({"fresh"})), Products(skus=frozenset({"CUP"}))]),
    "tiers": st.sampled_from([frozenset({"vip"}), frozenset({"gold"})]),
}
CONDITIONS = st.fixed_dictionaries({}, optional=OPTIONAL)
RULES = st.builds(
    lambda name, decision, conditions: rule(f"r{name}", decision, **conditions),
    st.integers(0, 99),
    st.sampled_from(Decision),
    CONDITIONS,
)
ALL_CASES = [
    Case(order=bought, pieces=pieces, reason=reason, resolution=resolution, amount=amount, earlier_returns=earlier)
    for bought in (MIXED, replace(MIXED, currency="USD", tier="gold"), TWO_CUPS)
    for pieces in ({0: 1}, {0: 0}, {0: 2, 1: 1})
    for reason in (CHANGED_MIND, SIZE, TOO_SMALL, BROKEN)
    for resolution in (Resolution.REFUND, Resolution.EXCHANGE)
    for amount in AMOUNTS
    for earlier in (0, 2, 4)
]
CASES = st.sampled_from(ALL_CASES)


@settings(deadline=None)
@given(st.lists(RULES, max_size=6), CASES)
def test_the_ruling_is_of_the_first_rule_that_fits(rules: list[Rule], case: Case) -> None:
    policy = with_rules(*rules)
    fitting = [each for each in rules if applies(each, policy, case)] or [OTHERWISE]
    assert ruled(policy, case) == Ruling(decision=fitting[0].decision, rule=fitting[0].id)


@settings(deadline=None)
@given(CONDITIONS, CASES, st.sampled_from(sorted(OPTIONAL)))
def test_every_condition_that_is_given_must_hold(conditions: dict[str, Any], case: Case, dropped: str) -> None:
    fewer = {name: value for name, value in conditions.items() if name != dropped}
    assert fits(case, **fewer) or not fits(case, **conditions)


@settings(deadline=None)
@given(st.sampled_from(Decision), CASES)
def test_a_rule_without_conditions_fits_everything(decision: Decision, case: Case) -> None:
    assert fits(case, decision=decision)


TWO_ALIKE = st.lists(st.sampled_from(sorted(OPTIONAL)), max_size=2, unique=True).flatmap(
    lambda names: st.tuples(*2 * [st.fixed_dictionaries({}, optional={name: OPTIONAL[name] for name in names})])
)


@settings(deadline=None, max_examples=400)
@given(TWO_ALIKE, st.sampled_from(Decision), st.sampled_from(Decision))
def test_a_rule_that_is_said_to_be_never_reached_never_is(
    conditions: tuple[dict[str, Any], dict[str, Any]], one: Decision, other: Decision
) -> None:
    first, second = rule("first", one, **conditions[0]), rule("second", other, **conditions[1])
    policy = with_rules(first, second)
    if always_before(first, second, policy):
        assert all(applies(first, policy, each) for each in ALL_CASES if applies(second, policy, each))
