"""`make bench`: messages a second and latency, kefu beside bare echo bots, in interleaved rounds of one run."""

import argparse
import asyncio
import gc
import os
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.benchmarks.drive import Driver, Sample
from tests.benchmarks.loads import LOADS
from tests.benchmarks.program import LOAD_CORE, resident_mb, started
from tests.benchmarks.stored import fill
from tests.benchmarks.wire import serve

WIDTH = 120
"""Of what is printed where there is no terminal: the table's headings need it."""
CONSOLE = Console(width=None if sys.stdout.isatty() else WIDTH)
TARGETS = {"telegram": 4.0, "slack": 1.5, "wechat": 0.7}
"""How many times the bare bot's rate kefu is to reach."""
FEW = 10_000
"""Customers of a shop that is compared with one that has many. More than kefu remembers: of those it reads nothing."""


@dataclass(frozen=True, slots=True)
class Subject:
    name: str
    channel: str
    module: str
    options: tuple[str, ...] = ()
    fsync_ms: float = 0
    latency: float = 0
    half_load: bool = False


@dataclass(frozen=True, slots=True)
class Measured:
    full: Sample
    half: Sample | None
    resident_mb: float


@dataclass(frozen=True, slots=True)
class Stored:
    rate: float
    start_seconds: float
    resident_mb: float


def subjects(channel: str, customers: int, *, thorough: bool) -> list[Subject]:
    kefu = ("--channel", channel, "--customers", str(customers), "--database")
    durable, memory = (*kefu, "{folder}/kefu.db"), (*kefu, ":memory:")
    module = "tests.benchmarks.peers.kefu"
    found = [
        Subject("bare echo", channel, f"tests.benchmarks.peers.{channel}", half_load=True),
        Subject("kefu", channel, module, durable, half_load=True),
        Subject("kefu in memory", channel, module, memory),
    ]
    if thorough:
        found += [
            Subject("kefu, platform takes 20 ms", channel, module, durable, latency=0.02),
            Subject("kefu, fsync takes 1 ms", channel, module, durable, fsync_ms=1, half_load=True),
            Subject("kefu, fsync takes 5 ms", channel, module, durable, fsync_ms=5, half_load=True),
        ]
    return found


async def measure(subject: Subject, customers: int, seconds: float) -> Measured:
    load = LOADS[subject.channel]()
    driver = Driver(load, 0, customers)
    server, api_port = await serve(driver.platform, subject.latency)
    async with server, started(subject.module, api_port, *subject.options, fsync_ms=subject.fsync_ms) as (port, pid):
        driver.port = port
        await driver.connect()
        await driver.saturate(min(2.0, seconds))  # warm: caches, connections, imports
        gc.collect()
        full = await driver.saturate(seconds)
        half = await driver.at_rate(full.rate / 2, seconds) if subject.half_load else None
        measured = Measured(full, half, resident_mb(pid))
        driver.close()
    return measured


async def run(channels: list[str], rounds: int, customers: int, seconds: float, *, thorough: bool) -> None:
    for channel in channels:
        results: dict[Subject, list[Measured]] = defaultdict(list)
        chosen = subjects(channel, customers, thorough=thorough)
        for number in range(1, rounds + 1):
            for subject in chosen:
                measured = await measure(subject, customers, seconds)
                results[subject].append(measured)
                CONSOLE.print(f"[dim]{channel} round {number}: {subject.name}: {measured.full.rate:,.0f}/s[/]")
        CONSOLE.print(table(channel, results))


