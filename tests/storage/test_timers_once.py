"""Each timer becomes one message: whoever else looks at the same moment, and whoever dies meanwhile."""

import asyncio
import signal
import sqlite3
import sys
from asyncio.subprocess import PIPE
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import given, settings
from hypothesis import strategies as st

from storage.conversations import Conversation
from storage.database import Database, Rows
from storage.inbound import Identity
from storage.results import Timer, TurnResult
from storage.sqlite import SqliteStore
from storage.store import Accepted
from tests.storage.samples import turn, writes

T = TypeVar("T")

CUSTOMERS = tuple(Identity("telegram", str(number)) for number in range(3))
NAMES = ("farewell:idle", "promise:due", "survey:ask")
FAR = 1e9


class Gates:
    """Where whoever is about to write, or has just written, waits until somebody lets them go on."""

    def __init__(self) -> None:
        self.waiting: list[asyncio.Future[None]] = []
        self.open = False

    async def stop(self) -> None:
        if not self.open:
            gate: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self.waiting.append(gate)
            await gate

    async def let_go(self, chosen: Sequence[int]) -> None:
        """These go on at once, side by side, until each stands at the next gate or is done."""
        picked = {number % len(self.waiting) for number in chosen} if self.waiting else set()
        going = [self.waiting[number] for number in sorted(picked)]
        self.waiting = [each for each in self.waiting if each not in going]
        for gate in going:
            gate.set_result(None)
        for _ in range(5):
            await asyncio.sleep(0)

    def let_all_go(self) -> None:
        self.open = True
        for gate in self.waiting:
            gate.set_result(None)
        self.waiting.clear()


class GatedDatabase(Database):
    gates: Gates | None = None

    async def write(self, *rows: Rows, **options: Any) -> bool:
        return await self._between_gates(super().write(*rows, **options))

    async def transact(self, work: Callable[[sqlite3.Connection], T]) -> T:
        return await self._between_gates(super().transact(work))

    async def _between_gates(self, writing: Awaitable[T]) -> T:
        if self.gates:
            await self.gates.stop()
        written = await writing
        if self.gates:
            await self.gates.stop()
        return written


class Kefu:
    """One program on one file. Its parts look for due timers and move them, as it happens."""

    def __init__(self) -> None:
        self.gates = Gates()
        self.claimed: list[Accepted] = []
        self.set: Counter[str] = Counter()
        self.number = 0

    async def open(self) -> None:
        database = await GatedDatabase.open(":memory:")
        assert isinstance(database, GatedDatabase)
        self.database = database
        self.stores = [SqliteStore(self.database), SqliteStore(self.database)]

    async def looks(self, store: SqliteStore, now: float) -> None:
        self.claimed += await store.claim_timers(now)

    async def sets(self, store: SqliteStore, customer: Identity, name: str, due_at: float) -> None:
        """A turn of this customer: the timer is set, or moved where it waits."""
        self.number += 1
        mark = f"{name} {self.number}"
        inbox_id = await store.accept(writes(mark, customer), 1.0)
        assert inbox_id is not None
        conversation = Conversation(identity=customer, chat_id=customer.account_id)
        known = await store.load(customer) or conversation
        self.set[mark] += 1
        await store.commit(
            inbox_id, TurnResult(conversation=known, timers=(Timer(name=name, due_at=due_at, payload=mark),)), 2.0
        )


ACTS = st.one_of(
    st.tuples(st.just("look"), st.integers(0, 1), st.floats(0, 20)),
    st.tuples(st.just("set"), st.integers(0, 2), st.sampled_from(NAMES), st.floats(0, 20)),
    st.tuples(st.just("go"), st.lists(st.integers(0, 7), min_size=1, max_size=4)),
)


@settings(deadline=None, max_examples=60)
@given(st.lists(ACTS, max_size=40))
def test_looks_and_turns_in_any_order_of_their_steps_ring_each_timer_once(acts: list[tuple[object, ...]]) -> None:
    asyncio.run(any_order(acts))


