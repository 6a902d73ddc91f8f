"""Where kefu is killed: the shop's folder, and stand-ins of the platforms that live on."""

import asyncio
import os
import random
import shutil
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bots.sandbox.platforms import Platforms
from handlers.scripts.ours import OUR_SCRIPTS
from tests.e2e.program import Zygote, free_port, zygote

SEED = int(os.environ.get("CRASH_SEED", random.SystemRandom().randrange(1_000_000)))
SETTINGS = {
    "KEFU_SCRIPTS__PATH": str(OUR_SCRIPTS),
    "KEFU_LOG__LEVEL": "warning",
    "KEFU_LOG__FORMAT": "json",
    **{f"KEFU_{channel}__PACE__CHAT": "[1000, 1]" for channel in ("TELEGRAM", "SLACK", "WECHAT")},
    **{f"KEFU_{channel}__PACE__DESK": "[1000, 1]" for channel in ("TELEGRAM", "SLACK")},
    "KEFU_TELEGRAM__PACE__BOT": "[1000, 1]",
}
"""What is tested is not the pace; the stand-ins do not mind it either."""


@dataclass(frozen=True, slots=True)
class Stage:
    folder: Path
    platforms: Platforms
    port: int
    dice: random.Random
    calling: bool
    """The platforms call kefu; else it polls Telegram and opens Slack's socket. WeChat only calls."""

    @property
    def database(self) -> Path:
        return self.folder / "kefu.db"

    @property
    def log(self) -> Path:
        return self.folder / "log"

    def mother(self) -> AbstractAsyncContextManager[Zygote]:
        """Of every life of kefu."""
        environment = self.platforms.environment("telegram", self.database, port=self.port, calling=self.calling)
        return zygote(self.folder / "kefu.yaml", environment | SETTINGS, self.log)


@asynccontextmanager
async def set_up(folder: Path, *, calling: bool = True, clock: Callable[[], float] = time.time) -> AsyncIterator[Stage]:
    print(f"CRASH_SEED={SEED}")  # noqa: T201 - pytest shows it with a failure
    (folder / "kefu.yaml").touch()
    dice, platforms = random.Random(SEED), Platforms(clock=clock)
    port = free_port(dice)
    await platforms.start()
    try:
        hurry(platforms)
        platforms.connect(port, calling=calling)
        yield Stage(folder, platforms, port, dice, calling)
    finally:
        await platforms.close()


def hurry(platforms: Platforms) -> None:
    """Retries as many as ever, but after a kill or two and not after minutes."""
    platforms.slack.flood_control = False
    platforms.slack.sockets.used = True  # Slack has known the app for long
    platforms.slack.sockets.patience = 0.4
    platforms.slack.http.retries = (0.0, 0.4, 1.2)
    platforms.wechat.callbacks.before_retry = lambda: asyncio.sleep(0.4)


def copied(database: Path, folder: Path) -> Path:
    """What a dead kefu left: nothing but kefu may touch the file itself."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name in (database.name, f"{database.name}-wal"):
        if database.with_name(name).exists():
            shutil.copy(database.with_name(name), folder)
    return folder / database.name


def troubles(log: Path) -> list[str]:
    """No kill may make kefu stumble later."""
    lines = log.read_text().splitlines()
    return [line for line in lines if '"level": "warning"' not in line or "database.log_missing" in line]
