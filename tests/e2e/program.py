"""Whole kefu processes, started on a database and killed or stopped."""

import asyncio
import os
import random
import signal
import socket
import subprocess
import sys
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import asdict, dataclass
from functools import cache
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
    def __init__(self, reader: StreamReader, writer: StreamWriter, order: Mapping[str, object]) -> None:
        self._reader = reader
        self._writer = writer
        self._order = order
        self._newest: Life | None = None

    async def bear(self, doom: Doom | None = None, *, ahead: float = 0.0, passing: float = 0.0) -> Life:
        """One at a time: the life before must be dead. Its clock is `ahead`; once it is up, so much time passes."""
        order = {**self._order, "doom": asdict(doom) if doom else None, "ahead": ahead, "passing": passing}
        self._writer.write(orjson.dumps(order) + b"\n")
        self._newest = Life(await self._told(), asyncio.create_task(self._told()))
        return self._newest

    async def end(self) -> None:
        """With whatever lives."""
        self._writer.write_eof()
        if self._newest:
            await asyncio.wait([self._newest.dead])
        self._writer.close()
        await self._writer.wait_closed()

    async def _told(self) -> int:
        line = await self._reader.readline()
        if not line:
            raise RuntimeError(f"the zygote is gone; see {self._order['log']} and the output above")
        return int(line)


@asynccontextmanager
async def zygote(
    config: Path, environment: Mapping[str, str], log: Path, haste: HastyClock | None = None
) -> AsyncIterator[Zygote]:
    ours, theirs = socket.socketpair()
    with theirs:
        socket.send_fds(nursery().door, [b"."], [theirs.fileno()])
    order = {"config": str(config), "environment": dict(environment), "log": str(log)}
    mother = Zygote(
        *await asyncio.open_unix_connection(sock=ours), {**order, "haste": asdict(haste) if haste else None}
    )
    try:
        yield mother
    finally:
        await mother.end()


@dataclass(frozen=True, slots=True)
class Nursery:
    """Where zygotes come from: it takes seconds to import all that each of them knows."""

    process: "subprocess.Popen[bytes]"
    door: socket.socket


@cache
def nursery() -> Nursery:
    """One for all tests of this process."""
    ours, theirs = socket.socketpair()
    with theirs:
        command = [sys.executable, "-m", "tests.e2e.zygote"]
        return Nursery(subprocess.Popen(command, stdin=theirs.fileno(), stdout=subprocess.DEVNULL, cwd=ROOT), ours)


@contextmanager
def nursery_closed_at_the_end() -> Iterator[None]:
    yield
    if nursery.cache_info().currsize:
        nursery().door.close()
        nursery().process.wait()


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
