"""What /readyz tells of a kefu that is not ready."""

import asyncio
import sqlite3
from dataclasses import dataclass, field

from structlog.testing import capture_logs

from bots.channel import Unreachable
from bots.health import ASK_DATABASE_EVERY, ASK_PLATFORMS_EVERY, FAULT_SECONDS, Health
from bots.machine_clock import UNHEARD, TimeTold
from storage.errors import failed
from tests.engine_fakes import FakeChannel, MemoryStore


@dataclass(slots=True, kw_only=True)
class BrokenStore(MemoryStore):
    async def ping(self) -> None:
        raise OSError("the disk is gone")


@dataclass(slots=True, kw_only=True)
class FullStore(MemoryStore):
    is_full: bool = True
    pings: int = 0
    failures: int = 0

    @property
    def faults(self) -> int:
        return self.failures

    async def ping(self) -> None:
        self.pings += 1
        if self.is_full:
            raise failed(sqlite3.OperationalError("database or disk is full"))


@dataclass(slots=True)
class Watched(FakeChannel):
    wrong: list[str] = field(default_factory=list)
    checks: int = 0

    async def check(self) -> None:
        self.checks += 1
        if self.wrong:
            raise Unreachable(self.wrong[-1])


async def test_a_kefu_without_its_database_is_not_ready() -> None:
    ready, body = await Health(BrokenStore(), {"telegram": Watched()}, dict, ticks=float).report()
    assert (ready, body["status"]) == (False, "not ready")
    assert body["database"] == "OSError"
    assert body["platforms"] == {"telegram": "ok"}


async def test_a_kefu_whose_clock_is_years_ahead_is_not_ready_and_says_so_when_it_starts() -> None:
    async def told() -> TimeTold:
        return TimeTold("3653 days ahead of the time that slack tells", is_wrong=True)

    health = Health(MemoryStore(), {"slack": Watched()}, dict, time_told=told, ticks=float)
    ready, body = await health.report()
    assert (ready, body["status"], body["clock"]) == (
        False,
        "not ready",
        "3653 days ahead of the time that slack tells",
    )
    with capture_logs() as logs:
        await health.tell()
    assert [line["error"] for line in logs] == [body["clock"]]


async def test_a_clock_that_no_platform_could_judge_is_told_and_keeps_nobody_waiting() -> None:
    async def told() -> TimeTold:
        return TimeTold(UNHEARD)

    ready, body = await Health(MemoryStore(), {"slack": Watched()}, dict, time_told=told, ticks=float).report()
    assert (ready, body["clock"]) == (True, UNHEARD)


async def test_a_full_disk_is_told_with_what_to_do_until_there_is_room_again() -> None:
    now, store = [0.0], FullStore()
    health = Health(store, {}, dict, ticks=lambda: now[0])
    ready, body = await health.report()
    assert (ready, body["status"]) == (False, "not ready")
    assert "disk is full" in str(body["database"])
    assert "see the disk's space" in str(body["database"])
    store.is_full = False
    now[0] += ASK_DATABASE_EVERY
    assert (await health.report())[1]["database"] == "ok"


async def test_a_write_that_failed_is_not_forgotten_when_a_smaller_one_succeeds() -> None:
    now, store = [0.0], FullStore(is_full=False)
    health = Health(store, {}, dict, ticks=lambda: now[0])
    told = []
    for failures in (0, 1, 1, 2, 2):
        store.failures = failures
        told.append((await health.report())[1]["database"] == "ok")
        now[0] += FAULT_SECONDS / 2
    assert told == [True, False, False, False, False]
    now[0] += FAULT_SECONDS / 2
    assert (await health.report())[0]


async def test_whoever_asks_again_and_again_does_not_keep_the_disk_busy() -> None:
    now, store = [0.0], FullStore(is_full=False)
    health = Health(store, {}, dict, ticks=lambda: now[0])
    for _ in range(100):
        await health.report()
    assert store.pings == 1
    now[0] += ASK_DATABASE_EVERY
    await asyncio.gather(*(health.report() for _ in range(100)))
    assert store.pings == 2


async def test_a_platform_is_asked_once_a_minute_however_often_somebody_looks() -> None:
    now, channel = [0.0], Watched(wrong=["no answer"])
    health = Health(MemoryStore(), {"telegram": channel}, dict, ticks=lambda: now[0])
    for _ in range(3):
        assert (await health.report())[0] is False
    assert channel.checks == 1
    channel.wrong.clear()
    now[0] += ASK_PLATFORMS_EVERY
    ready, body = await health.report()
    assert (ready, body["platforms"]) == (True, {"telegram": "ok"})


async def test_whoever_starts_kefu_reads_in_its_log_what_is_not_ready() -> None:
    channels = {"telegram": Watched(), "slack": Watched(wrong=["the token is wrong"])}
    with capture_logs() as log:
        await Health(MemoryStore(), channels, dict, ticks=float).tell()
    [line] = log
    assert (line["log_level"], line["channel"], line["error"]) == ("warning", "slack", "the token is wrong")


async def test_whoever_starts_kefu_on_a_full_disk_reads_so_in_its_log() -> None:
    with capture_logs() as log:
        await Health(FullStore(), {}, dict, ticks=float).tell()
    [line] = log
    assert line["log_level"] == "error"
    assert "disk is full" in str(line["error"])


async def test_a_platform_that_answers_and_takes_no_message_is_seen_by_how_long_they_wait() -> None:
    overdue = {"telegram": 0.0, "slack": 612.04}
    ready, body = await Health(MemoryStore(), {"slack": Watched()}, dict, overdue=lambda: overdue, ticks=float).report()
    assert (ready, body["waiting_seconds"]) == (True, {"telegram": 0.0, "slack": 612.0})
