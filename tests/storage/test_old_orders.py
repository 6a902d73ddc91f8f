"""Orders of which nothing was heard for years are forgotten, whoever asks for them; the others stay."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import closing
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.codec import dumps
from storage.database import Database
from storage.old_orders import RANGE, SILENT, last_heard
from storage.order_book import CHUNK, Imported, OrderBook
from storage.orders import Order, Shipment, TrackingEvent, Verdict
from storage.proofs import Proofs
from storage.records import replace
from storage.returns import RmaStatus
from tests.storage.conftest import OpenDatabase
from tests.storage.returning import Shop, moved, opening
from tests.storage.samples import LIN, ORDER, order

BEFORE = 1_000_000.0
OLD = BEFORE - 1


def placed(number: str, at: float, parcel: Shipment | None = None) -> Order:
    return order(number, placed_at=at, shipments=(parcel,) if parcel else ())


async def numbers(database: Database) -> list[str]:
    return [number for (number,) in await database.read("SELECT number FROM orders ORDER BY number")]


async def imported(book: OrderBook, orders: Sequence[Order], before: float = BEFORE) -> Imported:
    async def chunks() -> AsyncIterator[Sequence[Order]]:
        for start in range(0, len(orders), CHUNK):
            yield orders[start : start + CHUNK]

    return await book.import_chunks(chunks(), before)


async def test_a_customer_who_asks_for_a_forgotten_order_reads_what_they_would_of_one_that_never_was(
    database: Database,
) -> None:
    book = OrderBook(database)
    proofs = Proofs(database, book)
    await book.import_orders([placed("A10086", OLD)])
    proven = await proofs.prove(LIN, 1, "A10086", "5678", OLD)
    assert proven.verdict is Verdict.PROVEN
    assert await book.forget(BEFORE) == 1
    assert await book.find("A10086") is None
    assert await proofs.of_contact({"A10086": proven.until}, OLD) == []
    assert (await proofs.prove(LIN, 1, "A10086", "5678", OLD)).verdict is Verdict.REFUSED
    assert await database.read("SELECT 1 FROM proofs") == []


async def test_an_order_lives_as_long_as_anything_is_heard_of_it(database: Database) -> None:
    book = OrderBook(database)
    parcel = Shipment(carrier="SF", tracking_number="SF1")
    await book.import_orders(
        [
            placed("PLACED", BEFORE),
            placed("SHIPPED", OLD, replace(parcel, shipped_at=BEFORE)),
            placed("DELIVERED", OLD, replace(parcel, delivered_at=BEFORE)),
            placed("TRACKED", OLD, replace(parcel, events=(TrackingEvent(at=BEFORE, text="已签收"),))),
            placed("SILENT", OLD, replace(parcel, shipped_at=OLD, delivered_at=OLD)),
            placed("AWAITED", OLD, replace(parcel, expected_at=BEFORE)),
        ]
    )
    assert await book.forget(BEFORE) == 2
    assert await numbers(database) == ["DELIVERED", "PLACED", "SHIPPED", "TRACKED"]


async def test_a_return_that_is_under_way_keeps_its_order_until_it_is_over(database: Database) -> None:
    book, shop = OrderBook(database), Shop(database)
    await book.import_orders([placed("A10086", OLD), placed("A10087", OLD)])
    asked = opening("R10001")
    await shop.turns(asked)
    assert await book.forget(BEFORE) == 1
    assert await numbers(database) == ["A10086"]
    await shop.turns(moved(asked.rma, RmaStatus.CANCELLED))
    assert await book.forget(BEFORE) == 1
    assert await numbers(database) == []


async def test_a_night_over_ten_thousand_orders_is_many_short_steps_between_which_customers_are_answered(
    database: Database,
) -> None:
    book = OrderBook(database)
    await book.import_orders([placed(f"A{each}", OLD if each % 3 else BEFORE) for each in range(10_000)])
    night, left = asyncio.create_task(book.forget(BEFORE)), [10_000]
    while not night.done():
        assert await book.find("A9999")
        left.append(await book.count())
    assert await night == 6666
    assert max(before - after for before, after in pairwise(left)) <= RANGE
    assert await book.find("A9998") is None
    assert await book.count() == 3334
    assert await book.forget(BEFORE) == 0


async def test_a_night_that_is_cut_off_has_forgotten_some_wholly_and_the_next_forgets_the_rest(
    open_database: OpenDatabase,
) -> None:
    database = await open_database()
    book, all_of_them = OrderBook(database), 10 * RANGE
    await book.import_orders([placed(f"A{each}", OLD) for each in range(all_of_them)])
    assert await book.find("A0")
    night = asyncio.create_task(book.forget(BEFORE))
    while await book.count() == all_of_them:
        pass
    night.cancel()
    with pytest.raises(asyncio.CancelledError):
        await night
    assert await book.find("A0") is None
    again = OrderBook(await open_database())
    left = await again.count()
    assert 0 < left < all_of_them
    assert left % RANGE == 0
    assert await again.forget(BEFORE) == left
    assert await again.count() == 0


async def test_a_file_that_still_names_a_forgotten_order_does_not_bring_it_back(database: Database) -> None:
    book = OrderBook(database)
    orders = [
        placed("OLD", OLD),
        placed("NEW", BEFORE),
        placed("SENT", OLD, Shipment(carrier="SF", tracking_number="SF1", delivered_at=BEFORE)),
    ]
    await book.import_orders(orders)
    await book.forget(BEFORE)
    assert await imported(book, orders) == Imported(written=2, too_old=1)
    assert await numbers(database) == ["NEW", "SENT"]
    assert await imported(book, orders[:1]) == Imported(written=0, too_old=1)


async def test_an_old_order_that_is_still_here_takes_what_the_shop_says_of_it_now(database: Database) -> None:
    """The shop may want its customer out of it, and a return may keep it."""
    book = OrderBook(database)
    await book.import_orders([placed("A10086", OLD)])
    assert await imported(book, [order("A10086", placed_at=OLD, name="", phone="", email="", shipments=())]) == (
        Imported(written=1)
    )
    found = await book.find("A10086")
    assert found is not None
    assert found.name == ""


async def test_what_older_imports_left_of_an_order_goes_with_it_and_without(open_database: OpenDatabase) -> None:
    """A kill between an import's end and its sweeping leaves the rows that it replaced, and one amid it its own."""
    database = await open_database()
    book = OrderBook(database)
    await book.import_orders([placed("A1", BEFORE), placed("A2", OLD), placed("A3", BEFORE)])
    again = (
        "INSERT INTO orders SELECT number, ?, ?, status, currency, total, name, phone, email, lines, shipments, tier"
    )

    def replaced(connection: sqlite3.Connection) -> None:
        connection.execute(f"{again} FROM orders WHERE number = 'A1' AND import_id = 1", (2, OLD))
        connection.execute(f"{again} FROM orders WHERE number = 'A2' AND import_id = 1", (2, BEFORE))
        connection.execute(f"{again} FROM orders WHERE number = 'A3' AND import_id = 1", (3, BEFORE))
        connection.execute("UPDATE order_imports SET visible = 2")

    await database.transact(replaced)
    assert await OrderBook(database).forget(BEFORE) == 1
    assert await database.read("SELECT number, import_id FROM orders ORDER BY number") == [("A2", 2), ("A3", 1)]


