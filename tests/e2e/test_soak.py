"""A busy desk at its platform's limits: every message comes once and in order, and nobody waits for one who shouts."""

import pytest

from bots.sandbox.platforms import DeskName
from tests.benchmarks.desk.soak import Load, soaked


@pytest.mark.parametrize("desk", ["telegram", "slack", "wecom"])
async def test_everybody_at_a_busy_desk_is_heard_once_and_in_order(desk: DeskName) -> None:
    """The same for hours, with two hundred conversations: `python -m tests.benchmarks.desk`."""
    load = Load(desk=desk, seed=7, conversations=24, agents=6, teams=2, messages=3, pause=30.0, arrivals=90.0, flood=15)
    figures, wrong = await soaked(load)
    assert not wrong, f"{figures}\n" + "\n".join(wrong)
