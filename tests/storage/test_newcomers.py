"""The places that newcomers have taken outlast kefu."""

import asyncio

from storage.database import Database
from storage.inbound import Identity
from storage.newcomers import NEWCOMER_TIMER, Newcomers, Place
from storage.results import Timer
from storage.sqlite import SqliteStore
from storage.sqlite.newcomers import earlier
from tests.storage.desking import Shift
from tests.storage.samples import turn

WANG, ZHAO, SUN = (Identity("telegram", each) for each in ("wang", "zhao", "sun"))


async def test_those_who_came_in_lately_and_those_who_wait_count_after_a_restart(database: Database) -> None:
    store = SqliteStore(database)
    shift = Shift(store)
    await shift.queued(at=-700.0)
    await shift.queued(WANG, at=50.0)
    await shift.queued(ZHAO, at=60.0)
    await shift.taken(ZHAO)
    await turn(store, "waits", SUN, timers=(Timer(name=NEWCOMER_TIMER, due_at=400.0),))
    assert await earlier(database)(-500.0) == [50.0, 400.0]
    newcomers = Newcomers(earlier(database))
    assert await newcomers.place(100.0, 2, 600) == Place(650.0)


async def test_of_a_thousand_at_once_as_many_as_may_come_in_do_and_one_is_the_first_to_wait(database: Database) -> None:
    newcomers = Newcomers(earlier(database))
    places = await asyncio.gather(*(newcomers.place(0.0, 30, 600) for _ in range(1000)))
    assert sum(place.at == 0.0 for place in places) == 30
    assert [place.first for place in places].count(True) == 1
    assert [place.at for place in places] == sorted(place.at for place in places)
    assert places[-1].at == 33 * 600


async def test_staff_are_told_of_a_flood_whose_turns_begin_in_another_order_than_they_are_asked(
    database: Database,
) -> None:
    newcomers = Newcomers(earlier(database))
    places = [await newcomers.place(now, 3, 600) for now in (0.001, 0.003, 0.004, 0.002, 0.005)]
    assert [place.first for place in places] == [False, False, False, True, False]


async def test_a_place_that_is_given_back_is_the_next_ones(database: Database) -> None:
    newcomers = Newcomers(earlier(database))
    places = [await newcomers.place(0.0, 2, 600) for _ in range(5)]
    newcomers.give_back(places[-1].at)
    newcomers.give_back(5.0)
    assert (await newcomers.place(1.0, 2, 600)).at == places[-1].at


async def test_where_all_gave_theirs_back_nobody_waits_for_them(database: Database) -> None:
    newcomers = Newcomers(earlier(database))
    places = [await newcomers.place(0.0, 2, 600) for _ in range(50)]
    for place in places[2:]:
        newcomers.give_back(place.at)
    assert await newcomers.place(700.0, 2, 600) == Place(700.0)


async def test_whoever_waited_comes_in_at_their_time_however_late_a_timer_rings(database: Database) -> None:
    newcomers = Newcomers(earlier(database))
    places = [(await newcomers.place(0.0, 2, 600)).at for _ in range(20)]
    for number, at in enumerate(places[2:]):
        assert await newcomers.comes_in(at, at + number * 3 % 50, 2, 600) == at


async def test_after_an_outage_those_whose_time_it_is_come_in_behind_those_who_are_late(database: Database) -> None:
    newcomers = Newcomers(earlier(database))
    places = [(await newcomers.place(0.0, 2, 600)).at for _ in range(10)]
    assert places == [0, 0, 600, 600, 1200, 1200, 1800, 1800, 2400, 2400]
    assert [await newcomers.comes_in(at, 1500.0, 2, 600) for at in places[2:6]] == [1500, 1500, 2100, 2100]
    assert [await newcomers.comes_in(at, 1801.0, 2, 600) for at in places[6:8]] == [2700, 2700]
    assert await newcomers.comes_in(2100.0, 2100.5, 2, 600) == 2100
    assert await newcomers.comes_in(2400.0, 2400.0, 2, 600) == 3300
    assert (await newcomers.place(2401.0, 2, 600)).at == 3300


async def test_whoever_is_put_off_may_still_give_their_place_back(database: Database) -> None:
    newcomers = Newcomers(earlier(database))
    places = [(await newcomers.place(0.0, 1, 600)).at for _ in range(3)]
    assert [await newcomers.comes_in(at, 2000.0, 1, 600) for at in places[1:]] == [2000, 2600]
    newcomers.give_back(2600.0)
    assert (await newcomers.place(2001.0, 1, 600)).at == 2600
    assert await newcomers.comes_in(2600.0, 2601.0, 1, 600) == 2600


async def test_whoever_asks_after_an_outage_comes_in_behind_all_who_asked_before_it(database: Database) -> None:
    """Also behind those whose time was not yet over: they are late, too, as others are late before them."""
    newcomers = Newcomers(earlier(database))
    waiting = [(await newcomers.place(0.0, 1, 600)).at for _ in range(10)][1:]
    overdue, others = waiting[:4], waiting[4:]
    put_off = [await newcomers.comes_in(at, 2900.0, 1, 600) for at in overdue]
    asked = [(await newcomers.place(2901.0, 1, 600)).at for _ in range(3)]
    came_in, rings = put_off[:1], [*put_off[1:], *others, *asked]
    while rings:
        at = min(rings)
        rings.remove(at)
        comes = await newcomers.comes_in(at, at, 1, 600)
        (came_in if comes == at else rings).append(comes)
    assert came_in[:9] == [2900 + 600 * number for number in range(9)]
    assert asked == came_in[9:] == [came_in[8] + 600 * number for number in range(3)]
