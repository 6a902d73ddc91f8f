"""One timer looks after all that takes time: each thing has its own time all the same."""

import asyncio
import contextlib
import gc
import weakref

import pytest

from handlers.patience import Patience, TimeLimit

SHORT = 0.01


async def test_only_what_has_not_ended_is_told_of_and_once() -> None:
    late: list[str] = []
    patience = Patience(SHORT, late.append)
    patience.began("first")
    patience.began("second")
    assert patience.ended("first")
    await asyncio.sleep(2 * SHORT)
    assert late == ["second"]
    assert not patience.ended("second")


async def test_what_begins_later_has_as_long() -> None:
    late: asyncio.Queue[str] = asyncio.Queue()
    patience = Patience(2 * SHORT, late.put_nowait)
    patience.began("first")
    await asyncio.sleep(SHORT)
    patience.began("second")
    begun = asyncio.get_running_loop().time()
    assert [await late.get(), await late.get()] == ["first", "second"]
    assert asyncio.get_running_loop().time() >= begun + 2 * SHORT


async def test_nothing_is_told_of_after_the_close() -> None:
    late: list[str] = []
    patience = Patience(SHORT, late.append)
    patience.began("one")
    patience.close()
    await asyncio.sleep(2 * SHORT)
    assert not late


async def asks(limit: TimeLimit, seconds: float) -> str:
    try:
        with limit.begun():
            await asyncio.sleep(seconds)
    except TimeoutError:
        return "given up"
    return "answered"


async def test_only_the_slow_are_given_up_on() -> None:
    limit = TimeLimit(0.03)
    answers = await asyncio.gather(*(asks(limit, seconds) for seconds in (0, 10, 0, 10)))
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
    asked = asyncio.create_task(asks(TimeLimit(0), 10))
    await asyncio.sleep(0)  # it has begun, and is late in this very round of the loop
    asked.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asked


async def test_work_that_cannot_be_stopped_has_its_result() -> None:
    async def stubborn() -> str:
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.Event().wait()
        return "all the same"

    with TimeLimit(SHORT).begun():
        assert await stubborn() == "all the same"
    task = asyncio.current_task()
    assert task is not None
    assert not task.cancelling()


async def test_limits_within_limits_are_told_apart() -> None:
    outer, inner = TimeLimit(0.01), TimeLimit(0.05)
    with pytest.raises(TimeoutError), outer.begun():
        assert await asks(inner, 10) == "never comes here"
    assert await asks(inner, 0) == "answered"


async def test_what_goes_wrong_in_time_is_told_as_it_is() -> None:
    with pytest.raises(ValueError, match="wrong"), TimeLimit(1).begun():
        raise ValueError("wrong")


async def test_nothing_is_kept_of_what_is_over() -> None:
    limit = TimeLimit(SHORT)
    waiting = [weakref.ref(asyncio.ensure_future(asks(limit, seconds))) for seconds in (0, 10, 0)]
    await asyncio.sleep(4 * SHORT)
    gc.collect()
    assert [task() for task in waiting] == [None, None, None]
