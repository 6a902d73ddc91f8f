"""The tables grow with the program and are never taken back."""

import re
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.conversations import Owner, OwnerKind
from storage.database import Database
from storage.desk import Agent
from storage.errors import DatabaseTooNew
from storage.inbound import Identity
from storage.migrating import FOLDER, migrate
from storage.sqlite import SqliteStore
from storage.sqlite.floor import SqliteFloor

SCHEMA = "SELECT type, name, sql FROM sqlite_master ORDER BY type, name"


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    yield connection
    connection.close()


def test_the_files_are_numbered_without_a_gap() -> None:
    names = sorted(path.name for path in FOLDER.iterdir())
    assert all(re.fullmatch(r"\d{4}_[a-z0-9_]+\.sql", name) for name in names)
    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))


def test_an_empty_file_gets_every_table_and_a_second_start_changes_nothing(connection: sqlite3.Connection) -> None:
    assert migrate(connection) == sorted(path.name for path in FOLDER.iterdir())
    tables = connection.execute(SCHEMA).fetchall()
    assert migrate(connection) == []
    assert connection.execute(SCHEMA).fetchall() == tables


def test_a_file_of_a_later_kefu_is_refused_in_a_sentence(connection: sqlite3.Connection) -> None:
    migrate(connection)
    connection.execute("INSERT INTO migrations (name, applied_at) VALUES ('9999_shops.sql', '')")
    with pytest.raises(DatabaseTooNew, match=r"it has 9999_shops\.sql, this program ends at \d{4}_"):
        migrate(connection)


def test_a_migration_that_fails_leaves_nothing_behind(connection: sqlite3.Connection, tmp_path: Path) -> None:
    (tmp_path / "0001_half.sql").write_text("CREATE TABLE whole (id INTEGER); INSERT INTO nowhere VALUES (1);")
    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        migrate(connection, tmp_path)
    assert [name for _, name, _ in connection.execute(SCHEMA) if name == "whole"] == []
    (tmp_path / "0001_half.sql").write_text("CREATE TABLE whole (id INTEGER)")
    assert migrate(connection, tmp_path) == ["0001_half.sql"]


BEFORE_THE_DESK = """
INSERT INTO contacts (id, created_at) VALUES (1, 1), (2, 1), (3, 1), (4, 1);
INSERT INTO identities (channel, account_id, contact_id)
VALUES ('telegram', 'lin', 1), ('telegram', 'wang', 2), ('telegram', 'li', 3), ('telegram', 'mei', 4);
INSERT INTO conversations (id, channel, account_id, chat_id, name, status, owner_kind, owner_ref, state, messages,
                           last_message_at, blocked, created_at)
VALUES (7, 'telegram', 'lin', 'lin', '林', 'open', 'queue', '', '{"waiting_since": 40.5}', 3, 60, 0, 1),
       (8, 'telegram', 'wang', 'wang', '', 'open', 'agent', 'telegram:9', '{}', 3, 50, 0, 1),
       (9, 'telegram', 'li', 'li', '', 'pending', 'bot', '', '{}', 3, 50, 0, 1),
       (10, 'telegram', 'mei', 'mei', '', 'resolved', NULL, '', '{}', 3, 50, 0, 1);
INSERT INTO messages (conversation_id, kind, author, author_name, text, at)
VALUES (8, 'outgoing', 'telegram:9', 'Anna', '您好', 50), (8, 'incoming', 'contact', '', '你好', 51);
"""


async def upgraded(folder: Path, migrations: int, holds: str) -> Database:
    """The file of a kefu that knew so many migrations, with what was in it then."""
    older = folder / "older"
    older.mkdir()
    for path in sorted(FOLDER.iterdir())[:migrations]:
        shutil.copy(path, older)
    connection = sqlite3.connect(folder / "kefu.db", isolation_level=None)
    migrate(connection, older)
    connection.executescript(holds)
    connection.close()
    return await Database.open(folder / "kefu.db")


async def test_a_file_that_was_not_there_is_told_from_one_that_was_upgraded_and_from_one_that_is_as_it_was(
    tmp_path: Path,
) -> None:
    upgraded_now = await upgraded(tmp_path, 4, BEFORE_THE_DESK)
    await upgraded_now.close()
    names = tuple(sorted(path.name for path in FOLDER.iterdir()))
    assert (upgraded_now.is_new, upgraded_now.migrations) == (False, names[4:])
    for path, is_new, migrations in (("kefu.db", False, ()), ("other.db", True, names), ("other.db", False, ())):
        database = await Database.open(tmp_path / path)
        await database.close()
        assert (database.is_new, database.migrations) == (is_new, migrations)


