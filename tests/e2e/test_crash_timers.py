"""kefu is killed (SIGKILL) while what was due becomes due: each thing happens once, however often it dies over it."""

import asyncio
import random
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bots.sandbox.clock import MovableClock
from bots.sandbox.platforms import Platforms
from bots.sandbox.telegram import TelegramAgent, TelegramPhone
from tests.e2e.crash.fate import lived, slowness
from tests.e2e.crash.people import reads
from tests.e2e.crash.stage import set_up, troubles
from tests.e2e.doom import MOMENTS, OF_TIMERS, Doom
from tests.e2e.program import Life, Zygote, listens, nothing_waits

KILLS = 12
STEP = 15 * 60.0
"""So much time passes in each life."""
HOURS = 3 * 3600.0
LIVES = 16
"""At most."""
DESK = """
promises:
  rules:
    - {first_response: 30 min}
"""
SURVEYS = """
surveys:
  service: {scale: stars, remind_hours: 2}
after_end: {survey: service, delay_minutes: 20}
quiet: {hours: []}
"""
ZONE = ZoneInfo("Asia/Shanghai")
SHIFTS = 8
ALWAYS_THERE = 'rota:\n  - {days: [daily], hours: ["00:00-24:00"], agents: ["telegram:77"]}\n'
SHORT = '  - {{days: [daily], hours: ["{:%H:%M}-{:%H:%M}"], agents: ["telegram:8{}"]}}\n'
QUESTION, WARNING, CLOSED = "这次的服务您还满意吗", "您还在吗？", "好一会儿没有收到您的消息"
REMINDED, LATE = "您还没有评价上次的服务", "现在等候的时间比平时长"
TOLD = """
SELECT count(*) FROM messages WHERE kind = 'outgoing' AND text LIKE ?1 || '%' AND conversation_id = ?2
"""
HAPPENED = "SELECT count(*) FROM reporting_events WHERE name = ?1 AND conversation_id = ?2"
ASKED = "SELECT count(*) FROM surveys WHERE ?1 <> '' AND conversation_id = ?2"
CONVERSATIONS = "SELECT account_id, id FROM conversations"
UNDONE = """
SELECT 'unhandled', count(*) FROM inbox WHERE handled_at IS NULL
UNION ALL SELECT 'undelivered', count(*) FROM outbox WHERE coalesce(fate, '') <> 'delivered'
"""


CALLED = "SELECT json_extract(body, '$.content.text') FROM outbox WHERE action = 'alert' AND body LIKE '%上班%'"


def rota(now: float) -> str:
    """One agent is always there; others come for a moment, one every half hour."""
    begins = [datetime.fromtimestamp(now + (number + 2) * 1800, ZONE) for number in range(SHIFTS)]
    short = (SHORT.format(each, each + timedelta(minutes=5), number) for number, each in enumerate(begins))
    return ALWAYS_THERE + "".join(short)


@dataclass
class Shop:
    platforms: Platforms
    mother: Zygote
    port: int
    clock: MovableClock
    agent: TelegramAgent
    rated: list[TelegramPhone] = field(default_factory=list)
    """Staff have resolved their conversation."""
    silent: list[TelegramPhone] = field(default_factory=list)
    """They do not answer staff any more."""
    waiting: list[TelegramPhone] = field(default_factory=list)
    """Nobody has answered them."""

    @property
    def everybody(self) -> Iterator[TelegramPhone]:
        yield from (*self.rated, *self.silent, *self.waiting)

    async def life(self, doom: Doom | None = None, passing: float = STEP) -> Life:
        """Time passes for everybody at once."""
        ahead = self.clock.moved
        if passing:
            self.clock.forward(passing)
        life = await self.mother.bear(doom, ahead=ahead, passing=passing)
        await listens(self.port, life)
        return life

    def comes(self, number: int) -> TelegramPhone:
        return self.platforms.telegram.customer(number, f"客户{number}", "zh-hans")

    async def with_staff(self, phone: TelegramPhone) -> str:
        """Returns the thread of the topic."""
        phone.say("转人工")
        await reads(phone.screen, "人工客服", 0)
        card = await reads(self.platforms.forum.screen, str(phone.user["first_name"]), 0)
        assert card.thread
        return card.thread

    async def answered(self, phone: TelegramPhone) -> str:
        thread = await self.with_staff(phone)
        self.agent.say("您好", thread=thread)
        await reads(phone.screen, "您好", 0)
        return thread


