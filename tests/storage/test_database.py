"""One owner, shared commits, and faults that stay with whom they belong to."""

import asyncio
import os
import sqlite3
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest

from storage.connection import check_version
from storage.database import Claim, Database, Rows
from storage.errors import DatabaseInUse, StorageFailed
from storage.sqlite import SqliteStore
from tests.storage.conftest import OpenDatabase
from tests.storage.samples import writes

MARK = "INSERT INTO bookmarks (name, value) VALUES (?, ?)"
NAMES = "SELECT name FROM bookmarks ORDER BY name"


async def names(database: Database) -> list[str]:
    return [name for (name,) in await database.read(NAMES)]


async def counted_commits(database: Database) -> list[str]:
    """Grows with every commit from now on."""
    commits: list[str] = []

    def note(statement: str) -> None:
        if statement == "COMMIT":
            commits.append(statement)

    await database.transact(lambda connection: connection.set_trace_callback(note))
    commits.clear()
    return commits


async def test_a_second_program_is_told_who_has_the_file_and_what_to_do(database: Database, tmp_path: Path) -> None:
    with pytest.raises(DatabaseInUse, match=r"var/kefu\.db is in use by another kefu \(process \d+\): stop that one"):
        await Database.open(tmp_path / "var" / "kefu.db")
    await database.close()
    await (await Database.open(tmp_path / "var" / "kefu.db")).close()


async def test_of_whoever_had_the_file_before_no_number_is_told(tmp_path: Path) -> None:
    """Theirs may have been the longer one."""
    (tmp_path / "kefu.db.lock").write_text("4194304\n4194304\n")
    running = await Database.open(tmp_path / "kefu.db")
    with pytest.raises(DatabaseInUse, match=rf"\(process {os.getpid()}\): stop that one"):
        await Database.open(tmp_path / "kefu.db")
    await running.close()


async def test_a_file_that_is_no_database_is_let_go_again(tmp_path: Path) -> None:
    path = tmp_path / "kefu.db"
    path.write_bytes(b"not a database" * 100)
    for _ in range(2):
        with pytest.raises(StorageFailed, match=r"kefu\.db"):
            await Database.open(path)


async def test_a_file_that_cannot_be_made_is_named_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file where the folder should be", "utf-8")
    path = tmp_path / "var" / "kefu.db"
    with pytest.raises(StorageFailed) as failed:
        await Database.open(path)
    assert str(failed.value).startswith(f"{path} cannot be used as kefu's database: ")
    assert "Errno" not in str(failed.value)


async def test_a_damaged_file_is_told_with_what_can_be_done(tmp_path: Path) -> None:
    path = tmp_path / "kefu.db"
    path.write_bytes(b"no database" * 1000)
    with pytest.raises(StorageFailed, match="file is not a database; put back a copy that `kefu backup` made"):
        await Database.open(path)


async def test_a_commit_is_on_the_disk_before_it_is_told_and_what_was_erased_is_gone(database: Database) -> None:
    asked = [f"PRAGMA {name}" for name in ("journal_mode", "synchronous", "secure_delete")]
    answered = [(await database.read(each))[0][0] for each in asked]
    assert answered == ["wal", 2, 1]


async def test_no_other_program_reads_or_writes_the_file_meanwhile(database: Database, tmp_path: Path) -> None:
    await database.write(Rows(MARK, [("a", "")]))
    with (
        closing(sqlite3.connect(tmp_path / "var" / "kefu.db", timeout=0)) as other,
        pytest.raises(sqlite3.OperationalError, match="locked"),
    ):
        other.execute(NAMES)
    await database.close()
    with closing(sqlite3.connect(tmp_path / "var" / "kefu.db", timeout=0)) as other:
        assert other.execute(NAMES).fetchall() == [("a",)]


def test_a_very_old_sqlite_is_refused() -> None:
    check_version((3, 35, 0))
    with pytest.raises(StorageFailed, match="use a newer Python"):
        check_version((3, 34, 1))


async def test_one_bad_row_in_a_group_harms_nobody_else(database: Database) -> None:
    await database.write(Rows(MARK, [("taken", "")]))
    outcomes = await asyncio.gather(
        database.write(Rows(MARK, [("a", "")])),
        database.write(Rows(MARK, [("b", ""), ("taken", "")])),
        database.write(Rows(MARK, [("c", "\ud800")])),
        database.write(Rows(MARK, [("d", "")])),
        return_exceptions=True,
    )
    assert [type(outcome) for outcome in outcomes] == [bool, StorageFailed, StorageFailed, bool]
    assert await names(database) == ["a", "d", "taken"]


