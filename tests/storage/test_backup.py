"""A shop that never closes is backed up while it talks."""

import asyncio
import gc
import os
import stat
from pathlib import Path

import pytest

from storage.database import Database, Rows
from storage.errors import StorageFailed

MARK = "INSERT INTO bookmarks (name, value) VALUES (?, ?)"
NAMES = "SELECT name FROM bookmarks ORDER BY name"
PAGE = "x" * 4000


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


async def names(path: Path) -> list[str]:
    database = await Database.open(path)
    try:
        return [name for (name,) in await database.read(NAMES)]
    finally:
        await database.close()


async def test_a_backup_is_one_file_for_its_owner_and_opens_as_a_database(database: Database, tmp_path: Path) -> None:
    await database.write(Rows(MARK, [("a", "1"), ("b", "2")]))
    await database.back_up(tmp_path / "copy.db")
    assert files(tmp_path) == ["copy.db", "var"]
    assert stat.S_IMODE((tmp_path / "copy.db").stat().st_mode) == 0o600
    assert await names(tmp_path / "copy.db") == ["a", "b"]


async def test_what_was_written_before_is_in_it_and_the_chats_go_on_meanwhile(
    database: Database, tmp_path: Path
) -> None:
    await database.write(Rows(MARK, [(f"old-{number:04}", PAGE) for number in range(2000)]))
    backup = asyncio.create_task(database.back_up(tmp_path / "copy.db"))
    written = 0
    while not backup.done():
        await database.write(Rows(MARK, [(f"new-{written:04}", PAGE)]))
        written += 1
    await backup
    kept = await names(tmp_path / "copy.db")
    assert [name for name in kept if name.startswith("old-")] == [f"old-{number:04}" for number in range(2000)]
    new = [name for name in kept if name.startswith("new-")]
    assert written > 10
    assert new == [f"new-{number:04}" for number in range(len(new))], "a moment, not a mixture of moments"


async def test_nothing_that_is_there_is_written_over(database: Database, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("mine")
    with pytest.raises(FileExistsError):
        await database.back_up(tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_text() == "mine"


async def test_a_copy_that_is_not_sound_is_no_backup(database: Database, tmp_path: Path) -> None:
    await database.write(Rows(MARK, [(f"{number:04}", PAGE) for number in range(200)]))
    await database.close()
    path = tmp_path / "var" / "kefu.db"
    with path.open("r+b") as file:
        file.seek(-4096 * 8, os.SEEK_END)
        file.write(b"\xff" * 4096 * 4)
    damaged = await Database.open(path)
    try:
        with pytest.raises(StorageFailed, match="not sound"):
            await damaged.back_up(tmp_path / "copy.db")
    finally:
        await damaged.close()


async def test_a_kefu_that_stops_meanwhile_leaves_no_backup_that_looks_whole(
    database: Database, tmp_path: Path
) -> None:
    await database.write(Rows(MARK, [(f"{number:04}", PAGE) for number in range(2000)]))
    backup = asyncio.create_task(database.back_up(tmp_path / "copy.db"))
    await asyncio.sleep(0.01)
    await database.close()
    with pytest.raises(StorageFailed, match="closed before its copy was whole"):
        await backup


async def test_a_backup_that_is_given_up_leaves_the_file_to_the_chats(database: Database, tmp_path: Path) -> None:
    await database.write(Rows(MARK, [(f"{number:04}", PAGE) for number in range(4000)]))
    backup = asyncio.create_task(database.back_up(tmp_path / "copy.db"))
    await asyncio.sleep(0.01)
    backup.cancel()
    with pytest.raises(asyncio.CancelledError):
        await backup
    size = (tmp_path / "copy.db").stat().st_size
    await database.write(Rows(MARK, [("last", PAGE)]))
    await asyncio.sleep(0.05)
    assert (tmp_path / "copy.db").stat().st_size == size, "nothing is copied any more"


async def test_whoever_gives_a_backup_up_reads_of_no_error(database: Database, tmp_path: Path) -> None:
    told: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: told.append(context["message"]))
    await database.write(Rows(MARK, [(f"{number:04}", PAGE) for number in range(4000)]))
    backup = asyncio.create_task(database.back_up(tmp_path / "copy.db"))
    await asyncio.sleep(0.01)
    backup.cancel()
    await asyncio.wait([backup])
    assert backup.cancelled()
    del backup
    gc.collect()  # it is then that asyncio tells of errors that nobody has looked at
    assert told == []