async def before(shop: Shop, count: int) -> None:
    """The first life, in peace: everybody talks to staff, who then wait for them, they for staff, or for nothing."""
    life = await shop.life()
    for number in range(100, 100 + count):
        shop.waiting.append(shop.comes(number))
        await shop.with_staff(shop.waiting[-1])
        shop.silent.append(shop.comes(1000 + number))
        await shop.answered(shop.silent[-1])
        shop.rated.append(shop.comes(2000 + number))
        thread = await shop.answered(shop.rated[-1])
        shop.agent.say("/resolve", thread=thread)
        await reads(shop.rated[-1].screen, "感谢您的耐心", 0)
    life.stop()
    assert await life.dead == 0


async def killed_again_and_again(shop: Shop, dice: random.Random) -> None:
    for _ in range(KILLS):
        doom = Doom(dice.choice((*MOMENTS[:5], *OF_TIMERS, *OF_TIMERS)), dice.randint(1, 6))
        began = time.monotonic()
        life = await shop.life(doom)
        await lived(life, dice.uniform(0.1, 0.6) * slowness(began))
        life.kill()
        assert await life.dead == -9, "kefu ended by itself"


async def afterwards(shop: Shop) -> None:
    """In peace again. What is due may make something else due; when all has been said, nothing is said again."""
    for _ in range(LIVES):
        life = await shop.life(passing=HOURS)
        said = await everything_said(shop)
        life.stop()
        assert await life.dead == 0
        if said:
            break
    for passing in (HOURS, 0.0):
        life = await shop.life(passing=passing)
        await nothing_waits(shop.port)
        life.stop()
        assert await life.dead == 0


async def everything_said(shop: Shop) -> bool:
    """In this life."""
    with suppress(TimeoutError):
        async with asyncio.timeout(3):
            for phones, heard in ((shop.rated, REMINDED), (shop.silent, CLOSED), (shop.waiting, LATE)):
                for phone in phones:
                    await reads(phone.screen, heard, 0)
            return True
    return False


@pytest.mark.crash
@pytest.mark.timeout(900)
async def test_what_becomes_due_happens_once_however_often_kefu_is_killed_over_it(tmp_path: Path) -> None:
    clock = MovableClock()
    (tmp_path / "desk.yaml").write_text(DESK, "utf-8")
    (tmp_path / "surveys.yaml").write_text(SURVEYS, "utf-8")
    (tmp_path / "hours.yaml").write_text(rota(clock()), "utf-8")
    async with set_up(tmp_path, clock=clock) as stage, stage.mother() as mother:
        shop = Shop(stage.platforms, mother, stage.port, clock, stage.platforms.forum.agent(77, "小王"))
        await before(shop, count=2)
        await killed_again_and_again(shop, stage.dice)
        await afterwards(shop)
    assert reckoned(stage.database, shop) == []
    assert not troubles(stage.log), "\n".join(troubles(stage.log))


def reckoned(database: Path, shop: Shop) -> list[str]:
    """What is not as it should be."""
    with closing(sqlite3.connect(database)) as connection:
        numbers = dict(connection.execute(CONVERSATIONS).fetchall())
        wrong = [f"{what}: {count}" for what, count in connection.execute(UNDONE) if count]
        once = [
            *((each, TOLD, what) for each in shop.rated for what in (QUESTION, REMINDED)),
            *((each, ASKED, "the survey") for each in shop.rated),
            *((each, TOLD, what) for each in shop.silent for what in (WARNING, CLOSED)),
            *((each, HAPPENED, "resolved") for each in (*shop.rated, *shop.silent)),
            *((each, TOLD, LATE) for each in shop.waiting),
        ]
        for phone, sql, what in once:
            ((count,),) = connection.execute(sql, (what, numbers[str(phone.user["id"])])).fetchall()
            wrong += [f"{phone.user['first_name']}: {what}: {count} times"] if count != 1 else []
        calls = Counter(text for (text,) in connection.execute(CALLED))
    wrong += [f"{text}: {count} times" for text, count in calls.items() if count != 1]
    return wrong if calls else [*wrong, "nobody was called to a shift"]
