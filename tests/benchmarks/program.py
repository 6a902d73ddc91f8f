"""A measured program: started on a core of its own, and stopped for good."""

import asyncio
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.benchmarks.wire import Connection

HERE = Path(__file__).parent
MEASURED_CORE = 1
LOAD_CORE = 0
START_SECONDS = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def pinned(core: int) -> list[str]:
    taskset = shutil.which("taskset")
    return [taskset, "-c", str(core)] if taskset and (os.cpu_count() or 1) > 1 else []


def slow_fsync(folder: Path) -> Path:
    """The shim, compiled. Needs a C compiler: apt-get install gcc."""
    library = folder / "slow_fsync.so"
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        raise SystemExit("a slow disk needs a C compiler; install one: apt-get install gcc")
    subprocess.run([compiler, "-shared", "-fPIC", "-O2", "-o", library, HERE / "slow_fsync.c", "-ldl"], check=True)
    return library


@asynccontextmanager
async def started(module: str, api_port: int, *options: str, fsync_ms: float = 0) -> AsyncIterator[tuple[int, int]]:
    """Runs `python -m module API_PORT PORT options...`; yields its port and process id once it listens."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="kefu-bench-") as folder:
        environment = dict(os.environ)
        if fsync_ms:
            environment |= {"LD_PRELOAD": str(slow_fsync(Path(folder))), "SLOW_FSYNC_US": str(int(fsync_ms * 1000))}
        named = [option.format(folder=folder) for option in options]
        process = await asyncio.create_subprocess_exec(
            *pinned(MEASURED_CORE),
            sys.executable,
            "-m",
            module,
            str(api_port),
            str(port),
            *named,
            env=environment,
            stdout=asyncio.subprocess.PIPE,
        )
        try:
            if named:  # kefu prepares its customers first, and says when it is ready
                assert process.stdout
                async with asyncio.timeout(START_SECONDS):
                    if await process.stdout.readline() != b"ready\n":
                        raise RuntimeError(f"{module} did not start")
            await listening(port)
            yield port, process.pid
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()


async def listening(port: int) -> None:
    async with asyncio.timeout(START_SECONDS):
        while True:
            try:
                (await Connection.open(port)).close()
            except OSError:
                await asyncio.sleep(0.05)
            else:
                return


def resident_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    kilobytes = next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]
    return int(kilobytes) / 1024
