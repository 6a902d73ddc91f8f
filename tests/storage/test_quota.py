"""What a platform that counts still allows, by what it took."""

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.database import Database
from storage.quota import Allowance, Quota, Window
from tests.storage.conftest import OpenDatabase

MESSAGE = Allowance("message", 5, 48 * 3600)
CLICK = Allowance("click", 3, 60)


@pytest.fixture
def quota(database: Database) -> Quota:
    return Quota(database)


async def left(quota: Quota, account: str, now: float) -> int:
    window = await quota.window(account, now)
    return window.remaining if window else 0


async def spend(quota: Quota, account: str, messages: int) -> None:
    for _ in range(messages):
        await quota.spend(account, 1.0)


async def test_nothing_is_allowed_before_the_contact_did_something(quota: Quota) -> None:
    assert await quota.window("lin", 0.0) is None


async def test_every_message_the_platform_took_is_counted_and_never_below_nothing(quota: Quota) -> None:
    await quota.opened("lin", MESSAGE, "act at 0.0", 0.0)
    counted = []
    for _ in range(6):
        await quota.spend("lin", 1.0)
        counted.append(await left(quota, "lin", 1.0))
    assert counted == [4, 3, 2, 1, 0, 0]


async def test_a_new_message_fills_the_window_again(quota: Quota) -> None:
    await quota.opened("lin", MESSAGE, "act at 0.0", 0.0)
    await spend(quota, "lin", 1)
    await quota.opened("lin", MESSAGE, "act at 2.0", 2.0)
    assert await left(quota, "lin", 48 * 3600 + 1.0) == 5
    assert await left(quota, "lin", 48 * 3600 + 2.0) == 0


async def test_a_window_is_open_until_the_last_of_them_closes(quota: Quota) -> None:
    assert await quota.window("lin", 0.0) is None
    await quota.opened("lin", MESSAGE, "act at 0.0", 0.0)
    await quota.opened("lin", CLICK, "act at 1.0", 1.0)
    await spend(quota, "lin", 1)
    assert await quota.window("lin", 3.0) == Window(4, until=48 * 3600)
    assert await quota.window("lin", 48 * 3600) is None


async def test_a_window_with_something_left_counts_more_than_a_longer_one_with_nothing(quota: Quota) -> None:
    await quota.opened("lin", MESSAGE, "act at 0.0", 0.0)
    await spend(quota, "lin", 4)
    await quota.opened("lin", CLICK, "act at 1.0", 1.0)
    assert await quota.window("lin", 2.0) == Window(1, until=48 * 3600)
    assert await quota.windows("lin", 2.0) == (Window(1, until=48 * 3600), Window(3, until=61))
    await quota.spend("lin", 2.0)
    assert await quota.window("lin", 3.0) == Window(2, until=61)
    await quota.spend("lin", 3.0)
    await quota.spend("lin", 3.0)
    assert await quota.window("lin", 4.0) == Window(0, until=48 * 3600)


async def test_a_click_helps_for_its_minute_and_takes_nothing_away(quota: Quota) -> None:
    await quota.opened("lin", CLICK, "act at 0.0", 0.0)
    assert await left(quota, "lin", 1.0) == 3
    await quota.opened("lin", MESSAGE, "act at 2.0", 2.0)
    await quota.opened("lin", CLICK, "act at 3.0", 3.0)
    assert await left(quota, "lin", 4.0) == 5


async def test_windows_do_not_add_up(quota: Quota) -> None:
    await quota.opened("lin", MESSAGE, "act at 0.0", 0.0)
    await quota.opened("lin", CLICK, "act at 0.0", 0.0)
    await spend(quota, "lin", 5)
    assert await left(quota, "lin", 1.0) == 0


async def test_the_platform_s_word_counts_more_than_the_ledger(quota: Quota) -> None:
    await quota.opened("lin", MESSAGE, "act at 0.0", 0.0)
    await quota.exhausted("lin")
    assert await left(quota, "lin", 1.0) == 0
    await quota.opened("lin", MESSAGE, "act at 2.0", 2.0)
    assert await left(quota, "lin", 3.0) == 5


async def test_the_ledger_survives_a_restart_and_accounts_are_apart(open_database: OpenDatabase) -> None:
    quota = Quota(await open_database())
    await quota.opened("lin", MESSAGE, "act at 0.0", 0.0)
    await quota.opened("wang", CLICK, "act at 0.0", 0.0)
    await spend(quota, "lin", 1)
    quota = Quota(await open_database())
    assert (await left(quota, "lin", 1.0), await left(quota, "wang", 1.0)) == (4, 3)


