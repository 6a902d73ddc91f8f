"""What happens because time passes: on time, and at once when time is moved."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bots.app.background import background
from bots.app.clock import Clock
from bots.app.clockwork import SWEEP_SECONDS, Clockwork, ForgetLapsed, ForgetPhotos, ForgetSilent, Keep
from bots.sandbox.clock import MovableClock
from handlers.fields.cron import Cron
from storage.store import Accepted
from tests import engine_fakes
from tests.engine_fakes import MemoryStore, until
from tests.handlers.answering import Parrot, turns_of

DAY = 86_400.0
SHANGHAI = ZoneInfo("Asia/Shanghai")
NIGHTLY = Cron("17 4 * * *", SHANGHAI)


@dataclass
class Diary(MemoryStore):
    """A store that notes when it was asked for due timers, and when to forget; it is away on some nights."""

    clock: Callable[[], float] = lambda: 0.0
    swept: list[float] = field(default_factory=list)
    nights: list[str] = field(default_factory=list)
    away: int = 0

    async def claim_timers(self, now: float) -> list[Accepted]:
        self.swept.append(now)
        return []

    async def purge(self, queues_before: float, transcripts_before: float, returns_before: float = 0.0) -> int:
        self.nights.append(f"{datetime.fromtimestamp(self.clock(), SHANGHAI):%m-%d %H:%M}")
        if len(self.nights) <= self.away:
            raise OSError("the database is away")
        return 0


def clockwork(
    store: MemoryStore,
    clock: Clock,
    forget_photos: ForgetPhotos | None = None,
    forget_lapsed: ForgetLapsed | None = None,
    forget_silent: ForgetSilent | None = None,
) -> Clockwork:
    turns = turns_of(store, Parrot(), lambda _rows: None, clock=clock)
    keep = Keep(queues=DAY, transcripts=30 * DAY, returns=90 * DAY, contacts=900 * DAY, unnamed_photos=2 * DAY)
    return Clockwork(
        store,
        turns,
        forget_photos or no_photos,
        forget_lapsed or nothing_lapsed,
        forget_silent or nobody_silent,
        clock=clock,
        timezone="Asia/Shanghai",
        keep=keep,
    )


async def no_photos(_outlived_before: float, _unnamed_before: float) -> int:
    return 0


async def nothing_lapsed(_now: float) -> None:
    pass


async def nobody_silent(_before: float) -> int:
    return 0


async def test_due_timers_are_looked_for_every_two_seconds() -> None:
    clock = engine_fakes.Clock()
    store, began = Diary(clock=clock), clock.now
    async with background(*clockwork(store, clock).jobs()):
        await until(lambda: len(store.swept) == 3)
    assert [at - began for at in store.swept] == [SWEEP_SECONDS, 2 * SWEEP_SECONDS, 3 * SWEEP_SECONDS]


async def test_whoever_moves_the_clock_need_not_wait_for_what_becomes_due() -> None:
    clock = MovableClock(lambda: 1_800_000_000.0, ticks=lambda: 0.0)
    store = Diary(clock=clock)
    async with background(*clockwork(store, clock).jobs()):
        await asyncio.sleep(0)
        clock.forward(3 * DAY)
        await until(lambda: bool(store.swept and store.nights))
    assert store.swept == [1_800_000_000.0 + 3 * DAY]
    assert len(store.nights) == 1, "nights that were passed over count as one"


async def test_every_night_has_its_cleaning_even_after_one_that_failed() -> None:
    clock = engine_fakes.Clock(now=datetime(2026, 11, 22, 12, tzinfo=UTC).timestamp())
    store = Diary(clock=clock, away=1)
    works = clockwork(store, clock)
    async with background(works.by_calendar(NIGHTLY, works.purge)):
        await until(lambda: len(store.nights) == 3)
    assert store.nights == ["11-23 04:17", "11-24 04:17", "11-25 04:17"]


async def test_photographs_are_forgotten_with_what_was_said_and_the_unnamed_ones_before() -> None:
    clock = engine_fakes.Clock()
    asked: list[tuple[float, float]] = []

    async def forget(outlived_before: float, unnamed_before: float) -> int:
        asked.append((outlived_before, unnamed_before))
        return 1

    await clockwork(Diary(clock=clock), clock, forget).purge()
    assert asked == [(clock.now - 30 * DAY, clock.now - 2 * DAY)]


async def test_what_counts_no_more_by_tonight_is_forgotten_tonight() -> None:
    clock = engine_fakes.Clock()
    asked: list[float] = []

    async def forget(now: float) -> None:
        asked.append(now)

    await clockwork(Diary(clock=clock), clock, forget_lapsed=forget).purge()
    assert asked == [clock.now]


async def test_every_night_whoever_was_silent_for_too_long_is_forgotten() -> None:
    clock = engine_fakes.Clock()
    asked: list[float] = []

    async def forget(before: float) -> int:
        asked.append(before)
        return 1

    await clockwork(Diary(clock=clock), clock, forget_silent=forget).purge()
    assert asked == [clock.now - 900 * DAY]


@dataclass
class SetRight(engine_fakes.Clock):
    """It is ten years ahead until somebody sees to it."""

    async def sleep(self, seconds: float) -> None:
        await super().sleep(seconds)
        if self.now > AHEAD:
            self.now -= AHEAD - NOON


NOON, AHEAD = (datetime(year, 11, 22, 12, tzinfo=UTC).timestamp() for year in (2026, 2036))


async def test_a_clock_that_was_years_ahead_costs_no_night() -> None:
    clock = SetRight(now=AHEAD)
    store = Diary(clock=clock)
    works = clockwork(store, clock)
    async with background(works.by_calendar(NIGHTLY, works.purge)):
        await until(lambda: len(store.nights) == 2)
    assert store.nights == ["11-23 04:17", "11-24 04:17"]
    assert clock.now < AHEAD