async def test_work_that_raises_takes_nobody_with_it(database: Database) -> None:
    def work(_: object) -> None:
        raise ZeroDivisionError

    failed, written = await asyncio.gather(
        database.transact(work), database.write(Rows(MARK, [("a", "")])), return_exceptions=True
    )
    assert isinstance(failed, StorageFailed)
    assert isinstance(failed.__cause__, ZeroDivisionError)
    assert written is True


async def test_somebody_who_stops_waiting_does_not_stop_the_others(database: Database) -> None:
    writing = [asyncio.ensure_future(database.write(Rows(MARK, [(str(number), "")]))) for number in range(5)]
    await asyncio.sleep(0)
    writing[2].cancel()
    outcomes = await asyncio.gather(*writing, return_exceptions=True)
    assert [outcome for outcome in outcomes if outcome is not True] == [outcomes[2]]
    assert {"0", "1", "3", "4"} <= set(await names(database))


async def test_a_full_disk_is_told_to_each_and_writing_goes_on_when_there_is_room(database: Database) -> None:
    ((pages,),) = await database.read("PRAGMA page_count")
    await database.read(f"PRAGMA max_page_count = {pages + 2}")
    big = [database.write(Rows(MARK, [(str(number), "x" * 20_000)])) for number in range(4)]
    outcomes = await asyncio.gather(*big, return_exceptions=True)
    assert all(isinstance(outcome, StorageFailed) for outcome in outcomes)
    assert "full" in str(outcomes[0])
    assert await names(database) == []
    await database.read("PRAGMA max_page_count = 1000000")
    assert await database.write(Rows(MARK, [("a", "x" * 20_000)]))


async def test_a_platform_is_not_acknowledged_when_the_disk_is_full(database: Database) -> None:
    store = SqliteStore(database)
    ((pages,),) = await database.read("PRAGMA page_count")
    await database.read(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StorageFailed):
        await store.accept(writes("1", text="x" * 50_000), 1.0)
    await database.read("PRAGMA max_page_count = 1000000")
    assert await store.accept(writes("1", text="x" * 50_000), 1.0)


async def test_a_database_that_takes_no_more_is_not_ready_though_it_can_be_read(database: Database) -> None:
    store = SqliteStore(database)
    await store.ping()
    await database.read("PRAGMA query_only = 1")
    with pytest.raises(StorageFailed):
        await store.ping()
    assert await store.bookmark("anything") is None
    await database.read("PRAGMA query_only = 0")
    await store.ping()


async def test_a_write_for_which_there_was_no_room_is_a_fault_and_one_that_breaks_a_rule_is_none(
    database: Database,
) -> None:
    store = SqliteStore(database)
    await database.write(Rows(MARK, [("a", "1")]))
    with pytest.raises(StorageFailed):
        await database.write(Rows(MARK, [("a", "2")]))
    assert store.faults == 0
    ((pages,),) = await database.read("PRAGMA page_count")
    await database.read(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StorageFailed):
        await database.write(Rows(MARK, [("b", "x" * 50_000)]))
    assert store.faults > 0


async def test_closing_finishes_what_is_under_way_and_refuses_what_comes_later(open_database: OpenDatabase) -> None:
    database = await open_database()
    writing = [asyncio.ensure_future(database.write(Rows(MARK, [(f"{number:03}", "")]))) for number in range(600)]
    await asyncio.sleep(0)
    await database.close()
    assert all(await asyncio.gather(*writing))
    with pytest.raises(StorageFailed, match="closed"):
        await database.write(Rows(MARK, [("late", "")]))
    with pytest.raises(StorageFailed):
        await database.read(NAMES)
    assert len(await names(await open_database())) == 600


async def test_a_read_never_sees_half_a_group(database: Database) -> None:
    pair = Rows(MARK, [("left", ""), ("right", "")])
    writing = asyncio.ensure_future(database.write(pair))
    seen = [len(await names(database)) for _ in range(20)]
    await writing
    assert set(seen) <= {0, 2}


async def test_of_what_was_refused_nothing_is_read_though_nothing_was_written_since(database: Database) -> None:
    with pytest.raises(StorageFailed):
        await database.write(Rows(MARK, [("a", ""), ("a", "")]))
    assert await names(database) == []
    assert await database.look_up(NAMES) == []


async def test_a_database_in_memory_needs_no_file() -> None:
    database = await Database.open(":memory:")
    assert await SqliteStore(database).accept(writes("1"), 1.0)
    await database.close()


