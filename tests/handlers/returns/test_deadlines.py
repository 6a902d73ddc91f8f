"""Deadlines end at midnight of the shop's zone, whatever its clocks do; people are told in the morning."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.returns import deadlines
from handlers.returns.deadlines import Terms
from storage.returns import RmaStatus
from tests.handlers.returns.requests import NEW
from tests.handlers.returns.shop import POLICY
from tests.moments import SHANGHAI
from tests.moments import at as local

ZONES = [ZoneInfo(name) for name in ("Asia/Shanghai", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe")]


def terms(**changes: object) -> Terms:
    return Terms(policy=replace(POLICY, **changes), zone=SHANGHAI)  # type: ignore[arg-type]  # facts by name


def waiting(at: float, of: Terms) -> dict[str, tuple[float, str]]:
    by = deadlines.send_back_by(at, of)
    rma = replace(NEW, status=RmaStatus.AWAITING_SHIPMENT, changed_at=at, send_back_by=by)
    return {
        timer.name.removeprefix("return:R10001:"): (timer.due_at, timer.payload) for timer in deadlines.begun(rma, of)
    }


def test_goods_approved_in_the_afternoon_may_be_sent_until_the_end_of_the_last_day() -> None:
    at = local("2026-11-22T16:26")
    assert deadlines.send_back_by(at, terms(send_back_days=28)) == local("2026-12-21T00:00")
    assert deadlines.refund_by(at, terms(refund_days=7)) == local("2026-11-30T00:00")


def test_the_customer_is_reminded_and_the_request_ends_in_the_morning() -> None:
    timers = waiting(local("2026-11-22T23:59"), terms(send_back_days=28, remind_days=(14, 25)))
    assert timers == {
        "remind:1": (local("2026-12-06T10:00"), str(local("2026-12-17T10:00"))),
        "remind:2": (local("2026-12-17T10:00"), str(local("2026-12-21T00:00"))),
        "expire": (local("2026-12-21T10:00"), ""),
    }


def test_reminders_that_make_no_sense_are_left_out() -> None:
    timers = waiting(local("2026-11-22T16:00"), terms(send_back_days=3, remind_days=(0, 2, 2, 9)))
    assert timers.keys() == {"remind:1", "expire"}
    assert timers["remind:1"][0] == local("2026-11-24T10:00")


@pytest.mark.parametrize(
    ("at", "morning"),
    [
        ("2026-11-22T09:59", "2026-11-22T10:00"),
        ("2026-11-22T10:00", "2026-11-22T10:00"),
        ("2026-11-22T10:01", "2026-11-23T10:00"),
    ],
)
def test_the_next_morning(at: str, morning: str) -> None:
    assert deadlines.morning_after(local(at), SHANGHAI) == local(morning)


@given(
    st.integers(1_577_836_800, 2_051_222_400),
    st.sampled_from(ZONES),
    st.integers(1, 90),
    st.lists(st.integers(0, 90), max_size=5),
)
def test_whatever_the_clocks_do_the_last_day_is_whole_and_reminders_come_before_it(
    at: int, zone: ZoneInfo, days: int, reminders: list[int]
) -> None:
    of = Terms(policy=replace(POLICY, send_back_days=days, remind_days=tuple(reminders)), zone=zone)
    by = deadlines.send_back_by(at, of)
    last = datetime.fromtimestamp(by - 1, zone).date()
    assert last == datetime.fromtimestamp(at, zone).date() + timedelta(days=days)
    assert datetime.fromtimestamp(by, zone).date() > last
    rma = replace(NEW, status=RmaStatus.AWAITING_SHIPMENT, changed_at=at, send_back_by=by)
    timers = deadlines.begun(rma, of)
    assert [timer.due_at for timer in timers] == sorted(timer.due_at for timer in timers)
    assert all(at < timer.due_at < by for timer in timers[:-1])
    assert timers[-1].due_at >= by
    assert {timer.name for timer in timers} <= set(deadlines.ended(rma, of))
