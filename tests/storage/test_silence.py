"""Customers who have been silent for years are erased as if they had asked for it; the others stay."""

import sqlite3
from collections.abc import Callable

import pytest

from storage.database import Database
from storage.errors import Conflict
from storage.persons import Nobody
from storage.sqlite.persons.persons import SqlitePersons
from storage.sqlite.persons.silence import BATCH, RANGE
from tests.storage.persons import NOW, Somebody

LIN, WANG = Somebody(3, "Lindenstr-42"), Somebody(5, "王府井大街8号")
SINCE = NOW + 1
"""What `Somebody` did was before."""
LATER = NOW + 1000
COMMAND = "retention.contacts_days"
OVER = (
    "UPDATE tasks SET ended_at = 1",
    "UPDATE surveys SET status = 'answered'",
    "UPDATE rmas SET account_id = ''",
    "UPDATE campaign_runs SET done_at = 1",
)
"""Nothing of what `Somebody` has to do with the shop goes on."""


def persons_of(database: Database) -> SqlitePersons:
    return SqlitePersons(database, is_running=True, clock=lambda: LATER)


async def change(database: Database, *statements: str, values: tuple[object, ...] = ()) -> None:
    def work(connection: sqlite3.Connection) -> None:
        for statement in statements:
            connection.execute(statement, values)

    await database.transact(work)


@pytest.fixture
async def shop(database: Database) -> Database:
    await database.transact(LIN.write)
    await change(database, *OVER)
    return database


async def silent(database: Database, since: float = SINCE) -> list[int]:
    return [each async for some in persons_of(database).silent(since) for each in some]


async def test_whoever_was_not_heard_of_for_years_is_erased_with_every_account(shop: Database) -> None:
    persons = persons_of(shop)
    assert await silent(shop) == [LIN.contact]
    erased = await persons.erase_silent([LIN.contact], SINCE, COMMAND)
    assert erased.photos == (LIN.photo,)
    assert await shop.read("SELECT command FROM erasures") == [(COMMAND,)]
    assert await silent(shop) == []
    for who in (LIN.telegram, LIN.wechat, LIN.conversation, LIN.second):
        with pytest.raises(Nobody):
            await persons.whose(who)
    for name in ("contacts", "identities", "conversations", "links", "contact_tags", "contact_notes", "proofs"):
        assert await shop.read(f"SELECT 1 FROM {name}") == [], name  # noqa: S608 - our own names


@pytest.mark.parametrize(
    ("reason", "values"),
    [
        ("UPDATE conversations SET last_message_at = ? WHERE id = ?", (SINCE, LIN.second)),
        ("UPDATE contacts SET created_at = ? WHERE id = ?", (SINCE, LIN.contact)),
        ("UPDATE conversations SET status = 'snoozed' WHERE id = ?", (LIN.conversation,)),
        ("UPDATE cases SET closed_at = NULL", ()),
        ("UPDATE tasks SET ended_at = NULL", ()),
        ("UPDATE surveys SET status = 'asked', valid_until = ?", (LATER + 1,)),
        ("UPDATE campaign_runs SET done_at = NULL", ()),
        ("UPDATE outbox SET settled_at = NULL WHERE conversation_id = ?", (LIN.conversation,)),
        ("UPDATE rmas SET account_id = ?, status = 'refunded'", (LIN.wechat.account_id,)),
        ("UPDATE messages SET at = ? WHERE kind = 'outgoing'", (SINCE,)),
    ],
    ids=[
        "wrote on another channel",
        "is new",
        "sleeps at the desk",
        "has an open case",
        "is owed a task",
        "may still answer a survey",
        "is about to be asked by a campaign",
        "has an answer on its way",
        "is named in the books of returns",
        "was written to",
    ],
)
async def test_with_whom_something_goes_on_is_not_silent(
    shop: Database, reason: str, values: tuple[object, ...]
) -> None:
    found = await silent(shop)
    await change(shop, reason, values=values)
    assert (found, await silent(shop)) == ([LIN.contact], [])
    with pytest.raises(Conflict, match="another night"):
        await persons_of(shop).erase_silent([LIN.contact], SINCE, COMMAND)
    assert await shop.read("SELECT 1 FROM erasures") == []


async def test_a_survey_that_can_be_answered_no_more_keeps_nobody(shop: Database) -> None:
    await change(shop, "UPDATE surveys SET status = 'asked', valid_until = ?", values=(LATER,))
    assert await silent(shop) == [LIN.contact]


def quiet(count: int, apart: int) -> Callable[[sqlite3.Connection], None]:
    """So many customers who wrote once, long ago; their numbers lie apart."""

    def write(connection: sqlite3.Connection) -> None:
        for number in range(apart, apart * count + 1, apart):
            account = f"q{number}"
            connection.execute("INSERT INTO contacts (id, created_at) VALUES (?, 1)", (number,))
            connection.execute("INSERT INTO identities VALUES ('slack', ?, ?)", (account, number))
            connection.execute(
                "INSERT INTO conversations (id, channel, account_id, chat_id, name, status, owner_ref, state,"
                " messages, last_message_at, blocked, created_at)"
                " VALUES (?, 'slack', ?, '', '', 'resolved', '', '{}', 1, 1, 0, 1)",
                (number, account),
            )

    return write


async def test_many_are_erased_a_batch_at_a_time_and_those_who_speak_stay(database: Database) -> None:
    await database.transact(quiet(BATCH + 20, apart=RANGE // 50))
    await change(database, "UPDATE conversations SET last_message_at = 5 WHERE id = 400")
    persons, batches = persons_of(database), []
    async for some in persons.silent(5.0):
        batches.append(len(some))
        await persons.erase_silent(some, 5.0, COMMAND)
    assert batches == [BATCH, 19]
    assert await database.read("SELECT id FROM contacts") == [(400,)]
    assert await database.read("SELECT count(*) FROM erasures") == [(2,)]


async def test_nobody_else_loses_anything_and_what_staff_said_of_them_waits_for_its_own_time(shop: Database) -> None:
    await shop.transact(WANG.write)
    persons = persons_of(shop)
    before = await persons.told(WANG.telegram, with_notes=True)
    await persons.erase_silent([LIN.contact], SINCE, COMMAND)
    assert await persons.told(WANG.telegram, with_notes=True) == before
    alerts = await shop.read("SELECT 1 FROM outbox WHERE action = 'alert' AND conversation_id = 0")
    assert len(alerts) == 2
