"""Photographs lie beside the database, whole or not at all, as long as somebody needs them."""

import asyncio
import resource
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from storage.database import Database
from storage.errors import StorageFailed
from storage.inbound import Identity
from storage.photo_files import PhotoFiles, folder_beside
from storage.photo_store import KEEP, SWEPT, PhotoStore
from storage.photos import Photo
from storage.returns import Rma, RmaStatus
from tests.storage.conftest import OpenDatabase
from tests.storage.linking import LIN_ON_WECHAT, Linking
from tests.storage.returning import Shop, moved, opening
from tests.storage.samples import LIN

MEI = Identity("slack", "U7")
ID = "a" * 64
SLIT = Photo(id=ID, mime="image/jpeg", width=40, height=30, data=b"a slit in the seam")
NEVER = 0.0


class Album:
    """The store, its folder, and the shop whose requests name photographs."""

    def __init__(self, database: Database, path: Path) -> None:
        self.database = database
        self.folder = folder_beside(path / "kefu.db")
        self.store = PhotoStore(database, self.folder)
        self.shop = Shop(database)

    @property
    def files(self) -> list[str]:
        return sorted(path.name for path in self.folder.iterdir()) if self.folder.exists() else []

    async def opens_with(self, *photos: str) -> Rma:
        change = opening(self.shop.returns.next_number(), photos=photos)
        await self.shop.turns(change)
        return change.rma


