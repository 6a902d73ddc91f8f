"""A backup, or somebody's data, is being written beside a live kefu when the one, the other or both are killed."""

import asyncio
import sqlite3
import sys
import time
import zipfile
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest

from storage.database import Database
from storage.inbound import Identity
from storage.order_book import OrderBook
from storage.photo_files import PhotoFiles, folder_beside
from storage.photo_store import PhotoStore
from storage.photos import Photo
from tests.e2e.crash import verdict
from tests.e2e.crash.apps import Apps
from tests.e2e.crash.chronicle import Chronicle
from tests.e2e.crash.fate import last_words
from tests.e2e.crash.people import Town, reads
from tests.e2e.crash.records import read_records
from tests.e2e.crash.stage import SEED, Stage, set_up, troubles
from tests.e2e.program import PATIENCE, ROOT, Life, Zygote, listens
from tests.e2e.test_crash import left_in_peace, order, prove_orders

KILLS = 6
MANY = 4000
"""Orders, so that a copy takes its time."""
PHOTOS = 60
GLANCE = 0.001
LONGEST = {"backup": 0.4, "export": 0.3}
"""Seconds: longer than they take once their `.part` is there."""
ALBUM = Identity("telegram", "1000")
"""Whose data is exported: the first who asks."""
HALF = " is half of "
"""As the next command says of what one that was killed has left."""


@dataclass(frozen=True, slots=True)
class Copying:
    command: str
    words: tuple[str, ...]
    suffix: str
    is_whole: Callable[[Path], bool]

    def target(self, folder: Path, number: int) -> Path:
        return folder / f"{self.command}-{number}{self.suffix}"

    async def typed(self, stage: Stage, out: Path) -> Process:
        words = [each.format(out=out) for each in self.words]
        environment = {"KEFU_DATABASE": f"sqlite:///{stage.database}", "PATH": "/usr/bin:/bin"}
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bots", *words, "--config", str(stage.folder / "kefu.yaml")),
            cwd=ROOT,
            env=environment,
            stdout=DEVNULL,
            stderr=PIPE,
        )


def is_whole_backup(target: Path) -> bool:
    with closing(sqlite3.connect(f"{(target / 'kefu.db').as_uri()}?immutable=1", uri=True)) as copy:
        ((found,),) = copy.execute("PRAGMA integrity_check").fetchall()
        ((orders,),) = copy.execute("SELECT count(*) FROM orders").fetchall()
        known = {photo for (photo,) in copy.execute("SELECT id FROM photos")}
    kept = {*PhotoFiles(folder_beside(target / "kefu.db")).finished()}
    beside = {path.name for path in target.iterdir()} - {"kefu.db", "photos"}
    return (found, orders >= MANY, len(kept), beside) == ("ok", True, PHOTOS, set()) and known <= kept


def is_whole_export(target: Path) -> bool:
    with zipfile.ZipFile(target) as archive:
        return archive.testzip() is None and len(archive.namelist()) == PHOTOS + 2


COPYINGS = (
    Copying("backup", ("backup", "{out}"), "", is_whole_backup),
    Copying("export", ("contacts", "export", str(ALBUM), "--out", "{out}"), ".zip", is_whole_export),
)


async def filled(stage: Stage) -> None:
    now = time.time()
    database = await Database.open(stage.database)
    await OrderBook(database).import_orders([order(f"F{number:05}", now) for number in range(MANY)])
    photos = PhotoStore(database, folder_beside(stage.database))
    for _ in range(PHOTOS):
        data = stage.dice.randbytes(50_000)
        photo = Photo(id=sha256(data).hexdigest(), mime="image/jpeg", width=1, height=1, data=data)
        await photos.keep(photo, ALBUM, now)
    await database.close()


def halves(folder: Path) -> set[Path]:
    return {path for path in folder.glob("*.part") if path.is_file() or any(path.iterdir())}


async def begun(process: Process, folder: Path, before: set[Path]) -> None:
    """Until it writes, or has ended."""
    while process.returncode is None and not halves(folder) - before:  # noqa: ASYNC110 - a folder is silent
        await asyncio.sleep(GLANCE)


