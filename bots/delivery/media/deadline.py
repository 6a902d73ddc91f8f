"""How long somebody's file may keep a thread busy."""

from collections.abc import Callable
from threading import Event


class TooSlow(Exception):
    """It would take longer than anybody waits for a message, or kefu stops."""


class Deadline:
    def __init__(self, at: float, ticks: Callable[[], float], stopped: Event) -> None:
        self._at = at
        self._ticks = ticks
        self._stopped = stopped

    def check(self) -> None:
        """Between two steps of the work. Raises TooSlow."""
        if self._stopped.is_set() or self._ticks() > self._at:
            raise TooSlow