async def test_a_message_delivered_twice_fills_the_window_once(quota: Quota) -> None:
    assert await quota.opened("lin", MESSAGE, "hello", 0.0)
    await spend(quota, "lin", 1)
    assert not await quota.opened("lin", MESSAGE, "hello", 0.0)
    assert await left(quota, "lin", 2.0) == 4


async def test_two_messages_of_one_second_fill_the_window_twice(quota: Quota) -> None:
    await quota.opened("lin", MESSAGE, "hello", 0.0)
    await spend(quota, "lin", 1)
    assert await quota.opened("lin", MESSAGE, "anybody there?", 0.0)
    assert await left(quota, "lin", 2.0) == 5


async def test_a_message_delivered_late_takes_nothing_back(quota: Quota) -> None:
    await quota.opened("lin", MESSAGE, "anybody there?", 1.0)
    await spend(quota, "lin", 1)
    assert not await quota.opened("lin", MESSAGE, "hello", 0.0)
    assert await left(quota, "lin", 2.0) == 4


async def test_who_left_is_told_from_who_did_nothing_for_long(quota: Quota) -> None:
    await quota.opened("lin", MESSAGE, "hello", 0.0)
    assert not await quota.is_gone("lin", 1.0)
    assert await gone(quota, 2.0)
    assert await quota.is_gone("lin", 3.0)
    assert await quota.window("lin", 3.0) is None
    assert not await quota.is_gone("chen", 3.0)


@pytest.mark.parametrize("back", [MESSAGE, CLICK])
@pytest.mark.parametrize("at", [1.0, 2.0])
async def test_who_acts_since_they_left_has_come_back_and_has_no_older_window(
    quota: Quota, back: Allowance, at: float
) -> None:
    """The platform tells whole seconds: what was told last counts."""
    await quota.opened("lin", MESSAGE, "hello", 0.0)
    await gone(quota, 0.5)
    await gone(quota, 1.0)
    await quota.opened("lin", back, "hello again", at)
    assert await quota.window("lin", at) == Window(back.messages, until=at + back.seconds)
    later = 72 * 3600.0
    await quota.opened("wang", MESSAGE, "hi", later)  # what is over is forgotten by then
    assert not await quota.is_gone("lin", later)


async def test_an_act_from_before_they_left_brings_nobody_back_and_opens_nothing(quota: Quota) -> None:
    await gone(quota, 10.0)
    assert not await quota.opened("lin", MESSAGE, "hello", 9.0)
    assert await quota.is_gone("lin", 11.0)
    assert await quota.window("lin", 11.0) is None


async def test_that_they_left_before_they_came_back_is_told_too_late_to_close_anything(quota: Quota) -> None:
    await quota.opened("lin", MESSAGE, "hello", 0.0)
    await quota.opened("lin", CLICK, "follows again", 5.0)
    assert not await gone(quota, 4.0)
    assert await quota.windows("lin", 6.0) == (Window(3, until=65.0),)
    assert not await quota.is_gone("lin", 100.0)


async def test_that_they_left_may_be_told_twice_and_in_any_order(quota: Quota) -> None:
    await gone(quota, 10.0)
    await gone(quota, 3.0)
    assert not await quota.opened("lin", MESSAGE, "hello", 9.0)
    assert await quota.is_gone("lin", 11.0)


ACTS = st.tuples(st.sampled_from([None, MESSAGE, CLICK]), st.integers(0, 9))
"""What they did, None for leaving, and in which second."""


@settings(deadline=None, max_examples=100)
@given(st.lists(ACTS, max_size=8, unique_by=lambda act: act[1]))
def test_whenever_it_is_told_that_they_left_the_windows_are_those_since_then(
    happened: list[tuple[Allowance | None, int]],
) -> None:
    acts = iter(sorted((each for each in happened if each[0]), key=lambda each: each[1]))
    told = [next(acts) if each[0] else each for each in happened]

    async def lived() -> tuple[set[Window], bool]:
        database = await Database.open(":memory:")
        quota = Quota(database)
        try:
            for act, at in told:
                await (gone(quota, at) if act is None else quota.opened("lin", act, f"at {at}", at))
            return set(await quota.windows("lin", 10.0)), await quota.is_gone("lin", 10.0)
        finally:
            await database.close()

    left = max((at for act, at in told if act is None), default=-1)
    back = sorted(((at, act) for act, at in told if act is not None and at > left), key=lambda each: each[0])
    windows = {act.kind: Window(act.messages, at + act.seconds) for at, act in back}
    assert asyncio.run(lived()) == (set(windows.values()), left >= 0 and not back)


async def gone(quota: Quota, at: float) -> bool:
    return await quota.gone("lin", at, (MESSAGE, CLICK))
