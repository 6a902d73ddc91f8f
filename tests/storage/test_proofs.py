"""An order is told to whom it belongs, and guessing is hopeless."""

import asyncio
from collections.abc import Sequence

import pytest

from storage.database import Database
from storage.inbound import Identity
from storage.order_book import OrderBook
from storage.orders import Order, Unavailable, Verdict
from storage.proofs import Proofs
from storage.sqlite import SqliteStore
from tests.storage.conftest import OpenDatabase
from tests.storage.samples import LIN, ORDER, conversation_of, order, turn

WANG = Identity("slack", "wang")
WANGS = order("S1", phone="139 0000 0001", email="wang@example.com")


@pytest.fixture
async def book(database: Database) -> OrderBook:
    book = OrderBook(database)
    await book.import_orders([ORDER, *(order(f"A{number}") for number in range(10)), WANGS])
    return book


@pytest.fixture
async def proofs(database: Database, book: OrderBook) -> Proofs:
    return Proofs(database, book)


async def verdicts(proofs: Proofs, *tries: tuple[Identity, str, str], now: float = 0.0) -> list[Verdict]:
    return [(await proofs.prove(identity, 0, number, factor, now)).verdict for identity, number, factor in tries]


async def test_the_owner_proves_it_and_is_remembered_until_it_is_forgotten(database: Database, proofs: Proofs) -> None:
    store = SqliteStore(database)
    await turn(store, "1")
    checked = await proofs.prove(LIN, 1, "ａ10086 ", "5678", 100.0)
    assert (checked.verdict, checked.order, checked.until) == (Verdict.PROVEN, ORDER, 100.0 + 30 * 86400)
    proven = (await conversation_of(store)).proven
    assert proven == {"A10086": checked.until}
    assert await proofs.of_contact(proven, 101.0) == [ORDER]
    assert await proofs.one_of_contact(proven, "a10086", 101.0) == ORDER
    assert await proofs.one_of_contact(proven, "A1", 101.0) is None
    assert await proofs.one_of_contact(proven, "A10086", checked.until) is None
    assert await proofs.of_contact(proven, checked.until) == []


async def test_not_yours_and_not_there_are_answered_alike(proofs: Proofs) -> None:
    not_yours = await proofs.prove(LIN, 0, "A10086", "0000", 0.0)
    not_there = await proofs.prove(LIN, 0, "Z404", "0000", 0.0)
    assert not_yours == not_there


@pytest.mark.parametrize(
    ("given", "typed"), [("A10099", "A-10099"), ("A-10099", "A10099"), ("202510099", "2025-10099")]
)
async def test_a_dash_more_or_less_is_the_same_order(book: OrderBook, proofs: Proofs, given: str, typed: str) -> None:
    await book.import_orders([order(given)])
    checked = await proofs.prove(LIN, 1, typed, "5678", 100.0)
    assert (checked.verdict, checked.order) == (Verdict.PROVEN, order(given))
    assert await proofs.one_of_contact({given: checked.until}, typed, 101.0) == order(given)


async def test_of_two_orders_that_differ_by_a_dash_the_one_that_was_told_is_meant(
    book: OrderBook, proofs: Proofs
) -> None:
    await book.import_orders([order("B10099"), order("B-10099")])
    for number in ("B10099", "B-10099"):
        assert (await proofs.prove(LIN, 1, number, "5678", 100.0)).order == order(number)


async def test_another_spelling_is_no_other_guess(proofs: Proofs) -> None:
    spelt = ("A10086", "A-10086", "A10086", "A-10086", "A-10-086")
    wrong = [(Identity("slack", f"guesser{number}"), each, "0000") for number, each in enumerate(spelt)]
    assert await verdicts(proofs, *wrong, (LIN, "A10086", "5678")) == [Verdict.REFUSED] * 5 + [Verdict.LOCKED]


async def test_the_sixth_guess_is_not_compared_even_when_it_is_right(proofs: Proofs) -> None:
    wrong = [(LIN, "A10086", "0000")] * 5
    assert await verdicts(proofs, *wrong, (LIN, "A10086", "5678")) == [Verdict.REFUSED] * 5 + [Verdict.LOCKED]


