"""The sandbox's orders try each case of its policy for returns, on whatever day somebody plays with it."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from bots.sandbox.shop import SAMPLE, WRITTEN, sample_orders
from handlers.returns.policy import Reason, ReturnPolicy
from handlers.returns.policy_file import checked_policy
from storage.orders import Order
from tests.handlers.returns.samples import every_line

SHANGHAI = ZoneInfo("Asia/Shanghai")
POLICY = checked_policy(SAMPLE / "returns.yaml", ["zh-CN", "zh-TW", "en"]).sound
CHANGED_MIND, FAULTY = Reason(id="mind", labels={}), Reason(id="faulty", labels={}, quality=True)
WITHOUT_REASON = {"KF-7001": [3, 1], "KF-7005": [1], "KF-7007": [1], "TW-10055": [3], "US-20470": [1, 1]}
ONLY_FAULTY = {"KF-7002": [1], "KF-7003": [1], "KF-7004": [1], "KF-7006": [1, 1]}


def left(policy: ReturnPolicy, order: Order, reason: Reason, now: float) -> list[int]:
    return [each.left for each in every_line(policy, order, {}, reason, SHANGHAI, now)]


def orders_on(now: float) -> dict[str, Order]:
    return {order.number: order for order in sample_orders("Asia/Shanghai", now)}


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 3000 * 24))
def test_each_case_can_be_tried_on_any_day(hours: int) -> None:
    now = WRITTEN + hours * 3600.0
    orders = orders_on(now)
    for number, pieces in WITHOUT_REASON.items():
        assert left(POLICY, orders[number], CHANGED_MIND, now) == pieces, number
    for number, pieces in ONLY_FAULTY.items():
        assert left(POLICY, orders[number], CHANGED_MIND, now) == [0] * len(pieces), number
        assert left(POLICY, orders[number], FAULTY, now) == pieces, number


def test_a_member_may_send_back_what_is_too_late_for_others() -> None:
    order = orders_on(WRITTEN)["KF-7005"]
    assert order.tier == "vip"
    assert left(POLICY, order, CHANGED_MIND, WRITTEN) == [1]
    assert left(replace(POLICY, extensions=()), order, CHANGED_MIND, WRITTEN) == [0]