async def soak(channels: list[str], messages: int, customers: int) -> None:
    """What the process weighs after so many messages, and whether the last ones are as quick as the first."""
    for channel in channels:
        subject = subjects(channel, customers, thorough=False)[1]
        driver = Driver(LOADS[channel](), 0, customers)
        server, api_port = await serve(driver.platform, 0)
        async with server, started(subject.module, api_port, *subject.options) as (port, pid):
            driver.port = port
            await driver.connect()
            first = await driver.send(messages // 10)
            early = resident_mb(pid)
            await driver.send(messages - 2 * (messages // 10))
            last = await driver.send(messages // 10)
            CONSOLE.print(
                f"{channel}: {messages:,} messages; {early:.0f} MB after the first tenth, {resident_mb(pid):.0f} MB "
                f"at the end; the last tenth at {last.rate / first.rate:.2f} times the rate of the first",
                soft_wrap=True,
            )
            driver.close()


async def compare_stored(channels: list[str], rounds: int, stored: int, customers: int, seconds: float) -> None:
    """Whether a message costs the same where so many customers and orders are stored, of whom anyone may write next."""
    for channel in channels:
        with tempfile.TemporaryDirectory(prefix="kefu-bench-") as folder:
            files = {count: Path(folder, f"{count}.db") for count in (FEW, stored)}
            for count, file in files.items():
                await fill(file, channel, LOADS[channel](), count, time.time())
            found: dict[int, list[Stored]] = defaultdict(list)
            for number in range(1, rounds + 1):
                for count, file in files.items():
                    found[count].append(await measure_stored(channel, file, count, customers, seconds))
                    CONSOLE.print(f"[dim]{channel} round {number}: {count:,} stored: {found[count][-1].rate:,.0f}/s[/]")
        ratios = [many.rate / few.rate for many, few in zip(found[stored], found[FEW], strict=True)]
        CONSOLE.print(
            f"{channel}: with {stored:,} customers, conversations and orders {median(ratios):.2f} times the rate with "
            f"{FEW:,}; started in {median(each.start_seconds for each in found[stored]):.1f} s (with {FEW:,} in "
            f"{median(each.start_seconds for each in found[FEW]):.1f} s), "
            f"{max(each.resident_mb for each in found[stored]):.0f} MB",
            soft_wrap=True,
        )


async def measure_stored(channel: str, file: Path, stored: int, customers: int, seconds: float) -> Stored:
    driver = Driver(LOADS[channel](), 0, customers, crowd=stored)
    server, api_port = await serve(driver.platform, 0)
    options = ("--channel", channel, "--customers", str(customers), "--database", str(file), "--filled")
    began = time.perf_counter()
    async with server, started("tests.benchmarks.peers.kefu", api_port, *options) as (port, pid):
        start_seconds = time.perf_counter() - began
        driver.port = port
        await driver.connect()
        await driver.saturate(min(2.0, seconds))
        full = await driver.saturate(seconds)
        measured = Stored(full.rate, start_seconds, resident_mb(pid))
        driver.close()
    return measured


def table(channel: str, results: dict[Subject, list[Measured]]) -> Table:
    drawn = Table(title=f"{channel} (target: {TARGETS[channel]:g} times the bare echo)")
    for heading in ("", "messages/s", "x bare echo", "ack p50/p99 ms", "half load p50/p99 ms", "half ack p99", "MB"):
        drawn.add_column(heading, justify="left" if not heading else "right")
    bare = next(iter(results.values()))
    for subject, rounds in results.items():
        ratios = [mine.full.rate / theirs.full.rate for mine, theirs in zip(rounds, bare, strict=True)]
        halves = [each.half for each in rounds if each.half]
        drawn.add_row(
            subject.name,
            f"{median(each.full.rate for each in rounds):,.0f}",
            f"{statistics.median(ratios):.2f}",
            percentiles([each.full for each in rounds], "acknowledged_ms"),
            percentiles(halves, "answer_ms") if halves else "",
            f"{median(Sample.percentile(each.acknowledged_ms, 0.99) for each in halves):.1f}" if halves else "",
            f"{max(each.resident_mb for each in rounds):.0f}",
        )
    return drawn


def median(values: Iterable[float]) -> float:
    return statistics.median(values)


def percentiles(samples: list[Sample], which: str) -> str:
    p50, p99 = (median(Sample.percentile(getattr(each, which), share) for each in samples) for share in (0.5, 0.99))
    return f"{p50:.1f} / {p99:.1f}"


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--channel", action="append", choices=LOADS, help="only this one (may be repeated)")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--customers", type=int, default=64, help="who write at once")
    parser.add_argument("--seconds", type=float, default=4.0, help="of each stretch of load")
    parser.add_argument("--soak", type=int, metavar="MESSAGES", help="weigh the process after so many, nothing else")
    parser.add_argument(
        "--stored", type=int, metavar="CUSTOMERS", help="compare so many stored ones with few, nothing else"
    )
    parser.add_argument("--quick", action="store_true", help="without slow disks and slow platforms")
    return parser.parse_args()


def main() -> None:
    chosen = parsed()
    if hasattr(os, "sched_setaffinity") and (os.cpu_count() or 1) > 1:
        os.sched_setaffinity(0, {LOAD_CORE})
    channels = chosen.channel or list(LOADS)
    if chosen.soak:
        asyncio.run(soak(channels, chosen.soak, chosen.customers))
        return
    if chosen.stored:
        asyncio.run(compare_stored(channels, chosen.rounds, chosen.stored, chosen.customers, chosen.seconds))
        return
    asyncio.run(run(channels, chosen.rounds, chosen.customers, chosen.seconds, thorough=not chosen.quick))


if __name__ == "__main__":
    main()
