"""A shop with a desk of several groups, on the platforms as strict as they are, in leaping time."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bots.app import Running, running
from bots.sandbox.phone import Screen
from bots.sandbox.platforms import CHANNEL_ID, FORUM_ID, GROUP_ID, DeskName, Platforms
from config.loading import load
from handlers.scripts.ours import OUR_SCRIPTS
from tests.benchmarks.desk.leaping import LeapingClock
from tests.e2e.chats import Phone as App
from tests.e2e.chats import done
from tests.e2e.shop import free_port

TEAMS = ("甲组", "乙组", "丙组", "丁组")
CHATS: dict[DeskName, tuple[str, ...]] = {
    "telegram": tuple(str(FORUM_ID - number) for number in range(4)),
    "slack": (CHANNEL_ID, "C0KEFUDESK2", "C0KEFUDESK3", "C0KEFUDESK4"),
    "wecom": (GROUP_ID, "wrKEFUDESK2", "wrKEFUDESK3", "wrKEFUDESK4"),
}
LOOK = 0.001
"""Real seconds between two looks at whether anything goes on."""
STILL = 2
PATIENCE = 500
"""Looks at work that does not end: it waits for some other work."""

Answer = Callable[[str, str], object]
"""(words, thread)"""


@dataclass(frozen=True, slots=True)
class Group:
    """One of the desk's."""

    screen: Screen
    hire: Callable[[int, str], Answer]
    """By a number; returns how they write."""
    refused: Callable[[], int]


@dataclass(frozen=True, slots=True)
class Office:
    platforms: Platforms
    kefu: Running
    clock: LeapingClock
    groups: tuple[Group, ...]
    speaking: set[App] = field(default_factory=set)
    """Customers who wait until their app has told the shop."""

    async def say(self, app: App, words: str) -> None:
        self.speaking.add(app)
        await done(app.say(words))
        self.speaking.discard(app)

    async def run(self, done: Callable[[], bool]) -> None:
        while not done():
            await self._quiet()
            self.clock.leap()

    async def _quiet(self) -> None:
        """Until nothing goes on but sleep."""
        before, still, looks, works = self._counted(), 0, 0, True
        while still < STILL or (works and looks < PATIENCE):
            works = self._works()
            await asyncio.sleep(LOOK)
            looks += works
            still = still + 1 if (now := self._counted()) == before else 0
            before = now

    def _works(self) -> bool:
        """Whether something was not heard yet, or a turn or a delivery is under way that does not wait for time."""
        platforms, turns, delivery = self.platforms, self.kefu.engine.turns, self.kefu.engine.delivery
        if platforms.telegram.updates.pending or platforms.slack.telling.tasks or self.speaking:
            return True
        if turns._staff or turns._customers:
            return True
        desks = [lines for gate in delivery._gates.values() for lines in gate._desks.values()]
        behind = sum(max(0, len(lines) - 1) for lines in desks)  # whoever is at the door sleeps
        return len(delivery._lanes) > len(delivery._pause) + behind

    def _counted(self) -> tuple[object, ...]:
        platforms = self.platforms
        updates = platforms.telegram.updates
        return (
            self.clock.naps,
            updates.delivered,
            len(updates.pending),
            platforms.telegram.accepted,
            sum(platforms.slack.calls.values()),
            len(platforms.slack.telling.tasks),
            sum(len(group.screen.shown) for group in self.groups),
        )


@asynccontextmanager
async def open_office(folder: Path, desk: DeskName, teams: int) -> AsyncIterator[Office]:
    clock = LeapingClock()
    platforms = Platforms(clock=clock, sleep=clock.sleep)
    platforms.telegram.sending.flood_control = True
    groups = tuple(map(group_of(platforms, desk), CHATS[desk][:teams]))
    await platforms.start()
    try:
        port = free_port()
        environment = platforms.environment(desk, folder / "kefu.db", port=port, calling=True)
        async with running(load(written(folder, desk, teams), environment), clock=clock) as kefu:
            platforms.connect(kefu.port)
            yield Office(platforms, kefu, clock, groups)
    finally:
        await platforms.close()


def written(folder: Path, desk: DeskName, teams: int) -> Path:
    """Whoever names a team gets it."""
    chats = "".join(f"    t{number}: '{chat}'\n" for number, chat in enumerate(CHATS[desk][:teams]) if number)
    (folder / "kefu.yaml").write_text(f"desk:\n  teams:\n{chats}" if chats else "{}", "utf-8")
    named = "".join(f"  t{number}: {{name: {TEAMS[number]}}}\n" for number in range(teams))
    rules = "".join(
        f"  - {{name: 要{TEAMS[number]}, when: {{words: [{TEAMS[number]}]}}, team: t{number}}}\n"
        for number in range(teams)
    )
    (folder / "desk.yaml").write_text(
        f"teams:\n{named}default_team: t0\nnewcomers: {{most: 0}}\nrouting:\n{rules}", "utf-8"
    )
    shutil.copytree(OUR_SCRIPTS, folder / "scripts")
    return folder / "kefu.yaml"


def group_of(platforms: Platforms, desk: DeskName) -> Callable[[str], Group]:
    return {"telegram": forum, "slack": channel, "wecom": wecom_group}[desk](platforms)


def forum(platforms: Platforms) -> Callable[[str], Group]:
    def opened(chat: str) -> Group:
        group = platforms.telegram.forum_group(int(chat), chat) if chat != str(FORUM_ID) else platforms.forum

        def hire(number: int, name: str) -> Answer:
            agent = group.agent(9000 + number, name)
            return lambda words, thread: agent.say(words, thread=thread)

        return Group(group.screen, hire, lambda: group.chat.refused)

    return opened


def channel(platforms: Platforms) -> Callable[[str], Group]:
    def opened(chat: str) -> Group:
        desk = platforms.slack.desk_channel(chat, chat.lower())

        def hire(number: int, name: str) -> Answer:
            agent = desk.agent(f"U0AGENT{number}", name)
            return lambda words, thread: agent.say(words, thread=thread)

        return Group(desk.screen, hire, lambda: desk.room.refused)

    return opened


def wecom_group(platforms: Platforms) -> Callable[[str], Group]:
    def opened(chat: str) -> Group:
        group = platforms.wecom.group(chat, chat)
        group.asleep = False

        def hire(number: int, name: str) -> Answer:
            agent = group.member(f"agent{number}", name)
            return lambda words, thread: agent.say(words, thread=thread)

        return Group(group.screen, hire, lambda: group.refused)

    return opened
