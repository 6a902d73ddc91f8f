"""How each life of kefu ends, drawn by dice so that a run can be had again from its seed."""

import asyncio
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

from bots.sandbox.platforms import Platforms
from tests.e2e.doom import MOMENTS, Doom
from tests.e2e.program import Life, Zygote, listens

BIRTH = 0.1
"""Seconds: about as long as a start takes."""
LONGEST_LIFE = 1.0
SLOWEST = 10.0
MOMENT = 0.02
ROUNDS = 20
CALM = 3
"""Every n-th life is long enough to finish what the lives before it left. WeChat allows a shop five messages
after each of a customer's, and a kill before the record of one costs one: no shop dies five times over one answer."""
LEFT = 60
"""More messages than the lives before leave: whatever they left is done when so many have gone out."""
CALMEST = 20.0
"""Seconds within which they have, on the busiest machine."""


@dataclass(frozen=True, slots=True)
class Fate:
    doom: Doom | None = None
    """By its own hand, at a moment in the middle of its work."""
    sends: int = 0
    """When Telegram or Slack has taken so many of its messages, before it hears of the last."""
    starting: bool = False
    calm: bool = False
    """Lasts, however busy the machine is, until it has done what was left."""
    seconds: float = LONGEST_LIFE
    """At the latest: after it began to start, or (not `starting`) to listen."""


def drawn(dice: random.Random, number: int) -> Fate:
    if number % CALM == 0:
        return Fate(calm=True, seconds=dice.uniform(0.45, 0.6))
    match dice.choices(("time", "start", "send", "doom"), (35, 10, 15, 40))[0]:
        case "time":
            return Fate(seconds=dice.uniform(0.0, 0.2))
        case "start":
            return Fate(starting=True, seconds=dice.uniform(0.0, BIRTH))
        case "send":
            return Fate(sends=dice.randint(1, 12))
    moment = dice.choice(MOMENTS)
    return Fate(doom=Doom(moment, 1 if "set_thread" in moment else dice.randint(1, 15)))


async def fulfil(fate: Fate, zygote: Zygote, port: int, platforms: Platforms) -> None:
    """One life, to its end. Raises AssertionError when kefu ended by itself."""
    life = await zygote.bear(fate.doom)
    if fate.starting or await listens(port, life):
        trap = Trap(platforms, life, fate.sends)
        await lived(life, fate.seconds)
        if fate.calm:
            await lived(life, CALMEST, lambda: trap.heard >= LEFT)
        trap.open()
    life.kill()
    code = await life.dead
    assert code == -9, f"kefu ended by itself, exit code {code}"


def slowness(born: float) -> float:
    """Of the machine, by the start of a life that began then and listens now."""
    return min(max(1.0, (time.monotonic() - born) / BIRTH), SLOWEST)


async def lived(life: Life, seconds: float, is_enough: Callable[[], bool] = lambda: False) -> None:
    """So long, or until it is enough, or it is dead. While the whole machine stands still, no time passes for it."""
    for _ in range(ceil(seconds / MOMENT)):
        if life.dead.done() or is_enough():
            return
        await asyncio.wait([life.dead], timeout=MOMENT)


async def last_words() -> None:
    """Until what the dead one had sent is on the screens. A request takes several rounds of the loop, each of which is
    as long as everything else that happens in it: so it is rounds that count, and not the time alone.
    """
    for _ in range(ROUNDS):
        await asyncio.sleep(0.002)


class Trap:
    def __init__(self, platforms: Platforms, life: Life, sends: int) -> None:
        self._platforms = platforms
        self._life = life
        self._sends = sends
        self.heard = 0
        platforms.telegram.on_sent(self._sent)
        platforms.slack.on_sent(self._sent)

    def _sent(self, _sent: object) -> None:
        self.heard += 1
        if self.heard == self._sends:
            self._life.kill()

    def open(self) -> None:
        self._platforms.telegram.on_sent(None)
        self._platforms.slack.on_sent(None)
