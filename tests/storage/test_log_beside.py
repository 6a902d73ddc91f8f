"""A log is missed where one is missing, and nowhere else, whatever a healthy file has been through."""

import asyncio
import resource
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from storage.backup import put_back
from storage.database import Database
from storage.errors import DatabaseTooNew, StorageFailed
from storage.log_beside import WITH, is_missing, is_written, log_of

LATER = "INSERT INTO migrations (name, applied_at) VALUES ('9999_later.sql', '')"
NOT_LATER = "DELETE FROM migrations WHERE name = '9999_later.sql'"


@contextmanager
def full_disk() -> Iterator[None]:
    """No file may grow."""
    before, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64, most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (before, most))


@pytest.fixture
async def closed(tmp_path: Path) -> Path:
    path = tmp_path / "kefu.db"
    await (await Database.open(path)).close()
    return path


async def cut(path: Path, statement: str = "") -> None:
    """Leave it as a power cut leaves it: open, with a log beside it."""
    database, left = await Database.open(path), path.with_name("left")
    if statement:
        await database.transact(lambda connection: connection.execute(statement).close())
    left.mkdir()
    for each in (path, log_of(path)):
        await asyncio.to_thread(shutil.copy, each, left)
    await database.close()
    for each in (path, log_of(path)):
        (left / each.name).rename(each)
    left.rmdir()


async def lacks_log(path: Path) -> bool:
    database = await Database.open(path)
    await database.close()
    return database.lacks_log


async def test_a_log_that_was_deleted_after_a_crash_is_missed_once(closed: Path) -> None:
    await cut(closed)
    log_of(closed).unlink()
    assert [await lacks_log(closed) for _ in range(2)] == [True, False]


async def test_a_kefu_that_is_too_old_takes_the_log_into_the_file_and_nothing_is_missed(closed: Path) -> None:
    await cut(closed, LATER)
    with pytest.raises(DatabaseTooNew):
        await Database.open(closed)
    with closing(sqlite3.connect(closed)) as later_kefu, later_kefu:
        later_kefu.execute(NOT_LATER)
    assert not await lacks_log(closed)


async def test_a_log_that_was_lost_is_missed_still_after_a_start_that_failed(closed: Path) -> None:
    await cut(closed)
    with closing(sqlite3.connect(closed)) as later_kefu, later_kefu:
        later_kefu.execute(LATER)
    assert is_missing(closed)
    with pytest.raises(DatabaseTooNew):
        await Database.open(closed)
    assert is_missing(closed)


async def test_a_full_disk_keeps_nobody_from_starting(closed: Path) -> None:
    with full_disk():
        database = await Database.open(closed)
        names = await database.read("SELECT name FROM migrations")
        await database.close()
    assert names
    assert not await lacks_log(closed)


async def test_nothing_is_missed_of_a_file_that_was_closed_on_a_full_disk(closed: Path) -> None:
    database = await Database.open(closed)
    with full_disk():
        await database.close()
    assert not await lacks_log(closed)


async def test_a_copy_that_is_put_back_lacks_no_log_before_it_has_its_own(closed: Path, tmp_path: Path) -> None:
    database, copy = await Database.open(closed), tmp_path / "copy.db"
    await database.back_up(copy)
    await database.close()
    put_back(copy)  # and the machine loses power
    assert is_written(copy, WITH), "what opens it would need a journal, and leave that beside the next copy"
    assert not log_of(copy).exists()
    assert not is_missing(copy)


async def test_another_program_keeps_the_number_that_is_its_own(tmp_path: Path) -> None:
    path = tmp_path / "theirs.db"
    with closing(sqlite3.connect(path)) as theirs, theirs:
        theirs.executescript("PRAGMA journal_mode = WAL; PRAGMA user_version = 1; CREATE TABLE migrations (version)")
    assert not is_missing(path)
    with pytest.raises(StorageFailed, match="another program's"):
        await Database.open(path)
    with closing(sqlite3.connect(path)) as theirs:
        assert theirs.execute("PRAGMA user_version").fetchall() == [(1,)]
