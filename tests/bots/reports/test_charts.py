"""What is drawn can be seen."""

from collections.abc import Sequence

import pytest
from matplotlib.figure import Figure

from bots.reports.charts import ON_SCREEN, draw_waits
from bots.reports.sketch import WORDS, Sketch


def drawn(p50: Sequence[float | None], p90: Sequence[float | None]) -> tuple[float, float]:
    """The lowest and the highest that there is room for."""
    axes = Figure().add_subplot()
    days = [str(number) for number in range(len(p50))]
    words = {name: name for name in WORDS}
    draw_waits(axes, Sketch(language="en", days=days, p50=p50, p90=p90, words=words), ON_SCREEN)
    low, high = axes.get_ylim()
    return float(low), float(high)


@pytest.mark.parametrize(
    ("p50", "p90"),
    [([25.0, None], [25.01, None]), ([1.0, 2.0], [3.0, 90.0])],
    ids=["one day, nearly the same", "two days"],
)
def test_the_longest_wait_stands_clear_of_the_edge(p50: Sequence[float | None], p90: Sequence[float | None]) -> None:
    low, high = drawn(p50, p90)
    assert low == 0
    assert high > max(each for each in p90 if each is not None) * 1.02


def test_days_on_which_nobody_was_answered_are_drawn_empty() -> None:
    low, high = drawn([None, None], [None, None])
    assert low == 0 < high
