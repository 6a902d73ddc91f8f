"""Somebody who never wrote to the bot has bought something, and asks what is kept, or to be forgotten."""

import asyncio
from collections.abc import AsyncIterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.database import Database
from storage.factors import is_whole, reaching
from storage.order_book import OrderBook
from storage.orders import Order
from storage.persons import Bought, Erased, Wanted
from storage.proofs import Proofs
from storage.returns import RmaStatus
from storage.sqlite import SqliteStore
from storage.sqlite.persons.buyers import RANGE
from storage.sqlite.persons.persons import SqlitePersons
from tests.storage.returning import Shop, moved, opening
from tests.storage.samples import LIN, conversation_of, order, turn
from tests.storage.test_old_orders import numbers

PHONE, EMAIL = "+86 138 1234 5678", "Lin@Example.com"
"""Of the sample."""


def persons_of(database: Database) -> SqlitePersons:
    return SqlitePersons(database, is_running=True, clock=lambda: 100.0)


async def bought(database: Database, *given: str, of: Sequence[str] = ()) -> Bought:
    return await persons_of(database).bought(Wanted(numbers=given, of=of))


async def erased(database: Database, book: OrderBook, *given: str) -> Erased | None:
    return (await persons_of(database).erase_orders(book, given, "kefu orders erase"))[1]


@pytest.mark.parametrize(
    ("phone", "typed", "is_theirs"),
    [
        ("13812345678", "138 1234 5678", True),
        ("13812345678", "+86-138-1234-5678", True),
        ("+86 138 1234 5678", "008613812345678", True),
        ("0912345678", "+886 912 345 678", True),
        ("１３８１２３４５６７８", "13812345678", True),
        ("15812345678", "13812345678", False),
        ("8613812345678", "13812345678", True),
        ("85291234567", "+852 9123 4567", True),
        ("+852 9123 4567", "91234567", True),
        ("+852 9123 4567", "+65 9123 4567", False),
        ("+39 06 6982 1234", "06 6982 1234", True),
        ("13891234567", "91234567", False),
        ("91234567", "13891234567", False),
        ("+86 138 9123 4567", "91234567", False),
        ("020 2345 6789", "23456789", False),
        ("020 2345 6789", "+20 2345 6789", False),
        ("13031234567", "303 123 4567", False),
        ("13812345678", "812345678", False),
        ("1**12345678", "12345678", False),
        ("13812345678", "2345678", False),
        ("138****5678", "13812345678", False),
        ("", "13812345678", False),
    ],
)
def test_a_telephone_number_is_theirs_however_it_is_written_and_no_other_that_ends_alike(
    phone: str, typed: str, is_theirs: bool
) -> None:
    assert reaching(typed)(phone, "") is is_theirs


locals_ = st.from_regex("[1-9][0-9]{6,10}", fullmatch=True)
codes = st.sampled_from(["1", "7", "20", "44", "65", "86", "371", "852", "886"])


def written(number: str, code: str) -> tuple[str, ...]:
    return number, f"0{number}", f"+{code} {number}", f"00{code}-{number}", f"（＋{code}）{number}"


@given(locals_, codes)
def test_a_number_with_its_countrys_code_and_without_is_one(number: str, code: str) -> None:
    assert all(reaching(one)(other, "") for one in written(number, code) for other in written(number, code))


@given(locals_, codes, st.from_regex("[1-9][0-9]{0,3}", fullmatch=True), codes)
def test_a_number_that_only_ends_like_another_is_somebody_elses(number: str, code: str, more: str, other: str) -> None:
    for one in (number, f"0{number}", f"+{code} {number}"):
        longer = f"{more}{number}"
        assert not any(
            reaching(each)(one, "") or reaching(one)(each, "") for each in (f"0{longer}", f"+{other} {longer}")
        )
        if len(longer) < 12 and longer != f"{code}{number}":
            assert not any((reaching(longer)(one, ""), reaching(one)(longer, "")))


@given(locals_, codes, codes)
def test_two_countries_give_one_number_to_two_people(number: str, code: str, other: str) -> None:
    assert reaching(f"+{code} {number}")(f"00{other} {number}", "") is (code == other)


@pytest.mark.parametrize("typed", ["lin@example.com", " LIN@EXAMPLE.COM ", "ｌｉｎ@example.com"])
def test_an_address_is_theirs_whole_and_in_whatever_letters(typed: str) -> None:
    assert reaching(typed)("", EMAIL)
    assert not reaching(typed)("", f"x{EMAIL}")
    assert not reaching(typed)("13812345678", "")


@given(st.text(), st.text(), st.text())
def test_what_is_only_the_end_of_a_number_is_nobodys(typed: str, phone: str, email: str) -> None:
    if not is_whole(typed):
        assert not reaching(typed)(phone, email)


