"""A clock that is years ahead, as after a battery has died, is noticed by what the platforms answer."""

import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bots.machine_clock import SET_IT, UNHEARD, MachineClock, TimeTold, time_in

DAY = 86_400.0
NOWHERE = "http://127.0.0.1:9"


@asynccontextmanager
async def platform(date: str | None = None) -> AsyncIterator[str]:
    """Its address. `date`: the header that it answers with; None: with the right one."""

    async def answer(_request: web.Request) -> web.Response:
        return web.Response(status=404, headers={} if date is None else {"Date": date})

    app = web.Application()
    app.router.add_get("/", answer)
    async with TestServer(app) as server:
        yield str(server.make_url("/"))


async def told(platforms: Mapping[str, str], machine: Callable[[], float]) -> TimeTold:
    async with aiohttp.ClientSession() as session:
        return await MachineClock(session, platforms, machine).told()


@pytest.mark.parametrize("seconds", [0.0, -900.0, 900.0])
async def test_a_clock_that_is_nearly_right_can_be_trusted(seconds: float) -> None:
    async with platform() as address:
        found = await told({"telegram": address}, lambda: time.time() + seconds)
    assert found.can_be_trusted
    assert found == TimeTold("ok", is_wrong=False)


@pytest.mark.parametrize(
    ("seconds", "apart"),
    [
        (3653 * DAY, "3653 days ahead of the time that telegram tells"),
        (-3653 * DAY, "3653 days behind the time that telegram tells"),
        (8 * 3600.0, "8 hours ahead of the time that telegram tells"),
    ],
)
async def test_a_wrong_clock_is_told_with_by_how_much_and_what_to_do(seconds: float, apart: str) -> None:
    async with platform() as address:
        found = await told({"telegram": address}, lambda: time.time() + seconds)
    assert found == TimeTold(f"{apart}: {SET_IT}", is_wrong=True)
    assert not found.can_be_trusted


async def test_one_platform_that_tells_another_time_is_enough_for_doubt() -> None:
    async with platform() as ours, platform("Sun, 22 Nov 2015 12:00:00 GMT") as theirs:
        found = await told({"telegram": ours, "slack": theirs}, time.time)
    assert found.is_wrong
    assert "that slack tells" in found.word


async def test_where_no_platform_answers_nobody_knows() -> None:
    """As to a clock that is years ahead, for which all certificates have expired."""
    found = await told({"telegram": NOWHERE, "slack": NOWHERE}, time.time)
    assert found == TimeTold(UNHEARD, is_wrong=False)
    assert not found.can_be_trusted


async def test_one_platform_that_is_away_is_no_reason_for_doubt() -> None:
    async with platform() as address:
        assert (await told({"telegram": NOWHERE, "slack": address}, time.time)).can_be_trusted


async def test_a_platform_that_tells_no_time_says_nothing_against_ours() -> None:
    async with platform("yesterday") as address:
        assert (await told({"telegram": address}, time.time)).can_be_trusted


@pytest.mark.parametrize(
    "date",
    ["Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"],
)
def test_a_time_is_that_of_greenwich_wherever_this_machine_stands(date: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("TZ", "Asia/Shanghai")
        time.tzset()
        found = time_in(date)
    time.tzset()
    assert found == 784_111_777.0
