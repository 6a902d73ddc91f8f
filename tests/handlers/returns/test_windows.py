"""Until when something may be sent back, in the shop's days."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.returns.policy import CountedFrom, Explanation, Extension, Products, Returnable, Window
from handlers.returns.windows import end_of_day
from storage.orders import Order, OrderStatus
from tests.handlers.returns.samples import (
    BROKEN,
    CHANGED_MIND,
    POLICY,
    SEVEN_DAYS,
    delivered,
    en,
    every_line,
    final_sale,
    line,
    order,
    parcel,
    told,
    with_windows,
)
from tests.moments import SHANGHAI, at

BERLIN, NEW_YORK, BEIRUT = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York"), ZoneInfo("Asia/Beirut")
HAVANA, ST_JOHNS, APIA = ZoneInfo("America/Havana"), ZoneInfo("America/St_Johns"), ZoneInfo("Pacific/Apia")


# Whole days


def test_the_seven_days_begin_after_the_day_of_delivery_and_end_when_the_seventh_ends() -> None:
    cup = delivered("2026-11-03 11:05")
    assert told(cup, "2026-11-10 23:59:59").until == at("2026-11-11 00:00")
    assert told(cup, "2026-11-10 23:59:59").left == 1
    assert told(cup, "2026-11-11 00:00").left == 0


@pytest.mark.parametrize("moment", ["2026-11-03 00:00:00", "2026-11-03 12:00", "2026-11-03 23:59:59"])
def test_the_hour_of_the_delivery_makes_no_difference(moment: str) -> None:
    assert told(delivered(moment), "2026-11-04 09:00").until == at("2026-11-11 00:00")


def test_the_day_is_the_shop_s_and_not_another_zone_s() -> None:
    """Half past midnight in Shanghai is still the day before in Berlin."""
    cup = delivered("2026-11-04 00:30")
    assert told(cup, "2026-11-04 09:00").until == at("2026-11-12 00:00")
    assert told(cup, "2026-11-04 09:00", zone=BERLIN).until == at("2026-11-11 00:00", BERLIN)


def test_a_window_over_the_end_of_summer_time_is_an_hour_longer() -> None:
    until = end_of_day(date(2026, 10, 25), BERLIN)
    assert until - end_of_day(date(2026, 10, 24), BERLIN) == 25 * 3600


@pytest.mark.parametrize(
    ("zone", "day", "first_moment_after"),
    [
        pytest.param(NEW_YORK, date(2026, 3, 7), "2026-03-08 00:00", id="clocks jump in the small hours"),
        pytest.param(BEIRUT, date(2026, 3, 28), "2026-03-29 01:00", id="clocks jump over midnight"),
        pytest.param(HAVANA, date(2026, 10, 31), "2026-11-01 00:00", id="midnight comes twice, the day ends once"),
        pytest.param(APIA, date(2011, 12, 29), "2011-12-31 00:00", id="the next day does not exist"),
    ],
)
def test_a_day_ends_when_the_next_begins(zone: ZoneInfo, day: date, first_moment_after: str) -> None:
    assert end_of_day(day, zone) == at(first_moment_after, zone)


def test_a_day_that_comes_back_ends_the_second_time() -> None:
    """In St. John's clocks went back from a minute past midnight to the evening before."""
    assert end_of_day(date(2010, 11, 6), ST_JOHNS) == at("2010-11-07 00:00", ST_JOHNS) + 3600


def test_a_window_that_ends_on_a_weekend_may_end_with_the_monday() -> None:
    policy = with_windows(Window(days=7, quality_days=7, ends_on_workday=True))
    on_saturday, on_sunday, on_monday = "2026-11-07 10:00", "2026-11-08 10:00", "2026-11-09 10:00"
    ends = [told(delivered(day), day, policy=policy).until for day in (on_saturday, on_sunday, on_monday)]
    assert ends == [at("2026-11-17 00:00")] * 3


# From when


