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
        alive = [window for window in (self._by_action, self._by_message) if now < window.until]
        for window in alive:
            if window.left:
                window.left -= 1
                return OK
        return USED_UP if alive else WINDOW_OVER

    @property
    def open_until(self) -> float:
        return max(self._by_message.until, self._by_action.until)