async def test_guesses_minutes_apart_are_counted_together(proofs: Proofs) -> None:
    for minute in range(0, 15, 3):
        assert await verdicts(proofs, (LIN, "A10086", "0000"), now=minute * 60) == [Verdict.REFUSED]
    assert await verdicts(proofs, (LIN, "A10086", "5678"), now=899) == [Verdict.LOCKED]
    assert await verdicts(proofs, (LIN, "A10086", "5678"), now=900) == [Verdict.PROVEN]


async def test_a_lock_is_told_to_the_desk_once_and_ends_when_it_said(proofs: Proofs) -> None:
    await verdicts(proofs, *[(LIN, "A10086", "0000")] * 5, now=10.0)
    locked = [await proofs.prove(LIN, 0, "A10086", "5678", 10.0 + number) for number in range(100)]
    assert [checked.first_lock for checked in locked] == [True] + [False] * 99
    assert {checked.until for checked in locked} == {910.0}
    again = await proofs.prove(LIN, 0, "A10086", "5678", 910.0)
    assert again.verdict is Verdict.PROVEN


async def test_a_guesser_is_locked_on_every_order_and_over_restarts(open_database: OpenDatabase) -> None:
    database = await open_database()
    await OrderBook(database).import_orders([ORDER])
    await verdicts(Proofs(database, OrderBook(database)), *[(LIN, f"B{number}", "0000") for number in range(5)])
    database = await open_database()
    assert await verdicts(Proofs(database, OrderBook(database)), (LIN, "A10086", "5678")) == [Verdict.LOCKED]


async def test_a_contact_with_two_accounts_has_no_more_guesses(proofs: Proofs) -> None:
    for number in range(5):
        await proofs.prove(LIN if number % 2 else WANG, 7, f"A{number}", "0000", 0.0)
    assert (await proofs.prove(WANG, 7, "A9", "5678", 0.0)).verdict is Verdict.LOCKED


async def test_guesses_before_the_contact_was_known_count_too(proofs: Proofs) -> None:
    await proofs.prove(LIN, 0, "A0", "0000", 0.0)
    for number in range(1, 5):
        await proofs.prove(LIN, 7, f"A{number}", "0000", 0.0)
    assert (await proofs.prove(LIN, 7, "A9", "5678", 0.0)).verdict is Verdict.LOCKED


async def test_who_waits_for_the_end_of_each_lock_gets_twenty_guesses_a_day(
    database: Database, book: OrderBook
) -> None:
    """At whatever order: guessed in four digits, one in five hundred."""
    proofs = Proofs(database, book, month_attempts=100)
    minutes = range(0, 24 * 60, 3)
    tried = [await verdicts(proofs, (LIN, f"B{minute}", "0000"), now=minute * 60) for minute in minutes]
    assert tried.count([Verdict.REFUSED]) == 20
    locked = await proofs.prove(LIN, 0, "A10086", "5678", 86399.0)
    assert (locked.verdict, locked.until) == (Verdict.LOCKED, 86400.0)
    assert await verdicts(proofs, (LIN, "A10086", "5678"), now=86400.0) == [Verdict.PROVEN]


async def test_nobody_keeps_the_owner_of_an_order_out_for_a_day(proofs: Proofs) -> None:
    for hour in range(24):
        guesser = Identity("telegram", str(hour))
        assert await verdicts(proofs, (guesser, "A10086", "0000"), now=hour * 3600) != [Verdict.LOCKED]
    assert await verdicts(proofs, (LIN, "A10086", "13812345678"), now=86399) == [Verdict.PROVEN]


async def besieged(proofs: Proofs, number: str, now: float) -> None:
    """So many accounts with wrong addresses that the order is locked, and nothing but an address is compared."""
    for index in range(60):
        guesser = Identity("telegram", str(index % 24))
        await proofs.prove(guesser, 0, number, f"{index}@example.com", now + index * 170)


SIEGE = 59 * 170.0 + 1


