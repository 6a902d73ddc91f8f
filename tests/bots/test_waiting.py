"""What waits to go out, however much it is: what has waited longest is known at once."""

import time

from hypothesis import given
from hypothesis import strategies as st

from bots.delivery.waiting import SPARE, Waiting
from storage.records import replace
from storage.results import Outgoing
from tests.bots.posting import to

NOW = 100.0
steps = st.lists(
    st.tuples(st.booleans(), st.integers(1, 8), st.sampled_from(("telegram", "slack")), st.integers(0, 120)),
    max_size=60,
)


def walked(rows: list[Outgoing], now: float) -> dict[str, float]:
    waits = {"telegram": 0.0, "slack": 0.0}
    for row in rows:
        waits[row.channel] = max(waits[row.channel], now - max(row.created_at, row.due_at))
    return waits


@given(steps)
def test_it_says_what_a_walk_through_all_of_it_would_say(steps: list[tuple[bool, int, str, int]]) -> None:
    waiting, rows = Waiting(["telegram", "slack"]), dict[int, Outgoing]()
    for comes, row_id, channel, since in steps:
        if comes and row_id not in rows:
            rows[row_id] = replace(to("ann", "1"), id=row_id, channel=channel, created_at=float(since))
            waiting.add(rows[row_id])
        elif not comes and (row := rows.pop(row_id, None)):
            waiting.remove(row)
        assert waiting.overdue(NOW) == walked(list(rows.values()), NOW)
        assert len(waiting) == len(rows)
        assert all(row_id in waiting for row_id in rows)


def test_a_hundred_thousand_that_wait_cost_no_more_than_one() -> None:
    waiting = Waiting(["telegram"])
    for number in range(100_000):
        waiting.add(replace(to("ann", "1"), id=number, created_at=float(number)))
    begun = time.process_time()
    assert {waiting.overdue(200_000.0)["telegram"] for _ in range(1000)} == {200_000.0}
    assert time.process_time() - begun < 1, "to walk through them takes forty times as long"


def test_what_has_gone_out_is_not_kept_behind_one_that_never_does() -> None:
    waiting = Waiting(["telegram"])
    waiting.add(replace(to("ann", "1"), id=1, created_at=0.0))
    for number in range(2, 10_000):
        row = replace(to("bob", "2"), id=number, created_at=float(number))
        waiting.add(row)
        waiting.remove(row)
    assert waiting.overdue(10_000.0) == {"telegram": 10_000.0}
    assert len(waiting._oldest["telegram"]) <= SPARE + 4
