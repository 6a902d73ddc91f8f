"""Drives one program: saturation with closed loops, then half of that with an open loop, and what it took."""

import asyncio
import random
import statistics
import time
from dataclasses import dataclass, field

from tests.benchmarks.loads import Load
from tests.benchmarks.wire import Connection


@dataclass(slots=True)
class Sample:
    """What one stretch of load measured. Times in milliseconds."""

    seconds: float = 0.0
    answered: int = 0
    answer_ms: list[float] = field(default_factory=list)
    acknowledged_ms: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        return self.answered / self.seconds if self.seconds else 0.0

    @staticmethod
    def percentile(values: list[float], share: float) -> float:
        if not values:
            return float("nan")
        return statistics.quantiles(values, n=1000, method="inclusive")[round(share * 1000) - 1]


class Driver:
    """The customers of one load: so many write at once, each by a connection of their own.

    They are the same ones all the time, or each message is by anyone of a `crowd`.
    """

    def __init__(self, load: Load, port: int, customers: int, crowd: int | None = None) -> None:
        self.load = load
        self.port = port
        self.customers = customers
        self.shifts = (crowd or customers) // customers
        self.chance = random.Random(0)
        self.sequence = int(time.time()) * 1000
        self.waiting: dict[int, asyncio.Future[None]] = {}
        self.connections: list[Connection] = []

    def platform(self, head: bytes, body: bytes) -> bytes:
        account = self.load.addressee(head, body)
        if account is not None and (waiter := self.waiting.pop(account, None)) is not None and not waiter.done():
            waiter.set_result(None)
        return self.load.platform(head, body)

    async def connect(self) -> None:
        self.connections = [await Connection.open(self.port) for _ in range(self.customers)]

    def close(self) -> None:
        for connection in self.connections:
            connection.close()

    async def exchange(self, customer: int, sample: Sample, started: float | None = None) -> None:
        """One message and its answer. `started`: when it should have been sent, so that queueing counts."""
        self.sequence += 1
        # nobody writes on two connections at once
        account = customer + self.customers * self.chance.randrange(self.shifts) if self.shifts > 1 else customer
        began = time.perf_counter() if started is None else started
        answered = asyncio.get_running_loop().create_future()
        self.waiting[account] = answered
        _, body = await self.connections[customer].request(self.load.message(account, self.sequence))
        sample.acknowledged_ms.append((time.perf_counter() - began) * 1000)
        if self.load.replies_in_response:
            if len(body) < 50:
                raise ConnectionError(f"no passive reply, only {body!r}")
        else:
            async with asyncio.timeout(60):
                await answered
        sample.answer_ms.append((time.perf_counter() - began) * 1000)
        sample.answered += 1

    async def saturate(self, seconds: float) -> Sample:
        sample = Sample()
        began = time.perf_counter()

        async def go_on(customer: int) -> None:
            while time.perf_counter() - began < seconds:
                await self.exchange(customer, sample)

        async with asyncio.TaskGroup() as group:
            for customer in range(self.customers):
                group.create_task(go_on(customer))
        sample.seconds = time.perf_counter() - began
        return sample

    async def send(self, messages: int) -> Sample:
        """So many messages, as fast as they are answered."""
        sample = Sample()
        began = time.perf_counter()
        left = messages

        async def go_on(customer: int) -> None:
            nonlocal left
            while left > 0:
                left -= 1
                await self.exchange(customer, sample)

        async with asyncio.TaskGroup() as group:
            for customer in range(self.customers):
                group.create_task(go_on(customer))
        sample.seconds = time.perf_counter() - began
        return sample

    async def at_rate(self, rate: float, seconds: float) -> Sample:
        """An open loop: messages begin on a fixed schedule, each by the customer free the longest."""
        sample = Sample()
        free = asyncio.Queue[int]()
        for customer in range(self.customers):
            free.put_nowait(customer)
        began = time.perf_counter()

        async def one(customer: int, due: float) -> None:
            await self.exchange(customer, sample, due)
            free.put_nowait(customer)

        async with asyncio.TaskGroup() as group:
            for number in range(int(rate * seconds)):
                due = began + number / rate
                await asyncio.sleep(max(0.0, due - time.perf_counter()))
                group.create_task(one(await free.get(), due))
        sample.seconds = time.perf_counter() - began
        return sample
