"""Which team gets whom: the first rule that fits, whatever comes after it."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.desk.agreement import covers
from handlers.desk.facts import facts_of
from handlers.desk.matching import heard
from handlers.desk.policy import DeskPolicy, Rule, Team, Tier, Trigger, When
from handlers.desk.routing import Facts, fits, fits_clock, routed, tier_of
from storage.desk import Case, ContactFile, Priority
from storage.orders import Order, OrderStatus
from tests.handlers.desk.turns import turn_of
from tests.handlers.shop import order

TEAMS = {key: Team(key=key) for key in ("presales", "aftersales", "complaints")}
POLICY = DeskPolicy(teams=TEAMS, default_team="aftersales")

words = st.sampled_from(["退款", "多少钱", "refund", "律师"])
stretches = st.tuples(st.integers(0, 720), st.integers(721, 1440)) | st.tuples(
    st.integers(721, 1439), st.integers(1441, 2161)
)
times = {
    "hours": st.lists(stretches, max_size=1).map(tuple),
    "weekdays": st.frozensets(st.integers(0, 6), max_size=3),
}
whens = st.builds(
    When,
    intents=st.frozensets(st.sampled_from(["order_lookup", "returns"]), max_size=1),
    languages=st.frozensets(st.sampled_from(["zh-CN", "en"]), max_size=1),
    channels=st.frozensets(st.sampled_from(["wechat", "slack"]), max_size=1),
    tiers=st.frozensets(st.sampled_from(Tier), max_size=2),
    tags=st.frozensets(st.sampled_from(["wholesale", "VIP"]), max_size=1),
    reasons=st.frozensets(st.sampled_from(["asked", "words"]), max_size=1),
    words=st.lists(words, max_size=2).map(tuple),
    order_value=st.none() | st.floats(0, 1000),
    **times,
)
rules = st.builds(
    Rule,
    name=st.text("abc", min_size=1),
    when=whens,
    team=st.sampled_from(["", *TEAMS]),
    priority=st.none() | st.sampled_from(Priority),
)
facts = st.builds(
    Facts,
    intent=st.sampled_from(["", "order_lookup", "returns"]),
    language=st.sampled_from(["zh-CN", "en"]),
    channel=st.sampled_from(["wechat", "slack"]),
    tier=st.sampled_from(Tier),
    tags=st.frozensets(st.sampled_from(["vip", "wholesale"])),
    reason=st.sampled_from(["asked", "words"]),
    said=st.lists(words.map(lambda word: heard(f"请问{word}吗")), max_size=2).map(tuple),
    order_value=st.decimals(0, 1000, places=2),
    minute=st.integers(0, 1439),
    weekday=st.integers(0, 6),
)


@given(st.lists(rules, max_size=5), facts)
def test_the_first_rule_that_fits_decides(listed: list[Rule], known: Facts) -> None:
    found = routed(replace(POLICY, rules=tuple(listed)), known)
    first = next((each for each in listed if fits(each.when, known)), None)
    assert found.rule == (first.name if first else "")
    assert found.team == ((first.team if first else "") or "aftersales")
    assert found.priority == ((first.priority if first else None) or Priority.NORMAL)


@given(st.lists(rules, max_size=4), facts, rules, st.integers(0, 4))
def test_a_rule_that_does_not_fit_changes_nothing_wherever_it_stands(
    listed: list[Rule], known: Facts, other: Rule, place: int
) -> None:
    if fits(other.when, known):
        other = replace(other, when=When(languages=frozenset({"fr"})))
    with_it = (*listed[:place], other, *listed[place:])
    assert routed(replace(POLICY, rules=with_it), known) == routed(replace(POLICY, rules=tuple(listed)), known)


@given(whens, facts)
def test_a_condition_more_never_lets_more_through(when: When, known: Facts) -> None:
    for stricter in (replace(when, weekdays=frozenset({3})), replace(when, order_value=500.0)):
        if not when.weekdays and when.order_value is None:
            assert fits(when, known) or not fits(stricter, known)


@given(st.builds(When, **times), st.builds(When, **times), facts)
def test_a_rule_that_is_never_reached_never_fits_alone(first: When, second: When, known: Facts) -> None:
    if covers(first, second) and fits(second, known):
        assert fits(first, known)


@settings(deadline=None)
@given(st.builds(When, **times), st.builds(When, **times).filter(lambda when: when.hours or when.weekdays))
def test_a_rule_is_out_of_reach_where_one_before_it_has_all_its_minutes(first: When, second: When) -> None:
    edges = {edge % (24 * 60) for each in (first, second) for stretch in each.hours for edge in stretch} | {0}
    moments = [(day, minute) for day in range(7) for minute in edges if fits_clock(second, day, minute)]
    assert covers(first, second) is all(fits_clock(first, day, minute) for day, minute in moments)


@given(facts)
def test_without_rules_everybody_goes_to_the_team_that_takes_the_rest(known: Facts) -> None:
    assert (routed(POLICY, known).team, routed(POLICY, known).rule) == ("aftersales", "")
    assert routed(replace(POLICY, default_team=""), known).team == "presales"
    assert routed(DeskPolicy(), known).team == ""


def test_a_trigger_names_the_team_before_the_rules_and_the_card_says_both() -> None:
    policy = replace(POLICY, rules=(Rule(name="English", when=When(), team="presales", priority=Priority.LOW),))
    calling = Trigger(name="Legal", when=When(words=("律师",)), team="complaints", priority=Priority.HIGH, angry=True)
    found = routed(policy, Facts(), calling)
    assert (found.team, found.priority, found.rule, found.angry) == (
        "complaints",
        Priority.HIGH,
        "Legal · English",
        True,
    )
    assert routed(policy, Facts(), replace(calling, team="")).team == "presales"


def test_of_two_priorities_the_more_urgent_one_counts() -> None:
    policy = replace(POLICY, rules=(Rule(name="Big", priority=Priority.URGENT),))
    assert routed(policy, Facts(), Trigger(name="x", when=When(), priority=Priority.HIGH)).priority is Priority.URGENT


def test_who_was_angry_and_then_asks_for_a_person_is_lifted_all_the_same() -> None:
    angry = Trigger(name="Anger", when=When(words=("骗子",)), priority=Priority.HIGH, angry=True)
    calm = Trigger(name="Wholesale", when=When(words=("批发",)), priority=Priority.URGENT)
    policy = replace(POLICY, triggers=(calm, angry))
    found = routed(policy, Facts(reason="asked", said=(heard("骗子！！"), heard("转人工"))))
    assert (found.angry, found.priority, found.rule) == (True, Priority.HIGH, "Anger")
    assert routed(policy, Facts(said=(heard("批发"),))).priority is Priority.NORMAL


@pytest.mark.parametrize(
    ("said", "word", "is_said"),
    [
        ("我要 投 诉！", "投诉", True),
        ("ＬＡＷＳＵＩＴ", "lawsuit", True),
        ("the issue is a tissue", "sue", False),
        ("I'll SUE you", "sue you", True),
        ("打12315了", "12315", True),
        ("单号 123155", "12315", False),
        ("CHARGE-BACK", "charge back", True),
        ("好" * 3000 + "骗子", "骗子", True),
    ],
)
def test_words_are_found_whatever_their_case_and_width_and_latin_ones_whole(
    said: str, word: str, is_said: bool
) -> None:
    assert fits(When(words=(word,)), Facts(said=(heard(said),))) is is_said


@pytest.mark.parametrize(
    ("minute", "is_night"), [(21 * 60 + 59, False), (22 * 60, True), (0, True), (479, True), (480, False)]
)
def test_a_night_goes_over_midnight(minute: int, is_night: bool) -> None:
    night = When(hours=((22 * 60, 32 * 60),))
    assert fits(night, Facts(minute=minute)) is is_night


@pytest.mark.parametrize(
    ("weekday", "minute", "is_friday_night"),
    [(4, 30, False), (4, 22 * 60, True), (5, 0, True), (5, 119, True), (5, 120, False), (5, 22 * 60, False)],
)
def test_a_night_belongs_to_the_day_on_which_it_begins(weekday: int, minute: int, is_friday_night: bool) -> None:
    night = When(hours=((22 * 60, 26 * 60),), weekdays=frozenset({4}))
    assert fits(night, Facts(weekday=weekday, minute=minute)) is is_friday_night


@settings(deadline=None)
@given(st.integers(0, 2_000_000_000), st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "America/New_York"]))
async def test_the_hour_is_the_one_on_the_shop_s_wall_in_summer_and_winter(at: int, zone: str) -> None:
    known = await facts_of(turn_of(now=float(at), timezone=zone))
    wall = datetime.fromtimestamp(at, ZoneInfo(zone))
    assert (f"{known.minute // 60:02}:{known.minute % 60:02}", known.weekday) == (
        wall.strftime("%H:%M"),
        wall.weekday(),
    )


@pytest.mark.parametrize(
    ("moment", "wall"),
    [
        ("2026-03-29T01:30+01:00", 90),
        ("2026-03-29T03:30+02:00", 210),
        ("2026-10-25T02:30+02:00", 150),
        ("2026-10-25T02:30+01:00", 150),
    ],
)
async def test_the_night_the_clocks_change_has_the_hours_people_read(moment: str, wall: int) -> None:
    at = datetime.fromisoformat(moment).timestamp()
    assert (await facts_of(turn_of(now=at, timezone="Europe/Berlin"))).minute == wall


# Who somebody is


def file_of(**facts: object) -> ContactFile:
    return ContactFile(contact_id=1, since=0.0, **facts)  # type: ignore[arg-type]  # facts by name


BIG = order("A1", OrderStatus.PAID, total=Decimal("5000.00"))
SMALL = order("A2", OrderStatus.PAID)


@pytest.mark.parametrize(
    ("file", "orders", "tier"),
    [
        (None, [], Tier.NEW),
        (file_of(), [], Tier.NEW),
        (file_of(cases=1), [], Tier.RETURNING),
        (None, [SMALL], Tier.RETURNING),
        (file_of(tags=("VIP",)), [], Tier.VIP),
        (file_of(tier="vip"), [], Tier.VIP),
        (file_of(tier="new", tags=("vip",)), [BIG], Tier.NEW),
        (None, [SMALL, BIG], Tier.VIP),
        (None, [replace(SMALL, tier="Vip")], Tier.VIP),
        (file_of(tier="gold"), [], Tier.NEW),
    ],
)
def test_who_is_a_vip_who_comes_back_and_who_is_new(file: ContactFile | None, orders: list[Order], tier: Tier) -> None:
    assert tier_of(replace(POLICY, vip_order_value=5000.0), file, orders) is tier


def test_a_tier_of_the_orders_file_may_be_typed_otherwise_than_in_the_policy_as_for_returns() -> None:
    policy = replace(POLICY, vip_tags=frozenset({"big-spender"}))
    assert tier_of(policy, None, [replace(SMALL, tier="Big spender")]) is Tier.VIP


async def test_the_case_that_is_open_makes_nobody_a_returning_customer() -> None:
    turn = turn_of(file=file_of(cases=1))
    assert (await facts_of(turn)).tier is Tier.RETURNING
    at_desk = replace(turn.conversation, case=Case(id=1, opened_at=0.0, reason="asked"))
    assert (await facts_of(replace(turn, conversation=at_desk))).tier is Tier.NEW


async def test_what_was_written_lately_counts_and_older_words_do_not() -> None:
    turn = turn_of(text="转人工", said=[(-7200.0, "骗子"), (-60.0, "在哪里买")])
    assert (await facts_of(turn, "asked")).said == (heard("在哪里买"), heard("转人工"))


async def test_a_shop_that_does_not_answer_keeps_nobody_from_a_person() -> None:
    assert (await facts_of(turn_of(shop_is_down=True))).order_value == 0
