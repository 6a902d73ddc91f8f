"""kefu is killed (SIGKILL) around the moment at which a platform takes an answer: who reads it twice, and why."""

import asyncio
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.e2e.crash.apps import CHANNELS, App, Apps, WeChatApp
from tests.e2e.crash.fate import last_words
from tests.e2e.crash.people import HELLO, reads
from tests.e2e.crash.stage import SEED, Stage, copied, set_up, troubles
from tests.e2e.doom import Doom
from tests.e2e.program import PATIENCE, Zygote, listens, nothing_waits

KILLS = 30
LONGEST = 0.1
"""Seconds from what a customer says: longer than its answer takes."""
MOMENTS = ("before settle", "after settle", None, None, None)
MARKED = """
SELECT count(*) FROM outbox AS o JOIN conversations AS c ON c.id = o.conversation_id
WHERE c.channel = ? AND c.account_id = ? AND o.fate = 'delivered'
"""


@dataclass(frozen=True, slots=True)
class End:
    """Of one life."""

    has_come: bool
    """The customer had the answer."""
    is_marked: bool
    """And kefu knew it, on the disk."""


def answers(app: App) -> int:
    return sum(not shown.mine for shown in app.screen.shown)


async def killed(app: App, mother: Zygote, stage: Stage, moment: str | None) -> End:
    """At this moment, or some time after they have said something."""
    doom = Doom(moment, 1) if moment else None
    life = await mother.bear(doom)
    assert await listens(stage.port, life)
    saying = asyncio.create_task(app.say(HELLO))
    await asyncio.wait([life.dead], timeout=PATIENCE if doom else stage.dice.uniform(0, LONGEST))
    life.kill()
    assert await life.dead == -9
    await last_words()
    end = End(answers(app) > 0, is_marked(app, stage))
    life = await mother.bear()
    assert await listens(stage.port, life)
    await saying
    await reads(app.screen, "", 0)
    await nothing_waits(stage.port)
    life.stop()
    assert await life.dead == 0
    return end


def is_marked(app: App, stage: Stage) -> bool:
    copy = copied(stage.database, stage.folder / "copy")
    with closing(sqlite3.connect(copy)) as connection:
        ((count,),) = connection.execute(MARKED, (app.identity.channel, app.identity.account_id)).fetchall()
    shutil.rmtree(copy.parent)
    return bool(count)


@pytest.mark.crash
@pytest.mark.timeout(900)
async def test_an_answer_comes_twice_only_when_kefu_died_before_it_knew_that_it_had_come(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    (tmp_path / "desk.yaml").write_text("newcomers: {most: 0}\n", "utf-8")  # they come and come
    ends: Counter[End] = Counter()
    async with set_up(tmp_path) as stage, stage.mother() as mother:
        apps = Apps(stage.platforms)
        for number in range(KILLS):
            app = apps.of(stage.dice.choice(CHANNELS), 1000 + number)
            if isinstance(app, WeChatApp):
                app.waits = True
            end = await killed(app, mother, stage, MOMENTS[number % len(MOMENTS)])
            assert end.has_come or not end.is_marked, "kefu takes for delivered what has not come"
            assert answers(app) == (2 if end.has_come and not end.is_marked else 1), (end, app.identity)
            ends[end] += 1
    twice, once = ends[End(has_come=True, is_marked=False)], ends[End(has_come=True, is_marked=True)]
    record_property(
        "summary",
        f"crash test of marks: {KILLS} kills, {twice} between an answer and its mark, {once} after (seed {SEED})",
    )
    assert twice, "no kill came between an answer and its mark"
    assert once, "no kill came after a mark"
    assert not troubles(stage.log), "\n".join(troubles(stage.log))
