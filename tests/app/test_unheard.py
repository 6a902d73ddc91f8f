"""What staff wrote while WeCom could not reach kefu is lost, and they are told so once."""

import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import aiohttp
import pytest

from bots.app.background import background
from bots.app.unheard import HOLDS, KEEP_SECONDS, SECONDS, Unheard
from bots.desk_chats import DeskChats
from bots.hearing import Hearing
from bots.sandbox.wecom import WeComStandIn
from bots.wecom.channel import WeCom
from handlers.desk.flat import unheard
from handlers.desk.places import Place
from handlers.scripts.library import Library
from storage.database import Database
from storage.results import Action, Outgoing
from storage.sqlite import SqliteStore
from storage.sqlite.reports import SqliteReportBooks
from tests.bots.inbox import Inbox
from tests.bots.wecom.shop import DESK, Pauses, options_for
from tests.engine_fakes import until
from tests.moments import at
from tests.resting import RestingClock

MINUTE, HOUR = 60.0, 3600.0
LINE = "11月24日 {} 到 {} 与企业微信的连接断开过，这段时间在这里写给客户的内容可能没有收到，请重发。"


@dataclass
class Run:
    """One kefu, from its start to its end."""

    standin: WeComStandIn
    watch: Unheard
    hearing: Hearing
    clock: RestingClock

    async def looks(self) -> None:
        await self.watch.look()

    async def holds(self, seconds: float) -> None:
        """With whatever the platform says meanwhile, and a look in between as often as there is one."""
        ends = self.clock() + seconds
        while self.clock() < ends:
            self.clock.forward(SECONDS)
            self.hearing.heard(self.clock())
            await self.looks()

    async def loses_wecom(self, seconds: float) -> None:
        subscribed, away = self.standin.subscriptions, self.standin.turned_away
        self.standin.closed = True
        await self.standin.drop()
        await self.standin.until_turned_away(away + 1)
        self.clock.forward(seconds)
        self.standin.closed = False
        await self.standin.until_subscribed(subscribed + 1)
        await until(lambda: self.hearing.since is not None)


@dataclass
class Group:
    """A shop whose staff are in WeCom, and whose kefu may be stopped and started again."""

    folder: Path
    scripts: Library
    database: Database
    standin: WeComStandIn
    clock: RestingClock
    language: str = "zh-CN"
    timezone: str = "Asia/Shanghai"
    places: tuple[Place, ...] = (Place("wecom", topics=False),)
    submitted: list[Outgoing] = field(default_factory=list)

    @property
    def read(self) -> list[str]:
        return [each.content.text for each in self.submitted]

    def watch(self, hearing: Hearing) -> Unheard:
        return Unheard(
            hearing,
            SqliteReportBooks(self.database),
            SqliteStore(self.database),
            self.submitted.extend,
            partial(unheard, self.scripts, self.language, self.timezone),
            places=self.places,
            clock=self.clock,
        )

    @asynccontextmanager
    async def kefu(self) -> AsyncIterator[Run]:
        """Left as by a power cut: nothing is written at its end."""
        subscribed = self.standin.subscriptions
        async with aiohttp.ClientSession() as session:
            wecom = WeCom(
                options_for(self.standin),
                session,
                clock=self.clock,
                asleep=str,
                desk=DeskChats(DESK),
                sleep=Pauses(),
                jitter=random.Random(7),
            )
            watch = self.watch(wecom.hearing)
            await watch.recall()
            async with background(wecom.run(Inbox().accept)):
                await self.standin.until_subscribed(subscribed + 1)
                await until(lambda: wecom.hearing.since is not None)
                yield Run(self.standin, watch, wecom.hearing, self.clock)
        await self.database.close()
        self.database = await Database.open(self.folder / "kefu.db")


@pytest.fixture
async def group(tmp_path: Path, scripts: Library) -> AsyncIterator[Group]:
    clock = RestingClock(lambda: at("2026-11-24 10:00"), ticks=lambda: 0.0)
    standin = WeComStandIn(clock)
    await standin.start()
    standin.group(DESK, "客服群")
    group = Group(tmp_path, scripts, await Database.open(tmp_path / "kefu.db"), standin, clock)
    yield group
    await group.database.close()
    await standin.close()


async def test_a_first_start_has_missed_nothing(group: Group) -> None:
    async with group.kefu() as kefu:
        await kefu.holds(HOUR)
    assert group.read == []


async def test_who_wrote_while_the_connection_was_lost_is_told_to_write_again(group: Group) -> None:
    async with group.kefu() as kefu:
        await kefu.holds(45 * MINUTE)
        await kefu.loses_wecom(2 * MINUTE)
        await kefu.looks()
        assert group.read == []  # it has to hold for a moment
        await kefu.holds(HOLDS[0])
        assert group.read == [LINE.format("10:45", "10:48")]
        await kefu.holds(2 * HOUR)
    assert len(group.read) == 1
    [row] = group.submitted
    assert (row.action, row.channel, row.to) == (Action.ALERT, "wecom", "")
    assert [each.id for each in await SqliteStore(group.database).waiting()] == [row.id]


async def test_a_gap_of_seconds_is_one(group: Group) -> None:
    async with group.kefu() as kefu:
        await kefu.holds(45 * MINUTE)
        await kefu.loses_wecom(3)
        await kefu.holds(HOLDS[0])
    assert group.read == [LINE.format("10:45", "10:46")]


