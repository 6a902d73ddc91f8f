"""What /readyz tells of a kefu that is not ready."""

from dataclasses import dataclass, field

from structlog.testing import capture_logs

from bots.channel import Unreachable
from bots.health import CHECK_EVERY, Health
from tests.engine_fakes import FakeChannel, MemoryStore


@dataclass(slots=True, kw_only=True)
class BrokenStore(MemoryStore):
    async def ping(self) -> None:
        raise OSError("the disk is gone")


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


async def test_a_platform_is_asked_once_a_minute_however_often_somebody_looks() -> None:
    now, channel = [0.0], Watched(wrong=["no answer"])
    health = Health(MemoryStore(), {"telegram": channel}, dict, ticks=lambda: now[0])
    for _ in range(3):
        assert (await health.report())[0] is False
    assert channel.checks == 1
    channel.wrong.clear()
    now[0] += CHECK_EVERY
    ready, body = await health.report()
    assert (ready, body["platforms"]) == (True, {"telegram": "ok"})


async def test_whoever_starts_kefu_reads_in_its_log_what_is_not_ready() -> None:
    channels = {"telegram": Watched(), "slack": Watched(wrong=["the token is wrong"])}
    with capture_logs() as log:
        await Health(MemoryStore(), channels, dict, ticks=float).tell()
    [line] = log
    assert (line["log_level"], line["channel"], line["error"]) == ("warning", "slack", "the token is wrong")
