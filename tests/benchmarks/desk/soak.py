"""Two hundred conversations and twenty agents who write as they please, and what became of every message."""

import asyncio
import random
import re
import statistics
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bots.sandbox.phone import Shown
from bots.sandbox.platforms import DeskName
from bots.sandbox.wechat.customers import WeChatPhone
from storage.database import Database
from storage.sqlite.floor import SqliteFloor
from tests.benchmarks.desk.office import TEAMS, Answer, Group, Office, open_office
from tests.e2e.chats import CHANNELS
from tests.e2e.chats import Phone as App

ASKED = re.compile(r"问(\d{3})-(\d{3})")
MOST_OVERTAKEN = 2
"""So often may one conversation be heard with later words before another. Once is joining: a post that was already on
its way takes along what was written since."""
ANSWERED = re.compile(r"答(\d{3})-(\d{3})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    desk: DeskName
    seed: int
    conversations: int = 200
    agents: int = 20
    teams: int = 4
    messages: int = 5
    """Of each customer."""
    pause: float = 240.0
    """Seconds between two of them, on average."""
    flood: int = 0
    """So many messages of one customer, a second apart."""
    arrivals: float = 600.0
    """Seconds in which all customers come."""


@dataclass(slots=True)
class Talk:
    """One conversation."""

    number: int
    app: App
    team: int
    messages: int
    pause: float
    asked: list[float] = field(default_factory=list)
    """When each message was written."""
    posted: list[tuple[int, float]] = field(default_factory=list)
    """Which of them the desk read, and when."""
    answers: list[float] = field(default_factory=list)
    read: list[tuple[int, float]] = field(default_factory=list)
    unread: set[int] = field(default_factory=set)
    """Answers of which the desk was told that they did not arrive: WeChat allows five after each message of theirs."""

    @property
    def waits(self) -> list[float]:
        return [at - self.asked[which] for which, at in self.posted]

    @property
    def p95(self) -> float:
        return sorted(self.waits)[int(0.95 * (len(self.waits) - 1))]


class Soak:
    def __init__(self, load: Load, office: Office) -> None:
        self.load = load
        self.office = office
        self.dice = random.Random(load.seed)
        self.clock = office.clock
        self.talks = [self._talk(number) for number in range(load.conversations)]
        self.hands = [self._hired(number) for number in range(load.agents)]
        self.answering: set[asyncio.Task[None]] = set()
        for group in office.groups:
            self._listen(group)
        for talk in self.talks:
            self._look(talk)

    def _talk(self, number: int) -> Talk:
        flooder = bool(self.load.flood) and number == 0
        return Talk(
            number=number,
            app=self._app(number),
            team=number % self.load.teams,
            messages=self.load.flood if flooder else self.load.messages,
            pause=1.0 if flooder else self.load.pause,
        )

    def _app(self, number: int) -> App:
        platforms = self.office.platforms
        match CHANNELS[number // self.load.teams % len(CHANNELS)]:
            case "wechat":
                return platforms.wechat.customer(f"oCustomer{number:06}")
            case "telegram":
                return platforms.telegram.customer(7000 + number, f"客人{number}", "zh-hans")
            case "slack":
                return platforms.slack.customer(f"U0CUSTOMER{number}", f"客人{number}", "zh-CN")

    def _hired(self, number: int) -> Answer:
        return self.office.groups[number % self.load.teams].hire(number, f"客服{number}")

    async def run(self) -> None:
        everybody = [asyncio.ensure_future(self._write(talk)) for talk in self.talks]
        await self.office.run(lambda: all(each.done() for each in everybody))
        await asyncio.gather(*everybody)
        until = self.clock() + 3600
        await self.office.run(lambda: self._is_over() or self.clock() > until)

    def _is_over(self) -> bool:
        return not self.answering and all(
            len(each.posted) >= len(each.asked) and len(each.read) + len(each.unread) >= len(each.answers)
            for each in self.talks
        )

    async def _write(self, talk: Talk) -> None:
        await self.clock.sleep(self.dice.uniform(0, self.load.arrivals))
        await self.office.say(talk.app, f"转人工，{TEAMS[talk.team]}")
        await self.clock.sleep(self.dice.uniform(20, 60))
        for which in range(talk.messages):
            talk.asked.append(self.clock())
            await self.office.say(talk.app, f"问{talk.number:03}-{which:03}")
            await self.clock.sleep(self._pause(talk))

    def _pause(self, talk: Talk) -> float:
        """Sometimes one message comes right after the other."""
        return self.dice.uniform(1, 4) if self.dice.random() < 0.2 else self.dice.expovariate(1 / talk.pause)

    def _listen(self, group: Group) -> None:
        """What is posted in the desk, when it is there first. The card, which says it all again, has buttons."""
        screen = group.screen

        def changed(index: int) -> None:
            shown = screen.shown[index]
            if shown.mine or shown.buttons or index in seen:
                return
            seen.add(index)
            for number, which in found(ASKED, shown):
                self._posted(self.talks[number], which, shown)
            for number, which in found(ANSWERED, shown):
                self.talks[number].unread.add(which)

        seen: set[int] = set()
        screen.on_change = changed

    def _posted(self, talk: Talk, which: int, shown: Shown) -> None:
        talk.posted.append((which, self.clock()))
        if shown.thread and (talk.number or not self.load.flood or which % 10 == 0):
            task = asyncio.ensure_future(self._answer(talk, shown.thread))
            self.answering.add(task)
            task.add_done_callback(self.answering.discard)

    async def _answer(self, talk: Talk, thread: str) -> None:
        """By the same agent, who has several at once."""
        await self.clock.sleep(self.dice.uniform(5, 60))
        hands = self.hands[talk.team :: self.load.teams]
        write = hands[talk.number // self.load.teams % len(hands)]
        which = len(talk.answers)
        talk.answers.append(self.clock())
        write(f"答{talk.number:03}-{which:03}", thread)

    def _look(self, talk: Talk) -> None:
        screen, seen = talk.app.screen, set[int]()

        def changed(index: int) -> None:
            shown = screen.shown[index]
            if shown.mine or index in seen:
                return
            seen.add(index)
            for number, which in found(ANSWERED, shown):
                assert number == talk.number, f"{talk.number} reads what is for {number}: {shown.text!r}"
                talk.read.append((which, self.clock()))

        screen.on_change = changed

    def wrong(self) -> Iterator[str]:
        """Every message once, and in order; nothing that a platform refused."""
        for talk in self.talks:
            came = [which for which, _ in talk.posted]
            if came != list(range(len(talk.asked))):
                yield f"conversation {talk.number}: asked {len(talk.asked)}, came {came}"
            came = [which for which, _ in talk.read]
            if came != [which for which in range(len(talk.answers)) if which not in talk.unread]:
                yield f"conversation {talk.number}: answered {len(talk.answers)} ({talk.unread} told), came {came}"
            if talk.unread and not isinstance(talk.app, WeChatPhone):
                yield f"conversation {talk.number}: {talk.unread} did not arrive"
        for number, group in enumerate(self.office.groups):
            if group.refused():
                yield f"group {number}: {group.refused()} messages were too much for the platform"

    def figures(self) -> "Figures":
        return Figures(self.load, self.talks, self.clock.ticks())


@dataclass(frozen=True, slots=True)
class Figures:
    load: Load
    talks: Sequence[Talk]
    seconds: float

    @property
    def flooder(self) -> Talk | None:
        return self.talks[0] if self.load.flood else None

    def of_team(self, team: int) -> list[Talk]:
        """Those with the same load."""
        return [each for each in self.talks if each.team == team and each is not self.flooder]

    def waits(self, team: int) -> list[float]:
        return [wait for talk in self.of_team(team) for wait in talk.waits]

    def overtaken(self, team: int) -> int:
        """How often, at most, one conversation was heard with later words while a message of another waited, of those
        that waited for nothing of their own. How long they wait says less: it depends on when they came.
        """
        talks = [each for each in self.talks if each.team == team]
        return max((overtakings(one, other) for one in talks for other in talks if one is not other), default=0)

    def unfair(self) -> Iterator[str]:
        for team in range(self.load.teams):
            if self.overtaken(team) > MOST_OVERTAKEN:
                yield f"group {team}: one was heard {self.overtaken(team)} times while another waited"
        calm = max((statistics.median(self.waits(team)) for team in range(1, self.load.teams)), default=0.0)
        beside = statistics.median(self.waits(0))
        if self.flooder is not None and calm and beside > 2 * max(calm, 5.0):
            yield f"beside one who writes a lot others wait {beside:.0f} s, elsewhere {calm:.0f} s"

    def __str__(self) -> str:
        asked, answers, unread = (
            sum(len(each) for each in of_all)
            for of_all in zip(*((talk.asked, talk.answers, talk.unread) for talk in self.talks), strict=True)
        )
        lines = [
            f"{self.load.desk}: {len(self.talks)} conversations, {self.load.agents} agents, seed {self.load.seed}: "
            f"{asked} messages of customers and {answers} of staff in {self.seconds / 60:.0f} minutes",
            f"  {unread} answers were more than WeChat allows, and staff were told so",
        ]
        for team in range(self.load.teams):
            waits = sorted(self.waits(team))
            lines.append(
                f"  group {team}: customers waited for the desk p50 {waits[len(waits) // 2]:.1f} s, "
                f"p95 {waits[int(0.95 * len(waits))]:.1f} s, most {waits[-1]:.1f} s; "
                f"overtaken by one other at most {self.overtaken(team)} times"
            )
        if self.flooder is not None:
            lines.append(f"  who wrote {self.load.flood} in a row waited p95 {self.flooder.p95:.1f} s")
        return "\n".join(lines)


def overtakings(talk: Talk, other: Talk) -> int:
    """The first message waits for the card, and one that follows another at once for that one."""
    posted = dict(talk.posted)
    return max(
        (
            len({at for later, at in other.posted if talk.asked[which] < other.asked[later] and at < posted[which]})
            for which in range(1, len(talk.asked))
            if which in posted and posted.get(which - 1, talk.asked[which]) < talk.asked[which]
        ),
        default=0,
    )


def found(pattern: re.Pattern[str], shown: Shown) -> Iterator[tuple[int, int]]:
    return ((int(number), int(which)) for number, which in pattern.findall(shown.text))


async def soaked(load: Load) -> tuple[Figures, list[str]]:
    with tempfile.TemporaryDirectory(prefix="kefu-soak-") as folder:
        async with open_office(Path(folder), load.desk, load.teams) as office:
            soak = Soak(load, office)
            await soak.run()
            wrong = list(soak.wrong())
        figures = soak.figures()
        return figures, wrong + list(figures.unfair()) + await astray(Path(folder) / "kefu.db")


async def astray(database: Path) -> list[str]:
    opened = await Database.open(database)
    try:
        return [f"#{each.conversation_id}: {each.why}" for each in await SqliteFloor(opened).astray()]
    finally:
        await opened.close()