async def test_all_they_bought_is_found_by_any_of_what_reaches_them(database: Database) -> None:
    await OrderBook(database).import_orders(
        [
            order("BY-PHONE", placed_at=3.0, email=""),
            order("BY-MAIL", placed_at=2.0, phone=""),
            order("OTHERS", phone="15812345678", email="wang@example.com"),
            order("UNKNOWN", phone="", email=""),
        ]
    )
    found = await bought(database, of=["13812345678", "lin@example.com"])
    assert found.numbers == ["BY-PHONE", "BY-MAIL"]
    assert found.orders[0]["phone"] == PHONE
    assert (await bought(database, of=["18900001111"])).orders == []


async def test_among_many_orders_theirs_are_found_while_customers_are_answered(database: Database) -> None:
    book, mine = OrderBook(database), ["A0", f"A{2 * RANGE}"]
    everybody = [order(f"A{each}", phone="15800000000", email="") for each in range(2 * RANGE + 1)]
    await book.import_orders([order(each.number) if each.number in mine else each for each in everybody])
    looking, answered = asyncio.create_task(bought(database, of=[PHONE])), 0
    while not looking.done():
        answered += await book.find("A7") is not None
        await asyncio.sleep(0)
    assert sorted((await looking).numbers) == mine
    assert answered


async def test_a_number_is_taken_as_customers_write_it_and_another_order_is_not_meant(database: Database) -> None:
    await OrderBook(database).import_orders([order("A10086"), order("B-7"), order("C7"), order("C-7")])
    assert (await bought(database, "a-10086")).numbers == ["A10086"]
    assert (await bought(database, "ｂ７")).numbers == ["B-7"]
    assert (await bought(database, "C7")).numbers == ["C7"]
    assert (await bought(database, "NONE")).orders == []


async def test_an_erased_order_is_as_if_it_had_never_been(database: Database) -> None:
    book = OrderBook(database)
    proofs = Proofs(database, book)
    await book.import_orders([order("A10086"), order("A10087")])
    for number in ("A10086", "A10087"):
        assert (await proofs.prove(LIN, 1, number, "5678", 1.0)).order
    assert (await bought(database, "A10086")).counts == {"orders": 1, "proofs": 1}
    done = await erased(database, book, "A10086")
    assert done
    assert done.counts == {"orders": 1, "proofs": 1}
    assert await book.find("A10086") is None
    assert await book.find("A10087")
    assert await database.read("SELECT number FROM proofs") == [("A10087",)]
    [(command, counts)] = await database.read("SELECT command, counts FROM erasures")
    assert (command, counts) == ("kefu orders erase", '{"orders":1,"proofs":1}')
    assert await erased(database, book, "A10086") is None


async def test_a_return_that_is_under_way_keeps_all_of_them(database: Database) -> None:
    book, shop = OrderBook(database), Shop(database)
    await book.import_orders([order("A10086"), order("A10087")])
    asked = opening("R10001")
    await shop.turns(asked)
    [under_way] = (await bought(database, of=[EMAIL])).under_way
    assert (under_way.what, under_way.number) == ("return", "R10001")
    assert await erased(database, book, "A10086", "A10087") is None
    assert await numbers(database) == ["A10086", "A10087"]
    await shop.turns(moved(asked.rma, RmaStatus.CANCELLED))
    assert await erased(database, book, "A10086", "A10087")
    assert await numbers(database) == []


async def test_who_has_proven_it_or_asked_to_send_it_back_is_named_by_their_conversation(database: Database) -> None:
    book, store = OrderBook(database), SqliteStore(database)
    await book.import_orders([order("A10086"), order("A10087"), order("A10088")])
    await turn(store, "first")
    await Shop(database).turns(opening("R10001"))
    await Proofs(database, book).prove(LIN, 1, "A10087", "5678", 1.0)
    theirs = ((await conversation_of(store)).id,)
    assert [(await bought(database, each)).known for each in ("A10086", "A10087", "A10088")] == [theirs, theirs, ()]


async def test_an_order_that_an_import_is_bringing_is_erased_with_it_and_not_half(database: Database) -> None:
    book = OrderBook(database)
    await book.import_orders([order("A10086")])
    comes = asyncio.Event()

    async def slowly() -> AsyncIterator[Sequence[Order]]:
        yield [order("A10086", name="林小明")]
        await comes.wait()
        yield [order("A10087")]

    importing = asyncio.create_task(book.import_chunks(slowly()))
    await asyncio.sleep(0.01)
    erasing = asyncio.create_task(erased(database, book, "A10086"))
    await asyncio.sleep(0.01)
    comes.set()
    await importing
    assert await erasing
    assert await numbers(database) == ["A10087"]