async def test_what_follows_at_once_from_a_write_shares_its_commit(database: Database) -> None:
    commits = await counted_commits(database)
    following: list[asyncio.Future[bool]] = []

    def begun() -> None:
        following.append(asyncio.ensure_future(database.write(Rows(MARK, [("b", "")]))))

    await database.write(Rows(MARK, [("a", "")]), begun=begun)
    assert await following[0]
    assert await names(database) == ["a", "b"]
    assert len(commits) == 1


async def test_what_a_failing_read_has_taken_back_is_written_again_and_nothing_twice(database: Database) -> None:
    """SQLite itself rolls back what is open when a statement, though it only reads, meets an error of the disk."""
    following: list[asyncio.Future[object]] = []

    def begun() -> None:
        following.append(asyncio.ensure_future(database.look_up("ROLLBACK")))
        following.append(asyncio.ensure_future(database.write(Rows(MARK, [("b", "")]))))

    assert await database.write(Rows(MARK, [("a", "")]), begun=begun)
    assert await asyncio.gather(*following) == [[], True]
    assert await names(database) == ["a", "b"]


async def test_what_can_wait_shares_the_commit_of_what_cannot(database: Database) -> None:
    commits = await counted_commits(database)
    patient = asyncio.ensure_future(database.write(Rows(MARK, [("a", "")]), can_wait=True))
    await asyncio.sleep(0)
    await database.write(Rows(MARK, [("b", "")]))
    assert patient.done()
    assert len(commits) == 1


async def test_what_can_wait_is_written_though_nothing_else_comes(database: Database) -> None:
    assert await database.write(Rows(MARK, [("a", "")]), can_wait=True)


async def test_a_copy_that_is_kept_after_all_is_begun_as_the_first_would_have_been(database: Database) -> None:
    """The first of its kind could be written, and not once more with the second try that somebody else's row led to."""
    tries = count()

    def once() -> str:
        if next(tries):
            raise ZeroDivisionError
        return ""

    await database.transact(lambda connection: connection.create_function("once", 0, once))
    begun: list[str] = []
    bad: list[asyncio.Future[bool]] = []

    def first_begun() -> None:
        begun.append("first")
        bad.append(asyncio.ensure_future(database.write(Rows(MARK, [("bad", "\ud800")]))))

    kept = "INSERT INTO bookmarks (name, value) VALUES (?, {}) ON CONFLICT DO NOTHING"
    outcomes = await asyncio.gather(
        database.write(claim=Claim(kept.format("once()"), ("a",)), begun=first_begun),
        database.write(claim=Claim(kept.format("''"), ("a",)), begun=lambda: begun.append("copy")),
        return_exceptions=True,
    )
    with pytest.raises(StorageFailed):
        await bad[0]
    assert [type(outcome) for outcome in outcomes] == [StorageFailed, bool]
    assert begun == ["first", "copy"]


async def test_whoever_cannot_begin_stops_neither_the_others_nor_the_writing(database: Database) -> None:
    told: list[str] = []
    asyncio.get_running_loop().set_exception_handler(lambda _loop, context: told.append(context["message"]))
    begun: list[str] = []

    def stumbles() -> None:
        raise ZeroDivisionError

    async with asyncio.timeout(10):
        written = await asyncio.gather(
            database.write(Rows(MARK, [("a", "")]), begun=stumbles),
            database.write(Rows(MARK, [("b", "")]), begun=lambda: begun.append("b")),
            database.write(Rows(MARK, [("c", "\ud800")])),  # which has each of them written alone
            database.write(Rows(MARK, [("d", "")]), begun=stumbles),
            database.write(Rows(MARK, [("e", "")]), begun=lambda: begun.append("e")),
            return_exceptions=True,
        )
        assert await database.write(Rows(MARK, [("later", "")]), begun=lambda: begun.append("later"))
    assert [type(each) for each in written] == [bool, bool, StorageFailed, bool, bool]
    assert begun == ["b", "e", "later"]
    assert len(told) == 2
    assert "found again" in told[0]


async def test_nobody_begins_with_what_was_not_written(database: Database) -> None:
    begun: list[str] = []
    taken = Claim(MARK + " ON CONFLICT DO NOTHING", ("a", ""))
    await database.write(Rows(MARK, [("a", "")]), begun=lambda: begun.append("first"))
    await database.write(claim=taken, begun=lambda: begun.append("lost"))
    with pytest.raises(StorageFailed):
        await database.write(Rows(MARK, [("a", "")]), begun=lambda: begun.append("refused"))
    assert begun == ["first"]
