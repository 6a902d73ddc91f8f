"""The tables grow with the program and are never taken back."""

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.errors import DatabaseTooNew
from storage.migrating import FOLDER, migrate

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
