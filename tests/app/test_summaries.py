"""The desk is told of each day once, whatever kefu slept through."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bots.app.background import background
from bots.app.summaries import Summaries, daily, weekly
from bots.app.summary_pictures import Draw, SummaryPictures
from bots.reports.sketch import Sketch
from bots.reports.summary import Every
from bots.reports.wording import Wording
from handlers.contract import Policy
from handlers.desk.places import Place
from handlers.fields.cron import Cron
from handlers.scripts.library import Library
from storage.content import Content
from storage.conversations import Conversation
from storage.database import Database
from storage.inbound import Identity, Inbound, Kind
from storage.photo_store import PhotoStore
from storage.results import Action, Outgoing, ReportingEvent, TurnResult
from storage.sqlite import SqliteStore
from storage.sqlite.reports import SqliteReportBooks
from tests.engine_fakes import until
from tests.moments import SHANGHAI, at
from tests.resting import RestingClock

NEW_YORK = ZoneInfo("America/New_York")
HOUR, DAY = 3600.0, 86_400.0
NINE = daily("09:00", SHANGHAI)


async def dot(_sketch: Sketch) -> bytes:
    return b"\x89PNG"


@dataclass
class Morning:
    """A shop whose kefu may be stopped and started again."""

    folder: Path
    scripts: Library
    database: Database
    clock: RestingClock
    draw: Draw = dot
    submitted: list[Outgoing] = field(default_factory=list)

    @property
    def store(self) -> SqliteStore:
        return SqliteStore(self.database)

    @property
    def photos(self) -> PhotoStore:
        return PhotoStore(self.database, self.folder / "photos")

    @property
    def summaries(self) -> Summaries:
        return Summaries(
            SqliteReportBooks(self.database),
            self.store,
            self.submitted.extend,
            self.wording,
            SummaryPictures(self.photos, self.wording, self.clock, self.draw),
            place=Place("slack"),
            policy=Policy(timezone="Asia/Shanghai"),
            clock=self.clock,
        )

    def wording(self) -> Wording:
        return Wording(library=self.scripts, language="zh-CN")

    @property
    def told(self) -> list[str]:
        """The first line of each."""
        return [each.content.text.partition("\n")[0] for each in self.submitted]

    async def happened(self, *events: ReportingEvent) -> None:
        identity = Identity("telegram", "7")
        inbound = Inbound(key=str(events), kind=Kind.TEXT, identity=identity, chat_id="7", text="在吗", sent_at=1.0)
        inbox_id = await self.store.accept(inbound, 1.0)
        assert inbox_id is not None
        conversation = await self.store.load(identity) or Conversation(identity=identity, chat_id="7")
        await self.store.commit(inbox_id, TurnResult(conversation=conversation, events=events), 1.0)

    async def passes(self, moment: str, cron: Cron = NINE) -> None:
        """With kefu running."""
        async with background(self.summaries.run(Every.DAY, cron)):
            await self.rests()
            self.clock.forward(at(moment) - self.clock())
            await self.rests()

    async def rests(self) -> None:
        """Until nothing more happens: whoever waits, waits for the clock."""
        for _ in range(5):
            await asyncio.sleep(0)  # whoever the clock woke has got up
        await until(lambda: self.clock.asleep > 0)

    async def starts_again(self) -> None:
        await self.database.close()
        self.database = await Database.open(self.folder / "kefu.db")


@pytest.fixture
async def morning(tmp_path: Path, scripts: Library) -> AsyncIterator[Morning]:
    clock = RestingClock(lambda: at("2026-11-20 08:00"), ticks=lambda: 0.0)
    morning = Morning(tmp_path, scripts, await Database.open(tmp_path / "kefu.db"), clock)
    yield morning
    await morning.database.close()


def visited(moment: str) -> tuple[ReportingEvent, ...]:
    return (
        ReportingEvent(name="opened", at=at(moment)),
        ReportingEvent(name="contained", at=at(moment), value=60.0),
    )


async def test_every_morning_the_desk_is_told_of_the_day_before(morning: Morning) -> None:
    await morning.happened(*visited("2026-11-19 12:00"), *visited("2026-11-20 12:00"))
    await morning.passes("2026-11-20 09:00")
    await morning.passes("2026-11-21 09:00")
    assert morning.told == ["<b>客服小店 · 11月19日周四 小结</b>", "<b>客服小店 · 11月20日周五 小结</b>"]
    [row, *_] = await morning.store.waiting()
    assert (row.action, row.channel, row.to) == (Action.ALERT, "slack", "")
    assert "访问 1（前一天 0），转人工 0，机器人独立解决率 100%" in row.content.text
    [picture] = row.content.attachments
    assert await morning.photos.read(picture.ref) is not None


async def test_a_shop_that_begins_hears_of_no_day_before(morning: Morning) -> None:
    morning.clock.forward(3 * HOUR)
    await morning.happened(*visited("2026-11-19 12:00"))
    await morning.passes("2026-11-20 23:00")
    assert morning.told == []


async def test_of_two_mornings_that_were_slept_through_only_the_last_is_told(morning: Morning) -> None:
    await morning.happened(*visited("2026-11-20 12:00"), *visited("2026-11-22 12:00"))
    await morning.passes("2026-11-20 08:30")
    morning.clock.forward(at("2026-11-23 15:00") - morning.clock())
    await morning.starts_again()
    await morning.passes("2026-11-23 16:00")
    assert morning.told == ["<b>客服小店 · 11月22日周日 小结</b>"]


async def test_a_clock_that_jumps_over_two_mornings_brings_one(morning: Morning) -> None:
    await morning.happened(*visited("2026-11-21 12:00"))
    await morning.passes("2026-11-22 10:00")
    assert morning.told == ["<b>客服小店 · 11月21日周六 小结</b>"]


async def test_a_kefu_that_starts_again_does_not_repeat_itself(morning: Morning) -> None:
    await morning.happened(*visited("2026-11-19 12:00"))
    await morning.passes("2026-11-20 09:00")
    for hour in (10, 14, 18):
        await morning.starts_again()
        await morning.passes(f"2026-11-20 {hour}:00")
    assert len(morning.told) == 1


async def test_a_summary_that_is_moved_to_later_in_the_day_does_not_come_again_on_that_day(morning: Morning) -> None:
    await morning.happened(*visited("2026-11-19 12:00"))
    await morning.passes("2026-11-20 09:00")
    await morning.passes("2026-11-20 23:00", daily("11:00", SHANGHAI))
    assert len(morning.told) == 1
    await morning.passes("2026-11-21 11:00", daily("11:00", SHANGHAI))
    assert len(morning.told) == 2


async def test_a_clock_that_was_years_ahead_costs_the_next_morning_at_most(morning: Morning) -> None:
    await morning.happened(*visited("2026-11-20 12:00"), *visited("2026-11-21 12:00"))
    await morning.passes("2026-11-20 08:30")
    await morning.summaries.post(Every.DAY, at("2036-11-20 09:00"))
    morning.submitted.clear()
    await morning.passes("2026-11-21 09:00")
    await morning.passes("2026-11-22 09:00")
    assert morning.told == ["<b>客服小店 · 11月20日周五 小结</b>", "<b>客服小店 · 11月21日周六 小结</b>"]


async def test_two_kefus_on_one_database_tell_it_once(morning: Morning) -> None:
    await morning.happened(*visited("2026-11-19 12:00"))
    await morning.passes("2026-11-20 08:30")
    due = at("2026-11-20 09:00")
    await asyncio.gather(*(morning.summaries.post(Every.DAY, due) for _ in range(5)))
    assert len(morning.told) == 1


async def test_a_quiet_day_is_told_in_a_line_without_a_picture(morning: Morning) -> None:
    await morning.passes("2026-11-20 09:00")
    [row] = morning.submitted
    assert row.content == Content(text="客服小店 · 11月19日周四：没有客户来访。")


async def test_without_its_picture_the_summary_goes_out_all_the_same(morning: Morning) -> None:
    async def broken(_sketch: Sketch) -> bytes:
        raise OSError("no font can be read")

    morning.draw = broken
    await morning.happened(*visited("2026-11-19 12:00"))
    await morning.passes("2026-11-20 09:00")
    [row] = morning.submitted
    assert "小结" in row.content.text
    assert row.content.attachments == ()


async def test_what_fails_is_tried_again_in_a_few_minutes(morning: Morning) -> None:
    await morning.happened(*visited("2026-11-19 12:00"))
    await morning.passes("2026-11-20 08:30")
    (morning.folder / "photos").write_text("a file where the folder should be")
    async with background(morning.summaries.run(Every.DAY, NINE)):
        await morning.rests()
        morning.clock.forward(HOUR)
        await morning.rests()
        assert morning.told == []
        (morning.folder / "photos").unlink()
        morning.clock.forward(301)
        await morning.rests()
    assert len(morning.told) == 1


async def test_a_week_is_told_with_the_week_before(morning: Morning) -> None:
    await morning.happened(
        *visited("2026-11-09 00:00"),
        *visited("2026-11-15 23:59"),
        *visited("2026-11-16 00:00"),
        *visited("2026-11-22 23:59"),
    )
    week = weekly("mon 09:00", SHANGHAI)
    due = week.after(at("2026-11-20 08:00"))
    assert due == at("2026-11-23 09:00")
    await morning.summaries.post(Every.WEEK, due - 7 * DAY)
    await morning.summaries.post(Every.WEEK, due)
    [row] = morning.submitted
    assert row.content.text.startswith("<b>客服小店 · 11月16日周一 至 11月22日周日 一周小结</b>\n访问 2（前一周 2）")


@pytest.mark.parametrize("day", ["2026-03-08", "2026-11-01"])
def test_summaries_come_once_also_on_days_when_clocks_change(day: str) -> None:
    """In New York two in the morning is left out on one of them, and half past one comes twice on the other."""
    for clock_time in ("01:30", "02:30"):
        cron, begins = daily(clock_time, NEW_YORK), at(day, NEW_YORK)
        times, moment = [], begins - 1
        while (following := cron.after(moment)) is not None and following < at(f"{day} 23:59", NEW_YORK):
            times.append(following)
            moment = following
        assert len(times) == 1
