"""However tasks come together, and however long kefu is down: each reminder is said once, in a few posts."""

from collections import Counter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers.scripts.library import Library
from handlers.tasks.moments import round_of
from tests.handlers.tasks.rating import Rated, served

HOUR = 3600.0
CUSTOMERS = (1, 2, 3, 4)
GAPS = st.lists(st.integers(0, 1200), min_size=len(CUSTOMERS), max_size=len(CUSTOMERS))
STRETCHES = st.lists(st.tuples(st.integers(1, 3 * 3600), st.booleans()), min_size=1, max_size=8)


@given(GAPS, STRETCHES)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
async def test_each_reminder_is_said_once_and_few_posts_say_them(
    scripts: Library, gaps: list[int], stretches: list[tuple[int, bool]]
) -> None:
    """`gaps`: seconds between low ratings. `stretches`: seconds that pass then, and whether kefu is down meanwhile."""
    shift = await served(scripts)
    for customer, gap in zip(CUSTOMERS, gaps, strict=True):
        await shift.says(customer, "你好")
        await shift.rates(customer, 2)
        await shift.passes(gap)
    shift.forget()
    await shift.passes(6 * HOUR - sum(gaps))
    said, posts = Counter[int](), Counter[float]()
    for seconds, is_down in stretches:
        if is_down:
            shift.now += seconds
        for _ in range(1 if is_down else seconds // 60 + 1):
            await shift.passes(0 if is_down else 60)
            heard(shift, said, posts)
    assert {number: task.reminders for number, task in shift.tasks.written.items() if task.reminders} == dict(said)
    assert max(posts.values(), default=0) <= 2


def heard(shift: Rated, said: Counter[int], posts: Counter[float]) -> None:
    for alert in shift.alerts:
        posts[round_of(shift.now)] += 1
        said.update(number for number in CUSTOMERS if f"#{number} " in f"{alert} ".replace("\n", " "))
    shift.forget()
