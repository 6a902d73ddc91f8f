"""How each life of kefu ends, drawn by dice so that a run can be had again from its seed."""

import asyncio
import random
import time
from dataclasses import dataclass

from bots.sandbox.platforms import Platforms
from tests.e2e.doom import MOMENTS, Doom
from tests.e2e.program import Life, Zygote, listens

BIRTH = 0.15
"""Seconds: about as long as a start takes."""
LONGEST_LIFE = 1.0
SLOWEST = 3.0
ROUNDS = 20
CALM = 3
"""Every n-th life is long enough to finish what the lives before it left. WeChat allows a shop five messages
after each of a customer's, and a kill before the record of one costs one: no shop dies five times over one answer."""


@dataclass(frozen=True, slots=True)
class Fate:
    doom: Doom | None = None
    """By its own hand, at a moment in the middle of its work."""
    sends: int = 0
    """When Telegram or Slack has taken so many of its messages, before it hears of the last."""
    starting: bool = False
    calm: bool = False
    """On a busy machine it lasts longer, as its start did."""
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
    born = time.monotonic()
    life = await zygote.bear(fate.doom)
    if fate.starting or await listens(port, life):
        slowness = min(max(1.0, (time.monotonic() - born) / BIRTH), SLOWEST) if fate.calm else 1.0
        trap = Trap(platforms, life, fate.sends)
        await asyncio.wait([life.dead], timeout=fate.seconds * slowness)
        trap.open()
    life.kill()
    code = await life.dead
    assert code == -9, f"kefu ended by itself, exit code {code}"


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
        self._left = sends
        if sends:
            platforms.telegram.on_sent(self._sent)
            platforms.slack.on_sent(self._sent)

    def _sent(self, _sent: object) -> None:
        self._left -= 1
        if self._left == 0:
            self._life.kill()

    def open(self) -> None:
        self._platforms.telegram.on_sent(None)
        self._platforms.slack.on_sent(None)
