"""A message over a disk and a platform that fail at any moment: nothing is lost, doubled or overtaken."""

import asyncio
import random
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from prometheus_client import CollectorRegistry

from bots.channel import Busy, Unreachable
from bots.delivery.delivery import Delivery
from bots.delivery.means import Means, Timing
from bots.metrics import Metrics
from storage.codec import decode_inbound
from storage.content import Content
from storage.conversations import Conversation
from storage.database import Database
from storage.errors import StorageFailed
from storage.inbound import Inbound, Quote
from storage.photos import Photo
from storage.records import replace
from storage.results import Outgoing, Timer, TurnResult
from storage.sqlite import SqliteStore
from storage.sqlite.copies import SqliteCopies
from tests.bad_disk import Trouble, on_a_bad_disk
from tests.bots.posting import InStaffWords
from tests.engine_fakes import Clock, FakeChannel
from tests.handlers.answering import said, turns_of

CUSTOMERS = ("ann", "bob", "cai", "dan", "eva")
HASTY = ("dan", "eva")
"""Their platform tells of each message several times at once."""
MESSAGES = 25
BURST = 4
"""So many messages of a customer are on their way at once, at most."""


class BadChannel(FakeChannel):
    trouble: Trouble

    async def _meet(self, to: str) -> None:
        await asyncio.sleep(0)
        if self.trouble.comes(0.1):
            raise Unreachable("502")
        if self.trouble.comes(0.05):
            raise Busy(3)


class Counter:
    """Answers each message with how many there were; every third one also rings a moment later."""

    async def customer(self, inbound: Inbound, conversation: Conversation | None, now: float) -> TurnResult:
        await asyncio.sleep(0)
        before = conversation or Conversation(identity=inbound.identity, chat_id=inbound.chat_id)
        after = replace(before, messages=before.messages + 1)
        words = f"{inbound.text or inbound.payload} is number {after.messages}"
        answer = Outgoing(
            channel="telegram", to=after.chat_id, content=Content(text=words), quotes=Quote(message_id="7")
        )
        timers = (Timer(name=f"after {inbound.text}", due_at=now),) if after.messages % 3 == 0 and inbound.text else ()
        return TurnResult(conversation=after, outgoing=(answer,), timers=timers)

    async def staff(self, inbound: Inbound, conversation: Conversation | None, now: float) -> TurnResult:
        return TurnResult()

    def apology(self, inbound: Inbound, conversation: Conversation | None, case: str, now: float) -> TurnResult:
        raise AssertionError(case)


@dataclass
class Shop:
    trouble: Trouble
    database: Database
    clock: Clock = field(default_factory=Clock)
    channel: BadChannel = field(default_factory=BadChannel)

    def __post_init__(self) -> None:
        self.channel.trouble = self.trouble
        self.store = SqliteStore(self.database)
        timing = Timing(clock=self.clock, ticks=self.clock, sleep=self.clock.sleep, jitter=random.Random(7))
        means = Means(
            store=self.store,
            channels={"telegram": self.channel},
            desk=None,
            copies=SqliteCopies(self.database),
            read_photo=no_photo,
            order_system=None,
            wording=InStaffWords(),
            metrics=Metrics(CollectorRegistry()),
            timing=timing,
        )
        self.delivery = Delivery(means)
        self.turns = turns_of(self.store, Counter(), self.delivery.submit, clock=self.clock, sleep=self.clock.sleep)

    async def customer(self, name: str) -> None:
        dice, number = self.trouble.dice, 0
        while number < MESSAGES:
            burst = range(number, min(number + dice.randint(1, BURST), MESSAGES))
            told = self.told_in_haste if name in HASTY else self.told
            await asyncio.gather(*(told(said(str(each), by=name)) for each in burst))
            number = burst.stop

    async def told(self, inbound: Inbound) -> None:
        """As platforms do: again until it is acknowledged."""
        while True:
            try:
                await self.turns.accept(inbound)
            except StorageFailed:
                continue
            return

    async def told_in_haste(self, inbound: Inbound) -> None:
        """Twice at once, and one of them is given up on halfway."""
        hasty = [asyncio.ensure_future(self.turns.accept(inbound)) for _ in range(2)]
        await asyncio.sleep(0)
        hasty[self.trouble.dice.randrange(2)].cancel()
        await asyncio.gather(*hasty, return_exceptions=True)
        await self.told(inbound)

    async def comes_to_rest(self) -> None:
        self.trouble.is_over = True
        while await self.database.read("SELECT 1 FROM timers"):
            await self.turns.sweep()
            await self.turns.idle()
        await self.turns.idle()
        await self.delivery.idle()


async def no_photo(_photo: str) -> Photo | None:
    return None


@asynccontextmanager
async def lived(seed: int) -> AsyncIterator[Shop]:
    trouble = Trouble(random.Random(seed))
    database = await on_a_bad_disk(trouble)
    try:
        shop = Shop(trouble, database)
        async with asyncio.timeout(60):
            await asyncio.gather(*map(shop.customer, CUSTOMERS))
            await shop.comes_to_rest()
        yield shop
    finally:
        trouble.is_over = True
        await database.close()


@pytest.mark.parametrize("seed", range(6))
async def test_whatever_fails_every_message_is_answered_once_in_order_and_counts_once(seed: int) -> None:
    async with lived(seed) as shop:
        assert shop.database.faults > 0
        await all_is_well(shop)


@dataclass(slots=True)
class SecondCommit(Trouble):
    """The disk is full for one moment."""

    commits: int = 0

    def fails(self, sql: str) -> bool:
        self.commits += sql == "COMMIT" and not self.is_over
        return sql == "COMMIT" and self.commits == 2


async def test_of_a_day_s_reminders_those_before_the_disk_was_full_go_out_and_the_others_once_there_is_room() -> None:
    trouble = SecondCommit(random.Random(0), is_over=True)
    database = await on_a_bad_disk(trouble)
    shop = Shop(trouble, database)
    inbox_id = await shop.store.accept(said("remind me"), 1.0)
    assert inbox_id is not None
    ann = Conversation(identity=said("").identity, chat_id="ann")
    timers = tuple(Timer(name=str(number), due_at=number) for number in range(501))
    await shop.store.commit(inbox_id, TurnResult(conversation=ann, timers=timers), 1.0)
    trouble.is_over = False
    with pytest.raises(StorageFailed):
        await shop.turns.sweep()
    await shop.turns.idle()
    await shop.turns.sweep()
    await shop.turns.idle()
    assert await shop.store.unhandled() == []
    await database.close()


async def all_is_well(shop: Shop) -> None:
    assert await shop.store.unhandled() == []
    assert await shop.store.waiting() == []
    accepted = await accepted_by(shop)
    assert sorted(accepted) == sorted(CUSTOMERS)
    for name, heard in accepted.items():
        words = [each for each in heard if each.isdecimal()]
        assert sorted(words, key=int) == [*map(str, range(MESSAGES))]
        read = [text.split(" is number ") for text in shop.channel.texts(name)]
        assert [number for _, number in read] == [str(number + 1) for number in range(len(heard))]
        assert sorted(each for each, _ in read) == sorted(heard)
        if name not in HASTY:  # of whom a copy may be kept whose first came before the next message
            assert [each for each, _ in read if each.isdecimal()] == words


async def accepted_by(shop: Shop) -> dict[str, list[str]]:
    heard: defaultdict[str, list[str]] = defaultdict(list)
    for (body,) in await shop.database.read("SELECT body FROM inbox ORDER BY id"):
        inbound = decode_inbound(body)
        heard[inbound.identity.account_id].append(inbound.text or inbound.payload)
    return heard