async def test_who_has_proven_another_order_of_theirs_is_not_kept_out_of_one_that_many_guess_at(
    proofs: Proofs,
) -> None:
    assert await verdicts(proofs, (LIN, "A1", "5678"), (WANG, "S1", "0001")) == [Verdict.PROVEN] * 2
    await besieged(proofs, "A2", 0.0)
    tries = [(each, "A2", "lin@example.com") for each in (Identity("slack", "new"), WANG, LIN)]
    assert await verdicts(proofs, *tries, now=SIEGE) == [Verdict.LOCKED, Verdict.LOCKED, Verdict.PROVEN]


async def test_they_have_no_more_tries_than_anybody_and_the_address_is_asked_of_them_too(proofs: Proofs) -> None:
    await verdicts(proofs, (LIN, "A1", "5678"))
    await besieged(proofs, "A2", 0.0)
    tries = [
        (LIN, "A2", each) for each in ("5678", "a@x.cn", "b@x.cn", "c@x.cn", "d@x.cn", "e@x.cn", "lin@example.com")
    ]
    assert await verdicts(proofs, *tries, now=SIEGE) == [Verdict.EMAIL, *[Verdict.REFUSED] * 5, Verdict.LOCKED]


async def test_a_proof_that_is_forgotten_lets_nobody_past_a_lock(proofs: Proofs) -> None:
    await verdicts(proofs, (LIN, "A1", "5678"))
    after = 30 * 86400.0
    await besieged(proofs, "A2", after - SIEGE + 1)
    assert await verdicts(proofs, (LIN, "A2", "lin@example.com"), now=after + 1) == [Verdict.LOCKED]


async def test_of_a_locked_order_that_is_not_there_they_hear_the_same(proofs: Proofs) -> None:
    await verdicts(proofs, (WANG, "S1", "0001"))
    heard = []
    for number in ("A2", "Z404"):
        await besieged(proofs, number, 0.0)
        heard.append(await proofs.prove(WANG, 0, number, "lin@example.com", SIEGE))
    assert heard[0] == heard[1]


async def test_an_account_that_is_linked_is_let_past_as_well(database: Database, proofs: Proofs) -> None:
    await turn(SqliteStore(database), "1")
    await verdicts(proofs, (LIN, "A1", "5678"))
    await besieged(proofs, "A2", 0.0)
    checked = await proofs.prove(WANG, 1, "A2", "lin@example.com", SIEGE)
    assert checked.verdict is Verdict.PROVEN


async def test_new_contacts_do_not_lock_each_other(proofs: Proofs) -> None:
    tries = [(Identity("telegram", str(number)), f"A{number}", "0000") for number in range(10)]
    assert await verdicts(proofs, *tries) == [Verdict.REFUSED] * 10


async def test_fifty_accounts_at_once_get_five_guesses_at_an_order(proofs: Proofs) -> None:
    guessers = [Identity("telegram", str(number)) for number in range(50)]
    tried = await asyncio.gather(
        *(proofs.prove(guesser, 0, "A10086", f"{turn:04}", 0.0) for turn in range(3) for guesser in guessers)
    )
    assert sum(checked.verdict is Verdict.REFUSED for checked in tried) == 5
    assert sum(checked.verdict is Verdict.LOCKED for checked in tried) == 145
    assert sum(checked.first_lock for checked in tried) == 1


async def test_a_customer_with_many_orders_proves_them_all(proofs: Proofs) -> None:
    tries = [(LIN, f"A{number}", "5678") for number in range(10)]
    assert await verdicts(proofs, *tries) == [Verdict.PROVEN] * 10


async def test_an_order_with_neither_phone_nor_mail_is_nobody_s(database: Database, book: OrderBook) -> None:
    await book.import_orders([order("N1", phone="", email="")])
    proofs = Proofs(database, book, attempts=100)
    tries = ["", "0000", "00000000000", "@", "-", " "]
    assert await verdicts(proofs, *[(LIN, "N1", factor) for factor in tries]) == [Verdict.REFUSED] * len(tries)


