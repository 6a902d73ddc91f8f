"""Everybody in a line of their own: whatever fails in one, its order stands, and no other waits for it."""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import takewhile

from hypothesis import example, given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from handlers.lanes import Lanes

Item = tuple[str, int]
LINES = "abc"


@dataclass
class Counter:
    """Whoever is served stays until they are told to leave; `waiting` is what there should be in each line."""

    waiting: dict[str, list[Item]] = field(default_factory=lambda: defaultdict(list))
    served: dict[Item, asyncio.Future[None]] = field(default_factory=dict)
    left: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    """In the order they were done with, however that came."""
    came: int = 0
    failed: int = 0

    def __post_init__(self) -> None:
        self.lanes: Lanes[str, Item] = Lanes(self.serve)

    async def serve(self, item: Item) -> None:
        self.served[item] = asyncio.get_running_loop().create_future()
        try:
            await self.served[item]
        finally:
            del self.served[item]
            self.left[item[0]].append(item[1])

    def comes(self, line: str) -> None:
        self.came += 1
        self.waiting[line].append((line, self.came))
        self.lanes.put(line, (line, self.came))

    def goes_on(self, act: str, line: str, number: int) -> None:
        """With so many at once, or with those of one kind: even numbers, or odd ones."""
        if act == "come":
            for _ in range(number):
                self.comes(line)
        elif act == "leaves" and self.waiting[line]:
            self.leaves(line)
        elif act == "fails" and self.waiting[line]:
            self.failed += 1
            self.served[self.waiting[line].pop(0)].set_exception(ConnectionError("the line is down"))
        elif self.waiting[line]:
            self.take(line, lambda item: item[1] % 2 == number % 2, follows=act == "take_following")

    def take(self, line: str, wanted: Callable[[Item], bool], *, follows: bool) -> None:
        """Some are served together with the first: all whom that suits, or only those right behind it."""
        first, *others = self.waiting[line]
        taken = list(takewhile(wanted, others) if follows else filter(wanted, others))
        assert (self.lanes.take_following if follows else self.lanes.take_waiting)(line, wanted) == taken
        self.waiting[line] = [first, *(item for item in others if item not in taken)]

    def leaves(self, line: str) -> None:
        self.served[self.waiting[line].pop(0)].set_result(None)

    def is_in_order(self) -> None:
        lines = {line: items for line, items in self.waiting.items() if items}
        assert {line: list(self.lanes.of(line)) for line in lines} == lines
        assert sorted(self.lanes.items()) == sorted(item for items in lines.values() for item in items)
        assert len(self.lanes) == len(lines)
        assert sorted(self.served) == sorted(items[0] for items in lines.values()), "the first of every line, no other"
        assert all(self.lanes.is_alone(line) is (len(items) == 1) for line, items in lines.items())


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


acts = st.lists(
    st.tuples(
        st.sampled_from(["come", "leaves", "fails", "take_following", "take_waiting"]),
        st.sampled_from(LINES),
        st.integers(1, 4),
    ),
    max_size=20,
)


@settings(deadline=None, max_examples=25)
@given(acts)
@example([("come", "a", 4), ("take_waiting", "a", 1), ("come", "b", 2), ("fails", "a", 1), ("take_following", "a", 2)])
async def test_whoever_comes_and_whatever_fails_each_line_keeps_its_order_and_none_stands_still(
    done: list[tuple[str, str, int]],
) -> None:
    counter = Counter()
    with capture_logs() as logs:
        for act, line, number in done:
            await settle()
            counter.is_in_order()
            counter.goes_on(act, line, number)
        resting = asyncio.create_task(counter.lanes.idle())
        while any(counter.waiting.values()):
            await settle()
            counter.is_in_order()
            assert not resting.done()
            counter.leaves(next(line for line in LINES if counter.waiting[line]))
        await asyncio.wait_for(resting, 10)
    counter.is_in_order()
    assert all(numbers == sorted(numbers) for numbers in counter.left.values())
    assert [each["event"] for each in logs] == ["lane.work_failed"] * counter.failed


async def test_at_closing_time_who_is_served_in_time_is_served_and_the_others_are_sent_away() -> None:
    counter = Counter()
    for line in "aabc":
        counter.comes(line)
    await settle()
    counter.leaves("b")
    counter.comes("b")
    asyncio.get_running_loop().call_later(0.01, lambda: counter.leaves("c"))
    await counter.lanes.close(0.05)
    assert counter.left == {"a": [1], "b": [3, 5], "c": [4]}
    assert (len(counter.lanes), counter.served) == (0, {})
    await counter.lanes.close(3600)  # nobody is left to wait for


async def test_who_still_comes_as_the_doors_close_is_in_no_line_afterwards() -> None:
    async def brings_another(number: int) -> None:
        lanes.put(number + 1, number + 1)

    lanes: Lanes[int, int] = Lanes(brings_another)
    lanes.put(0, 0)
    async with asyncio.timeout(10):
        await lanes.close(0)
        await lanes.idle()
    assert len(lanes) == 0
