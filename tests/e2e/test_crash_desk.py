"""kefu is killed (SIGKILL) while conversations are claimed, handed on, put to sleep and let go."""

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from storage.database import Database
from storage.sqlite.floor import SqliteFloor
from tests.e2e.crash.apps import Apps
from tests.e2e.crash.fate import drawn, fulfil
from tests.e2e.crash.handing import ONE, OTHER, Floor
from tests.e2e.crash.stage import SEED, Stage, copied, set_up, troubles
from tests.e2e.program import Zygote
from tests.e2e.test_crash import left_in_peace

KILLS = 60
CASES = "SELECT count(*) FROM cases WHERE closed_at IS NOT NULL GROUP BY conversation_id"
RESOLVED = "SELECT count(*) FROM reporting_events WHERE name = 'resolved' GROUP BY conversation_id ORDER BY 1"
LEFT = """
SELECT 'a case is open' FROM cases WHERE closed_at IS NULL
UNION ALL SELECT 'it is ' || status FROM conversations WHERE status <> 'resolved'
UNION ALL SELECT name || ' will ring' FROM timers WHERE name LIKE 'desk:%'
"""


async def astray(database: Path, folder: Path) -> Sequence[str]:
    opened = await Database.open(copied(database, folder))
    try:
        found = await SqliteFloor(opened).astray()
    finally:
        await opened.close()
    return [f"#{each.conversation_id}: {each.why}" for each in found]


async def killed(zygote: Zygote, stage: Stage) -> list[str]:
    wrong: list[str] = []
    for number in range(KILLS):
        await fulfil(drawn(stage.dice, number), zygote, stage.port, stage.platforms)
        found = await astray(stage.database, stage.folder / "copy")
        wrong += [f"after kill {number}: {each}" for each in found]
    return wrong


@pytest.mark.crash
@pytest.mark.timeout(900)
async def test_nobody_is_left_without_an_owner_whenever_kefu_is_killed(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    (tmp_path / "desk.yaml").write_text("newcomers: {most: 0}\n", "utf-8")  # they come and come
    async with set_up(tmp_path) as stage:
        forum = stage.platforms.forum
        floor = Floor(Apps(stage.platforms), forum, forum.agent(77, ONE), forum.agent(78, OTHER), stage.dice)
        async with stage.mother() as mother, asyncio.TaskGroup() as tasks:
            people = tasks.create_task(floor.live(guests=3))
            wrong = await killed(mother, stage)
            await left_in_peace(mother, stage.port, floor, people)
    wrong += await reckoned(stage.database, floor)
    visits = sum(guest.visits for guest in floor.guests)
    record_property("summary", f"crash test of the desk: {KILLS} kills, {visits} visits (seed {SEED})")
    assert not wrong, "\n".join(wrong)
    assert not troubles(stage.log), "\n".join(troubles(stage.log))


async def reckoned(database: Path, floor: Floor) -> list[str]:
    """Every visit ended once, and nothing rings for it any more. Who comes again at once goes on with the same case."""
    opened = await Database.open(database)
    try:
        wrong = [what for (what,) in await opened.read(LEFT)]
        cases, resolved = await opened.read(CASES), await opened.read(RESOLVED)
    finally:
        await opened.close()
    visits = sorted(guest.visits for guest in floor.guests)
    if [count for (count,) in resolved] != visits:
        wrong.append(f"visits {visits}, ends {resolved}")
    if cases != [(1,)] * len(visits):
        wrong.append(f"cases {cases}")
    return wrong
