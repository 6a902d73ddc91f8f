"""Customers who are handed from one agent to the other, put to sleep and let go, while kefu dies under them."""

import asyncio
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from bots.sandbox.phone import Screen
from bots.sandbox.telegram import TelegramAgent, TelegramGroup
from tests.e2e.crash.apps import Apps
from tests.e2e.crash.people import HANDOFF, PATIENCE, Visitor, reads

CHANNELS = ("telegram", "slack")
ONE, OTHER = "小王", "小李"
MINE, THEIRS = "已经在您手里", "正在接待这位"


@dataclass(slots=True)
class Guest(Visitor):
    """One who comes again and again."""

    visits: int = 0
    thread: str = ""


@dataclass(slots=True)
class Floor:
    """The customers and two agents. Everybody does the next thing once they see that the last one has happened."""

    apps: Apps
    forum: TelegramGroup
    one: TelegramAgent
    other: TelegramAgent
    dice: random.Random
    guests: list[Guest] = field(default_factory=list)
    closing: bool = False
    numbers: Iterator[int] = field(default_factory=lambda: count(1000))

    def screens(self) -> Iterator[Screen]:
        for guest in self.guests:
            yield guest.app.screen
        for topic in self.forum.topics:
            yield topic.screen

    async def live(self, guests: int) -> None:
        """Until `closing`, and then until everybody is done with the visit they are at."""
        async with asyncio.TaskGroup() as everybody:
            for channel in CHANNELS * guests:
                number = next(self.numbers)
                self.guests.append(Guest(self.apps.of(channel, number), name=f"客人{number}"))
                everybody.create_task(self._comes_again_and_again(self.guests[-1]))

    async def _comes_again_and_again(self, guest: Guest) -> None:
        while not self.closing:
            guest.visits += 1
            await self._asks_for_a_person(guest)
            steps = [self._claimed, self._corrected, self._transferred, self._slept, self._released]
            self.dice.shuffle(steps)
            for step in steps:
                await step(guest)
            await self._staff(guest, self.one, "/resolve", "本次人工服务已结束")

    async def _asks_for_a_person(self, guest: Guest) -> None:
        since = len(guest.app.screen.shown)
        while not await guest.say(HANDOFF):
            pass
        await reads(guest.app.screen, "人工客服", since)
        if not guest.thread:
            guest.thread = await self._talks(guest)

    async def _talks(self, guest: Guest) -> str:
        """What they say reaches the topic, whose thread is returned."""
        text = f"{guest.name} 第 {guest.said} 句"
        since = len(self.forum.screen.shown)
        while not await guest.say(text):
            pass
        relayed = await reads(self.forum.screen, text, since)
        assert relayed.thread
        return relayed.thread

    async def _claimed(self, guest: Guest) -> None:
        """Whoever has it answers: taken over by the button where it is a colleague's."""
        await self._has(guest, self.one, ONE)
        await self._talks(guest)
        text = f"答 {guest.name} 第 {guest.said} 句"
        await self._staff(guest, self.one, text, text)

    async def _corrected(self, guest: Guest) -> None:
        """What staff put right is put right in the guest's app."""
        await self._has(guest, self.one, ONE)
        since, text = len(guest.app.screen.shown), f"更正 {guest.name} 第 {guest.visits} 次"
        written = self.one.say(text, thread=guest.thread)
        await reads(guest.app.screen, text, since)
        self.one.edit(written, f"{text}：已发货")
        await reads(guest.app.screen, f"{text}：已发货", since)

    async def _transferred(self, guest: Guest) -> None:
        await self._has(guest, self.one, ONE)
        self.other.say("// 我在", thread=guest.thread)  # a colleague is known by name once kefu has heard of them
        await self._staff(guest, self.one, f"/transfer {OTHER} 请看", f"由 {OTHER} 为您服务")

    async def _slept(self, guest: Guest) -> None:
        await self._has(guest, self.other, OTHER)
        await self._sees(guest, self.other, "/snooze 2h", "把会话搁置到")
        since = len(self.forum.screen.shown)
        await self._talks(guest)
        await reads(self.forum.screen, "会话回来了", since)

    async def _released(self, guest: Guest) -> None:
        await self._has(guest, self.other, OTHER)
        await self._staff(guest, self.other, "/release", "会有别的同事接着为您服务")

    async def _has(self, guest: Guest, agent: TelegramAgent, name: str) -> None:
        """Whoever had it: at the end it is this one's."""
        since = len(self.forum.topic(guest.thread).screen.shown)
        agent.say("/claim", thread=guest.thread)
        answer = await self.forum.topic(guest.thread).screen.until(
            lambda shown: not shown.mine and any(each in shown.text for each in (f"{name} 接待了", MINE, THEIRS)),
            since=since,
            seconds=PATIENCE,
        )
        if THEIRS in answer.text:
            since = len(self.forum.topic(guest.thread).screen.shown)
            agent.press("我来接手", message_id=answer.message_id)
            await reads(self.forum.topic(guest.thread).screen, "接过了会话", since)

    async def _staff(self, guest: Guest, agent: TelegramAgent, does: str, heard: str) -> None:
        since = len(guest.app.screen.shown)
        agent.say(does, thread=guest.thread)
        await reads(guest.app.screen, heard, since)

    async def _sees(self, guest: Guest, agent: TelegramAgent, does: str, seen: str) -> None:
        since = len(self.forum.topic(guest.thread).screen.shown)
        agent.say(does, thread=guest.thread)
        await reads(self.forum.topic(guest.thread).screen, seen, since)