@pytest.mark.parametrize("orderly", [True, False])
async def test_what_was_written_while_kefu_was_off_is_lost_too(group: Group, *, orderly: bool) -> None:
    """After a power cut a minute is taken for missed that was heard."""
    async with group.kefu() as kefu:
        await kefu.holds(45 * MINUTE)
        kefu.hearing.heard(group.clock())
        if orderly:
            await kefu.watch.keep()
    group.clock.forward(2 * MINUTE)
    async with group.kefu() as kefu:
        await kefu.holds(HOLDS[0])
        await kefu.holds(HOUR)
    [line] = group.read
    assert line in {LINE.format(begins, "10:48") for begins in (["10:45"] if orderly else ["10:44", "10:45"])}


async def test_a_kefu_that_dies_as_soon_as_it_told_tells_the_time_before_never_again(group: Group) -> None:
    async with group.kefu() as kefu:
        await kefu.holds(45 * MINUTE)
        await kefu.loses_wecom(2 * MINUTE)
        kept = await SqliteStore(group.database).bookmark("unheard:heard")
        await kefu.holds(HOLDS[0])
        assert kept is not None
        await SqliteStore(group.database).set_bookmark("unheard:heard", kept)  # the last write did not come so far
    group.clock.forward(5 * MINUTE)
    async with group.kefu() as kefu:
        await kefu.holds(HOLDS[1])
    assert group.read == [LINE.format("10:45", "10:48"), LINE.format("10:47", "10:53")]


async def test_what_nobody_was_told_of_yet_is_told_after_the_next_start(group: Group) -> None:
    async with group.kefu() as kefu:
        await kefu.holds(45 * MINUTE)
        await kefu.loses_wecom(2 * MINUTE)
        await kefu.looks()
    group.clock.forward(2 * MINUTE)
    async with group.kefu() as kefu:
        await kefu.holds(HOLDS[0])
    assert group.read == [LINE.format("10:45", "10:50")]


@pytest.mark.parametrize("orderly", [True, False])
async def test_a_connection_that_comes_and_goes_all_night_does_not_fill_the_group(
    group: Group, *, orderly: bool
) -> None:
    for _ in range(4):
        async with group.kefu() as kefu:
            for _ in range(10):
                await kefu.holds(4 * MINUTE)
                await kefu.loses_wecom(MINUTE)
            await kefu.looks()
            if orderly:
                await kefu.watch.keep()
    async with group.kefu() as kefu:
        await kefu.holds(HOLDS[1])
        assert group.read == [LINE.format("10:04", "10:06"), LINE.format("10:09", "13:21")]
        await kefu.holds(2 * HOUR)
        await kefu.loses_wecom(MINUTE)
        await kefu.holds(HOLDS[0])
    assert len(group.read) == 3  # the night is forgotten


async def test_a_clock_that_was_ahead_hides_nothing_that_is_missed_later(group: Group) -> None:
    async with group.kefu() as kefu:
        group.clock.forward(24 * HOUR)
        await kefu.loses_wecom(MINUTE)
        await kefu.holds(HOLDS[0])
    group.clock.moved -= 24 * HOUR
    async with group.kefu() as kefu:
        await kefu.holds(HOLDS[1])
        await kefu.loses_wecom(MINUTE)
        await kefu.holds(HOLDS[2])
    assert group.read[-1] == LINE.format("10:06", "10:08")


async def test_every_group_of_the_desk_is_told(group: Group) -> None:
    group.places = (Place("wecom", topics=False), Place("wecom", "wrRETURNS", topics=False))
    async with group.kefu() as kefu:
        await kefu.loses_wecom(MINUTE)
        await kefu.holds(HOLDS[0])
    assert [row.to for row in group.submitted] == ["", "wrRETURNS"]


@pytest.mark.parametrize(
    ("language", "timezone", "line"),
    [
        ("zh-CN", "Asia/Shanghai", "11月24日 23:50 到 11月25日 00:01 与企业微信的连接断开过"),
        ("zh-TW", "Asia/Taipei", "11月24日 23:50 到 11月25日 00:01 與企業微信的連線中斷過"),
        ("en", "Europe/London", "From Nov 24 15:50 to 16:01 the connection to WeCom was lost."),
    ],
)
def test_times_are_those_of_the_shop(scripts: Library, language: str, timezone: str, line: str) -> None:
    said = unheard(scripts, language, timezone, at("2026-11-24 23:50"), at("2026-11-25 00:00"))
    assert said.startswith(line)


async def test_that_all_is_well_is_written_down_once_a_minute_at_most(group: Group) -> None:
    written: list[str | None] = []
    async with group.kefu() as kefu:
        for _ in range(40):
            await kefu.holds(SECONDS)
            written.append(await SqliteStore(group.database).bookmark("unheard:heard"))
    assert len(set(written)) == pytest.approx(40 * SECONDS / KEEP_SECONDS, abs=2)


async def test_a_connection_that_is_there_before_the_last_run_is_remembered_missed_the_time_between() -> None:
    hearing = Hearing()
    hearing.begun(20.0)
    hearing.recall(10.0, None)
    assert (hearing.missed_from, hearing.to) == (10.0, 20.0)
