"""`kefu campaigns`: beside a running kefu and without one, for people and for programs."""

import asyncio
import json
from pathlib import Path

from storage.campaigns import Stopped, TargetStatus
from storage.database import Database
from storage.inbound import Identity
from tests.cli.terminal import kefu, shop
from tests.cli.test_running_kefu import running
from tests.storage.campaigning import NOW, Shop

DAY = 86_400.0
STANDING = {
    "campaign": "nps",
    "status": "stopped",
    "started_at": NOW,
    "ends_at": NOW + DAY,
    "done_at": None,
    "total": 3,
    "waiting": 1,
    "asked": 1,
    "answered": 0,
    "undelivered": 0,
    "unsendable": 0,
    "skipped": {"lately": 1},
}


async def half_done(database: Database) -> None:
    """Of three one was asked, one was left out, and then it was stopped."""
    known = Shop(database)
    await known.crowd(3)
    run = await known.begins(at=NOW, ends_at=NOW + DAY)
    await known.gathered(run)
    await known.settles(run, Identity("telegram", "u0"), TargetStatus.ASKED)
    await known.settles(run, Identity("telegram", "u1"), TargetStatus.SKIPPED, "lately")
    await known.changes(Stopped(run_id=run.id, by="slack:U1"))


async def test_beside_a_running_kefu_it_tells_how_far_they_are_and_names_nobody(tmp_path: Path) -> None:
    async with running(tmp_path) as beside:
        assert (await beside.typed("campaigns")).stdout == "No campaign has run yet.\n"
        await half_done(beside.database)
        table = (await beside.typed("campaigns")).stdout
        assert "lately 1" in table
        assert table.splitlines()[1].split()[:2] == ["nps", "stopped"]
        assert "u0" not in table
        assert json.loads((await beside.typed("campaigns", "--json")).stdout) == STANDING


def test_a_stopped_kefu_tells_the_same(tmp_path: Path) -> None:
    async def written() -> None:
        database = await Database.open(tmp_path / "var/kefu.db")
        await half_done(database)
        await database.close()

    config = shop(tmp_path)
    asyncio.run(written())
    assert json.loads(kefu("campaigns", "--json", "--config", config).stdout) == STANDING
    told = kefu("campaigns", "--config", config, LC_ALL="zh_CN.UTF-8").stdout.split()
    assert told[:9] == ["活动", "状态", "开始", "截止", "已询问", "总人数", "已回答", "等待中", "跳过"]
