"""A fault that is switched on lasts, for every call but those that are spared, until it is switched off."""

import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request

from bots.sandbox.faults import Fault, Faults, Switch


async def answered() -> web.Response:
    return web.Response(text="done")


@pytest.fixture
def slept() -> list[float]:
    return []


@pytest.fixture
def faults(slept: list[float]) -> Faults:
    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    return Faults(lambda seconds: web.Response(status=429, headers={"Retry-After": str(seconds)}), sleep=sleep)


async def call(faults: Faults, name: str = "sendMessage") -> int:
    response = await faults.let_through(name, "", make_mocked_request("POST", "/"), answered)
    return response.status


async def test_it_meets_every_call_until_it_is_off_and_counts_them(faults: Faults) -> None:
    heard: list[int] = []
    busy = Switch(Fault.busy(5), frozenset({"getupdates"}), on_happened=lambda: heard.append(busy.happened))
    faults.switch_on(busy)
    faults.switch_on(busy)
    assert [await call(faults), await call(faults), await call(faults, "getUpdates")] == [429, 429, 200]
    assert (busy.happened, heard) == (2, [1, 2])
    faults.switch_off(busy)
    faults.switch_off(busy)
    assert (await call(faults), faults.expected, busy.happened) == (200, False, 2)
    faults.switch_on(busy)
    assert busy.happened == 0


async def test_what_was_ordered_comes_first_and_others_stay_on(faults: Faults) -> None:
    busy, broken = Switch(Fault.busy()), Switch(Fault.error())
    faults.switch_on(busy)
    faults.switch_on(broken)
    faults.next("sendMessage", Fault.error())
    assert [await call(faults), await call(faults)] == [500, 429]
    faults.switch_off(busy)
    assert await call(faults) == 500
    faults.clear()
    assert await call(faults) == 200


async def test_a_slow_platform_does_what_it_is_asked_only_late(faults: Faults, slept: list[float]) -> None:
    faults.switch_on(Switch(Fault.slow(3)))
    assert (await call(faults), slept) == (200, [3])
