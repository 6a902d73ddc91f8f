"""kefu is killed (SIGKILL) around each commit while accounts are linked: each pair is linked once, and told once."""

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.e2e.crash.apps import App, Apps
from tests.e2e.crash.fate import last_words
from tests.e2e.crash.people import reads
from tests.e2e.crash.stage import SEED, set_up, troubles
from tests.e2e.doom import Doom
from tests.e2e.program import Zygote, listens, nothing_waits
from tests.e2e.test_link import CODE

COMMITS = 7
"""Of one link, at least: the code, both questions, two answers, and what each side is told."""
TELEGRAM, SLACK = "已和Slack账号", "已和Telegram账号"
LINKED = "SELECT count(*) FROM links WHERE linked_at IS NOT NULL"
OPEN = "SELECT count(*) FROM links WHERE linked_at IS NULL"
CONTACTS = "SELECT count(*) FROM (SELECT 1 FROM identities GROUP BY contact_id HAVING count(*) = 2)"
TOLD = """
SELECT count(*) FROM messages AS m JOIN conversations AS c ON c.id = m.conversation_id
WHERE c.channel = ?1 AND c.account_id = ?2 AND m.kind = 'outgoing' AND m.text LIKE '%' || ?3 || '%'
"""


@dataclass(frozen=True, slots=True)
class Pair:
    """One customer's two phones."""

    telegram: App
    slack: App

    async def joins(self) -> None:
        code = CODE.search(await says(self.telegram, "绑定账号", "验证码"))
        assert code
        await says(self.slack, code[0], "要把这个账号和Telegram账号")
        await reads(self.telegram.screen, "要把这个账号和Slack账号", 0)
        await says(self.slack, "绑定", "请再到Telegram那边")
        await says(self.telegram, "绑定", TELEGRAM)
        await reads(self.slack.screen, SLACK, 0)


async def says(app: App, text: str, heard: str) -> str:
    since = len(app.screen.shown)
    while not await app.say(text):
        pass
    return (await reads(app.screen, heard, since)).text


async def joined(mother: Zygote, port: int, pair: Pair, doom: Doom) -> int:
    """How often kefu died over it."""
    life, deaths = await mother.bear(doom), 0
    await listens(port, life)
    joining = asyncio.create_task(pair.joins())
    while not joining.done():
        await asyncio.wait([joining, life.dead], return_when=asyncio.FIRST_COMPLETED)
        if life.dead.done():
            assert await life.dead == -9, "kefu ended by itself"
            await last_words()
            life, deaths = await mother.bear(), deaths + 1
            await listens(port, life)
    await joining
    await nothing_waits(port)
    life.stop()
    await life.dead
    return deaths


@pytest.mark.crash
@pytest.mark.timeout(900)
async def test_two_accounts_are_linked_once_whenever_kefu_is_killed(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    async with set_up(tmp_path) as stage:
        apps, deaths = Apps(stage.platforms), 0
        fates = [Doom(stage.dice.choice(("before commit", "after commit")), times) for times in range(1, COMMITS + 1)]
        pairs = [Pair(apps.of("telegram", 1000 + each), apps.of("slack", 1000 + each)) for each in range(COMMITS)]
        async with stage.mother() as mother:
            for pair, doom in zip(pairs, fates, strict=True):
                deaths += await joined(mother, stage.port, pair, doom)
    record_property("summary", f"crash test of links: {deaths} kills (seed {SEED})")
    assert deaths == COMMITS
    assert reckoned(stage.database, pairs) == []
    assert not troubles(stage.log), "\n".join(troubles(stage.log))


def reckoned(database: Path, pairs: list[Pair]) -> list[str]:
    """What is not as it should be."""
    with closing(sqlite3.connect(database)) as connection:

        def count(sql: str, *values: str) -> int:
            ((found,),) = connection.execute(sql, values).fetchall()
            return int(found)

        found = {"linked": count(LINKED), "contacts": count(CONTACTS), "open": count(OPEN)}
        wrong = [] if found == {"linked": len(pairs), "contacts": len(pairs), "open": 0} else [f"{found}"]
        for pair in pairs:
            for app, heard in ((pair.telegram, TELEGRAM), (pair.slack, SLACK)):
                told = count(TOLD, app.identity.channel, app.identity.account_id, heard)
                wrong += [f"{app.identity}: told {told} times"] if told != 1 else []
    return wrong