def test_days_may_count_from_the_order_or_from_the_shipment() -> None:
    cup = order(placed="2026-11-01 09:12", shipments=(parcel("2026-11-05 10:00", shipped="2026-11-02 18:40"),))
    from_order = with_windows(Window(days=7, quality_days=7, counted_from=CountedFrom.ORDERED))
    from_shipment = with_windows(Window(days=7, quality_days=7, counted_from=CountedFrom.SHIPPED))
    assert told(cup, "2026-11-06 09:00", policy=from_order).until == at("2026-11-09 00:00")
    assert told(cup, "2026-11-06 09:00", policy=from_shipment).until == at("2026-11-10 00:00")


def test_of_several_parcels_the_last_one_counts() -> None:
    both = order(shipments=(parcel("2026-11-03 11:05"), parcel("2026-11-06 08:00")))
    assert told(both, "2026-11-07 09:00").until == at("2026-11-14 00:00")


def test_while_one_parcel_is_on_its_way_the_window_has_not_begun() -> None:
    half = order(shipments=(parcel("2026-11-03 11:05"), parcel("")), status=OrderStatus.SHIPPED)
    assert told(half, "2026-11-20 09:00").left == 1


def test_a_parcel_nobody_saw_arrive_is_taken_to_have_arrived_after_thirty_days() -> None:
    forgotten = order(shipments=(parcel("", shipped="2026-09-01 10:00"),), status=OrderStatus.SHIPPED)
    assert told(forgotten, "2026-10-08 23:59").left == 1
    assert told(forgotten, "2026-10-09 00:00").because == en("window_over")


def test_a_delivered_order_without_a_parcel_counts_as_if_it_had_taken_long() -> None:
    bare = order(placed="2026-09-01 10:00")
    assert told(bare, "2026-10-08 23:59").left == 1
    assert told(bare, "2026-10-09 00:00").left == 0


# What may not be sent back


@pytest.mark.parametrize(
    ("status", "explanation"),
    [
        (OrderStatus.PENDING, Explanation.NOT_SHIPPED),
        (OrderStatus.PAID, Explanation.NOT_SHIPPED),
        (OrderStatus.CANCELLED, Explanation.CANCELLED),
        (OrderStatus.REFUNDED, Explanation.REFUNDED),
    ],
)
def test_an_order_that_was_not_sent_or_is_over_is_explained(status: OrderStatus, explanation: Explanation) -> None:
    assert told(order(status=status), "2026-11-04 09:00") == Returnable(left=0, because=en(explanation.value))


def test_what_has_come_of_an_order_that_is_not_sent_whole_may_go_back() -> None:
    half = order(shipments=(parcel("2026-11-03 11:05"), parcel("", shipped="")), status=OrderStatus.PAID)
    assert told(half, "2026-11-04 09:00").left == 1


def test_a_window_that_is_over_says_why_in_its_own_words() -> None:
    policy = with_windows(Window(days=7, quality_days=7, because=en("Tea is fresh for a week.")))
    assert told(delivered("2026-11-03 11:05"), "2026-11-20 09:00", policy=policy).because == en(
        "Tea is fresh for a week."
    )


def test_a_final_sale_comes_back_only_with_a_quality_reason() -> None:
    policy = with_windows(final_sale("sale"), SEVEN_DAYS)
    cup = delivered("2026-11-03 11:05", line("CUP", 1, "9.90", "", "Sale"))
    assert told(cup, "2026-11-04 09:00", policy=policy) == Returnable(left=0, because=en("On final sale."))
    assert told(cup, "2026-11-04 09:00", policy=policy, reason=BROKEN).until == at("2026-11-19 00:00")


def test_what_no_window_speaks_of_is_a_final_sale() -> None:
    tea_only = with_windows(Window(products=Products(categories=frozenset({"tea"})), days=7, quality_days=7))
    assert told(delivered("2026-11-03 11:05"), "2026-11-04 09:00", policy=tea_only).because == en("final_sale")


def test_a_quality_reason_has_the_longer_window_and_before_any_reason_it_counts() -> None:
    cup = delivered("2026-11-03 11:05")
    assert told(cup, "2026-11-12 09:00", reason=CHANGED_MIND).left == 0
    assert told(cup, "2026-11-12 09:00", reason=BROKEN).until == at("2026-11-19 00:00")
    assert told(cup, "2026-11-12 09:00", reason=None).until == at("2026-11-19 00:00")


