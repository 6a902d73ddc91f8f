"""An operator backs a shop up, and goes back to it after a bad night."""

import asyncio
import errno
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from storage.database import Database
from storage.order_book import OrderBook
from storage.photo_files import UNFINISHED, PhotoFiles, folder_beside
from storage.unusable import name_of
from tests.cli.terminal import kefu, orders_file, shop
from tests.cli.test_running_kefu import running
from tests.storage.samples import order
from tests.storage.test_photo_store import no_file_larger_than

PHOTO = "a" * 64


def orders_in(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as copy:
        return [number for (number,) in copy.execute("SELECT number FROM orders ORDER BY number")]


def photographed(database: Path) -> None:
    photos = PhotoFiles(folder_beside(database))
    photos.write(PHOTO, b"a cup")
    (photos.folder / f"later{UNFINISHED}").write_bytes(b"half")


def opened_shop(folder: Path) -> Path:
    config = shop(folder)
    assert kefu("orders", "import", orders_file(folder), "--config", config).exit_code == 0
    photographed(folder / "var/kefu.db")
    return config


async def test_a_shop_that_is_open_is_backed_up_through_the_running_kefu(tmp_path: Path) -> None:
    async with running(tmp_path) as open_shop:
        await open_shop.typed("orders", "import", orders_file(tmp_path))
        await asyncio.to_thread(photographed, tmp_path / "var/kefu.db")
        result = await open_shop.typed("backup", tmp_path / "saved")
        assert (result.exit_code, result.stderr) == (0, "")
        assert "1 photographs" in result.stdout
        assert orders_in(tmp_path / "saved/kefu.db") == ["A1001", "A1002"]


async def orders_when_open(path: Path) -> int:
    database = await Database.open(path)
    try:
        return await OrderBook(database).count()
    finally:
        await database.close()


def test_a_shop_goes_back_to_its_backup(tmp_path: Path) -> None:
    config = opened_shop(tmp_path)
    assert kefu("backup", tmp_path / "saved", "--config", config).exit_code == 0
    shutil.rmtree(tmp_path / "var")
    (tmp_path / "saved").rename(tmp_path / "var")

    assert asyncio.run(orders_when_open(tmp_path / "var/kefu.db")) == 2
    photos = PhotoFiles(folder_beside(tmp_path / "var/kefu.db"))
    assert photos.names() == [PHOTO], "what was being written is nobody's photograph"
    assert photos.read(PHOTO) == b"a cup"


async def crashed(config: Path) -> None:
    """Leave the database as a power cut leaves it: a file, and a log that it does not hold yet."""
    path, cut = config.parent / "var/kefu.db", config.parent / "cut"
    database = await Database.open(path)
    await OrderBook(database).import_orders([order(f"A2{number:03}") for number in range(200)])
    shutil.copytree(path.parent, cut)
    await database.close()
    assert (cut / "kefu.db-wal").stat().st_size
    shutil.rmtree(path.parent)
    cut.rename(path.parent)


def test_a_crash_after_the_backup_does_not_come_back_with_it(tmp_path: Path) -> None:
    config = opened_shop(tmp_path)
    assert kefu("backup", tmp_path / "saved", "--config", config).exit_code == 0
    asyncio.run(crashed(config))
    shutil.copy(tmp_path / "saved/kefu.db", tmp_path / "var/kefu.db")
    assert asyncio.run(orders_when_open(tmp_path / "var/kefu.db")) == 2


def test_what_was_durable_before_a_crash_is_not_taken_for_another_file_s(tmp_path: Path) -> None:
    config = opened_shop(tmp_path)
    asyncio.run(crashed(config))
    assert asyncio.run(orders_when_open(tmp_path / "var/kefu.db")) == 202


def test_a_file_that_was_copied_without_its_log_is_told_of(tmp_path: Path) -> None:
    config = opened_shop(tmp_path)
    asyncio.run(crashed(config))
    (tmp_path / "var/kefu.db-wal").unlink()
    first, second = (kefu("outbox", "list", "--config", config) for _ in range(2))
    assert first.stderr.startswith(f"warning: {tmp_path / 'var/kefu.db'}: it was not closed in order, and the log ")
    assert (first.exit_code, second.exit_code, second.stderr) == (0, 0, "")


@pytest.mark.parametrize("left", ["closed", "crashed", "put back", "new"])
def test_no_log_is_missed_where_there_need_not_be_one(left: str, tmp_path: Path) -> None:
    config = opened_shop(tmp_path)
    if left == "crashed":
        asyncio.run(crashed(config))
    elif left == "put back":
        assert kefu("backup", tmp_path / "saved", "--config", config).exit_code == 0
        asyncio.run(crashed(config))
        shutil.copy(tmp_path / "saved/kefu.db", tmp_path / "var/kefu.db")
    elif left == "new":
        shutil.rmtree(tmp_path / "var")
    result = kefu("outbox", "list", "--config", config)
    assert (result.exit_code, result.stderr) == (0, "")


def test_a_file_that_is_damaged_without_its_log_is_not_gone_on_with(tmp_path: Path) -> None:
    config, path = opened_shop(tmp_path), tmp_path / "var/kefu.db"
    asyncio.run(crashed(config))
    (tmp_path / "var/kefu.db-wal").unlink()
    whole = path.read_bytes()
    half = len(whole) // 8192 * 4096
    path.write_bytes(whole[:half] + bytes(4096) * (len(whole) // 4096 - half // 4096))
    result = kefu("outbox", "list", "--config", config)
    assert result.exit_code == 3
    assert "put that beside it, or put back what `kefu backup` made" in result.stderr


def test_a_backup_is_there_after_a_power_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config, saved = opened_shop(tmp_path), tmp_path / "saved"
    flush, flushed = os.fsync, []

    def notes(descriptor: int) -> None:
        flushed.append((os.fstat(descriptor).st_ino, saved.exists()))
        flush(descriptor)

    monkeypatch.setattr("os.fsync", notes)
    assert kefu("backup", saved, "--config", config).exit_code == 0
    written = [path.stat().st_ino for path in (saved, *saved.rglob("*"))]
    assert {(each, False) for each in written} <= set(flushed), (
        "all that is in it is on the disk before it has its name"
    )
    assert flushed[-1] == (tmp_path.stat().st_ino, True), "and then its name is, too"


def test_a_backup_of_before_is_never_written_over(tmp_path: Path) -> None:
    config = opened_shop(tmp_path)
    (tmp_path / "saved").mkdir()
    (tmp_path / "saved/kefu.db").write_text("yesterday")
    result = kefu("backup", tmp_path / "saved", "--config", config)
    assert result.exit_code == 1
    assert "is there already; name a new folder" in result.stderr
    assert (tmp_path / "saved/kefu.db").read_text() == "yesterday"


def test_what_is_left_of_a_backup_that_was_cut_off_is_named(tmp_path: Path) -> None:
    config = opened_shop(tmp_path)
    (half := tmp_path / "yesterday.x1.part").mkdir()
    (half / "kefu.db").touch()
    (tmp_path / "book.part").mkdir()
    result = kefu("backup", tmp_path / "saved", "--config", config)
    assert result.exit_code == 0
    assert result.stderr == (
        f"{half} is half of a backup that was cut off: delete it, unless it is being written right now\n"
    )


def test_a_disk_that_fills_up_amid_a_backup_is_named_and_nothing_is_left(tmp_path: Path) -> None:
    config, large = opened_shop(tmp_path), 4_000_000
    PhotoFiles(folder_beside(tmp_path / "var/kefu.db")).write("b" * 64, bytes(large))
    before = sorted(path.name for path in tmp_path.iterdir())
    with no_file_larger_than(large - 1):
        result = kefu("backup", tmp_path / "saved", "--config", config)
    said = f"cannot write {tmp_path}/saved: File too large; make room there, or name a place on another disk\n"
    assert (result.exit_code, result.stderr) == (3, said)
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_a_photograph_that_cannot_be_read_is_named_and_not_the_backup(tmp_path: Path) -> None:
    config = opened_shop(tmp_path)
    photo = folder_beside(tmp_path / "var/kefu.db") / ("c" * 64)
    photo.mkdir()
    result = kefu("backup", tmp_path / "saved", "--config", config)
    assert (result.exit_code, result.stderr) == (3, f"Is a directory: {photo}\n")
    assert not [*tmp_path.glob("saved*")]


def test_a_backup_into_a_folder_that_is_not_there_says_so(tmp_path: Path) -> None:
    config = shop(tmp_path)
    assert kefu("orders", "import", orders_file(tmp_path), "--config", config).exit_code == 0
    result = kefu("backup", tmp_path / "disk/today", "--config", config)
    assert (result.exit_code, result.stderr) == (3, f"there is no folder {tmp_path}/disk; is its disk there?\n")


def test_an_empty_folder_may_be_waiting_for_it(tmp_path: Path) -> None:
    config = opened_shop(tmp_path)
    (tmp_path / "saved").mkdir()
    assert kefu("backup", tmp_path / "saved", "--config", config).exit_code == 0
    assert orders_in(tmp_path / "saved/kefu.db") == ["A1001", "A1002"]


@pytest.mark.parametrize(
    ("breaks", "said"),
    [
        (lambda folder: (folder / "var/kefu.db").unlink(), "there is no database yet"),
        (lambda folder: (folder / "var/kefu.db").write_bytes(b"not a database" * 100), "cannot be used"),
    ],
)
def test_what_cannot_be_copied_leaves_nothing_that_looks_like_a_backup(
    tmp_path: Path, breaks: Callable[[Path], object], said: str
) -> None:
    config = opened_shop(tmp_path)
    breaks(tmp_path)
    before = sorted(path.name for path in tmp_path.iterdir())
    result = kefu("backup", tmp_path / "saved", "--config", config)
    assert result.exit_code != 0
    assert said in result.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == before


async def test_a_running_kefu_that_cannot_write_there_says_why(tmp_path: Path) -> None:
    async with running(tmp_path) as open_shop:
        await open_shop.typed("orders", "import", orders_file(tmp_path))
        result = await open_shop.typed("backup", tmp_path / "no/such/disk")
        assert result.exit_code == 3
        assert f"there is no folder {tmp_path}/no/such" in result.stderr


async def test_whoever_is_not_the_user_that_kefu_runs_as_is_told_who_is(tmp_path: Path) -> None:
    """The folder is root's after `sudo kefu backup`, and the running kefu is asked to write into it."""

    async def refused(target: Path) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(target))

    async with running(tmp_path, back_up=refused) as open_shop:
        await open_shop.typed("orders", "import", orders_file(tmp_path))
        result = await open_shop.typed("backup", tmp_path / "saved")
    user = name_of(os.geteuid())
    assert (result.exit_code, result.stderr.count("\n")) == (3, 1)
    assert f"kefu runs as {user} and may not write there: type this as {user}, too" in result.stderr
    assert not (tmp_path / "saved").exists()


def test_a_place_where_nothing_can_be_made_is_named_as_it_was_typed(tmp_path: Path) -> None:
    config = opened_shop(tmp_path)
    result = kefu("backup", "/proc/saved", "--config", config)
    assert (result.exit_code, result.stderr) == (3, "cannot write in /proc: No such file or directory\n")
