"""The load: customers who ask for orders, customers who talk to a person, and the person."""

import asyncio
import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count

from bots.sandbox.phone import Screen, Shown
from bots.sandbox.telegram import TelegramAgent, TelegramGroup
from bots.telegram.channel import MARKS
from storage.results import Mark
from tests.e2e.crash.apps import CHANNELS, App, Apps

PATIENCE = 180.0
"""Seconds: kefu dies several times while somebody waits."""
HELLO = "你好"
HANDOFF = "转人工"


@dataclass(slots=True)
class Person:
    app: App
    said: int = 0
    acknowledged: Counter[str] = field(default_factory=Counter)

    async def say(self, text: str) -> bool:
        self.said += 1
        taken = await self.app.say(text)
        self.acknowledged[text] += taken
        return taken

    async def burst(self, texts: Sequence[str]) -> list[str]:
        """Say them one after the other; those that were acknowledged."""
        taken = await asyncio.gather(*(self.say(text) for text in texts))
        return [text for text, is_taken in zip(texts, taken, strict=True) if is_taken]


@dataclass(slots=True)
class Asker(Person):
    """Says hello, and then asks for one order after the other, all proven before."""

    orders: tuple[str, ...] = ()


@dataclass(slots=True)
class Visitor(Person):
    """Asks for a person, says a few lines to them, and reads theirs."""

    name: str = ""
    refused: list[str] = field(default_factory=list)
    """Of what was answered: WeChat allowed no more, after all that it was told again when kefu died. Staff know."""

    def line(self, number: int) -> str:
        return f"{self.name} 说第 {number} 句"

    def answer(self, number: int) -> str:
        return f"答 {self.name} 第 {number} 句"


@dataclass(slots=True)
class Town:
    apps: Apps
    forum: TelegramGroup
    agent: TelegramAgent
    dice: random.Random
    askers: list[Asker] = field(default_factory=list)
    visitors: list[Visitor] = field(default_factory=list)
    closing: bool = False
    calm_lives: int = 0
    """Of kefu, at the end of each of which it had done what was left before."""
    numbers: Iterator[int] = field(default_factory=lambda: count(1000))

    def settle(self, askers: Mapping[str, int], orders: int) -> None:
        """So many askers on each channel, with so many orders each."""
        for channel, many in askers.items():
            for _ in range(many):
                at = len(self.askers)
                owned = tuple(f"K{at:02}{number:03}" for number in range(orders))
                self.askers.append(Asker(self.apps.of(channel, next(self.numbers)), orders=owned))

    def screens(self) -> Iterator[Screen]:
        for person in (*self.askers, *self.visitors):
            yield person.app.screen
        for topic in self.forum.topics:
            yield topic.screen

    async def live(self, visitors: int) -> None:
        """Until `closing`, and then until everybody has read what they wait for. `visitors` at once on each channel."""
        async with asyncio.TaskGroup() as everybody:
            for asker in self.askers:
                everybody.create_task(self._asks(asker))
            for channel in CHANNELS * visitors:
                everybody.create_task(self._visits(channel))

    async def _asks(self, asker: Asker) -> None:
        orders, at = asker.orders, 0
        while not await asker.say(HELLO):
            pass
        await reads(asker.app.screen, "", 0)
        while not self.closing:
            wanted = [orders[(at + step) % len(orders)] for step in range(self.dice.randint(1, asker.app.at_once))]
            at += len(wanted)
            since = len(asker.app.screen.shown)
            asked = [f"查订单 {number}" for number in wanted]
            taken = await asker.burst(asked)
            for text in asked:
                await self._hears(asker, text.removeprefix("查"), since, is_due=text in taken)

    async def _hears(self, asker: Asker, text: str, since: int, *, is_due: bool) -> None:
        """What the platform could not hand over may be answered all the same. A customer of WeChat waits a while for
        it: whoever goes on asking a shop that lies dead has more answers due in the end than WeChat lets it send.
        """
        if is_due:
            await reads(asker.app.screen, text, since)
        elif asker.app.lingers:
            await self._lingers(asker, text, since)

    async def _lingers(self, asker: Asker, text: str, since: int) -> None:
        """Until it comes, or kefu has had a whole life in which it would have come."""
        whole = self.calm_lives + 2
        while self.calm_lives < whole and not self.closing:
            with suppress(TimeoutError):
                await reads(asker.app.screen, text, since, seconds=0.1)
                return

    async def _visits(self, channel: str) -> None:
        while not self.closing:
            number = next(self.numbers)
            visitor = Visitor(self.apps.of(channel, number), name=f"访客{number}")
            self.visitors.append(visitor)
            while not await visitor.say(HANDOFF):
                pass
            for line in range(self.dice.randint(1, 4)):
                await self._talks(visitor, line)

    async def _talks(self, visitor: Visitor, number: int) -> None:
        since = len(self.forum.screen.shown)
        if not await visitor.say(visitor.line(number)):
            return
        relayed = await reads(self.forum.screen, visitor.line(number), since)
        read = len(visitor.app.screen.shown)
        answer = self.agent.say(visitor.answer(number), thread=relayed.thread)
        marked = await self.forum.screen.until(
            lambda shown: shown.message_id == answer and bool(shown.marks), since=since, seconds=PATIENCE
        )
        if visitor.app.is_rationed and MARKS[Mark.FAILED] in marked.marks:
            visitor.refused.append(visitor.answer(number))
            return
        await reads(visitor.app.screen, visitor.answer(number), read)


async def reads(screen: Screen, text: str, since: int, seconds: float = PATIENCE) -> Shown:
    return await screen.until(lambda shown: not shown.mine and text in shown.text, since=since, seconds=seconds)