async def test_whoever_is_with_the_staff_when_a_shop_upgrades_stays_with_them(tmp_path: Path) -> None:
    database = await upgraded(tmp_path, 4, BEFORE_THE_DESK)
    store, floor = SqliteStore(database), SqliteFloor(database)
    try:
        assert await floor.astray() == []
        assert await floor.agents() == [Agent(account="telegram:9", name="Anna", seen_at=50.0)]
        (waiting,) = await floor.queue()
        assert (waiting.conversation_id, waiting.queued_at) == (7, 40.5)
        lin, wang, li, mei = [await store.load(Identity("telegram", name)) for name in ("lin", "wang", "li", "mei")]
        assert lin
        assert lin.case
        assert (lin.case.reason, lin.case.opened_at, lin.case.waiting_since) == ("asked", 40.5, 40.5)
        assert (lin.case.accepted_at, lin.case.agents) == (None, ())
        assert wang
        assert wang.case
        assert wang.owner == Owner(OwnerKind.AGENT, "telegram:9")
        assert (wang.case.opened_at, wang.case.accepted_at, wang.case.agents) == (50.0, 50.0, ("telegram:9",))
        assert [each and each.case for each in (li, mei)] == [None, None]
    finally:
        await database.close()


FORGOTTEN_BY_HALF = """
INSERT INTO rmas (id, number, order_number, conversation_id, channel, account_id, status, version, body, opened_at,
                  changed_at)
VALUES (1, 'R10001', 'A1', 0, 'telegram', '', 'refunded', 2, '{"amount": "5.00", "tracking_number": "SF1"}', 1, 1),
       (2, 'R10002', 'A2', 7, 'telegram', 'lin', 'refunded', 2, '{"amount": "5.00", "tracking_number": "SF2"}', 1, 1);
INSERT INTO rma_events (number, at, actor, actor_name, after, why, details)
VALUES ('R10001', 1, 'contact', '林', 'requested', '', '{"amount": "5.00", "tracking_number": "SF1"}'),
       ('R10001', 2, 'telegram:9', 'Anna', 'refunded', '林说的', '{}'),
       ('R10002', 1, 'contact', '林', 'requested', '', '{"tracking_number": "SF2"}');
"""


async def test_a_customer_whom_an_older_kefu_forgot_by_half_is_forgotten_with_the_upgrade(tmp_path: Path) -> None:
    database = await upgraded(tmp_path, 14, FORGOTTEN_BY_HALF)
    try:
        assert await database.read("SELECT actor_name, why, details FROM rma_events ORDER BY id") == [
            ("", "", '{"amount":"5.00"}'),
            ("Anna", "", "{}"),
            ("林", "", '{"tracking_number": "SF2"}'),
        ]
        parcels = "SELECT body ->> '$.amount', body ->> '$.tracking_number' FROM rmas ORDER BY id"
        assert await database.read(parcels) == [("5.00", ""), ("5.00", "SF2")]
    finally:
        await database.close()


ASKED_IN_WORDS = """
INSERT INTO contacts (id, created_at) VALUES (1, 1), (2, 1);
INSERT INTO identities (channel, account_id, contact_id) VALUES ('telegram', 'lin', 1), ('telegram', 'wang', 2);
INSERT INTO conversations (id, channel, account_id, chat_id, name, status, owner_kind, owner_ref, state, messages,
                           last_message_at, blocked, created_at)
VALUES (7, 'telegram', 'lin', 'lin', '林', 'pending', 'bot', '',
        '{"asked": ["我住人民路", 1, 9.0, 1], "intent": "a"}', 3, 9, 0, 1),
       (8, 'telegram', 'wang', 'wang', '', 'pending', 'bot', '', '{}', 3, 9, 0, 1);
"""


async def test_what_customers_asked_an_older_kefu_is_not_remembered_in_their_words(tmp_path: Path) -> None:
    database = await upgraded(tmp_path, 15, ASKED_IN_WORDS)
    try:
        states = await database.read("SELECT state FROM conversations ORDER BY id")
        assert states == [('{"intent":"a"}',), ("{}",)]
    finally:
        await database.close()
