"""Orders are found fast and whole, and an import shows itself all at once."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.database import Database
from storage.order_book import OrderBook, normalise_number
from storage.orders import Order, OrderStatus, Unavailable
from storage.records import replace
from tests.storage.conftest import OpenDatabase
from tests.storage.samples import ORDER, order


@pytest.mark.parametrize(
    ("typed", "number"),
    [("a10086", "A10086"), ("Ａ１００８６", "A10086"), (" a 100\u300086\n", "A10086"), ("A1\u200b0086", "A10086")],
)
def test_a_number_is_known_however_it_was_typed(typed: str, number: str) -> None:
    assert normalise_number(typed) == number


@given(st.text())
def test_a_normalised_number_stays_as_it_is(text: str) -> None:
    assert normalise_number(normalise_number(text)) == normalise_number(text)


async def test_an_order_comes_back_as_it_was_imported(open_database: OpenDatabase) -> None:
    await OrderBook(await open_database()).import_orders([ORDER])
    book = OrderBook(await open_database())
    assert await book.find(" a10086") == ORDER
    assert await book.find("A10087") is None
    assert await book.count() == 1


async def test_importing_again_updates_and_keeps_the_others(database: Database) -> None:
    book = OrderBook(database)
    await book.import_orders([ORDER, order("B1")])
    await book.import_orders([order("A10086", status=OrderStatus.DELIVERED, total=Decimal("1.10")), order("C1")])
    found = await book.find("A10086")
    assert found
    assert (found.status, str(found.total)) == (OrderStatus.DELIVERED, "1.10")
    assert [row.number for row in await book.of_contact(["B1", "C1", "X"])] == ["B1", "C1"]
    assert await book.count() == 3
    assert await database.read("SELECT count(*) FROM orders") == [(3,)]


async def test_an_order_that_comes_anew_without_its_customer_leads_to_nobody(database: Database) -> None:
    book = OrderBook(database)
    await book.import_orders([replace(ORDER, name="李雷", phone="13900008000", email="li@example.com")])
    await book.import_orders([replace(ORDER, name="", phone="", email="")])
    assert await database.read("SELECT name, phone, email FROM orders") == [("", "", "")]


async def test_nothing_of_an_import_is_seen_before_all_of_it(database: Database) -> None:
    book = OrderBook(database)
    await book.import_orders([order(f"A{number}", name="old") for number in range(1000)])
    importing = asyncio.create_task(book.import_orders([order(f"A{number}", name="new") for number in range(1000)]))
    seen = set()
    while not importing.done():
        first, last = await asyncio.gather(book.find("A0"), book.find("A999"))
        assert first
        assert last
        assert first.name == last.name
        seen.add(first.name)
    assert "old" in seen
    assert (await book.of_contact(["A500"]))[0].name == "new"


async def test_an_import_that_was_cut_off_leaves_nothing_behind(open_database: OpenDatabase) -> None:
    database = await open_database()
    book = OrderBook(database)
    await book.import_orders([ORDER])
    importing = asyncio.create_task(book.import_orders([order(f"B{number}") for number in range(5000)]))
    while not await database.read("SELECT 1 FROM orders WHERE number = 'B0'"):
        pass
    importing.cancel()
    await asyncio.gather(importing, return_exceptions=True)
    book = OrderBook(await open_database())
    assert await book.find("B0") is None
    assert await book.count() == 1
    await book.import_orders([order("C1")])
    assert await book.find("B0") is None
    assert await book.count() == 2


async def test_of_an_import_that_fails_nothing_is_kept_however_much_was_written(database: Database) -> None:
    book = OrderBook(database)
    await book.import_orders([ORDER])

    async def chunks() -> AsyncIterator[Sequence[Order]]:
        yield [order("A10086", name="new"), order("B1")]
        assert await database.read("SELECT count(*) FROM orders") == [(3,)]
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await book.import_chunks(chunks())
    assert await database.read("SELECT count(*) FROM orders") == [(1,)]
    assert await book.find("A10086") == ORDER
    await book.import_orders([order("C1")])
    assert await book.count() == 2


async def test_two_imports_take_turns(database: Database) -> None:
    book = OrderBook(database)
    names: Sequence[str] = ("first", "second", "third")
    await asyncio.gather(*(book.import_orders([order("A1", name=name), order(name)]) for name in names))
    found = await book.find("A1")
    assert found
    assert found.name == "third"
    assert await book.count() == 4


async def test_the_newest_order_comes_first(database: Database) -> None:
    book = OrderBook(database)
    await book.import_orders([order("A1", placed_at=1.0), order("A3", placed_at=3.0), order("A2", placed_at=2.0)])
    assert [found.number for found in await book.of_contact(["A1", "A2", "A3", "A1"])] == ["A3", "A2", "A1"]
    assert await book.of_contact([]) == []


async def test_many_customers_asking_at_once_each_get_their_own(database: Database) -> None:
    book = OrderBook(database)
    await book.import_orders([order(f"A{number}", name=str(number)) for number in range(300)])
    found = await asyncio.gather(*(book.find(f"A{number}") for number in range(300)))
    assert [each.name for each in found if each] == [str(number) for number in range(300)]


async def test_a_database_that_does_not_answer_is_an_order_source_that_does_not(database: Database) -> None:
    book = OrderBook(database)
    await database.close()
    with pytest.raises(Unavailable):
        await book.find("A1")
