"""kefu is killed (SIGKILL) between every two steps of a campaign over 10,000 contacts."""

import asyncio
import os
import random
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Collection
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bots.sandbox.platforms import Platforms
from handlers.scripts.ours import OUR_SCRIPTS
from storage.database import Database
from tests.e2e.crash.fate import last_words
from tests.e2e.doom import Doom
from tests.e2e.haste import HastyClock
from tests.e2e.program import Life, Zygote, free_port, zygote

SIZE = 10_000
FIRST = 500_000
"""The account of the first contact."""
SPEED = 60.0
"""Seconds of the shop in one of ours: the calendar, the pace and the post keep their own times."""
EARLY = [("begin", 1), ("gather", 1), ("gather", 4), ("ring", 1), ("tell", 1)]
"""Steps, and the so-manieth time in one life at which it dies, before it and after it."""
LATE = {"ring": 9, "claim": 6, "commit": 300, "settle": 300, "tell": 1}
"""The same, at the latest."""
AT_THE_END = ("before finish", "after finish", "before tell", "after tell")
LONGEST_LIFE = 5.0
SEED = int(os.environ.get("CRASH_SEED", random.SystemRandom().randrange(1_000_000)))
SETTINGS = {
    "KEFU_SCRIPTS__PATH": str(OUR_SCRIPTS),
    "KEFU_SHOP__TIMEZONE": "UTC",
    "KEFU_LOG__LEVEL": "warning",
    "KEFU_LOG__FORMAT": "json",
    "KEFU_TELEGRAM__PACE__CHAT": "[100000, 1]",
    "KEFU_TELEGRAM__PACE__DESK": "[100000, 1]",
    "KEFU_TELEGRAM__PACE__BOT": "[100000, 1]",
}
SURVEYS = """
surveys: {{nps: {{scale: 0-10}}}}
quiet: {{hours: []}}
campaigns: {{nps: {{survey: nps, cron: "{minute} {hour} * * *", rates: {{telegram: 6000}}}}}}
"""
CONTACT = "INSERT INTO contacts (id, created_at) VALUES (?, ?)"
IDENTITY = "INSERT INTO identities (channel, account_id, contact_id) VALUES ('telegram', ?, ?)"
CONVERSATION = """
INSERT INTO conversations (id, channel, account_id, chat_id, name, language, status, owner_kind, owner_ref, state,
                           messages, last_message_at, blocked, created_at)
VALUES (?, 'telegram', ?, ?, '', 'zh-CN', 'pending', 'bot', '', '{}', 3, ?, 0, ?)
"""
FOLLOWED = "INSERT INTO campaign_schedules (campaign, cron, followed_to) VALUES ('nps', ?, ?)"
TARGETS = "SELECT status, why, count(*) FROM campaign_targets GROUP BY status, why"
ASKED = "SELECT conversation_id, count(*) FROM surveys GROUP BY conversation_id"
SENT = "SELECT recipient, count(*) FROM outbox WHERE action = 'send' GROUP BY recipient"
ON_THE_WAY = "SELECT recipient FROM outbox WHERE action = 'send' AND settled_at IS NULL"


@dataclass
class Town:
    """10,000 customers, and what they read."""

    platforms: Platforms
    read: Counter[str] = field(default_factory=Counter)
    on_the_way: set[str] = field(default_factory=set)
    """To whom a message was on its way when kefu was killed: they may read it twice."""

    def settle(self) -> None:
        for number in range(FIRST, FIRST + SIZE):
            self.platforms.telegram.customer(number, f"客户{number}", "zh-hans").chat.started = True

    def look(self) -> None:
        """At the screens of all of them."""
        chats = self.platforms.telegram.world.chats
        self.read = Counter({str(n): len(chats[n].screen.shown) for n in range(FIRST, FIRST + SIZE)})

    @property
    def desk(self) -> list[str]:
        return [each.text for each in self.platforms.forum.screen.shown]


async def known_for_long(database: Path, cron: str, now: float) -> None:
    """They wrote two days ago; the campaign has been in the file since yesterday."""
    await (await Database.open(database)).close()
    before, accounts = now - 2 * 86_400, [str(FIRST + number) for number in range(SIZE)]
    numbered = list(enumerate(accounts, start=1))
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.executemany(CONTACT, [(number, before) for number, _ in numbered])
        connection.executemany(IDENTITY, [(account, number) for number, account in numbered])
        known = [(number, account, account, before, before) for number, account in numbered]
        connection.executemany(CONVERSATION, known)
        connection.execute(FOLLOWED, (cron, now - 60))


