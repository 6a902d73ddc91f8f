"""Whole kefu processes, started on a database and killed or stopped."""

import asyncio
import os
import random
import signal
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import orjson
from aiohttp import ClientSession

from tests.e2e.doom import Doom
from tests.e2e.haste import HastyClock

ROOT = Path(__file__).parents[2]
WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
PORTS = range(20_000 + WORKER, 32_000, 16)
"""Below those that systems hand out by themselves, above those of the shops of other tests, and other ones for each
worker: between two lives nobody else gets ours."""
GIVEN: set[int] = set()
"""By `free_port`: between two lives of a kefu its port looks free, also to another one of the same test."""
PATIENCE = 120.0
"""Seconds: the machine may be busy."""


@dataclass(frozen=True, slots=True)
class Life:
    pid: int
    dead: "asyncio.Task[int]"
    """The exit code, negative for a signal."""

    def kill(self) -> None:
        self._send(signal.SIGKILL)

    def stop(self) -> None:
        self._send(signal.SIGTERM)

    def arm(self) -> None:
        """Its doom counts from now on."""
        self._send(signal.SIGUSR1)

    def _send(self, number: int) -> None:
        try:
            os.kill(self.pid, number)
        except ProcessLookupError:
            return  # it was quicker itself


class Zygote:
    def __init__(self, process: Process, order: Mapping[str, object]) -> None:
        self._process = process
        self._order = order

    async def bear(self, doom: Doom | None = None, *, ahead: float = 0.0, passing: float = 0.0) -> Life:
        """One at a time: the life before must be dead. Its clock is `ahead`; once it is up, so much time passes."""
        if self._process.stdin is None:
            raise RuntimeError("the zygote has no standard input")
        order = {**self._order, "doom": asdict(doom) if doom else None, "ahead": ahead, "passing": passing}
        self._process.stdin.write(orjson.dumps(order) + b"\n")
        return Life(await self._told(), asyncio.create_task(self._told()))

    async def _told(self) -> int:
        if self._process.stdout is None:
            raise RuntimeError("the zygote has no standard output")
        line = await self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the zygote is gone; see {self._order['log']} and the output above")
        return int(line)


@asynccontextmanager
async def zygote(
    config: Path, environment: Mapping[str, str], log: Path, haste: HastyClock | None = None
) -> AsyncIterator[Zygote]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.e2e.zygote", stdin=PIPE, stdout=PIPE, cwd=ROOT
    )
    try:
        order = {"config": str(config), "environment": dict(environment), "log": str(log)}
        yield Zygote(process, {**order, "haste": asdict(haste) if haste else None})
    finally:
        if process.stdin is not None:
            process.stdin.close()
        await process.wait()


async def listens(port: int, life: Life) -> bool:
    """Wait until somebody listens at the port. False: the process died first."""
    while not life.dead.done():
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.wait([life.dead], timeout=0.01)
            continue
        writer.close()
        return True
    return False


async def nothing_waits(port: int) -> None:
    """Until whatever is due to people has been sent to them."""
    async with asyncio.timeout(PATIENCE), ClientSession(f"http://127.0.0.1:{port}") as session:
        while True:
            async with session.get("/metrics") as answer:
                if "\nkefu_outbox_waiting 0.0\n" in await answer.text():
                    return
            await asyncio.sleep(0.02)


def free_port(dice: random.Random) -> int:
    for port in dice.sample(PORTS, 100):
        if port in GIVEN:
            continue
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            GIVEN.add(port)
            return port
    raise OSError(f"no free port in {PORTS}")
