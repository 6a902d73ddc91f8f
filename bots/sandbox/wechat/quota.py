"""The platform's own count of customer messages: five in 48 hours, three in a minute."""

from dataclasses import dataclass

WINDOW_OVER = 45015
USED_UP = 45047
OK = 0


@dataclass(slots=True)
class Window:
    until: float = 0.0
    left: int = 0

    def open(self, now: float, messages: int, seconds: float) -> None:
        self.until, self.left = now + seconds, messages


class Allowance:
    """Of one customer."""

    def __init__(self) -> None:
        self._by_message = Window()
        self._by_action = Window()

    def wrote(self, now: float) -> None:
        self._by_message.open(now, 5, 48 * 3600)

    def acted(self, now: float) -> None:
        self._by_action.open(now, 3, 60)

    def forget(self) -> None:
        """The customer left."""
        self._by_message, self._by_action = Window(), Window()

    def spend(self, now: float) -> int:
        """0, or the error code."""
        alive = self._alive(now)
        for window in alive:
            if window.left:
                window.left -= 1
                return OK
        return USED_UP if alive else WINDOW_OVER

    def left(self, now: float) -> int:
        """How many messages may still be sent."""
        return sum(window.left for window in self._alive(now))

    def until(self, now: float) -> float:
        """When the last window that is open closes; 0: none is open."""
        return max((window.until for window in self._alive(now)), default=0.0)

    def _alive(self, now: float) -> list[Window]:
        return [window for window in (self._by_action, self._by_message) if now < window.until]