async def lived(mother: Zygote, doom: Doom | None, seconds: float) -> Life:
    life = await mother.bear(doom)
    await asyncio.wait([life.dead], timeout=seconds)
    return life


def rows(database: Path, sql: str) -> list[tuple[object, ...]]:
    """Of a kefu that is dead."""
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(sql).fetchall()


def fates(dice: random.Random) -> list[Doom]:
    early = [Doom(f"{when} {step}", times) for step, times in EARLY for when in ("before", "after")]
    late = [
        Doom(f"{when} {step}", dice.randint(1, most)) for step, most in LATE.items() for when in ("before", "after")
    ]
    dice.shuffle(late)
    return [*early, *late]


@pytest.mark.crash
@pytest.mark.timeout(900)
async def test_each_contact_is_asked_once_whenever_kefu_is_killed(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    print(f"CRASH_SEED={SEED}")  # noqa: T201 - pytest shows it with a failure
    dice, database, log = random.Random(SEED), tmp_path / "kefu.db", tmp_path / "log"
    began = time.time()
    first = datetime.fromtimestamp(began + 90, UTC)
    cron = f"{first.minute} {first.hour} * * *"
    (config := tmp_path / "kefu.yaml").touch()
    (tmp_path / "surveys.yaml").write_text(SURVEYS.format(minute=first.minute, hour=first.hour), "utf-8")
    await known_for_long(database, cron, began)
    platforms = Platforms()
    await platforms.start()
    town = Town(platforms)
    town.settle()
    environment = platforms.environment("telegram", database, port=free_port(dice)) | SETTINGS
    kills: Counter[str] = Counter()
    try:
        async with zygote(config, environment, log, HastyClock(began, SPEED)) as mother:
            for doom in fates(dice):
                life = await lived(mother, doom, LONGEST_LIFE)
                by_itself = life.dead.done()
                life.kill()
                assert await life.dead == -9, f"kefu ended by itself; see {log}"
                kills[doom.moment if by_itself else "at any moment"] += 1
                await last_words()
                town.on_the_way |= {str(to) for (to,) in rows(database, ON_THE_WAY)}
            await left_in_peace(mother, town, database)
    finally:
        await platforms.close()
    judge(town, database)
    repeats = sum(count - 1 for count in town.read.values())
    record_property(
        "summary",
        f"campaign: {sum(kills.values())} kills ({len(kills)} kinds), {SIZE} contacts asked once, {repeats} repeats in "
        f"flight at a kill (seed {SEED})",
    )
    assert not [line for line in log.read_text().splitlines() if '"level": "warning"' not in line]


async def left_in_peace(mother: Zygote, town: Town, database: Path) -> None:
    """Until the desk reads the end, around which it dies, too."""
    for doom in (*(Doom(moment, 1) for moment in AT_THE_END), None):
        life = await mother.bear(doom)
        while not life.dead.done() and not any("✅" in text for text in town.desk):
            await asyncio.wait([life.dead], timeout=0.1)
        if not life.dead.done():
            life.stop()
            assert await life.dead == 0, "kefu did not stop as it should"
            return
        town.on_the_way |= {str(to) for (to,) in rows(database, ON_THE_WAY)}


def judge(town: Town, database: Path) -> None:
    town.look()
    assert rows(database, TARGETS) == [("asked", "", SIZE)]
    assert {count for _, count in rows(database, ASKED)} == {1}
    assert len(rows(database, ASKED)) == SIZE
    sent = rows(database, SENT)
    assert (len(sent), {count for _, count in sent}) == (SIZE, {1})
    assert missed(town.read) == []
    assert twice(town.read) - town.on_the_way == set()
    progress = [text for text in town.desk if "nps" in text]
    assert len(progress) <= 2, progress  # a post that was in flight at a kill may stand twice
    assert f"{SIZE}" in progress[-1]


def missed(read: Counter[str]) -> Collection[str]:
    return [account for account, count in read.items() if count == 0]


def twice(read: Counter[str]) -> set[str]:
    return {account for account, count in read.items() if count > 1}
