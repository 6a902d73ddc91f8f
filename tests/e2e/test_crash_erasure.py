"""kefu is killed (SIGKILL) while it erases somebody: they are there whole, or gone for good at the next start."""

import asyncio
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest

from bots.control.address import socket_beside
from bots.control.client import Control, NotReachable
from storage.database import Database
from storage.photo_files import folder_beside
from storage.photo_store import PhotoStore
from storage.photos import Photo
from tests.e2e.crash.apps import App, Apps
from tests.e2e.crash.people import reads
from tests.e2e.crash.stage import SEED, Stage, copied, set_up, troubles
from tests.e2e.doom import OF_ERASURES, Doom
from tests.e2e.program import PATIENCE, Zygote, listens, nothing_waits

PEOPLE = 24
LONGEST = 0.2
"""Seconds: longer than an erasure takes."""
COMMAND = "kefu contacts erase"
FIRST = 918_273_000
"""The first account's number. No time in any row has such digits: a shorter one was found in 1795461023.5."""
GLANCE = 0.01


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Whatever they said, and their photograph, says who they are."""

    app: App
    name: str

    @property
    def words(self) -> str:
        return f"我住在{self.name}"

    @property
    def picture(self) -> Photo:
        data = self.words.encode() * 100
        return Photo(id=sha256(data).hexdigest(), mime="image/jpeg", width=1, height=1, data=data)

    async def talks(self) -> None:
        while not await self.app.say(self.words):
            pass
        await reads(self.app.screen, "", 0)


def street(stage: Stage) -> list[Neighbour]:
    apps = Apps(stage.platforms)
    channels = (stage.dice.choice(("telegram", "slack", "wechat")) for _ in range(PEOPLE))
    return [Neighbour(apps.of(channel, FIRST + at), f"柳树街{1000 + at}号") for at, channel in enumerate(channels)]


async def is_lived_in(mother: Zygote, stage: Stage, people: list[Neighbour]) -> None:
    life = await mother.bear()
    assert await listens(stage.port, life)
    await asyncio.gather(*(each.talks() for each in people))
    await nothing_waits(stage.port)
    life.stop()
    assert await life.dead == 0
    database = await Database.open(stage.database)
    photos = PhotoStore(database, folder_beside(stage.database))
    for each in people:
        await photos.keep(each.picture, each.app.identity, stage.platforms.telegram.world.clock())
    await database.close()


async def killed_over(neighbour: Neighbour, mother: Zygote, stage: Stage) -> bool:
    """Whether whoever typed the command has read the receipt."""
    doom = Doom(stage.dice.choice(OF_ERASURES), 1) if stage.dice.random() < 0.5 else None
    life = await mother.bear(doom)
    if not await listens(stage.port, life):
        assert await life.dead == -9, "it died over what the one before had left in the files"
        return False
    erasing = asyncio.create_task(erased(neighbour, stage))
    await asyncio.wait([life.dead], timeout=PATIENCE if doom else stage.dice.uniform(0, LONGEST))
    life.kill()
    assert await life.dead == -9
    return await erasing


async def erased(neighbour: Neighbour, stage: Stage) -> bool:
    try:
        erasure = await Control(socket_beside(stage.database), print).erase(
            neighbour.app.identity, force=True, command=COMMAND
        )
    except NotReachable:
        return False
    return erasure.erased is not None


def kept_of(neighbour: Neighbour, database: Path) -> set[str]:
    """The tables in which something is kept about them."""
    with closing(sqlite3.connect(database)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        about = (neighbour.name, neighbour.app.identity.account_id, neighbour.picture.id)
        return {
            table
            for table in tables
            for row in connection.execute(f"SELECT * FROM {table}")  # noqa: S608 - kefu's own names
            if any(text in str(value) for value in row for text in about)
        }


def receipts(database: Path) -> int:
    with closing(sqlite3.connect(database)) as connection:
        ((count,),) = connection.execute("SELECT count(*) FROM erasures").fetchall()
        return int(count)


def left_in_files(neighbour: Neighbour, folder: Path) -> Iterator[str]:
    for path in folder.rglob("*"):
        if path.name == neighbour.picture.id or (path.is_file() and neighbour.name.encode() in path.read_bytes()):
            yield path.name


async def gone_at_the_next_start(neighbour: Neighbour, mother: Zygote, stage: Stage) -> None:
    life = await mother.bear()
    assert await listens(stage.port, life)
    async with asyncio.timeout(PATIENCE):
        while [*left_in_files(neighbour, stage.folder)]:  # noqa: ASYNC110 - a folder is silent
            await asyncio.sleep(GLANCE)
    life.kill()
    await life.dead


@pytest.mark.crash
@pytest.mark.timeout(900)
async def test_whoever_is_erased_is_there_whole_or_gone_for_good_whenever_kefu_is_killed(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    stayed: list[Neighbour] = []
    async with set_up(tmp_path) as stage, stage.mother() as mother:
        people = street(stage)
        await is_lived_in(mother, stage, people)
        for at, each in enumerate(people):
            before = kept_of(each, copied(stage.database, tmp_path / "copy"))
            assert {"messages", "identities", "photos"} <= before
            has_receipt = await killed_over(each, mother, stage)
            copy = copied(stage.database, tmp_path / "copy")
            left, written = kept_of(each, copy), receipts(copy)
            shutil.rmtree(copy.parent)
            assert left in (set(), before), f"{each.name} is half there: {left} of {before}"
            assert written == at + 1 - len(stayed) - bool(left), "each receipt is one's who is gone"
            assert not (has_receipt and left), "who was told of a receipt is told the truth"
            if left:
                stayed.append(each)
            else:
                await gone_at_the_next_start(each, mother, stage)
        await go_after_all(stayed, mother, stage)
    assert not [name for each in people for name in left_in_files(each, tmp_path)]
    gone = PEOPLE - len(stayed)
    record_property("summary", f"crash test of erasures: {PEOPLE} kills, {gone} gone by then (seed {SEED})")
    assert gone, "no kill came after an erasure was written down"
    assert not troubles(stage.log), "\n".join(troubles(stage.log))


async def go_after_all(stayed: list[Neighbour], mother: Zygote, stage: Stage) -> None:
    life = await mother.bear()
    assert await listens(stage.port, life)
    for each in stayed:
        assert await erased(each, stage)
    life.stop()
    assert await life.dead == 0
