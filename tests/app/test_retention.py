"""What is old enough is forgotten: every night, and never by a clock that is wrong."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime

import pytest
from structlog.testing import capture_logs

from bots.app.background import background
from bots.app.clockwork import Clockwork
from bots.app.retention import FIRST, SECONDS, Forgetting, Keep, Retention
from bots.machine_clock import UNHEARD, TimeTold
from storage.errors import StorageFailed
from tests import engine_fakes
from tests.engine_fakes import MemoryStore, until
from tests.moments import SHANGHAI, at

DAY = 86_400.0
KEEP = Keep(
    queues=DAY, transcripts=30 * DAY, returns=90 * DAY, orders=400 * DAY, contacts=900 * DAY, unnamed_photos=2 * DAY
)
RIGHT = TimeTold()
AHEAD = TimeTold("3653 days ahead of the time that slack tells", is_wrong=True)


@dataclass
class Nights(MemoryStore):
    """A store that notes the nights in which it had to forget; it is away on some."""

    clock: Callable[[], float] = lambda: 0.0
    seen: list[str] = field(default_factory=list)
    before: list[tuple[float, ...]] = field(default_factory=list)
    away: int = 0

    async def purge(self, queues_before: float, transcripts_before: float, returns_before: float = 0.0) -> int:
        self.seen.append(f"{datetime.fromtimestamp(self.clock(), SHANGHAI):%m-%d %H:%M}")
        self.before.append((queues_before, transcripts_before, returns_before))
        if len(self.seen) <= self.away:
            raise OSError("the database is away")
        return 0


@dataclass
class Others:
    """What else forgets."""

    asked: list[tuple[float, ...]] = field(default_factory=list)

    async def lapsed(self, now: float) -> None:
        self.asked.append((now,))

    async def orders(self, before: float) -> int:
        self.asked.append((before,))
        return 1

    async def silent(self, before: float) -> int:
        self.asked.append((before,))
        return 1

    async def photos(self, outlived_before: float, unnamed_before: float) -> int:
        self.asked.append((outlived_before, unnamed_before))
        return 1

    async def empty_log(self) -> None:
        self.asked.append(())


def saying(*words: TimeTold) -> Callable[[], Awaitable[TimeTold]]:
    """What the platforms say of the clock, the last of it again and again."""
    left = list(words)

    async def told() -> TimeTold:
        return left.pop(0) if len(left) > 1 else left[0]

    return told


def retention(store: Nights, clock: engine_fakes.Clock, *words: TimeTold, others: Others | None = None) -> Retention:
    others = others or Others()
    forget = Forgetting(
        lapsed=others.lapsed,
        orders=others.orders,
        silent=others.silent,
        photos=others.photos,
        empty_log=others.empty_log,
    )
    told = saying(*(words or (RIGHT,)))
    return Retention(store, forget, told, clock=clock, timezone="Asia/Shanghai", keep=KEEP)


async def nights(store: Nights, clock: engine_fakes.Clock, count: int, *words: TimeTold) -> list[str]:
    look = retention(store, clock, *words).look
    async with background(Clockwork(clock).again_and_again(SECONDS, look, first=FIRST)):
        await until(lambda: len(store.seen) == count)
    return store.seen


def opened(moment: str) -> tuple[Nights, engine_fakes.Clock]:
    clock = engine_fakes.Clock(now=at(moment))
    return Nights(clock=clock), clock


async def test_every_night_has_its_cleaning() -> None:
    store, clock = opened("2026-11-22 20:00")
    assert await nights(store, clock, 3) == ["11-23 04:31", "11-24 04:31", "11-25 04:31"]


async def test_a_night_that_failed_is_tried_again_soon() -> None:
    store, clock = opened("2026-11-22 20:00")
    store.away = 2
    assert await nights(store, clock, 4) == ["11-23 04:31", "11-23 05:01", "11-23 05:31", "11-24 04:31"]


class NoRoom(Others):
    """Whoever is erased has the database written anew, which takes as much room again."""

    async def silent(self, before: float) -> int:
        raise StorageFailed("the disk is full")


async def test_a_disk_without_room_to_erase_somebody_keeps_no_photograph() -> None:
    store, clock = opened("2026-11-22 20:00")
    others = NoRoom()
    with pytest.raises(StorageFailed):
        await retention(store, clock, others=others).purge()
    assert others.asked[-2] == (clock.now - 30 * DAY, clock.now - 2 * DAY)


async def test_a_machine_that_is_off_at_night_forgets_in_the_morning() -> None:
    store, clock = opened("2026-11-22 09:00")
    await retention(store, clock).look()
    for day in (23, 24):
        clock.now = at(f"2026-11-{day} 09:00")
        for _ in range(3):
            await retention(store, clock).look()
    assert store.seen == ["11-23 09:00", "11-24 09:00"]


async def test_a_shop_that_was_closed_for_months_forgets_once_it_is_open_again() -> None:
    store, clock = opened("2026-01-10 09:00")
    await retention(store, clock).look()
    clock.now = at("2026-11-22 09:00")
    await retention(store, clock).look()
    assert store.seen == ["11-22 09:00"]


async def test_a_kefu_that_never_runs_for_half_an_hour_forgets_all_the_same() -> None:
    store, clock = opened("2026-11-22 20:00")
    while clock.now < at("2026-11-24 20:00"):
        look = retention(store, clock).look
        async with background(Clockwork(clock).again_and_again(SECONDS, look, first=FIRST)):
            await clock.sleep(20 * 60.0)
    assert store.seen == ["11-23 04:21", "11-24 04:21"]


@pytest.mark.parametrize("said", [AHEAD, TimeTold(UNHEARD)], ids=["wrong", "nobody can tell"])
async def test_nothing_is_forgotten_by_a_clock_that_no_platform_agrees_with(said: TimeTold) -> None:
    store, clock = opened("2026-11-22 20:00")
    others = Others()
    await retention(store, clock).look()
    clock.now = at("2036-11-22 20:00")
    with capture_logs() as logs:
        await retention(store, clock, said, others=others).look()
    assert (store.seen, others.asked) == ([], [])
    assert [(line["event"], line["log_level"], line["why"]) for line in logs] == [
        ("retention.held", "error", said.word)
    ]


async def test_as_soon_as_the_clock_can_be_trusted_what_was_held_is_done() -> None:
    store, clock = opened("2026-11-22 20:00")
    assert await nights(store, clock, 1, TimeTold(UNHEARD), AHEAD, RIGHT) == ["11-23 05:31"]


async def test_a_clock_that_was_years_ahead_when_kefu_was_new_costs_no_night() -> None:
    store, clock = opened("2036-11-22 20:00")
    await retention(store, clock).look()
    clock.now = at("2026-11-22 20:00")
    assert await nights(store, clock, 2) == ["11-23 04:31", "11-24 04:31"]


async def test_each_kind_is_kept_as_long_as_the_shop_says() -> None:
    store, clock = opened("2026-11-22 20:00")
    others = Others()
    await retention(store, clock, others=others).purge()
    now = clock.now
    assert store.before == [(now - DAY, now - 30 * DAY, now - 90 * DAY)]
    asked = [(now,), (now - 30 * DAY, now - 2 * DAY), (now - 400 * DAY,), (now - 900 * DAY,)]
    assert others.asked == [*asked, ()], "and then the log, which still has what went"
