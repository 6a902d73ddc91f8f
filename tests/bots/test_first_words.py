"""The first words in a topic: a colleague may be there before kefu has written down that it is a conversation's."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from bots.channel import Unreachable
from handlers.turns import Turns
from storage.content import Content
from storage.inbound import Inbound
from storage.results import Outgoing
from tests.bots.posting import PostOffice, post
from tests.engine_fakes import FakeChannel
from tests.handlers.answering import Parrot, said, staff_said, turns_of


async def a_moment() -> None:
    """Whatever can go on without waiting for anybody does."""
    for _ in range(20):
        await asyncio.sleep(0)


async def nobody(_inbound: Inbound) -> None:
    """Nobody writes."""


@dataclass
class Forum(FakeChannel):
    """Somebody writes in a topic as soon as it is there, before kefu hears from the platform what it is called."""

    writes: Callable[[Inbound], Awaitable[object]] = nobody

    async def open_thread(self, chat: str, title: str, card: Content, *, number: int) -> tuple[str, str]:
        opened, posted = await super().open_thread(chat, title, card, number=number)
        await self.writes(staff_said("您好", thread=opened))
        await a_moment()
        return opened, posted


@dataclass
class Shop:
    parrot: Parrot = field(default_factory=Parrot)
    forum: Forum = field(default_factory=Forum)

    def __post_init__(self) -> None:
        self.office = PostOffice(telegram=self.forum)
        self.turns: Turns = turns_of(
            self.office.store,
            self.parrot,
            self.office.delivery.submit,
            clock=self.office.clock,
            topics_written=self.office.delivery.topics_written,
        )
        self.forum.writes = self.turns.accept

    async def sends(self, *rows: Outgoing, customer: str = "ann") -> None:
        await self.office.sends(*rows, customer=customer)
        await self.turns.idle()

    @property
    def answered(self) -> list[str]:
        """The customers whom the colleague's words were for."""
        return [each.identity.account_id if each else "" for each in self.parrot.conversations]


async def test_words_in_a_topic_that_is_just_being_opened_are_for_its_customer() -> None:
    shop = Shop()
    await shop.sends(post("card", title="Ann", opens=True))
    assert shop.answered == ["ann"]


async def test_they_wait_for_a_disk_that_does_not_write_the_topic_down() -> None:
    shop = Shop()
    shop.office.store.fail("set_thread", *[sqlite3.OperationalError("database or disk is full")] * 3)
    await shop.sends(post("card", title="Ann", opens=True))
    assert shop.answered == ["ann"]
    assert len(shop.forum.threads) == 1


async def test_words_in_a_topic_of_the_staffs_own_wait_for_no_topic_that_cannot_be_opened() -> None:
    shop = Shop()
    shop.forum.refuse("open", Unreachable("no answer"))
    shop.office.delivery.submit(await shop.office.wrote(post("card", title="Ann", opens=True)))
    await shop.turns.accept(staff_said("中午吃什么", thread="lunch"))
    await shop.turns.idle()
    assert shop.answered == [""]


async def test_words_in_a_topic_of_the_staffs_own_wait_for_nothing_while_no_topic_is_opened() -> None:
    shop = Shop()
    await shop.turns.accept(staff_said("中午吃什么", thread="lunch"))
    await shop.turns.idle()
    assert shop.answered == [""]


async def test_while_a_platform_takes_its_time_customers_are_answered_and_kefu_can_stop() -> None:
    shop, never = Shop(), asyncio.Event()

    async def waits(written: Inbound) -> None:
        await shop.turns.accept(written)
        await never.wait()

    shop.forum.writes = waits
    shop.office.delivery.submit(await shop.office.wrote(post("card", title="Ann", opens=True)))
    await a_moment()
    await shop.turns.accept(said("hi", by="ann"))
    await a_moment()
    assert shop.parrot.heard == ["hi"]
    async with asyncio.timeout(2):
        await shop.turns.close(0.01)
    assert [each.inbound.text for each in await shop.office.store.unhandled()] == ["您好"], "for the next start"
