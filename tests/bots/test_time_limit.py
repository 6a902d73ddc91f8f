"""Whoever asks a platform is not kept waiting for longer than agreed, however many ask."""

import asyncio

import pytest

from bots.time_limit import TimeLimit


async def asks(limit: TimeLimit, seconds: float) -> str:
    try:
        with limit.begun():
            await asyncio.sleep(seconds)
    except TimeoutError:
        return "given up"
    return "answered"


async def test_only_the_slow_are_given_up_on() -> None:
    limit = TimeLimit(0.03)
    answers = await asyncio.gather(*(asks(limit, seconds) for seconds in (0, 10, 0.001, 10)))
    assert answers == ["answered", "given up", "answered", "given up"]


async def test_each_has_its_own_time_whenever_it_begins() -> None:
    limit, loop = TimeLimit(0.04), asyncio.get_running_loop()

    async def later(pause: float) -> float:
        await asyncio.sleep(pause)
        since = loop.time()
        assert await asks(limit, 10) == "given up"
        return loop.time() - since

    for took in await asyncio.gather(*map(later, (0, 0.01, 0.03, 0.06))):
        assert took >= 0.039


async def test_a_task_that_was_given_up_on_goes_on() -> None:
    limit = TimeLimit(0.01)
    assert [await asks(limit, seconds) for seconds in (10, 0, 10)] == ["given up", "answered", "given up"]
    task = asyncio.current_task()
    assert task is not None
    assert task.cancelling() == 0


async def test_who_is_asked_to_stop_stops_and_is_not_told_of_a_time_out() -> None:
    asked = asyncio.create_task(asks(TimeLimit(0.05), 10))
    await asyncio.sleep(0)
    asked.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asked


async def test_who_is_late_and_asked_to_stop_at_once_stops() -> None:
    limit = TimeLimit(1)
    asked = asyncio.create_task(asks(limit, 10))
    await asyncio.sleep(0)
    next(iter(limit._ends)).give_up()
    asked.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asked


async def test_limits_within_limits_are_told_apart() -> None:
    outer, inner = TimeLimit(0.01), TimeLimit(0.05)
    with pytest.raises(TimeoutError), outer.begun():
        assert await asks(inner, 10) == "never comes here"
    assert await asks(inner, 0) == "answered"


async def test_what_goes_wrong_in_time_is_told_as_it_is() -> None:
    with pytest.raises(ValueError, match="wrong"), TimeLimit(1).begun():
        raise ValueError("wrong")


async def test_nothing_is_kept_of_what_is_over() -> None:
    limit = TimeLimit(0.01)
    await asyncio.gather(*(asks(limit, seconds) for seconds in (0, 10, 0)))
    assert not limit._ends
