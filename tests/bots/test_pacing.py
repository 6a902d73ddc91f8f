"""No window of time ever holds more messages than a platform allows."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bots.delivery.pacing import FORGET_AT, Pace, Paces


@given(st.lists(st.floats(0, 30), max_size=60), st.integers(1, 5), st.floats(0.5, 60))
def test_any_window_holds_so_many_at_most(gaps: list[float], count: int, period: float) -> None:
    pace, now, taken = Pace(count, period), 0.0, list[float]()
    for gap in gaps:
        now += gap
        taken.append(pace.reserve(now))
    assert taken == sorted(taken)
    for first, beyond in zip(taken, taken[count:], strict=False):
        assert beyond - first >= period - 1e-6


def test_who_wrote_nothing_lately_waits_for_nothing() -> None:
    pace = Pace(1, 1.0)
    assert [pace.reserve(now) for now in (10.0, 12.0, 20.0)] == [10.0, 12.0, 20.0]


def test_those_who_come_at_once_go_one_after_the_other() -> None:
    pace = Pace(1, 1.0)
    places = [pace.reserve(10.0) for _ in range(5)]
    assert all(after - before == 1.0 for before, after in pairwise(places))


def test_chats_that_fell_silent_are_forgotten() -> None:
    paces = Paces((1, 1.0))
    for chat in range(10 * FORGET_AT):
        paces.of(chat, float(chat)).take(float(chat))
    assert len(paces) <= FORGET_AT


def test_a_chat_that_is_written_to_is_not_forgotten() -> None:
    paces = Paces((1, 3600.0))
    paces.of("busy", 0.0).take(0.0)
    for chat in range(2 * FORGET_AT):
        paces.of(chat, 1.0)
    assert paces.of("busy", 1.0).free_at(1.0) == 3600.0