async def any_order(acts: Sequence[tuple[object, ...]]) -> None:
    kefu = Kefu()
    await kefu.open()
    for each in CUSTOMERS:  # each has a conversation, and one timer that is due
        await kefu.sets(kefu.stores[0], each, NAMES[0], 1.0)
    kefu.database.gates = kefu.gates
    tasks: list[asyncio.Task[None]] = []
    for act in acts:
        match act:
            case ("look", int(store), float(now)):
                tasks.append(asyncio.create_task(kefu.looks(kefu.stores[store], now)))
                await asyncio.sleep(0)
            case ("set", int(customer), str(name), float(due_at)):
                tasks.append(asyncio.create_task(kefu.sets(kefu.stores[0], CUSTOMERS[customer], name, due_at)))
                await asyncio.sleep(0)
            case ("go", list(chosen)):
                await kefu.gates.let_go(chosen)
    kefu.gates.let_all_go()
    await asyncio.gather(*tasks)
    await kefu.looks(kefu.stores[1], FAR)
    rung = Counter(claimed.inbound.text for claimed in kefu.claimed)
    unhandled = await kefu.stores[0].unhandled()
    left = Counter(claimed.inbound.text for claimed in unhandled if claimed.inbound.payload in NAMES)
    await kefu.database.close()
    assert max(rung.values(), default=0) <= 1, "nobody rings twice"
    assert rung == left, "what was claimed is in the inbox, and nothing else is"
    assert set(rung) <= set(kefu.set)
    assert {name_and_customer(claimed) for claimed in kefu.claimed} >= {(NAMES[0], each) for each in CUSTOMERS}


def name_and_customer(claimed: Accepted) -> tuple[str, Identity]:
    return claimed.inbound.payload, claimed.inbound.identity


# Two processes

OTHER = """
import asyncio, sys
from pathlib import Path
from storage.database import Database
from storage.errors import DatabaseInUse
from storage.sqlite import SqliteStore

async def main():
    try:
        database = await Database.open(Path(sys.argv[1]))
    except DatabaseInUse as error:
        print("told:", error, flush=True)
        return
    store, claimed = SqliteStore(database), []
    while some := await store.claim_timers(100.0):
        claimed += some
    print("told:", *sorted(each.inbound.text for each in claimed), flush=True)
    await asyncio.sleep(3600)

asyncio.run(main())
"""


async def other_kefu(path: Path) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(sys.executable, "-c", OTHER, str(path), stdout=PIPE)


async def says(process: asyncio.subprocess.Process) -> str:
    """But for its log."""
    assert process.stdout is not None
    while line := (await process.stdout.readline()).decode():
        if line.startswith("told:"):
            return line.removeprefix("told:").strip()
    raise AssertionError("it ended without a word")


async def refused_beside(path: Path) -> None:
    second = await other_kefu(path)
    assert "is in use by another kefu" in await says(second)
    assert await second.wait() == 0


async def with_timers(path: Path, count: int) -> list[str]:
    store = SqliteStore(await Database.open(path))
    marks = [f"x{number}" for number in range(count)]
    timers = tuple(Timer(name=f"survey:{mark}", due_at=50.0, payload=mark) for mark in marks)
    await turn(store, "1", timers=timers)
    await store.close()
    return sorted(marks)


async def test_while_one_kefu_has_the_file_a_second_is_refused_and_rings_nothing(tmp_path: Path) -> None:
    path = tmp_path / "kefu.db"
    marks = await with_timers(path, 3)
    first = await other_kefu(path)
    try:
        assert (await says(first)).split() == marks
        await refused_beside(path)
    finally:
        first.kill()
        await first.wait()


async def test_of_what_a_killed_kefu_had_claimed_the_next_one_claims_nothing_again(tmp_path: Path) -> None:
    path = tmp_path / "kefu.db"
    marks = await with_timers(path, 600)
    first = await other_kefu(path)
    assert (await says(first)).split() == marks
    first.send_signal(signal.SIGKILL)
    assert await first.wait() == -signal.SIGKILL
    store = SqliteStore(await Database.open(path))
    assert await store.claim_timers(100.0) == []
    left = Counter(each.inbound.text for each in await store.unhandled())
    await store.close()
    assert left == Counter(marks), "each waits in the inbox, once"
