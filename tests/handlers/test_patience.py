"""One timer looks after all that takes time: each thing has its own time all the same."""

import asyncio

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


async def test_work_that_hangs_is_stopped_and_its_task_lives_on() -> None:
    limit = TimeLimit(SHORT)
    with pytest.raises(TimeoutError):
        await limit(asyncio.Event().wait())
    task = asyncio.current_task()
    assert task is not None
    assert not task.cancelling()
    assert await limit(asyncio.sleep(0, "in time")) == "in time"


async def test_work_beside_what_hangs_goes_on() -> None:
    limit = TimeLimit(2 * SHORT)

    async def short() -> str:
        await asyncio.sleep(SHORT)
        return await limit(asyncio.sleep(SHORT, "done"))

    hung, done = await asyncio.gather(limit(asyncio.Event().wait()), short(), return_exceptions=True)
    assert isinstance(hung, TimeoutError)
    assert done == "done"


async def test_work_that_cannot_be_stopped_has_its_result() -> None:
    async def stubborn() -> str:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            return "all the same"
        return ""

    assert await TimeLimit(SHORT)(stubborn()) == "all the same"


async def test_whoever_is_told_to_stop_stops_and_is_not_late() -> None:
    task = asyncio.ensure_future(TimeLimit(60.0)(asyncio.Event().wait()))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_what_the_work_raises_is_raised() -> None:
    async def broken() -> None:
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        await TimeLimit(60.0)(broken())