def test_pieces_on_their_way_back_are_not_offered_again() -> None:
    cups = delivered("2026-11-03 11:05", line("CUP", 3))
    assert told(cups, "2026-11-04 09:00", taken={0: 2}).left == 1
    assert told(cups, "2026-11-04 09:00", taken={0: 3}) == Returnable(left=0, until=at("2026-11-11 00:00"))


def test_the_first_window_that_fits_a_line_counts_for_each_line() -> None:
    by_sku = Window(products=Products(skus=frozenset({"tea-lj"})), days=3, quality_days=3)
    by_category = Window(products=Products(categories=frozenset({"茶叶"})), days=5, quality_days=5)
    tea = delivered("2026-11-03 11:05", line("TEA-LJ", 1, "88", "茶叶"), line("TEA-PU", 1, "88", "茶叶"), line("CUP"))
    found = every_line(with_windows(by_sku, by_category, SEVEN_DAYS), tea, {}, CHANGED_MIND, SHANGHAI, at("2026-11-04"))
    assert [each.until for each in found] == [at("2026-11-07"), at("2026-11-09"), at("2026-11-11")]


@pytest.mark.parametrize("tag", ["final-sale", "final_sale", "Final Sale", "FINAL-SALE"])
def test_a_tag_may_be_typed_in_several_ways(tag: str) -> None:
    policy = with_windows(final_sale("Final-sale"), SEVEN_DAYS)
    cup = delivered("2026-11-03 11:05", line("CUP", 1, "9.90", "", tag))
    assert told(cup, "2026-11-04 09:00", policy=policy).left == 0


# More days


def test_a_season_gives_what_was_ordered_in_it_more_days_first_and_last_day_included() -> None:
    season = Extension(days=20, ordered_from="2026-11-01", ordered_until="2026-11-11")
    policy = with_windows(SEVEN_DAYS, extensions=(season,))
    ends = {
        placed: told(delivered("2026-11-15 10:00", placed=placed), "2026-11-16", policy=policy).until
        for placed in ("2026-10-31 23:59", "2026-11-01 00:00", "2026-11-11 23:59", "2026-11-12 00:00")
    }
    assert list(ends.values()) == [at("2026-11-23"), at("2026-12-13"), at("2026-12-13"), at("2026-11-23")]


def test_of_several_extensions_the_longest_counts_and_a_final_sale_stays_one() -> None:
    more = (Extension(days=10, tiers=frozenset({"VIP"})), Extension(days=3, ordered_from="2026-11-01"))
    policy = with_windows(final_sale("sale"), SEVEN_DAYS, extensions=more)
    for_vips = delivered("2026-11-03 11:05", line("CUP"), line("LAMP", 1, "9", "", "sale"), tier="vip")
    found = every_line(policy, for_vips, {}, CHANGED_MIND, SHANGHAI, at("2026-11-04"))
    assert [(each.left, each.until) for each in found] == [(1, at("2026-11-21")), (0, None)]


def test_an_extension_for_a_tier_in_a_season_needs_both() -> None:
    policy = with_windows(
        SEVEN_DAYS, extensions=(Extension(days=10, tiers=frozenset({"vip"}), ordered_from="2026-12-01"),)
    )
    assert told(delivered("2026-11-03 11:05", tier="vip"), "2026-11-04", policy=policy).until == at("2026-11-11")


# Whatever the shop, the place and the time

ZONES = st.sampled_from(sorted(available_timezones() - {"localtime"})).map(ZoneInfo)
MOMENTS = st.floats(min_value=at("2000-01-01"), max_value=at("2036-12-31"), allow_nan=False)
WINDOWS = st.builds(
    Window,
    days=st.integers(0, 400),
    quality_days=st.integers(0, 400),
    counted_from=st.sampled_from(CountedFrom),
    ends_on_workday=st.booleans(),
)
PARCELS = st.lists(st.sampled_from([parcel(""), parcel("2026-11-03 11:05"), parcel("2027-01-31 00:00", shipped="")]))
ORDERS = st.builds(
    lambda parcels, status, quantity: order(line("CUP", quantity), shipments=tuple(parcels), status=status),
    PARCELS,
    st.sampled_from(OrderStatus),
    st.integers(1, 5),
)