async def test_a_night_that_begins_amid_an_import_waits_for_its_end(database: Database) -> None:
    book, half_way, go_on = OrderBook(database), asyncio.Event(), asyncio.Event()
    await book.import_orders([placed("OLD", OLD)])

    async def chunks() -> AsyncIterator[Sequence[Order]]:
        yield [placed("A1", BEFORE)]
        half_way.set()
        await go_on.wait()
        yield [placed("A2", BEFORE)]

    importing = asyncio.create_task(book.import_chunks(chunks(), BEFORE))
    await half_way.wait()
    night = asyncio.create_task(book.forget(BEFORE))
    await database.read("SELECT 1")
    assert await book.find("OLD")
    go_on.set()
    assert await importing == Imported(written=2)
    assert await night == 1
    assert await numbers(database) == ["A1", "A2"]


async def test_a_book_without_orders_has_nothing_to_forget(database: Database) -> None:
    assert await OrderBook(database).forget(BEFORE) == 0


TIMES = st.none() | st.sampled_from([OLD, BEFORE, BEFORE + 1])
EVENTS = st.lists(st.builds(TrackingEvent, at=st.sampled_from([OLD, BEFORE]), text=st.just("at")), max_size=2)
SHIPMENTS = st.lists(
    st.builds(
        Shipment,
        carrier=st.just("delivered_at"),
        tracking_number=st.just("9999999"),
        shipped_at=TIMES,
        delivered_at=TIMES,
        expected_at=TIMES,
        events=EVENTS.map(tuple),
    ),
    max_size=2,
)


@given(orders=st.lists(st.tuples(st.sampled_from([OLD, BEFORE]), SHIPMENTS.map(tuple)), max_size=4))
def test_the_night_and_an_import_agree_on_what_is_too_old(
    orders: Iterable[tuple[float, tuple[Shipment, ...]]],
) -> None:
    rows = [
        (str(each), order(str(each), placed_at=at, shipments=shipments)) for each, (at, shipments) in enumerate(orders)
    ]
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE orders (number, placed_at, shipments)")
        connection.executemany(
            "INSERT INTO orders VALUES (?, ?, ?)",
            [(number, row.placed_at, dumps(row.shipments)) for number, row in rows],
        )
        found = connection.execute(f"SELECT number FROM orders AS o WHERE {SILENT}", {"before": BEFORE})  # noqa: S608 - ours
        silent = {number for (number,) in found}
    assert silent == {number for number, row in rows if last_heard(row) < BEFORE}
    assert last_heard(ORDER) == ORDER.placed_at