async def cut_off(copying: Copying, number: int, stage: Stage, life: Life, folder: Path) -> None:
    """Kill kefu, the command or both while it writes; then look what is there."""
    before, target = halves(folder), copying.target(folder, number)
    process = await copying.typed(stage, target)
    await begun(process, folder, before)
    await asyncio.sleep(stage.dice.uniform(0, LONGEST[copying.command]))
    killed = stage.dice.choice(("kefu", "command", "both"))
    if killed != "kefu" and process.returncode is None:
        process.kill()
    if killed != "command":
        life.kill()
        await life.dead
    async with asyncio.timeout(PATIENCE):
        _, said = await process.communicate()
    assert not target.exists() or copying.is_whole(target), f"{target.name} looks whole and is not"
    assert process.returncode != 0 or target.exists(), said.decode()
    if process.returncode != -9:
        assert process.returncode in (0, 3), said.decode()
        assert halves(folder) == before, "who is not killed leaves nothing behind"
    if process.returncode == 0:
        assert before == {Path(line.partition(HALF)[0]) for line in said.decode().splitlines() if HALF in line}


@pytest.mark.crash
@pytest.mark.timeout(900)
@pytest.mark.parametrize("copying", COPYINGS, ids=lambda copying: copying.command)
async def test_a_copy_is_there_whole_or_not_at_all_whatever_is_killed_beside_it(
    copying: Copying, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    folder, shop = tmp_path / "copies", tmp_path / "shop"
    folder.mkdir()
    shop.mkdir()
    (shop / "desk.yaml").write_text("newcomers: {most: 0}\n", "utf-8")  # they come and come
    async with set_up(shop) as stage:
        town = Town(Apps(stage.platforms), stage.platforms.forum, stage.platforms.forum.agent(77, "小王"), stage.dice)
        town.settle({"telegram": 1, "slack": 1}, orders=120)
        await prove_orders(stage.database, town.askers)
        await filled(stage)
        chronicle = Chronicle()
        async with stage.mother() as mother, asyncio.TaskGroup() as tasks:
            people = tasks.create_task(town.live(visitors=0))
            await everybody_is_known(mother, stage, town)
            for number in range(KILLS):
                await one_round(copying, number, mother, stage, folder)
                await last_words()
                chronicle.died(town.screens())
            await undisturbed(copying, mother, stage, folder)
            chronicle.died(town.screens())
            await left_in_peace(mother, stage.port, town, people)
    reached = verdict.Verdict(town, chronicle, read_records(stage.database))
    reached.reach()
    whole = len([path for path in folder.iterdir() if not path.name.endswith(".part")])
    summary = (
        f"crash test of {copying.command}: {KILLS} kills, {whole} whole, {len(halves(folder))} cut off (seed {SEED})"
    )
    record_property("summary", summary)
    assert not reached.wrong, "\n".join(reached.wrong)
    assert not troubles(stage.log), "\n".join(troubles(stage.log))


async def everybody_is_known(mother: Zygote, stage: Stage, town: Town) -> None:
    life = await mother.bear()
    assert await listens(stage.port, life)
    for asker in town.askers:
        await reads(asker.app.screen, "订单", 0)
    life.stop()
    assert await life.dead == 0


async def one_round(copying: Copying, number: int, mother: Zygote, stage: Stage, folder: Path) -> None:
    life = await mother.bear()
    assert await listens(stage.port, life)
    await cut_off(copying, number, stage, life, folder)
    life.kill()
    assert await life.dead == -9


async def undisturbed(copying: Copying, mother: Zygote, stage: Stage, folder: Path) -> None:
    """After all those that were cut off, one that has its time: kefu is killed only when it is done."""
    life = await mother.bear()
    assert await listens(stage.port, life)
    target = copying.target(folder, KILLS)
    process = await copying.typed(stage, target)
    async with asyncio.timeout(PATIENCE):
        _, said = await process.communicate()
    assert process.returncode == 0, said.decode()
    assert copying.is_whole(target)
    life.kill()
    assert await life.dead == -9
    await last_words()