async def test_order_numbers_tried_are_forgotten_when_they_count_no_more(database: Database, proofs: Proofs) -> None:
    await verdicts(proofs, *[(LIN, f"Z{number}", "0000") for number in range(5)])
    await verdicts(proofs, (LIN, "Z9", "0000"))
    await verdicts(proofs, (WANG, "Y1", "0000"), now=30 * 86400.0)
    assert await database.read("SELECT number FROM proof_attempts") == [("Y1",)]
    assert await database.read("SELECT count(*) FROM proof_locks") == [(0,)]


async def test_a_source_that_is_down_costs_no_guess(database: Database) -> None:
    class Down:
        async def find(self, number: str) -> Order | None:
            raise Unavailable

        async def of_contact(self, proven: Sequence[str]) -> list[Order]:
            raise Unavailable

    proofs = Proofs(database, Down(), attempts=1)
    for _ in range(3):
        with pytest.raises(Unavailable):
            await proofs.prove(LIN, 0, "A1", "5678", 0.0)


async def test_the_guess_is_on_disk_before_it_is_compared(database: Database) -> None:
    class Watched:
        async def find(self, number: str) -> Order | None:
            assert await database.read("SELECT number FROM proof_attempts") == [("A10086",)]
            return ORDER

        async def of_contact(self, proven: Sequence[str]) -> list[Order]:
            return []

    assert await verdicts(Proofs(database, Watched()), (LIN, "A10086", "5678")) == [Verdict.PROVEN]


async def guessed(proofs: Proofs, factors: Sequence[str], *, accounts: int = 24) -> list[Verdict]:
    """By as many accounts in turn, each try as soon as all locks are over."""
    now, heard = 0.0, list[Verdict]()
    for number, factor in enumerate(factors):
        guesser = Identity("telegram", str(number % accounts))
        checked = await proofs.prove(guesser, 0, "A10086", factor, now)
        heard.append(checked.verdict)
        now = max(now + 1, checked.until) if checked.verdict is Verdict.LOCKED else now + 181
    return heard


async def test_two_dozen_accounts_that_wait_for_the_end_of_each_lock_get_twenty_guesses_a_month(proofs: Proofs) -> None:
    heard = await guessed(proofs, [f"{number:04}" for number in range(100)])
    assert heard.count(Verdict.REFUSED) == 20
    assert set(heard[20:]) == {Verdict.WHOLE}


async def test_the_owner_of_an_order_that_is_guessed_at_proves_it_with_the_whole_number(proofs: Proofs) -> None:
    await guessed(proofs, ["0000"] * 100)
    tries = [(LIN, "A10086", "5678"), (LIN, "A10086", "138 1234 5678")]
    assert await verdicts(proofs, *tries, now=86400.0) == [Verdict.WHOLE, Verdict.PROVEN]


async def test_guesses_that_are_not_compared_keep_nobody_out(proofs: Proofs) -> None:
    await guessed(proofs, ["0000"] * 20)
    tries = [(Identity("slack", str(number)), "A10086", "0000") for number in range(100)]
    assert set(await verdicts(proofs, *tries, now=10_000.0)) == {Verdict.WHOLE}
    assert await verdicts(proofs, (LIN, "A10086", "13812345678"), now=10_000.0) == [Verdict.PROVEN]


async def test_who_knows_all_but_the_last_digits_of_a_number_gets_twenty_guesses_more(proofs: Proofs) -> None:
    heard = await guessed(proofs, [f"1381234{number:04}" for number in range(100)])
    assert heard.count(Verdict.REFUSED) == 40
    assert set(heard[40:]) == {Verdict.EMAIL}
    tries = [(LIN, "A10086", "13812345678"), (LIN, "A10086", "lin@example.com")]
    assert await verdicts(proofs, *tries, now=86400.0) == [Verdict.EMAIL, Verdict.PROVEN]


async def test_of_an_order_that_is_not_there_the_same_is_said(proofs: Proofs) -> None:
    heard = []
    for given in ("A10086", "Z404"):
        tries = [(Identity("telegram", f"{given}{number}"), given, "0000") for number in range(25)]
        heard.append([await verdicts(proofs, each, now=number * 181.0) for number, each in enumerate(tries)])
    assert heard[0] == heard[1]


