"""Who waits before a chat of the desk, and whose turn it is."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.delivery.pacing import Pace
from bots.delivery.two_lines import TwoLines


async def let_in(arrivals: str) -> str:
    """All come while somebody talks. `o`: they have something that opens a topic; `t`: they talk."""
    lines, order = TwoLines(Pace(1, 1)), list[str]()

    async def come(who: str) -> None:
        async with lines.first(opening=who == "o"):
            order.append(who)

    async with asyncio.TaskGroup() as group, lines.first(opening=False):
        for who in arrivals:
            group.create_task(come(who))
        await asyncio.sleep(0)
        assert not order
    assert len(lines) == 0
    return "".join(order)


async def test_the_lines_take_turns_and_the_longer_one_goes_on_when_the_other_is_empty() -> None:
    assert await let_in("oooooott") == "ototoooo"
    assert await let_in("tttto") == "otttt"


@given(st.text("ot", max_size=12))
def test_everybody_is_let_in_and_nobody_twice_before_the_other_line(arrivals: str) -> None:
    order = asyncio.run(let_in(arrivals))
    assert sorted(order) == sorted(arrivals)
    by_turns = 2 * min(order.count("o"), order.count("t"))
    assert order[:by_turns] == "ot" * (by_turns // 2)


async def test_who_gives_up_waiting_keeps_nobody_from_being_let_in() -> None:
    lines = TwoLines(Pace(1, 1))

    async def come() -> None:
        async with lines.first(opening=True):
            pass

    async with lines.first(opening=False):
        first, second = asyncio.create_task(come()), asyncio.create_task(come())
        await asyncio.sleep(0)
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first
    await second
    assert len(lines) == 0


async def test_between_one_who_leaves_and_the_next_who_enters_the_lines_are_not_empty() -> None:
    """Else all the marks of that moment, which give way to what is said, would stand before what is said next."""
    lines = TwoLines(Pace(1, 1))

    async def come() -> None:
        async with lines.first(opening=True):
            pass

    async with lines.first(opening=False):
        waits = asyncio.create_task(come())
        await asyncio.sleep(0)
    assert len(lines) == 1
    await waits
    assert len(lines) == 0
