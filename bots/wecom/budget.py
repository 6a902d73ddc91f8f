"""How many messages a conversation may still be sent. WeCom counts every one: a post, its card, each file."""

from collections import deque

PER_HOUR = (1000, 3600.0)


class Budget:
    def __init__(self, *limits: tuple[float, float]) -> None:
        """Each: so many in so many seconds."""
        self._limits = tuple((int(count), period) for count, period in limits if count > 0 and period > 0)
        self._sent: deque[float] = deque(maxlen=max((count for count, _ in self._limits), default=1))

    def take(self, count: int, now: float) -> float:
        """Room for so many at once. 0: it is taken; else nothing is, and there may be room in so many seconds."""
        wait = max((self._wait(min(count, most), most, period, now) for most, period in self._limits), default=0.0)
        if wait <= 0:
            self._sent.extend([now] * count)
        return max(wait, 0.0)

    def _wait(self, count: int, most: int, period: float, now: float) -> float:
        recent = [at for at in self._sent if at > now - period]
        too_many = len(recent) + count - most
        return recent[too_many - 1] + period - now if too_many > 0 else 0.0
