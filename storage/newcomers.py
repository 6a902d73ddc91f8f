"""When somebody whom nobody knows yet may come to the desk: so many within a time, and the others after them."""

import asyncio
from bisect import bisect_right, insort
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from math import ceil
from typing import Protocol

from storage.records import record

NEWCOMER_TIMER = "desk:newcomer"
"""Whoever waits outside has one of this name, which is due when they are let in."""
LATE = 60.0
"""Seconds. Whoever's timer rings later than that was kept by an outage, and so were all others of that time."""
NEVER = float("inf")


@record(frozen=True, slots=True)
class Place:
    at: float
    """When they come in; now, where nobody has to wait."""
    first: bool = False
    """They are the first who has to wait, after a time in which nobody had to."""


class NewcomerDoor(Protocol):
    async def place(self, now: float, most: int, seconds: float) -> Place:
        """The next place there is, which is taken with this: `most` of them in any `seconds`."""

    async def at_once(self, now: float, most: int, seconds: float) -> Place:
        """One that is free now, and taken with this; else none is taken, and its time is `NEVER`."""

    async def comes_in(self, at: float, now: float, most: int, seconds: float) -> float:
        """When whoever waited for this place does: at once, unless many are late, of whom again so many do at a time,
        and those whose time it is now behind them."""

    def give_back(self, at: float) -> None:
        """Whoever waited for this one waits no more: nobody may keep others out by asking and leaving in turn."""


class Newcomers:
    """In memory, as thousands may come in the same moment, of whom each has to see the one before. `earlier`: the
    places that were taken before this process began, by the time of the first question, oldest first.
    """

    def __init__(self, earlier: Callable[[float], Awaitable[Iterable[float]]]) -> None:
        self._earlier = earlier
        self._taken: deque[float] | None = None
        self._last = 0.0
        """The place of whoever waits longest from now on; nobody who comes later is let in before."""
        self._refused_until = 0.0
        self._let_in: deque[float] = deque()
        """When those came in who had waited, or will who were late."""
        self._begins = asyncio.Lock()

    async def place(self, now: float, most: int, seconds: float) -> Place:
        taken = await self._since(now, seconds)
        free = now if len(taken) < most else max(now, taken[-most] + seconds)
        at, first = max(free, self._last), self._last <= now < free
        if at > now:
            self._last = at
        taken.append(at)
        return Place(at, first)

    async def at_once(self, now: float, most: int, seconds: float) -> Place:
        taken = await self._since(now, seconds)
        if len(taken) < most and self._last <= now:
            taken.append(now)
            return Place(now)
        first, self._refused_until = now >= self._refused_until, now + seconds
        return Place(NEVER, first)

    async def comes_in(self, at: float, now: float, most: int, seconds: float) -> float:
        taken, let_in = await self._since(now, seconds), self._let_in
        _forget(let_in, now - seconds)
        if at in let_in:
            return at
        free = let_in[-most] + seconds if len(let_in) >= most else 0.0
        comes = max(now if now - at > LATE else at, free, let_in[-1] if let_in else 0.0)
        if comes != at:  # nobody who asks from now on is let in before them, nor before those whom that makes late
            behind = max(0, _after(at, taken) - _after(at, let_in))
            if at in taken:
                taken.remove(at)
            insort(taken, comes)
            self._last = max(self._last, comes + ceil(behind / most) * seconds)
        let_in.append(comes)
        return comes

    def give_back(self, at: float) -> None:
        if at in self._let_in:
            self._let_in.remove(at)
        if self._taken is None or at not in self._taken:
            return
        self._taken.remove(at)
        if at == self._last:
            self._last = max(self._taken, default=0.0)

    async def _since(self, now: float, seconds: float) -> deque[float]:
        """The places that still count."""
        async with self._begins:
            if self._taken is None:
                self._taken = deque(await self._earlier(now - seconds))
                self._last = self._taken[-1] if self._taken else 0.0
        _forget(self._taken, now - seconds)
        return self._taken


def _forget(places: deque[float], until: float) -> None:
    while places and places[0] <= until:
        places.popleft()


def _after(at: float, places: deque[float]) -> int:
    return len(places) - bisect_right(places, at)