async def test_who_guesses_at_one_order_after_the_other_gets_twenty_guesses_a_month(proofs: Proofs) -> None:
    tries = [(day, number) for day in range(29) for number in range(5)]
    heard = [await verdicts(proofs, (LIN, f"B{day}{n}", "0000"), now=day * 86400.0) for day, n in tries]
    assert heard.count([Verdict.REFUSED]) == 20
    assert await verdicts(proofs, (LIN, "A10086", "5678"), now=29 * 86400.0) == [Verdict.WHOLE]
    assert await verdicts(proofs, (LIN, "A10086", "lin@example.com"), now=29 * 86400.0) == [Verdict.PROVEN]


async def test_the_last_digits_are_enough_again_a_month_later(proofs: Proofs) -> None:
    await guessed(proofs, ["0000"] * 20)
    checked = await proofs.prove(LIN, 0, "A10086", "5678", 10_000.0)
    assert (checked.verdict, checked.until) == (Verdict.WHOLE, 30 * 86400.0)
    assert await verdicts(proofs, (LIN, "A10086", "5678"), now=checked.until) == [Verdict.PROVEN]


async def test_of_a_number_that_a_shop_exports_in_part_the_end_is_never_the_whole(
    book: OrderBook, proofs: Proofs
) -> None:
    await book.import_orders([order("A10086", phone="138****5678", email="lin@example.com")])
    await guessed(proofs, ["0000"] * 20)
    tries = [(LIN, "A10086", factor) for factor in ("13812345678", "lin@example.com")]
    assert await verdicts(proofs, *tries, now=10_000.0) == [Verdict.REFUSED, Verdict.PROVEN]


async def test_that_an_order_is_guessed_at_is_told_to_the_desk_once_a_step(proofs: Proofs) -> None:
    await guessed(proofs, ["0000"] * 20)
    told = []
    for number in range(25):
        guesser = Identity("slack", str(number))
        told += [await proofs.prove(guesser, 0, "A10086", each, 9_000 + 181.0 * number) for each in ("0000", "1" * 11)]
    firsts = [checked.verdict for checked in told if checked.first_lock]
    assert firsts == [Verdict.WHOLE, Verdict.EMAIL]


async def test_a_thousand_accounts_that_lock_themselves_are_told_of_as_one_attack(proofs: Proofs) -> None:
    told = []
    for account in range(100):
        tries = [(Identity("telegram", str(account)), f"Z{account}{each}", "0000") for each in range(6)]
        told += [await proofs.prove(who, 0, number, factor, 0.0) for who, number, factor in tries]
    assert sum(checked.first_lock for checked in told) == 10
    assert [checked.many for checked in told if checked.first_lock] == [False] * 9 + [True]


async def test_orders_that_are_guessed_at_for_a_month_silence_no_note_of_the_next_hour(proofs: Proofs) -> None:
    for number in range(10):
        tries = [(Identity("telegram", f"{number}/{each}"), f"Z{number}", "0000") for each in range(21)]
        for minute, guess in enumerate(tries):
            await verdicts(proofs, guess, now=minute * 181.0)
    await verdicts(proofs, *[(WANG, f"Y{number}", "0000") for number in range(5)], now=86400.0)
    checked = await proofs.prove(WANG, 0, "Y9", "0000", 86400.0)
    assert (checked.verdict, checked.first_lock, checked.many) == (Verdict.LOCKED, True, False)


async def test_a_clock_that_was_ahead_silences_no_note(proofs: Proofs) -> None:
    for account in range(10):
        tries = [(Identity("telegram", str(account)), f"Z{account}{each}", "0000") for each in range(6)]
        await verdicts(proofs, *tries, now=2 * 86400.0)
    await verdicts(proofs, *[(WANG, f"Y{number}", "0000") for number in range(5)], now=0.0)
    checked = await proofs.prove(WANG, 0, "Y9", "0000", 0.0)
    assert (checked.verdict, checked.first_lock) == (Verdict.LOCKED, True)