@settings(deadline=None)
@given(ZONES, st.dates(date(2000, 1, 1), date(2036, 12, 31)))
def test_the_end_of_a_day_is_where_the_date_changes_for_good(zone: ZoneInfo, day: date) -> None:
    end = end_of_day(day, zone)
    assert datetime.fromtimestamp(end - 1, zone).date() <= day
    assert all(datetime.fromtimestamp(end + hour * 1800, zone).date() > day for hour in range(12))


@settings(deadline=None)
@given(ZONES, st.integers(0, 400), MOMENTS)
def test_a_window_holds_exactly_its_days_after_the_day_that_is_not_counted(
    zone: ZoneInfo, days: int, moment: float
) -> None:
    policy = with_windows(Window(days=days, quality_days=days, counted_from=CountedFrom.ORDERED))
    cup = replace(order(), placed_at=moment)
    counted = datetime.fromtimestamp(moment, zone).date()
    [found] = every_line(policy, cup, {}, CHANGED_MIND, zone, moment)
    if days == 0:
        assert found.left == 0
        return
    assert found.left == 1
    assert found.until is not None
    last_day = datetime.fromtimestamp(found.until - 1, zone).date()
    assert last_day in (counted + timedelta(days), counted + timedelta(days - 1))  # one that a zone skipped
    assert datetime.fromtimestamp(found.until, zone).date() > counted + timedelta(days)


@settings(deadline=None)
@given(ZONES, ORDERS, WINDOWS, MOMENTS, MOMENTS)
def test_what_may_not_be_sent_back_today_may_not_tomorrow(
    zone: ZoneInfo, cup: Order, window: Window, one: float, other: float
) -> None:
    policy = with_windows(window)
    earlier, later = (every_line(policy, cup, {}, CHANGED_MIND, zone, now)[0] for now in sorted((one, other)))
    assert earlier.left >= later.left
    assert bool(later.because) is (later.left == 0)


@settings(deadline=None)
@given(ORDERS, WINDOWS, MOMENTS, st.dictionaries(st.integers(0, 2), st.integers(0, 9)))
def test_never_more_than_was_bought_and_a_quality_reason_never_shortens(
    cup: Order, window: Window, now: float, taken: dict[int, int]
) -> None:
    policy = with_windows(window)
    [found] = every_line(policy, cup, taken, CHANGED_MIND, SHANGHAI, now)
    [broken] = every_line(policy, cup, taken, BROKEN, SHANGHAI, now)
    [undecided] = every_line(policy, cup, taken, None, SHANGHAI, now)
    bought = cup.lines[0].quantity
    assert 0 <= found.left <= broken.left <= max(0, bought - taken.get(0, 0))
    assert undecided == broken


EXTENSIONS = st.lists(
    st.builds(
        Extension,
        days=st.integers(1, 60),
        tiers=st.sampled_from([frozenset({"vip"}), frozenset[str]()]),
        ordered_from=st.sampled_from(["", "2026-10-01", "2026-12-01"]),
        ordered_until=st.sampled_from(["", "2026-11-11"]),
    ),
    max_size=3,
)


@settings(deadline=None)
@given(ZONES, ORDERS, WINDOWS, EXTENSIONS, MOMENTS)
def test_an_extension_never_takes_days_away_and_never_opens_a_final_sale(
    zone: ZoneInfo, cup: Order, window: Window, extensions: list[Extension], now: float
) -> None:
    usual, extended = (
        every_line(with_windows(window, extensions=more), cup, {}, CHANGED_MIND, zone, now)[0]
        for more in ((), tuple(extensions))
    )
    assert usual.left <= extended.left
    assert extended.left == 0 or window.days > 0
    assert usual.until is None or extended.until is None or usual.until <= extended.until


def test_a_policy_without_quality_reasons_promises_no_quality_days() -> None:
    plain = with_windows(SEVEN_DAYS, reasons=(CHANGED_MIND,))
    assert POLICY.reasons != plain.reasons
    assert told(delivered("2026-11-03 11:05"), "2026-11-12 09:00", policy=plain, reason=None).left == 0
