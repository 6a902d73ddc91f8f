"""A platform that counts is never asked for more than it allows."""

import asyncio

import pytest

from storage.database import Database
from storage.quota import Allowance, Quota, Refusal, Window
from tests.storage.conftest import OpenDatabase

MESSAGE = Allowance("message", 5, 48 * 3600)
CLICK = Allowance("click", 3, 60)


@pytest.fixture
def quota(database: Database) -> Quota:
    return Quota(database)


async def left(quota: Quota, account: str, now: float) -> int:
    window = await quota.window(account, now)
    return window.remaining if window else 0


async def test_nothing_may_be_sent_before_the_contact_did_something(quota: Quota) -> None:
    refused = await quota.take("lin", 0.0)
    assert not refused
    assert refused.refusal is Refusal.CLOSED


async def test_the_last_one_is_kept_for_whoever_says_so(quota: Quota) -> None:
    await quota.opened("lin", MESSAGE, 0.0)
    assert [(await quota.take("lin", 1.0)).remaining for _ in range(4)] == [4, 3, 2, 1]
    assert (await quota.take("lin", 1.0)).refusal is Refusal.RESERVED
    assert await quota.take("lin", 1.0, reserve=0)
    assert (await quota.take("lin", 1.0, reserve=0)).refusal is Refusal.USED_UP


async def test_takers_at_one_moment_share_what_there_is(quota: Quota) -> None:
    await quota.opened("lin", MESSAGE, 0.0)
    taken = await asyncio.gather(*(quota.take("lin", 1.0, reserve=0) for _ in range(20)))
    assert sum(map(bool, taken)) == 5


async def test_a_new_message_fills_the_window_again(quota: Quota) -> None:
    await quota.opened("lin", MESSAGE, 0.0)
    await quota.take("lin", 1.0)
    await quota.opened("lin", MESSAGE, 2.0)
    assert await left(quota, "lin", 48 * 3600 + 1.0) == 5
    assert await left(quota, "lin", 48 * 3600 + 2.0) == 0


async def test_a_window_is_open_until_the_last_of_them_closes(quota: Quota) -> None:
    assert await quota.window("lin", 0.0) is None
    await quota.opened("lin", MESSAGE, 0.0)
    await quota.opened("lin", CLICK, 1.0)
    await quota.take("lin", 2.0)
    assert await quota.window("lin", 3.0) == Window(4, until=48 * 3600)
    assert await quota.window("lin", 48 * 3600) is None


async def test_a_click_helps_for_its_minute_and_takes_nothing_away(quota: Quota) -> None:
    await quota.opened("lin", CLICK, 0.0)
    assert await left(quota, "lin", 1.0) == 3
    await quota.opened("lin", MESSAGE, 2.0)
    await quota.opened("lin", CLICK, 3.0)
    assert await left(quota, "lin", 4.0) == 5


async def test_windows_do_not_add_up(quota: Quota) -> None:
    await quota.opened("lin", MESSAGE, 0.0)
    await quota.opened("lin", CLICK, 0.0)
    taken = [await quota.take("lin", 1.0, reserve=0) for _ in range(6)]
    assert sum(map(bool, taken)) == 5


async def test_what_was_not_sent_is_given_back_but_never_more_than_there_was(quota: Quota) -> None:
    await quota.opened("lin", MESSAGE, 0.0)
    await quota.take("lin", 1.0)
    await quota.give_back("lin", 1.0)
    await quota.give_back("lin", 1.0)
    assert await left(quota, "lin", 1.0) == 5


async def test_the_platform_s_word_counts_more_than_the_ledger(quota: Quota) -> None:
    await quota.opened("lin", MESSAGE, 0.0)
    await quota.exhausted("lin")
    assert (await quota.take("lin", 1.0, reserve=0)).refusal is Refusal.USED_UP
    await quota.opened("lin", MESSAGE, 2.0)
    assert await quota.take("lin", 3.0)


async def test_the_ledger_survives_a_restart_and_accounts_are_apart(open_database: OpenDatabase) -> None:
    quota = Quota(await open_database())
    await quota.opened("lin", MESSAGE, 0.0)
    await quota.opened("wang", CLICK, 0.0)
    await quota.take("lin", 1.0)
    quota = Quota(await open_database())
    assert (await left(quota, "lin", 1.0), await left(quota, "wang", 1.0)) == (4, 3)


async def test_a_message_delivered_twice_fills_the_window_once(quota: Quota) -> None:
    await quota.opened("lin", MESSAGE, 0.0)
    await quota.take("lin", 1.0)
    await quota.opened("lin", MESSAGE, 0.0)
    assert await left(quota, "lin", 2.0) == 4