@contextmanager
def no_file_larger_than(size: int) -> Iterator[None]:
    """As on a disk that is full: some bytes are taken, and then no more."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.fixture
def album(database: Database, tmp_path: Path) -> Album:
    return Album(database, tmp_path)


async def test_a_photograph_is_read_as_it_was_kept_also_after_a_restart(
    open_database: OpenDatabase, tmp_path: Path
) -> None:
    await Album(await open_database(), tmp_path).store.keep(SLIT, LIN, 1.0)
    assert await Album(await open_database(), tmp_path).store.read(ID) == SLIT


async def test_only_the_owner_of_the_files_may_look(album: Album) -> None:
    await album.store.keep(SLIT, LIN, 1.0)
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (album.folder.parent, album.folder, album.folder / ID)]
    assert modes == [0o700, 0o700, 0o600]


async def test_the_same_picture_is_one_file_however_often_and_whoever_sends_it(album: Album) -> None:
    await album.store.keep(SLIT, LIN, 1.0)
    await album.store.keep(SLIT, LIN, 2.0)
    assert await album.store.has_again(ID, MEI, 3.0)
    assert album.files == [ID]
    assert await album.database.read("SELECT channel, kept_at FROM photos ORDER BY kept_at") == [
        ("telegram", 2.0),
        ("slack", 3.0),
    ]


@pytest.mark.parametrize("strange", ["", "..", "../kefu.db", "b" * 64, "A" * 64, f"{ID}.jpg"])
async def test_what_is_not_kept_cannot_be_read(album: Album, strange: str) -> None:
    await album.store.keep(SLIT, LIN, 1.0)
    assert await album.store.read(strange) is None
    assert not await album.store.has_again(strange, LIN, 1.0)


async def test_a_file_that_somebody_removed_is_told_as_gone_and_can_be_sent_again(album: Album) -> None:
    await album.store.keep(SLIT, LIN, 1.0)
    (album.folder / ID).unlink()
    assert await album.store.read(ID) is None
    assert not await album.store.has_again(ID, LIN, 2.0)
    await album.store.keep(SLIT, LIN, 2.0)
    assert await album.store.read(ID) == SLIT


async def test_one_that_no_request_names_goes_after_its_time_and_the_named_one_stays(album: Album) -> None:
    unnamed = replace(SLIT, id="b" * 64)
    await album.store.keep(SLIT, LIN, 1.0)
    await album.store.keep(unnamed, LIN, 1.0)
    await album.opens_with(ID)
    assert await album.store.sweep(NEVER, 1.0) == 0, "it is not old enough"
    assert await album.store.sweep(NEVER, 2.0) == 1
    assert await album.store.sweep(NEVER, 2.0) == 0
    assert album.files == [ID]
    assert await album.store.read(unnamed.id) is None


async def test_a_request_names_only_its_own_customers_photographs(album: Album) -> None:
    await album.store.keep(SLIT, LIN, 1.0)
    await album.store.keep(SLIT, MEI, 1.0)
    await album.opens_with(ID)
    assert await album.store.sweep(NEVER, 2.0) == 1
    assert await album.store.read(ID) == SLIT, "the other customer's request still shows it"


async def test_what_was_sent_on_one_account_and_confirmed_on_another_that_is_linked_stays(album: Album) -> None:
    await Linking(album.database).linked(LIN_ON_WECHAT, LIN)
    await album.store.keep(SLIT, LIN_ON_WECHAT, 1.0)
    await album.opens_with(ID)
    assert await album.store.sweep(NEVER, 2.0) == 0
    assert await album.store.read(ID) == SLIT


async def test_named_or_not_it_goes_when_what_was_said_goes(album: Album) -> None:
    await album.store.keep(SLIT, LIN, 1.0)
    await album.opens_with(ID)
    await album.store.sweep(NEVER, 2.0)
    assert await album.store.sweep(2.0, NEVER) == 1
    assert (await album.store.read(ID), album.files) == (None, [])


async def test_it_goes_when_the_shop_forgets_who_asked_and_those_of_other_requests_stay(album: Album) -> None:
    other = replace(SLIT, id="b" * 64)
    for photo in (SLIT, other):
        await album.store.keep(photo, LIN, 1.0)
    ended = await album.opens_with(ID)
    await album.opens_with(other.id)
    await album.store.sweep(NEVER, 2.0)
    await album.shop.turns(moved(ended, RmaStatus.DECLINED, at=5.0))
    await album.shop.store.purge(NEVER, NEVER, 6.0)
    assert await album.store.sweep(NEVER, 6.0) == 1
    assert album.files == [other.id]


async def test_sent_again_it_is_kept_as_if_it_were_new(album: Album) -> None:
    await album.store.keep(SLIT, LIN, 1.0)
    await album.store.has_again(ID, LIN, 5.0)
    assert await album.store.sweep(2.0, 2.0) == 0


async def test_however_many_have_gone_old_all_of_them_go(album: Album) -> None:
    many = [(f"{number:064x}", "telegram", "lin", "image/jpeg", 1, 1, 1, 1.0) for number in range(2 * SWEPT + 1)]

    def kept_long_ago(connection: sqlite3.Connection) -> None:
        connection.executemany(KEEP, many)

    await album.database.transact(kept_long_ago)
    assert await album.store.sweep(NEVER, 2.0) == len(many)


async def test_a_kill_between_the_file_and_its_row_leaves_nothing_for_long(album: Album) -> None:
    files = PhotoFiles(album.folder)
    files.write(ID, b"complete, but nobody knows of it")
    (album.folder / "tmpabc.part").write_bytes(b"half of")
    (album.folder / "readme.txt").write_text("somebody else's")
    kept = replace(SLIT, id="b" * 64)
    await album.store.keep(kept, LIN, 1.0)
    assert await album.store.read(ID) is None
    await album.store.sweep(NEVER, NEVER)
    assert album.files == [kept.id, "readme.txt"]


async def test_a_kill_between_the_row_and_its_file_leaves_nothing_either(album: Album) -> None:
    await album.store.keep(SLIT, LIN, 1.0)
    await album.database.transact(lambda connection: connection.execute("DELETE FROM photos"))
    await album.store.sweep(NEVER, NEVER)
    assert album.files == []


async def test_two_databases_side_by_side_leave_each_others_files_alone(tmp_path: Path) -> None:
    albums = []
    for name in ("one", "two"):
        database = await Database.open(tmp_path / f"{name}.db")
        albums.append((database, PhotoStore(database, folder_beside(tmp_path / f"{name}.db"))))
    await albums[0][1].keep(SLIT, LIN, 1.0)
    await albums[1][1].sweep(NEVER, NEVER)
    assert await albums[0][1].read(ID) == SLIT
    for database, _ in albums:
        await database.close()


async def test_a_full_disk_leaves_nothing_half_written_and_works_again_when_there_is_room(album: Album) -> None:
    large = replace(SLIT, data=bytes(100_000))
    with no_file_larger_than(50_000), pytest.raises(StorageFailed, match="see the disk's space"):
        await album.store.keep(large, LIN, 1.0)
    assert (album.files, await album.store.read(ID)) == ([], None)
    await album.store.keep(large, LIN, 1.0)
    assert await album.store.read(ID) == large


async def test_many_at_once_are_all_kept_while_the_sweep_goes_on(album: Album) -> None:
    photos = [replace(SLIT, id=f"{number:064x}", data=bytes([number])) for number in range(20)]
    await asyncio.gather(
        *(album.store.keep(photo, LIN, 1.0) for photo in photos), *(album.store.sweep(NEVER, NEVER) for _ in range(5))
    )
    assert [await album.store.read(photo.id) for photo in photos] == photos
