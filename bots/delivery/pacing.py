"""When the next message may go, so that a platform never has to say 429."""

from collections import deque
from collections.abc import Hashable

FORGET_AT = 1024
"""Idle paces are looked for when there are more than so many, then when there are twice as many as were left."""


class Pace:
    """At most `count` in any `period` seconds.

    A sliding window and not aiolimiter's leaky bucket, which lets nearly twice the count through in
    the first period: Telegram's groups and Slack's channels answer that with 429.
    """

    def __init__(self, count: float, period: float) -> None:
        self._period = period
        self._taken: deque[float] = deque(maxlen=max(1, int(count)))

    def free_at(self, now: float) -> float:
        """When the next one may go: now, or later."""
        taken = self._taken
        return now if len(taken) < (taken.maxlen or 1) else max(now, taken[0] + self._period)

    def take(self, at: float) -> None:
        self._taken.append(at)

    def reserve(self, now: float) -> float:
        """Take the next place, first come first served; returns when it may be used."""
        at = self.free_at(now)
        self.take(at)
        return at

    def is_idle(self, now: float) -> bool:
        return not self._taken or self._taken[-1] + self._period <= now


class Paces:
    """One pace for each chat that was written to lately, and nothing for the others."""

    def __init__(self, rate: tuple[float, float]) -> None:
        self._rate = rate
        self._by_key: dict[Hashable, Pace] = {}
        self._forget_at = FORGET_AT

    def __len__(self) -> int:
        return len(self._by_key)

    def of(self, key: Hashable, now: float) -> Pace:
        if (pace := self._by_key.get(key)) is None:
            self._forget_idle(now)
            pace = self._by_key[key] = Pace(*self._rate)
        return pace

    def _forget_idle(self, now: float) -> None:
        if len(self._by_key) < self._forget_at:
            return
        self._by_key = {key: pace for key, pace in self._by_key.items() if not pace.is_idle(now)}
        self._forget_at = max(FORGET_AT, 2 * len(self._by_key))


def is_limited(rate: tuple[float, float]) -> bool:
    return rate[0] > 0 and rate[1] > 0
